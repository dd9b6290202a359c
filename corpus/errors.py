"""What can go wrong, each as one sentence for the user: what, where, what to do."""

from __future__ import annotations


class PinciteError(Exception):
    """A fault told in a sentence. `status` is the exit status of the command it ends.

    Exit statuses of the design: 0 answered, 1 failure, 2 bad usage, 3 abstained.
    """

    status: int = 1


class UsageError(PinciteError):
    """The user asked for something in a form that cannot be read."""

    status = 2


class CorpusError(PinciteError):
    """A file of the corpus cannot be read as what it should be."""


class PinError(UsageError):
    """A text is not the canonical address of a provision."""
