"""The catalogue: every document that Pincite knows, with or without text (`corpus/catalogue.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from corpus.errors import CorpusError
from corpus.provisions import Document
from corpus.yamls import SafeLoader

KINDS = ("regulation", "list", "guidance", "code", "statement", "report", "case", "treaty", "commentary")
_REQUIRED = ("id", "title", "short", "kind", "jurisdiction", "issuer", "binding", "url", "licence", "newest")
_OPTIONAL = ("aliases", "language", "celex", "coverage", "note", "cite", "section", "primary", "text", "terms")

CATALOGUE = Path(__file__).parent / "catalogue.yaml"


def read_catalogue(path: Path = CATALOGUE) -> dict[str, Document]:
    """The documents by id, in the catalogue's order. Raises `CorpusError` that names the entry at fault."""
    try:
        entries = list(yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)["documents"])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise CorpusError(f"The catalogue {path} cannot be read: {error}.") from error
    documents: dict[str, Document] = {}
    names: dict[str, str] = {}
    for entry in entries:
        document = _document(entry, path)
        if document.id in documents:
            raise CorpusError(f"{path}: “{document.id}” stands twice in the catalogue.")
        for name in {document.short, *document.aliases}:
            other = names.setdefault(name.casefold(), document.id)
            if other != document.id:
                raise CorpusError(f"{path}: “{name}” names both {other} and {document.id}.")
        documents[document.id] = document
    for document in documents.values():
        unknown = [name for name in document.terms if name not in documents]
        if unknown:
            raise CorpusError(
                f"{path}: {document.id} takes terms from {', '.join(unknown)}, which the catalogue lacks."
            )
    return documents


def _document(entry: dict[str, Any], path: Path) -> Document:
    name = entry.get("id", "an entry without id") if isinstance(entry, dict) else str(entry)
    missing = [key for key in _REQUIRED if not isinstance(entry, dict) or entry.get(key) in (None, "")]
    if missing:
        raise CorpusError(f"{path}: {name} lacks {', '.join(missing)}.")
    unknown = [key for key in entry if key not in (*_REQUIRED, *_OPTIONAL)]
    if unknown:
        raise CorpusError(f"{path}: {name} has {', '.join(unknown)}, which no entry has.")
    if entry["kind"] not in KINDS:
        raise CorpusError(f"{path}: {name} is of kind “{entry['kind']}”; the kinds are {', '.join(KINDS)}.")
    if not str(entry["url"]).startswith("https://"):
        raise CorpusError(f"{path}: {name} needs an official address that begins with https://.")
    if entry.get("text") and not str(entry["text"]).startswith("https://"):
        raise CorpusError(f"{path}: {name} needs an address of its text that begins with https://.")
    return Document(**{**entry, "newest": str(entry["newest"]), **_tuples(entry)})


def _tuples(entry: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The list fields as tuples; a single value is a list of one."""
    given = {key: entry[key] for key in ("aliases", "language", "terms") if entry.get(key) is not None}
    return {key: tuple(map(str, v)) if isinstance(v, list) else (str(v),) for key, v in given.items()}
