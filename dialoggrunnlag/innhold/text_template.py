"""Jinja2 in plain text: the texts of the YAML files, and templates such as dagsorden.txt.j2."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol, cast

from jinja2 import Template, nodes, pass_context
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from ..disk.encoding import decode
from ..errors import code_point
from ..word import inspection
from ..word.bounds import bounded
from ..word.compiler import TURNS, counted, from_block, through
from ..word.explain import runtime_error, syntax_error, template_lines
from ..word.growth import LOOP, GrowthError, Meter
from ..word.sandbox import MADE, METER, Sandbox, meter_of
from ..word.values import ValueProblemError
from .text_tags import Tags, TextError

# How much one text may cost: its characters, and the turns of all loops
_MOST_CHARACTERS, _MOST_TURNS = 50_000_000, 1_000_000
_MOST_ERRORS = 200  # that are told of one text: each is looked for in it
_NESTED = ("Blokkene eller parentesene ligger for dypt inne i hverandre.", "Gjør teksten enklere.")
_LONG_NUMBER = ("Et tall i taggen har for mange sifre.", "Skriv det kortere.")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_template(data: bytes, name: str) -> str:
    """The text of a template file that is called ``name``; raises DialogError."""
    text = re.sub("\r\n?", "\n", decode(data, name))
    # Excel knows a .csv as UTF-8 by the mark, so that a template that has it keeps it.
    return f"\ufeff{text}" if data.startswith(codecs.BOM_UTF8) else text


class _Pieces(Protocol):
    """What takes the pieces of a text, as a list does."""

    def append(self, piece: str, /) -> None:
        """Add a piece to the end."""

    def clear(self) -> None:
        """Let go of all of them."""


class _Encoded:
    """The pieces of a text, kept as they are to stand in a file."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.unwritable = ""  # a piece that can't stand there

    def append(self, piece: str, /) -> None:
        """Add a piece to the end, where it can be written."""
        try:
            self.data += piece.encode()
        except UnicodeEncodeError:
            self.unwritable = piece

    def clear(self) -> None:
        """Let go of all of them."""
        self.data.clear()


class _MarkupSandbox(Sandbox):
    """The sandbox for HTML: a macro makes markup, which isn't escaped again."""

    def of_macro(self, markup: str) -> Markup:
        """The output of a macro, in which values have been escaped."""
        return Markup(markup)  # noqa: S704 - Jinja2 made it, with autoescape on


class TextTemplates:
    """Compiles texts, each once, in the same sandbox as the Word templates.

    With ``markup`` they are HTML: every value is escaped, and none can be told not to be.
    ``size`` is how many times as much as a school's text one of them may cost.
    """

    def __init__(
        self, filters: Mapping[str, Callable[..., Any]], *, markup: bool = False, size: int = 1
    ) -> None:
        self._size = size
        self._env = (_MarkupSandbox if markup else Sandbox)(
            {**filters, TURNS: _turns},
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_written,
            autoescape=markup,
        )
        self._compiled: dict[str, _Compiled] = {}

    def render(self, source: str, values: Mapping[str, Any], most: int = _MOST_CHARACTERS) -> str:
        """Fill a text, which may become ``most`` characters; raises TextError."""
        if "{" not in source:
            return source
        pieces: list[str] = []
        self._fill(source, values, pieces, most)
        text = "".join(pieces)
        if not text.isascii():
            _refuse_surrogates(text, source)
        return text

    def page(self, source: str, values: Mapping[str, Any]) -> bytearray:
        """As ``render``, in UTF-8: a page of all schools needs a fraction of the memory so."""
        encoded = _Encoded()
        self._fill(source, values, encoded, _MOST_CHARACTERS)
        _refuse_surrogates(encoded.unwritable, source)
        return encoded.data

    def check(self, source: str, fields: Mapping[str, Any]) -> list[TextError]:
        """What is wrong in a text that may use ``fields``, seen without filling it."""
        if "{" not in source:
            return []
        try:
            compiled = self._compile(source)
        except TextError as error:
            return [error]
        unknown = inspection.unknown_fields(compiled.ast, fields, self._env.globals)[:_MOST_ERRORS]
        return [compiled.tags.error(one.message, one.remedy, one.line) for one in unknown]

    def _compile(self, source: str) -> _Compiled:
        """Compile a text and keep it; raises TextError."""
        tags = Tags(source)
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
        template = Template.from_code(self._env, code, self._env.globals)
        self._compiled[source] = _Compiled(template, ast, tags)
        return self._compiled[source]

    def _fill(self, source: str, values: Mapping[str, Any], pieces: _Pieces, most: int) -> None:
        """Add the pieces of a filled text to ``pieces``; raises TextError."""
        compiled = self._compiled.get(source) or self._compile(source)
        try:
            with bounded(self._size):
                self._add(compiled.template, values, pieces, most)
        except Exception as error:
            pieces.clear()  # what fills the memory goes first
            lines = [line for _, line in template_lines(error, compiled.template, "<template>")]
            line = lines[-1] if lines else 0  # the innermost is the tag's
            raise compiled.tags.error(*runtime_error(error, values), line) from error

    def _add(
        self, template: Template, values: Mapping[str, Any], pieces: _Pieces, left: int
    ) -> None:
        """Add the pieces of a filled text to ``pieces``, so many characters at most."""
        meter = Meter(_MOST_TURNS * self._size, self._size)
        context = template.new_context({**values, METER: meter})
        for piece in template.root_render_func(context):
            left -= len(piece)
            if left < 0:
                raise GrowthError("Teksten blir urimelig stor.", LOOP)
            pieces.append(piece)


@pass_context
def _written(_context: Context, value: Any) -> Any:
    """What is printed of a value: of an unset field nothing, as in Word templates.

    Jinja2 passes the context: otherwise it would work constants out when it compiles, where
    nothing is counted.
    """
    return "" if value is None else value


class _Compiled(NamedTuple):
    """A compiled text: what fills it, what it says, and where its tags stand."""

    template: Template
    ast: nodes.Template
    tags: Tags


def _refuse_surrogates(text: str, source: str) -> None:
    """Half a character, which only an escape in a tag can make, can't be written to a file."""
    surrogate = _SURROGATE.search(text)
    if surrogate:
        escaped = re.search(r"\\u[dD][89a-fA-F]", source)
        position = escaped.start() if escaped else 0
        message = f"Taggen gir et tegn som ikke finnes: {code_point(surrogate[0])}."
        raise TextError(message, "Skriv selve tegnet.", source, position)


class _Limiting(NodeTransformer):
    """Has the turns of loops counted, and what expressions make."""

    def visit(self, node: nodes.Node, *_args: Any, **_kwargs: Any) -> Any:
        """What a node becomes, when all within it has been prepared."""
        self.generic_visit(node)
        if isinstance(node, nodes.For):
            node.iter = through(node.iter, TURNS)
        if isinstance(node, nodes.AssignBlock):
            return from_block(node, MADE)
        return counted(node)


@pass_context
def _turns(context: Context, items: Any) -> Any:
    """What a loop goes through: its turns are counted at once, or as they come."""
    counter = meter_of(context)
    if hasattr(items, "__len__"):
        counter.count_turn(len(items))
        return items
    if not hasattr(items, "__iter__"):
        what = "feltet er tomt" if items is None else f"verdien er «{items}»"
        message = f"Løkken skal gå over en liste, men {what}."
        raise ValueProblemError(message, "Bruk feltet som er listen.")
    return _counted(items, counter)


def _counted(items: Iterable[Any], counter: Meter) -> Iterator[Any]:
    for item in items:
        counter.count_turn()
        yield item
