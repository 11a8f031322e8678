"""Jinja2 in plain text: the texts of the YAML files, and templates such as dagsorden.txt.j2."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from jinja2 import Template, nodes, pass_context
from jinja2.exceptions import TemplateSyntaxError
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from ..disk.encoding import decode
from ..errors import InvalidError
from ..word import inspection
from ..word.compiler import TURNS
from ..word.explain import runtime_error, syntax_error
from ..word.sandbox import CONCATENATE, STATE, Sandbox
from ..word.values import ValueProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jinja2.runtime import Context

    from ..word.wording import Translation


class Limits(NamedTuple):
    """How much one text may cost: its characters, and the turns of all loops."""

    characters: int = 50_000_000
    turns: int = 1_000_000


class TextError(InvalidError):
    """What is wrong in a text with tags, and where: at ``position`` in ``text``."""

    def __init__(self, message: str, remedy: str, text: str, position: int) -> None:
        super().__init__(message, remedy)
        self.text, self.position = text, position

    @property
    def line(self) -> int:
        """The line within the text, from 1."""
        return self.text.count("\n", 0, self.position) + 1

    @property
    def column(self) -> int:
        """The column of that line, from 1."""
        return self.position - self.text.rfind("\n", 0, self.position)

    @property
    def source(self) -> str:
        """That line itself."""
        return self.text.split("\n")[self.line - 1]

    @property
    def letters(self) -> int:
        """How many letters and signs stand before it: the same where lines are folded."""
        return sum(not sign.isspace() for sign in self.text[: self.position])


def read_template(data: bytes, name: str) -> str:
    """The text of a template file that is called ``name``; raises DialogError."""
    text = re.sub("\r\n?", "\n", decode(data, name))
    # Excel knows a .csv as UTF-8 by the mark, so that a template that has it keeps it.
    return f"\ufeff{text}" if data.startswith(codecs.BOM_UTF8) else text


# In HTML and XML: comments, styles and scripts, entities, and tags but for what a tag says aloud
_MARKUP = re.compile(
    r"<!--.*?-->|<(style|script)\b.*?</\1\s*>|</?[a-zA-Z][^>]*>|<[!?][^>]*>|&#?\w+;",
    re.DOTALL | re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:alt|title|aria-label|placeholder|label|summary|content)\s*=\s*([\"'])(.*?)\1",
    re.DOTALL | re.IGNORECASE,
)
_TECHNICAL = re.compile(r"<meta\b(?![^>]*(?:description|title))", re.IGNORECASE)
_LANG = re.compile(r"(\b(?:xml:)?lang\s*=\s*[\"'])([\w-]+)")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LETTER = re.compile(r"&(\w+);")


def translated(
    source: str, translation: Translation, *, markup: bool
) -> tuple[str, list[TextError]]:
    """A template's text with its own words in another language, and those that the list lacks."""
    from ..word.wording import Reader, in_string  # only for a school of the other language

    if markup:
        source = _LETTER.sub(_letter, source)
    reader = Reader(translation)
    new = in_string(source, reader.edits(source, _silent(source) if markup else ()))
    if markup:
        languages = translation.languages
        new = _LANG.sub(lambda m: m[1] + languages.get(m[2].casefold(), m[2]), new)
    return new, [
        TextError(*translation.missing(text), source, position) for position, text in reader.missing
    ]


def _letter(match: re.Match[str]) -> str:
    """A letter that is written as an entity, as itself; other entities as they are."""
    letter = unescape(match[0])
    return letter if letter.isalpha() else match[0]


def _silent(source: str) -> Iterator[tuple[int, int]]:
    """The spans of HTML or XML that nobody reads."""
    # What Jinja compares by is no markup: «{% if a < b %}»
    outside = _TAG.sub(lambda tag: "\0" * len(tag[0]), source)
    for match in _MARKUP.finditer(outside):
        start = match.start()
        read = () if match[1] or _TECHNICAL.match(match[0]) else _SAID.finditer(match[0])
        for said in read:
            yield start, match.start() + said.start(2)
            start = match.start() + said.end(2)
        yield start, match.end()


class _MarkupSandbox(Sandbox):
    """The sandbox for HTML: a macro makes markup, which isn't escaped again."""

    def of_macro(self, markup: str) -> Markup:
        """The output of a macro, in which values have been escaped."""
        return Markup(markup)  # noqa: S704 - Jinja2 made it, with autoescape on


class TextTemplates:
    """Compiles texts, each once, in the same sandbox as the Word templates.

    With ``markup`` they are HTML: every value is escaped, and none can be told not to be.
    """

    def __init__(
        self,
        filters: Mapping[str, Callable[..., Any]],
        limits: Limits | None = None,
        *,
        markup: bool = False,
    ) -> None:
        self._limits = limits or Limits()
        self._env = (_MarkupSandbox if markup else Sandbox)(
            {**filters, TURNS: _turns},
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_finalize,
            autoescape=markup,
        )
        self._compiled: dict[str, _Compiled] = {}

    def render(self, source: str, values: Mapping[str, Any]) -> str:
        """Fill a text; raises TextError."""
        if "{" not in source:
            return source
        compiled = self._compiled.get(source) or self._compile(source)
        try:
            text = self._fill(compiled.template, values)
        except Exception as error:
            raise compiled.tags.error(*runtime_error(error, values), _line(error)) from error
        if not text.isascii():
            _refuse_surrogates(text, source)
        return text

    def check(self, source: str, known: Mapping[str, Any]) -> list[TextError]:
        """What is wrong in a text, found without filling it."""
        if "{" not in source:
            return []
        try:
            compiled = self._compile(source)
        except TextError as error:
            return [error]
        found = inspection.unknown_fields(compiled.ast, known, self._env.globals)
        return [compiled.tags.error(one.message, one.remedy, one.line) for one in found]

    def _compile(self, source: str) -> _Compiled:
        """Compile a text and keep it; raises TextError."""
        tags = _Tags(source)
        try:
            ast = cast("nodes.Template", _Limiting().visit(self._env.parse(tags.one_a_line)))
            code = self._env.compile(ast)
        except TemplateSyntaxError as error:
            reason = syntax_error(error.message or "")
            raise tags.error(*reason, error.lineno, tags.unclosed(error.message or "")) from error
        except (SyntaxError, RecursionError, MemoryError) as error:
            # what Python says of 20 loops, 100 ifs or some hundred brackets within each other
            raise tags.longest(*_NESTED) from error
        except ValueError as error:  # Python reads no number of more than 4300 digits
            raise tags.longest(*_LONG_NUMBER) from error
        template = Template.from_code(self._env, code, self._env.make_globals(None))
        compiled = self._compiled[source] = _Compiled(template, ast, tags)
        return compiled

    def _fill(self, template: Template, values: Mapping[str, Any]) -> str:
        pieces, left = [], self._limits.characters
        counter = _Counter(self._limits.turns)
        for piece in template.generate({**values, STATE: counter}):
            left -= len(piece)
            if left < 0:
                raise ValueProblemError("Teksten blir urimelig stor.", _LOOP)
            pieces.append(piece)
        return "".join(pieces)


_NESTED = ("Blokkene eller parentesene ligger for dypt inne i hverandre.", "Gjør teksten enklere.")
_LONG_NUMBER = ("Et tall i taggen har for mange sifre.", "Skriv det kortere.")
_LOOP = "Se etter en løkke som går for lenge."


class _Compiled(NamedTuple):
    """A compiled text: what fills it, what it says, and where its tags stand."""

    template: Template
    ast: nodes.Template
    tags: _Tags


def _finalize(value: object) -> object:
    """An unset field prints as nothing, as in Word templates."""
    return "" if value is None else value


def _refuse_surrogates(text: str, source: str) -> None:
    """Half a character, which only an escape in a tag can make, can't be written to a file."""
    found = _SURROGATE.search(text)
    if found:
        escaped = re.search(r"\\u[dD][89a-fA-F]", source)
        message = f"Taggen gir et tegn som ikke finnes: U+{ord(found[0]):04X}."
        raise TextError(message, "Skriv selve tegnet.", source, escaped.start() if escaped else 0)


_SURROGATE = re.compile("[\ud800-\udfff]")


# --- where things stand ------------------------------------------------------------------------


class _Tags:
    """The tags of a text, so that each error can be placed at one of them.

    Jinja2 tells lines only. A line break goes unnoticed inside a tag, so the text is compiled
    with one in each, which makes the line tell the tag: ``one_a_line``.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._found = list(_TAG.finditer(source))
        self._tags = [tag for tag in self._found if tag["start"]]
        self._lines: list[int] = []
        pieces, at, line = [], 0, 1
        for tag in self._tags:
            opened = tag.end("start")
            line += source.count("\n", at, opened) + 1
            pieces.append(source[at:opened])
            self._lines.append(line)
            at = opened
        self.one_a_line = "\n".join([*pieces, source[at:]])

    def error(self, message: str, remedy: str, line: int, position: int | None = None) -> TextError:
        """An error at the tag that is in ``line`` of what was compiled, or at ``position``."""
        if position is None:
            index = bisect_right(self._lines, line) - 1
            position = self._tags[index].start() if index >= 0 else 0
        return TextError(message, remedy, self._source, position)

    def longest(self, message: str, remedy: str) -> TextError:
        """An error at the longest tag (the first of them), where Python doesn't say which."""
        opening = (tag for tag in self._tags if not (tag["name"] or "").startswith("end"))
        tag = max(opening, key=lambda found: len(found[0]), default=None)
        return TextError(message, remedy, self._source, tag.start() if tag else 0)

    def unclosed(self, message: str) -> int | None:
        """Where that begins which Jinja2 says isn't closed; None for its other messages."""
        if message.startswith("Missing end of "):  # a comment, or {% raw %}
            return self._found[-1].start() if self._found else None
        open_: list[re.Match[str]] = []
        if message.startswith("Unexpected end of template"):
            for tag in self._tags:
                if tag["name"] in _BLOCKS or (tag["name"] == "set" and "=" not in tag[0]):
                    open_.append(tag)
                elif (tag["name"] or "").startswith("end"):
                    del open_[-1:]
        return open_[-1].start() if open_ else None


_TAG = re.compile(
    r"\{%[-+]?\s*raw\b.*?(?:\{%[-+]?\s*endraw\b|\Z)|\{#.*?(?:#\}|\Z)"
    r"|(?P<start>\{(?:%[-+]?(?=\s*(?P<name>\w*))|\{[-+]?)).*?(?:[}%]\}|\Z)",
    re.DOTALL,
)
_BLOCKS = {"if", "for", "macro", "call", "filter", "with", "block", "autoescape"}


def _line(error: Exception) -> int:
    """The line of the text where rendering failed: Jinja2 rewrites its tracebacks to tell."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


# --- limits ------------------------------------------------------------------------------------


class _Counter:
    """What is left of the turns of one text: the state that the sandbox counts calls in."""

    def __init__(self, turns: int) -> None:
        self._turns = self._left = turns

    def count_turn(self, turns: int = 1) -> None:
        """Note turns; raises ValueProblemError past the limit."""
        self._left -= turns
        if self._left < 0:
            most = f"{self._turns:,}".replace(",", " ")
            raise ValueProblemError(f"Løkkene går mer enn {most} ganger.", _LOOP)


def _counter(context: Context) -> _Counter:
    return cast("_Counter", context.parent[STATE])


class _Limiting(NodeTransformer):
    """Has loops counted, and ``~`` kept within the limit of a value's length."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - the visitor's own naming
        """Have what a loop goes through pass the counter."""
        self.generic_visit(node)
        node.iter = _through(cast("nodes.Expr", node.iter), TURNS)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        """Have ``~`` done by the sandbox's filter."""
        self.generic_visit(node)
        return _through(nodes.List(node.nodes, lineno=node.lineno), CONCATENATE)


def _through(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


@pass_context
def _turns(context: Context, items: Any) -> Any:
    """What a loop goes through: its turns are counted at once, or as they come."""
    counter = _counter(context)
    if hasattr(items, "__len__"):
        counter.count_turn(len(items))
        return items
    if not hasattr(items, "__iter__"):
        what = "feltet er tomt" if items is None else f"verdien er «{items}»"
        message = f"Løkken skal gå over en liste, men {what}."
        raise ValueProblemError(message, "Bruk feltet som er listen.")
    return _counted(items, counter)


def _counted(items: Iterable[Any], counter: _Counter) -> Iterator[Any]:
    for item in items:
        counter.count_turn()
        yield item
