"""A Word template: compiled once, filled any number of times."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2.utils import missing
from lxml import etree

from . import additions, inspection
from .bindings import Sources
from .bounds import bounded
from .chart_tags import CHART_TYPE, UnfitChartError, inline_charts
from .comments import drop_comments, drop_marks, drop_remarks, referred_to, refuse_replies
from .compiler import CompiledPart, compile_part, environment
from .contents import ask_for_update, compute
from .controls import find_lost_codes
from .fields import empty_repeating
from .filled import Filled
from .fingerprint import Stamper
from .links import LINK_FILTERS, take_links
from .names import R, W, w
from .nesting import settle
from .notes import companions
from .package import PROPERTIES, Package, parse_content, part_label
from .places import STORIES
from .pointers import anchors
from .problems import TemplateError, TemplateProblem
from .properties import Properties
from .rendering import FILTERS, Limits, Program, Rendering
from .sandbox import MissingFieldError
from .story import PlacedTag, Story
from .structure import tag_story
from .styles import Styles
from .validity import secure
from .values import ValueProblemError
from .wording import Translation

if TYPE_CHECKING:
    from .chart_parts import TemplateCharts

# Longer numbers are left alone: Word's own chance numbers, which a count doesn't come near
_NUMBERS = re.compile(rb"""id\s*=\s*["'](?:_x0000_[a-z])?(\d{1,8})["']""")
_OUTSIDE_REMEDY = "Skriv taggen i teksten i løkken, eller lag en løkke til der den står."
_NUMBERED_NAMES = re.compile(rb"""name\s*=\s*["']([^"']*_\d+)["']""")


class _Charted(NamedTuple):
    """The charts' own parts by their numbers, which charts a part draws, and what is wrong."""

    stories: list[Story]
    by_story: Mapping[str, Mapping[str, int | UnfitChartError]]
    problems: list[TemplateProblem]


class WordTemplate:
    """A .docx with Jinja2 tags.

    ``source`` is a path or the file's bytes; ``name`` is what messages call it (by default
    the path); ``filters`` are added to Jinja2's own; ``translation`` says the template's words
    in another language; ``typography`` is what every value goes through on its way into the
    document's text (not into addresses, properties and the like). ``language`` is the one that
    the file is written in ('nb-NO'; empty where it doesn't say). Raises TemplateError with every
    problem found, OSErrors where a path can't be read.

    An instance doesn't change after it is made, so threads may share it.
    """

    def __init__(
        self,
        source: str | os.PathLike[str] | bytes,
        *,
        name: str | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        limits: Limits | None = None,
        translation: Translation | None = None,
        typography: Callable[[str], str] = str,
    ) -> None:
        if isinstance(source, bytes):
            data, self.name = source, name or ""
        else:
            data, self.name = Path(source).read_bytes(), name or os.fspath(source)
        self._env = environment(filters or {}, {**FILTERS, **LINK_FILTERS})
        self._parts: dict[str, CompiledPart] = {}
        self._emptied: list[str] = []  # the parts with fields that are computed after filling
        tags: list[PlacedTag] = []
        try:
            self._package = Package(data)
            braced = self._package.verify()
            self._package.refuse_inserted()
            self._companions = parts = companions(self._package)
            drop_remarks(self._package, parts)
            self._styles = styles = Styles(self._package)
            self.language = styles.language
            problems: list[TemplateProblem] = []
            charts: TemplateCharts | None = None
            if self._package.of_type(CHART_TYPE):
                from . import chart_parts  # noqa: PLC0415 - where there are charts

                charts = chart_parts.TemplateCharts(self._package)
            if translation is not None:
                from .translation import translate  # noqa: PLC0415 - where there are two languages

                problems += translate(self._package, styles.headings, translation)
            self._first_list = 1 + additions.highest_list(self._package)
            problems += self._compile(tags, braced, charts)
        except TemplateError as error:
            raise self._named(error.problems) from error
        if problems:
            raise self._named(problems)
        highest, numbered_names = _taken(self._package)
        watched = _watched(self._parts.values())
        limits = limits or Limits()
        self._program = Program(
            tags, styles, limits, highest, numbered_names, parts, watched, charts, typography
        )

    def render(self, values: Mapping[str, Any]) -> bytes:
        """The filled document as the bytes of a .docx.

        Raises TemplateError, which names the place, where a value is missing or unfit.
        """
        return Filled(self._package.members, self._written(values, self._package)).pack()

    def try_out(self, values: Mapping[str, Any]) -> None:
        """Raise TemplateError where ``render`` does, and make nothing."""
        self._written(values, self._package)

    def document(
        self, values: Mapping[str, Any], properties: Properties, mark: str
    ) -> tuple[bytes, str]:
        """As ``render``, with ``properties`` and a fingerprint of the contents, which is returned.

        The fingerprint becomes the custom property ``mark`` (fingerprint.read_stamp reads it).
        """
        filled = self.filled(values, properties, mark)
        return filled.pack(), filled.fingerprint

    def filled(self, values: Mapping[str, Any], properties: Properties, mark: str) -> Filled:
        """As ``document``, before it is packed."""
        package = self._stamper.package
        written = self._written(values, package)
        contents, fingerprint = self._stamper.stamp(written, properties, mark)
        # In the template's order: parts for properties that it lacks come last.
        members = {name: package.members[name] for name in self._package.members}
        return Filled(members, contents, fingerprint)

    def fields(self) -> set[str]:
        """The fields that the template uses, dotted: 'skole.navn', 'dagsorden.tittel'.

        A field of a loop's item is named after the list: ``{% for tema in dagsorden %}{{
        tema.tittel }}`` uses 'dagsorden' and 'dagsorden.tittel'.
        """
        return set().union(*(inspection.fields(part.ast) for part in self._parts.values()))

    def check(self, known: Mapping[str, Any]) -> list[TemplateProblem]:
        """The problems that the tags have with the fields in ``known``, found without rendering.

        ``known`` is shaped like the values of ``render``: mappings or objects with fields, a
        list with one item for each list, a Chart (or None) for each chart, and anything else for
        what has no fields.
        """
        problems = list(find_lost_codes(self._package))
        for part in self._parts.values():
            for unknown in inspection.unknown_fields(part.ast, known, self._env.globals):
                placed = part.lines[unknown.line]
                problem = TemplateProblem(
                    unknown.message, unknown.remedy, place=placed.place, tag=placed.tag.source
                )
                problems.append(self._outside_loop(part, unknown.path, problem))
        return list(self._named(problems).problems)

    def accessibility(self, languages: Collection[str] = ()) -> list[TemplateProblem]:
        """What in the template shuts readers out, as warnings with place and remedy.

        ``languages`` are those that its texts may be in; any where none is named. The package
        is read anew on each call, so that compiling and rendering cost nothing more.
        """
        from .accessibility import find_barriers  # noqa: PLC0415 - for `sjekk` alone

        if any(find_lost_codes(self._package)):  # then nobody shall write a document from it
            return []
        stories = [story for story in self._package.stories() if story[1] != PROPERTIES]
        found = find_barriers(self._package, stories, self._styles.headings, languages)
        return list(self._named(found).problems)

    def _outside_loop(
        self, part: CompiledPart, name: str, problem: TemplateProblem
    ) -> TemplateProblem:
        """The problem of a field that nobody knows, where it is a variable of another part's loop.

        A note or a header belongs to no turn of the loop that it is referred to in.
        """
        if name == "loop":
            message = "«loop» finnes bare i en løkke, og her er det ingen."
            return problem._replace(message=message, remedy=_OUTSIDE_REMEDY)
        for other in self._parts.values():
            line = self._loop_variables[other.name].get(name)
            if other is part or line is None:
                continue
            loop = other.lines[line]
            return problem._replace(
                message=f"«{name}» finnes bare i løkken {loop.tag.source} ({loop.place}); noter, "
                "merknader, topptekster og diagrammer er ikke med i den.",
                remedy=_OUTSIDE_REMEDY,
            )
        return problem

    @cached_property
    def _loop_variables(self) -> dict[str, dict[str, int]]:
        """The variables of every part's loops, each with the line of its loop."""
        return {name: inspection.loop_variables(part.ast) for name, part in self._parts.items()}

    @cached_property
    def _stamper(self) -> Stamper:
        return Stamper(self._package)

    def _written(self, values: Mapping[str, Any], package: Package) -> dict[str, bytes]:
        """The parts of a filled document that aren't as they are in ``package``."""
        rendering = Rendering(self._program, values, first_list=self._first_list)
        try:
            with bounded():
                written = {name: rendering.write(part) for name, part in self._parts.items()}
                rendering.part = ""  # what follows is no tag's doing
                return self._completed(rendering, written, package)
        except Exception as error:
            raise self._named([self._problem(rendering, error)]) from error

    def _problem(self, rendering: Rendering, error: Exception) -> TemplateProblem:
        """What went wrong in a rendering; raises ``error`` where that is no template's doing."""
        part = self._parts.get(rendering.part)
        if part is None:
            if isinstance(error, MemoryError | ValueProblemError | TemplateError):
                return rendering.too_large()
            raise error
        problem = rendering.problem(part, error)
        if isinstance(error, MissingFieldError) and error.owner is missing:
            return self._outside_loop(part, error.name, problem)
        return problem

    def _completed(
        self, rendering: Rendering, written: dict[str, bytes], package: Package
    ) -> dict[str, bytes]:
        """What a rendering has written, with all that it needs beside it."""
        for name in self._emptied:
            body = written.get(package.main) or package.members[package.main].content()
            written[name] = compute(name, written[name], self._styles, body)
        return additions.additions(package, rendering, written)

    # --- compiling -----------------------------------------------------------------------

    def _compile(
        self, tags: list[PlacedTag], braced: Collection[str], charts: TemplateCharts | None
    ) -> Iterator[TemplateProblem]:
        """Compile every part with tags; adds the tags to ``tags`` and yields what is wrong.

        ``braced`` are the members that have braces, ``charts`` those that tags fill.
        """
        package, styles = self._package, self._styles
        charted = self._take_out(charts)
        yield from charted.problems
        sources, links = Sources(package, braced), take_links(package, braced)
        for name, label in (*package.stories(), *package.other_parts()):
            if name not in braced and not links.get(name):
                continue
            content = package.members[name].content()
            root = _with_prefixes(parse_content(name, content), content)
            comments = referred_to(root)
            sources.show(root)
            is_emptied = empty_repeating(root)
            if is_emptied:
                ask_for_update(package)
                self._emptied.append(name)
            story, tagged = tag_story(
                root, label, styles.headings, links.get(name, {}), charted.by_story.get(name, {})
            )
            story.changed |= is_emptied
            if root.tag == w("comments"):
                refuse_replies(package, self._companions, story)
            settle(story, tagged)
            dropped = comments - referred_to(root)
            if dropped:  # they went with their tag; their part comes after those referring
                drop_marks(root, dropped)
                drop_comments(package, self._companions, dropped)
            if not (story.changed or story.problems):
                continue
            if not story.problems:
                story.anchors = anchors(package, name)
                secure(story, tagged, styles)
                inline_charts(story, charted.stories)
            compiled = compile_part(self._env, name, story, len(tags))
            tags += story.tags
            if isinstance(compiled, CompiledPart):
                self._parts[name] = compiled
            else:
                yield from compiled

    def _take_out(self, charts: TemplateCharts | None) -> _Charted:
        """Take the charts that tags fill out of the package, their own parts made ready."""
        if charts is None:
            return _Charted([], {}, [])
        stories = [self._chart_story(*part) for part in charts.take_out(self._package)]
        problems = [problem for story in stories for problem in story.problems]
        return _Charted(stories, charts.by_story, problems)

    def _chart_story(self, name: str, content: bytes) -> Story:
        """A chart's own part, to be written within the text that it is drawn in."""
        root, label = parse_content(name, content), part_label("diagram", name)
        story, tagged = tag_story(root, label, self._styles.headings, {}, {})
        settle(story, tagged)
        if not story.problems:
            secure(story, tagged, self._styles)
        return story

    def _named(self, problems: Iterable[TemplateProblem]) -> TemplateError:
        """The error that says these problems, with the template's name."""
        return TemplateError(problem._replace(template=self.name) for problem in problems)


def _taken(package: Package) -> tuple[int, frozenset[str]]:
    """The highest number of anything with an identity, and the names that end in a number."""
    highest, names = 0, set[str]()
    for member in package.members.values():
        if not member.name.endswith(".xml"):
            continue
        content = member.content()
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            content = content.decode("utf-16").encode()
        highest = max(highest, *map(int, _NUMBERS.findall(content)), 0)
        for name in _NUMBERED_NAMES.findall(content):
            names.add(name.decode(errors="replace").lower())
    return highest, frozenset(names)


def _watched(parts: Iterable[CompiledPart]) -> set[str]:
    """The bookmarks that a block may leave out, and that something points at."""
    uncertain, pointed = set[str](), set[str]()
    for part in parts:
        uncertain |= part.uncertain
        pointed |= part.pointed
    return uncertain & pointed


def _with_prefixes(root: etree._Element, content: bytes) -> etree._Element:
    """The tree with the prefixes w and r declared at its root, as the values' XML needs them.

    ``content`` is the part as bytes: where it declares the names more than once, some of its
    elements have another prefix.
    """
    is_usual = root.nsmap.get("w") == W and root.nsmap.get("r") == R
    if root.tag not in STORIES or (is_usual and content.count(W.encode()) == 1):
        return root
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if uri not in (W, R)}
    new = etree.Element(root.tag, root.attrib, nsmap={**prefixes, "w": W, "r": R})
    _copy_content(root, new)
    return new


def _copy_content(old: etree._Element, new: etree._Element) -> None:
    """Make the content of ``old`` anew in ``new``: an element keeps its prefix when it is moved."""
    new.text = old.text
    for child in old.iterchildren(etree.Element):
        prefixes = {prefix: uri for prefix, uri in child.nsmap.items() if uri not in (W, R)}
        copy = etree.SubElement(new, child.tag, child.attrib, nsmap=prefixes)
        _copy_content(child, copy)
        copy.tail = child.tail
