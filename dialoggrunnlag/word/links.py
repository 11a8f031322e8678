"""Links whose addresses have tags in them, typed or percent-encoded as Word saves them."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import unquote

from jinja2.runtime import Context
from jinja2.utils import pass_context

from .package import Member, Package, parse, relationships_name, to_xml
from .problems import TemplateError, TemplateProblem
from .sandbox import STATE
from .tags import OPENER
from .values import address

LINK = "_link"
# A tag that isn't closed goes to the end, so that it is told
_ENCODED = r"(?i)(?:\{|%7b)(?:\{|%7b|%25|%|%23|#).*?(?:(?:\}|%7d|%25|%|%23|#)(?:\}|%7d)|$)"


def decoded(address: str) -> str:
    """An address, or a text with one in it, with its tags as they were typed."""
    if "%7" not in address:
        return address
    return re.sub(_ENCODED, lambda tag: unquote(tag[0]), address)


def take_links(package: Package, braced: Collection[str]) -> dict[str, dict[str, str]]:
    """The addresses with tags that parts refer to, by part and id; the package loses them.

    What a rendering puts in their place depends on the values, and in a loop on the turn.
    ``braced`` are the members that have braces.
    """
    links: dict[str, dict[str, str]] = {}
    for part in ("", *package.members):
        name = relationships_name(part)
        if name not in braced:
            continue
        root = parse(package.members[name])
        for relationship in list(root):
            target = decoded(relationship.get("Target", ""))
            if not OPENER.search(target):
                continue
            if relationship.get("TargetMode") != "External":  # a link, as nothing else may be
                shown = f"Delen «{part}» viser til «{target}»"
                message = f"{shown}; navnet på en del kan ikke ha tagger."
                remedy = "Sett inn bildet eller objektet på nytt."
                raise TemplateError([TemplateProblem(message, remedy)])
            links.setdefault(part, {})[relationship.get("Id", "")] = target
            root.remove(relationship)
        if part in links:
            package.members[name] = Member.pack(name, to_xml(root))
    return links


@pass_context
def link(context: Context, url: str) -> str:
    """The id of the relationship to an address; raises ValueProblemError for an unfit one."""
    target = address(url) if url else "#"  # an address that isn't known leads nowhere
    return str(context.parent[STATE].relate("hyperlink", target, external=True))


LINK_FILTERS: Mapping[str, Callable[..., Any]] = {LINK: link}
