"""A Word template: compiled once, filled any number of times."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from . import inspection
from .compiler import EMIT, TURNS, CompiledPart, compile_part, environment
from .errors import TemplateError, TemplateProblem
from .names import R, W, w
from .package import RELATIONSHIPS, Member, Package, join, parse, relationships_name, to_xml
from .rendering import Limits, Program, Rendering, emit, turns
from .structure import PlacedTag, place_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_STORIES = (
    ("header", "topptekst"),
    ("footer", "bunntekst"),
    ("footnotes", "fotnote"),
    ("endnotes", "sluttnote"),
)


class WordTemplate:
    """A .docx with Jinja2 tags.

    ``source`` is a path or the file's bytes; ``name`` is what messages call it (by default
    the path); ``filters`` are added to Jinja2's own. Raises TemplateError with every problem
    found, FileNotFoundError and other OSErrors where a path can't be read.

    An instance doesn't change after it is made, so threads may share it.
    """

    def __init__(
        self,
        source: str | os.PathLike[str] | bytes,
        *,
        name: str | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        limits: Limits | None = None,
    ) -> None:
        if isinstance(source, bytes):
            data, self.name = source, name or ""
        else:
            data, self.name = Path(source).read_bytes(), name or os.fspath(source)
        self._env = environment({**(filters or {}), EMIT: emit, TURNS: turns})
        self._parts: dict[str, CompiledPart] = {}
        try:
            self._package = Package(data)
            styles = _styles(self._package)
            tags: list[PlacedTag] = []
            problems = list(self._compile(styles, tags))
        except TemplateError as error:
            raise self._named(error.problems) from error
        if problems:
            raise self._named(problems)
        characters = {name: style for (kind, name), style in styles.items() if kind == "character"}
        self._program = Program(tags, characters, limits or Limits())

    def render(self, values: Mapping[str, Any]) -> bytes:
        """The filled document as the bytes of a .docx.

        Raises TemplateError, which names the place, where a value is missing or unfit.
        """
        rendering = Rendering(self._program, values)
        try:
            written = {name: rendering.write(part) for name, part in self._parts.items()}
        except TemplateError as error:
            raise self._named(error.problems) from error
        for part, links in rendering.links.items():
            name = relationships_name(part)
            written[name] = _with_links(self._package.members.get(name), links)
        members = self._package.members
        new = [Member.pack(name, xml) for name, xml in written.items() if name not in members]
        return join(
            [
                *(
                    Member.pack(member.name, written[member.name])
                    if member.name in written
                    else member
                    for member in members.values()
                ),
                *new,
            ]
        )

    def fields(self) -> set[str]:
        """The fields that the template uses, dotted: 'skole.navn', 'dagsorden.tittel'.

        A field of a loop's item is named after the list: ``{% for tema in dagsorden %}{{
        tema.tittel }}`` uses 'dagsorden' and 'dagsorden.tittel'.
        """
        found: set[str] = set()
        for part in self._parts.values():
            found |= inspection.fields(part.ast)
        return found

    def check(self, known: Mapping[str, Any]) -> list[TemplateProblem]:
        """The problems that the tags have with the fields in ``known``, found without rendering.

        ``known`` is shaped like the values of ``render``: mappings or objects with fields, a
        list with one item for each list, and anything else for what has no fields.
        """
        problems = [
            TemplateProblem(
                problem.message,
                problem.remedy,
                place=part.lines[problem.line].place,
                tag=part.lines[problem.line].tag.source,
            )
            for part in self._parts.values()
            for problem in inspection.unknown_fields(part.ast, known, self._env.globals)
        ]
        return list(self._named(problems).problems)

    # --- compiling -----------------------------------------------------------------------

    def _compile(
        self, styles: Mapping[tuple[str, str], str], tags: list[PlacedTag]
    ) -> Iterator[TemplateProblem]:
        """Compile every part with tags; adds the tags to ``tags`` and yields what is wrong."""
        headings = frozenset(
            style
            for (kind, name), style in styles.items()
            if kind == "paragraph" and re.fullmatch(r"heading \d", name)
        )
        for name, label in self._story_parts():
            member = self._package.members[name]
            if b"{" not in (content := member.content()):
                continue
            story = place_tags(_with_prefixes(parse(member)), label, headings)
            if not (story.tags or story.problems or b"{_" in content or b"_}" in content):
                continue
            compiled = compile_part(self._env, name, story, len(tags))
            tags += story.tags
            if isinstance(compiled, CompiledPart):
                self._parts[name] = compiled
            else:
                yield from compiled

    def _story_parts(self) -> Iterator[tuple[str, str]]:
        """The parts that may hold tags, and what a message calls them."""
        package = self._package
        yield package.main, ""
        for kind, label in _STORIES:
            names = package.related(package.main, f"{_OFFICE}/{kind}")
            for name in dict.fromkeys(names):
                file = f" ({name.rsplit('/', 1)[-1]})" if len(names) > 1 else ""
                yield name, label + file
        for name in package.related("", _CORE):
            yield name, "dokumentegenskaper"

    def _named(self, problems: Iterable[TemplateProblem]) -> TemplateError:
        """The error that says these problems, with the template's name."""
        return TemplateError(problem._replace(template=self.name) for problem in problems)


def _styles(package: Package) -> dict[tuple[str, str], str]:
    """Style ids by type ('paragraph', 'character' …) and name in lower case."""
    found = {}
    for part in package.related(package.main, f"{_OFFICE}/styles"):
        for style in parse(package.members[part]).iter(w("style")):
            name = style.find(w("name"))
            if name is not None:
                key = style.get(w("type"), ""), name.get(w("val"), "").casefold()
                found[key] = style.get(w("styleId"), "")
    return found


def _with_prefixes(root: etree._Element) -> etree._Element:
    """The tree with the prefixes w and r declared at its root, as the values' XML needs them."""
    if root.nsmap.get("w") == W and root.nsmap.get("r") == R:
        return root
    if root.tag not in {w(n) for n in ("document", "hdr", "ftr", "footnotes", "endnotes")}:
        return root
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix not in ("w", "r")}
    wrapped = etree.Element(root.tag, dict(root.attrib), nsmap={**prefixes, "w": W, "r": R})
    wrapped.text = root.text
    wrapped.extend(list(root))
    return wrapped


def _with_links(member: Member | None, links: Mapping[str, tuple[str, str]]) -> bytes:
    """A part's relationships with external ``links`` (id → kind and target) added."""
    if member is None:
        root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})
    else:
        root = parse(member)
    for relation, (kind, target) in links.items():
        attributes = {"Id": relation, "Type": f"{_OFFICE}/{kind}", "Target": target}
        attributes["TargetMode"] = "External"
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", attributes)
    return to_xml(root)
