"""What can be searched: provisions as chunks, vectors, token vectors and words, built and opened."""

import os

# Before numpy is loaded: a question's matrices are small, and OpenBLAS threads that wait for each other on a busy machine
# make an answer ten times slower than one thread does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
