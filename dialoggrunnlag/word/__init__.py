"""Word templates with Jinja2 tags: compile a .docx once, fill it many times.

Knows nothing of schools and needs nothing else of the project but errors.py, so that it could be
lifted out and published on its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .chart import Chart
    from .problems import Place, TemplateError, TemplateProblem
    from .rendering import Limits
    from .template import WordTemplate
    from .values import Image, Link, Listing, RichText, RichTextParagraph

__all__ = [
    "Chart",
    "Image",
    "Limits",
    "Link",
    "Listing",
    "Place",
    "RichText",
    "RichTextParagraph",
    "TemplateError",
    "TemplateProblem",
    "WordTemplate",
]

_IN = {
    "chart": ("Chart",),
    "problems": ("Place", "TemplateError", "TemplateProblem"),
    "rendering": ("Limits",),
    "template": ("WordTemplate",),
    "values": ("Image", "Link", "Listing", "RichText", "RichTextParagraph"),
}
_MODULES = {name: module for module, names in _IN.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import what is asked for: lxml and jinja2 cost 100 ms, and the errors need neither."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)
