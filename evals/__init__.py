"""What is proven: known questions, baselines, benchmarks of others, speed and growth."""

# Before numpy is loaded anywhere here: it sets the threads that matrices are multiplied with.
import indexer as indexer
