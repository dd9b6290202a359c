import sys
from pathlib import Path

from corpus.digests import read_digest
from corpus.library import _structure, inspect_library

if len(sys.argv) > 2:
    bad = 0
    for f in sys.argv[2:]:
        e, faults = read_digest(Path(f))
        if e:
            faults += _structure([e])
        if e:
            for p in e.provisions:
                for s in p.basis.sources:
                    if s not in e.sources and p.basis.kind != "quoted":
                        print(f"{f}:{p.line}: source {s!r} not in sources")
        print(*faults, sep="\n")
        print(f, len(e.provisions) if e else 0, "provisions", len(faults), "faults")
else:
    lib, faults = inspect_library()
    print(*faults, sep="\n")
    print(len(lib.documents), "documents", sum(1 for _ in lib.provisions()), "provisions", len(faults), "faults")
