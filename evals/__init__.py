"""What is proven: known questions, baselines, benchmarks of others, speed and growth."""

import indexer  # noqa: F401 before numpy is loaded anywhere here: it sets the threads that matrices are multiplied with
