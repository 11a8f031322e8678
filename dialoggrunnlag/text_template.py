"""Jinja2 in plain text: the texts of the YAML files, and templates such as dagsorden.txt.j2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.exceptions import TemplateSyntaxError

from .errors import InvalidError
from .word import inspection
from .word.explain import runtime_error, syntax_error
from .word.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Template, nodes


class TextError(InvalidError):
    """What is wrong in a text with tags; ``line`` counts from 1 within the text."""

    def __init__(self, message: str, remedy: str, line: int) -> None:
        super().__init__(message, remedy)
        self.line = line


class TextTemplates:
    """Compiles texts, each once, in the same sandbox as the Word templates."""

    def __init__(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        self._env = Sandbox(filters, trim_blocks=True, lstrip_blocks=True, finalize=_finalize)
        self._compiled: dict[str, Template] = {}

    def render(self, source: str, values: Mapping[str, Any]) -> str:
        """Fill a text; raises TextError."""
        if "{" not in source:
            return source
        template = self._compiled.get(source)
        try:
            if template is None:
                template = self._compiled[source] = self._env.from_string(source)
            return template.render(values)
        except TemplateSyntaxError as error:
            raise TextError(*syntax_error(error.message or ""), error.lineno) from error
        except Exception as error:
            raise TextError(*runtime_error(error, values), _line(error)) from error

    def check(self, source: str, known: Mapping[str, Any]) -> list[TextError]:
        """What is wrong in a text, found without filling it."""
        if "{" not in source:
            return []
        try:
            ast: nodes.Template = self._env.parse(source)
            self._compiled[source] = self._env.from_string(source)  # finds unknown filters
        except TemplateSyntaxError as error:
            return [TextError(*syntax_error(error.message or ""), error.lineno)]
        return [
            TextError(problem.message, problem.remedy, problem.line)
            for problem in inspection.unknown_fields(ast, known, self._env.globals)
        ]


def _finalize(value: object) -> object:
    """An unset field prints as nothing, as in Word templates."""
    return "" if value is None else value


def _line(error: Exception) -> int:
    """The line of the text where rendering failed: Jinja2 rewrites its tracebacks to tell."""
    line, trace = 1, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
