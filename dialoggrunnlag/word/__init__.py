"""Word templates with Jinja2 tags: compile a .docx once, fill it many times.

Knows nothing of schools and depends on nothing else in the project, so that it could be
lifted out and published on its own.
"""

from .errors import Place, TemplateError, TemplateProblem
from .rendering import Limits
from .template import WordTemplate
from .values import Image, Link, Listing, RichText, RichTextParagraph

__all__ = [
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
