"""Benchmarks that others made, answered by the product's own chunking, indexing and retrieval."""
