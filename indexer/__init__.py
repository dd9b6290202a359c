"""What can be searched: provisions as chunks, vectors, token vectors and words, built and opened."""

import os

# Before numpy is loaded: a question's matrices are small, and OpenBLAS threads that wait for each other on a busy machine
# make an answer ten times slower than one thread does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Before onnxruntime is loaded: from its loading on it reports to its makers, which `disable_telemetry_events` does not stop.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
