"""Loaders of YAML: in C where PyYAML was built with it, which reads the corpus many times faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING or not yaml.__with_libyaml__:
    from yaml import BaseLoader, SafeLoader
else:
    from yaml import CBaseLoader as BaseLoader
    from yaml import CSafeLoader as SafeLoader

__all__ = ["BaseLoader", "LinedLoader", "SafeLoader"]


class LinedLoader(BaseLoader):
    """Every scalar is text (a fact may be `2014` or `no`), and every mapping knows its line, under `__line__`."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return {**super().construct_mapping(node, deep), "__line__": node.start_mark.line + 1}
