"""YAML as people write it: lists are indented below their keys."""

from typing import Any

import yaml

_WIDTH = 100


class IndentedDumper(yaml.SafeDumper):
    """PyYAML's own, with lists indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        """Go one level in, for lists as well."""
        super().increase_indent(flow, indentless=False)


class PlainDumper(IndentedDumper):
    """Without quotes round what only looks like a number or a date."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own way


def as_yaml(data: Any, dumper: type[IndentedDumper], width: int = _WIDTH) -> str:
    """Data as YAML: in their own order, a line for each thing."""
    text = yaml.dump(
        data,
        Dumper=dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=width,
        indent=2,
    )
    return str(text)
