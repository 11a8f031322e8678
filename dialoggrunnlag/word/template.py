"""A Word template: compiled once, filled any number of times."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.utils import pass_context
from lxml import etree
from markupsafe import Markup

from . import inspection
from .compiler import EMIT, TURNS, CompiledPart, compile_part, environment
from .errors import TemplateError, TemplateProblem, did_you_mean
from .names import R, W, w
from .package import RELATIONSHIPS, Member, Package, join, parse, relationships_name
from .sandbox import MissingFieldError
from .structure import REGION_CLOSE, REGION_OPEN, Level, PlacedTag, place_tags
from .values import TEXT_OPEN, WRITERS, ValueProblemError, escape, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_STORIES = (
    ("header", "topptekst"),
    ("footer", "bunntekst"),
    ("footnotes", "fotnote"),
    ("endnotes", "sluttnote"),
)
_STATE = "_rendering"
_NAMESPACE_DECLARATION = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_SPANS = re.compile(f"([{REGION_OPEN}{REGION_CLOSE}])")
_BATCH = 256  # pieces of output between two looks at the size


class Limits(NamedTuple):
    """How much one document may cost: characters of XML a part, and turns of all loops."""

    characters: int = 200_000_000
    turns: int = 2_000_000


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
        is_data = isinstance(source, bytes)
        self.name = name if name is not None else ("" if is_data else os.fspath(source))
        self._limits = limits or Limits()
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        self._env = environment({**(filters or {}), EMIT: _emit, TURNS: _turns})
        self._tags: list[PlacedTag] = []
        self._parts: dict[str, CompiledPart] = {}
        try:
            self._package = Package(data)
            self._styles = _Styles(self._package)
            problems = list(self._compile())
        except TemplateError as error:
            problems = list(error.problems)
        if problems:
            raise TemplateError(self._named(problem) for problem in problems)

    def render(self, values: Mapping[str, Any]) -> bytes:
        """The filled document as the bytes of a .docx.

        Raises TemplateError, which names the place, where a value is missing or unfit.
        """
        rendering = Rendering(self)
        context = {**values, _STATE: rendering}
        written = {name: rendering.write(part, context) for name, part in self._parts.items()}
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
        """The fields that the template uses, dotted: 'skole.navn', 'dagsorden.tittel' …

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
        return [
            self._named(
                TemplateProblem(
                    problem.message,
                    problem.remedy,
                    place=part.lines[problem.line].place,
                    tag=part.lines[problem.line].tag.source,
                )
            )
            for part in self._parts.values()
            for problem in inspection.unknown_fields(part.ast, known, self._env.globals)
        ]

    # --- compiling -----------------------------------------------------------------------

    def _compile(self) -> Iterator[TemplateProblem]:
        for name, label in self._story_parts():
            member = self._package.members[name]
            content = member.content()
            if b"{" not in content:
                continue
            root = _with_prefixes(parse(member))
            story = place_tags(root, label, self._styles.headings)
            if not (story.tags or story.problems or b"{_" in content or b"_}" in content):
                continue
            compiled = compile_part(self._env, name, story, len(self._tags))
            self._tags += story.tags
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

    def _named(self, problem: TemplateProblem) -> TemplateProblem:
        return TemplateProblem(
            problem.message,
            problem.remedy,
            self.name,
            problem.place,
            problem.tag,
            problem.turns,
        )


class _Styles:
    """What the engine asks of a template's styles."""

    def __init__(self, package: Package) -> None:
        self.ids: dict[tuple[str, str], str] = {}
        for name in package.related(package.main, f"{_OFFICE}/styles"):
            for style in parse(package.members[name]).iter(w("style")):
                label = style.find(w("name"))
                if label is not None:
                    key = (style.get(w("type"), ""), label.get(w("val"), "").casefold())
                    self.ids[key] = style.get(w("styleId"), "")
        self.headings = frozenset(
            style_id
            for (kind, name), style_id in self.ids.items()
            if kind == "paragraph" and re.fullmatch(r"heading \d", name)
        )

    def character(self, name: str) -> str:
        return self.ids.get(("character", name.casefold()), "")


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
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


# --- rendering ---------------------------------------------------------------------------


@dataclass(eq=False, repr=False)
class _Turn:
    placed: PlacedTag
    number: int = 0
    item: object = None


@dataclass(eq=False, repr=False)
class Rendering:
    """The state of one document's rendering."""

    template: WordTemplate
    links: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    part: str = ""
    turns_left: int = 0
    loops: list[_Turn] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.turns_left = self.template._limits.turns

    def write(self, part: CompiledPart, values: Mapping[str, Any]) -> bytes:
        """The XML of a part; raises TemplateError with the place of what went wrong."""
        self.part = part.name
        self.loops.clear()
        context = part.template.new_context(dict(values))
        pieces: list[str] = []
        left = self.template._limits.characters
        try:
            output = part.template.root_render_func(context)
            while batch := list(islice(output, _BATCH)):
                left -= sum(map(len, batch))
                if left < 0:
                    raise ValueProblemError(
                        "Dokumentet blir urimelig stort.", "Se etter en løkke som går for lenge."
                    )
                pieces += batch
            xml = "".join(pieces)
        except Exception as error:
            raise TemplateError([self._located(part, error, values)]) from error
        return (_mend(xml) if part.regions else xml).encode()

    def _located(
        self, part: CompiledPart, error: Exception, values: Mapping[str, Any]
    ) -> TemplateProblem:
        placed, loop_contexts = _tag_of(part, error)
        message, remedy = _explain(error, values)
        turns = tuple(
            f"runde {number} av {turn.placed.tag.source}"
            + (f" («{label}»)" if (label := _label(item)) else "")
            for turn, number, item in _actual_turns(self.loops, loop_contexts)
        )
        problem = TemplateProblem(
            message,
            remedy,
            place=placed.place if placed else self.template._tags[0].place,
            tag=placed.tag.source if placed else "",
            turns=turns,
        )
        return self.template._named(problem)


@dataclass(eq=False, repr=False)
class _Around:
    """The surroundings of one tag in one rendering (values.Surroundings)."""

    rendering: Rendering
    placed: PlacedTag

    @property
    def run_properties(self) -> str:
        return _xml(self.placed.run_properties)

    @property
    def in_link(self) -> bool:
        return self.placed.in_link

    def style(self, name: str) -> str:
        return self.rendering.template._styles.character(name)

    def relationship(self, kind: str, target: str) -> str:
        links = self.rendering.links.setdefault(self.rendering.part, {})
        for relation, link in links.items():
            if link == (kind, target):
                return relation
        links[f"rIdLenke{len(links) + 1}"] = (kind, target)
        return f"rIdLenke{len(links)}"


def _xml(element: etree._Element | None) -> str:
    """An element as XML, without the namespace declarations its root already has."""
    if element is None:
        return ""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    return _NAMESPACE_DECLARATION.sub("", text)


@pass_context
def _emit(context: Context, value: Any, number: int) -> Markup:
    """A value as the XML of its place; every ``{{ }}`` is compiled to a call of this."""
    rendering: Rendering = context.parent[_STATE]
    placed = rendering.template._tags[number]
    if isinstance(value, Undefined):
        str(value)  # raises
    if isinstance(value, Markup):  # from a macro or a block of this template: already XML
        return _raw_markup(value, placed)
    if placed.level in (Level.TEXT, Level.RUN) and hasattr(value, "runs"):
        runs = value.runs(_Around(rendering, placed))
        if placed.level is Level.RUN:
            return Markup(runs)
        properties = _xml(placed.run_properties)
        return Markup(f"</w:t></w:r>{runs}<w:r>{properties}{TEXT_OPEN}")
    text = "" if value is None else value if type(value) is str else str(value)
    if placed.level in WRITERS:
        if is_plain(text):
            return Markup(text)
        return Markup(WRITERS[placed.level](text))
    xml = f"<w:r>{_xml(placed.run_properties)}{TEXT_OPEN}{WRITERS[Level.TEXT](text)}</w:t></w:r>"
    return Markup(xml if placed.level is Level.RUN else f"<w:p>{xml}</w:p>")


def _raw_markup(value: Markup, placed: PlacedTag) -> Markup:
    if placed.level is Level.TEXT and value.lstrip().startswith("<w:r"):
        properties = _xml(placed.run_properties)
        return Markup(f"</w:t></w:r>{value}<w:r>{properties}{TEXT_OPEN}")
    return value


class _Turns(Sized):
    """A loop's items, counted."""

    def __init__(self, rendering: Rendering, items: Iterable[Any], number: int) -> None:
        self.rendering, self.items, self.number = rendering, items, number

    def __len__(self) -> int:
        return len(self.items)  # type: ignore[arg-type]  # TypeError is what Jinja2 expects

    def __iter__(self) -> Iterator[Any]:
        rendering = self.rendering
        turn = _Turn(rendering.template._tags[self.number])
        rendering.loops.append(turn)
        for turn.number, turn.item in enumerate(self.items, 1):
            rendering.turns_left -= 1
            if rendering.turns_left < 0:
                raise ValueProblemError(
                    f"Løkkene går mer enn {rendering.template._limits.turns} ganger.",
                    "Se etter en løkke som går for lenge.",
                )
            yield turn.item
        rendering.loops.remove(turn)


@pass_context
def _turns(context: Context, items: Any, number: int) -> _Turns:
    """The items of a ``{% for %}``; every loop is compiled to a call of this."""
    if isinstance(items, Undefined):
        iter(items)  # raises
    if not isinstance(items, Iterable):
        text = "tom" if items is None else f"«{items}»"
        raise ValueProblemError(
            f"Løkken skal gå over en liste, men verdien er {text}.",
            "Bruk feltet som er listen, eller skriv «or []» etter det." if items is None else "",
        )
    return _Turns(context.parent[_STATE], items, number)


# --- what went wrong, and where ----------------------------------------------------------


def _tag_of(part: CompiledPart, error: Exception) -> tuple[PlacedTag | None, list[LoopContext]]:
    """The tag that was being evaluated, and the loops that know their own turn."""
    placed, loops = None, []
    trace = error.__traceback__
    while trace:
        frame = trace.tb_frame
        if frame.f_code.co_filename == part.name:
            line = part.template.get_corresponding_lineno(trace.tb_lineno)
            placed = part.lines.get(line, placed)
            loops += [v for v in frame.f_locals.values() if isinstance(v, LoopContext)]
        trace = trace.tb_next
    return placed, loops


def _actual_turns(
    turns: Iterable[_Turn], contexts: list[LoopContext]
) -> Iterator[tuple[_Turn, int, object]]:
    """Turn number and item of every open loop.

    Where a template asks for ``loop.last``, Jinja2 has fetched one item too many; the loop
    itself then knows better.
    """
    for turn in turns:
        ahead = any(context.index == turn.number - 1 for context in contexts)
        exact = any(context.index == turn.number for context in contexts)
        if ahead and not exact:
            yield turn, turn.number - 1, None
        else:
            yield turn, turn.number, turn.item


def _label(item: object) -> str:
    """A short text by which a person recognises a loop's item."""
    if isinstance(item, str | int | float):
        return str(item)[:60]
    values = item.values() if isinstance(item, Mapping) else _attributes(item)
    return next((value[:60] for value in values if isinstance(value, str) and value), "")


def _attributes(item: object) -> Iterator[object]:
    names = getattr(type(item), "__annotations__", {})
    return (getattr(item, name, None) for name in names)


_PYTHON_ERRORS = (
    (r"Range too big.*", "Løkken ville ha gått for mange ganger."),
    (r"access to attribute '(.*?)' of .* is unsafe\.", "Feltet «{0}» er ikke tillatt i en mal."),
    (r"division by zero|integer modulo by zero", "Her deles det på null."),
    (r"'?(.*?)'? object is not callable", "Her kalles noe som ikke er en funksjon."),
)  # fmt: skip


def _explain(error: Exception, values: Mapping[str, Any]) -> tuple[str, str]:
    """Message and remedy in Norwegian for anything a template's evaluation can raise."""
    if isinstance(error, ValueProblemError):
        return error.message, error.remedy
    if isinstance(error, MissingFieldError):
        return str(error), error.suggestion(name for name in values if name != _STATE)
    if isinstance(error, RecursionError):
        return "Malen kaller seg selv uten å bli ferdig.", "Se etter en makro som kaller seg selv."
    for pattern, text in _PYTHON_ERRORS:
        match = re.fullmatch(pattern, str(error), re.DOTALL)
        if match:
            return text.format(*match.groups()), ""
    if isinstance(error, SecurityError):
        return f"Uttrykket er ikke tillatt i en mal: {error}", ""
    if isinstance(error, UndefinedError | TemplateRuntimeError):
        return str(error), did_you_mean(str(error), ())
    return f"Uttrykket kan ikke regnes ut ({type(error).__name__}: {error}).", ""


# --- mending -----------------------------------------------------------------------------


def _mend(xml: str) -> str:
    """Give emptied cells a paragraph, and take away rows without cells and tables without rows."""
    stack: list[list[str]] = [[]]
    for piece in _SPANS.split(xml):
        if piece == REGION_OPEN:
            stack.append([])
        elif piece == REGION_CLOSE:
            element = "".join(stack.pop())
            stack[-1].append(_mended(element))
        else:
            stack[-1].append(piece)
    return "".join(stack[0])


def _mended(element: str) -> str:
    if element.startswith(("<w:tbl>", "<w:tbl ")):
        return element if "<w:tr>" in element or "<w:tr " in element else ""
    if element.startswith(("<w:tr>", "<w:tr ")):
        return element if "<w:tc>" in element or "<w:tc " in element else ""
    close = element.rindex("</")
    last_paragraph = max(element.rfind("</w:p>"), element.rfind("<w:p/>"), element.rfind("<w:p "))
    if last_paragraph > element.rfind("</w:tbl>"):
        return element
    return f"{element[:close]}<w:p/>{element[close:]}"


__all__ = ["Limits", "WordTemplate", "escape"]
