"""A copy of a template with a Word comment at each of its problems."""

import io
from collections.abc import Iterable, Mapping

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.text.run import Run
from lxml import etree

from .comments import REVIEWER
from .names import w
from .package import Package
from .places import P, paragraphs
from .problems import Place, TemplateProblem
from .styles import Styles

_INITIALS = "DS"


def with_comments(data: bytes, problems: Iterable[TemplateProblem]) -> bytes:
    """The Word file ``data`` with ``problems`` as comments where they are.

    Word has no comments in headers, footers and properties: those problems are told at the
    document's first text, with their place. Raises TemplateError for what is no Word file.
    """
    headings = Styles(Package(data)).headings
    document = docx.Document(io.BytesIO(data))
    places: dict[Place, etree._Element] = {}
    for element, place in paragraphs(document.element, "", headings):
        # A cell's paragraphs share their place
        places.setdefault(place._replace(words="", within=""), element)
    _add_styles(document)
    for problem in problems:
        run = _run_at(problem.place, places)
        text = f"{problem.tag}: {problem.message} {problem.remedy}".strip(": ")
        if run is None:
            text = f"{problem.place}: {text}"
            first = next(iter(places.values()), None)
            run = document.add_paragraph().add_run() if first is None else _first_run(first)
        document.add_comment(run, text=text, author=REVIEWER, initials=_INITIALS)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_styles(document: Document) -> None:
    """The two styles that a comment is written in, where the template hasn't got them."""
    styles = (
        ("annotation text", "CommentText", WD_STYLE_TYPE.PARAGRAPH),
        ("annotation reference", "CommentReference", WD_STYLE_TYPE.CHARACTER),
    )
    there = {style.style_id for style in document.styles}
    for name, identity, kind in styles:
        if identity not in there:
            document.styles.add_style(name, kind, builtin=True).element.set(w("styleId"), identity)


def _run_at(place: Place, places: Mapping[Place, etree._Element]) -> Run | None:
    element = places.get(place._replace(words="", within=""))
    if element is None and place.table:  # a problem of the whole table, or of a row
        element = _in_table(place, places)
    if element is None:
        return None
    boxed = list(element.iterancestors(P))  # Word has no comments in text boxes either
    return _first_run(boxed[-1] if boxed else element)


def _in_table(place: Place, places: Mapping[Place, etree._Element]) -> etree._Element | None:
    """The first paragraph of a place's row, or else of its table."""
    of_table = [other for other in places if other.table == place.table]
    of_row = [other for other in of_table if other.row == place.row]
    return places[(of_row + of_table)[0]] if of_table else None


def _first_run(element: etree._Element) -> Run:
    """The first run of a paragraph, made if it has none."""
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - python-docx, for remarks alone

    paragraph = Paragraph(element, None)  # type: ignore[arg-type]
    runs = paragraph.runs
    return runs[0] if runs else paragraph.add_run()
