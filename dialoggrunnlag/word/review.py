"""A copy of a template with a Word comment at each of its problems."""

import io
from collections.abc import Iterable, Iterator, Mapping

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from .comments import REVIEWER
from .names import w
from .package import SAVE_AGAIN, Member, Package, join, parse, to_xml
from .places import P, paragraphs
from .problems import Place, TemplateError, TemplateProblem
from .styles import Styles

_INITIALS = "DS"


def with_comments(data: bytes, problems: Iterable[TemplateProblem]) -> bytes:
    """The Word file ``data`` with ``problems`` as comments where they are.

    Word has no comments in headers, footers and properties: those problems are told at the
    document's first text, with their place. Raises TemplateError for what is no Word file.
    """
    package = Package(data)
    package.verify()
    try:
        return _commented(package, problems)
    # python-docx takes for granted that styles have types, parts their elements and numbers digits:
    # what it stumbles on has as many names as there are odd files
    except Exception as error:
        message = "Word-filen er skadet, så merknadene kan ikke settes inn i den."
        raise TemplateError([TemplateProblem(message, SAVE_AGAIN)]) from error


def _commented(package: Package, problems: Iterable[TemplateProblem]) -> bytes:
    headings = Styles(package).headings
    document = docx.Document(io.BytesIO(join(_whole(package))))
    places: dict[Place, etree._Element] = {}
    for element, place in paragraphs(document.element, "", headings):
        # A cell's paragraphs share their place
        places.setdefault(place._replace(words="", within=""), element)
    _add_style(document, "annotation text", "CommentText", WD_STYLE_TYPE.PARAGRAPH)
    _add_style(document, "annotation reference", "CommentReference", WD_STYLE_TYPE.CHARACTER)
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


def _whole(package: Package) -> Iterator[Member]:
    """The package's members, without relationships to parts that aren't in it."""
    for member in package.members.values():
        if not member.name.endswith(".rels"):
            yield member
            continue
        relationships = parse(member)
        for entry in list(relationships):
            if not package.has_target(member.name, entry):
                relationships.remove(entry)
        yield Member.pack(member.name, to_xml(relationships))


def _add_style(document: Document, name: str, identity: str, kind: WD_STYLE_TYPE) -> None:
    """Add a style that comments are written in, where the template hasn't got it."""
    if all(style.style_id != identity for style in document.styles):
        document.styles.add_style(name, kind, builtin=True).element.set(w("styleId"), identity)


def _run_at(place: Place, places: Mapping[Place, etree._Element]) -> Run | None:
    """Where a comment on a place can be: of a whole table or row at its first paragraph."""
    element = places.get(place._replace(words="", within=""))
    if element is None and place.table:
        of_table = [other for other in places if other.table == place.table]
        of_row = [other for other in of_table if other.row == place.row]
        if of_table:
            element = places[(of_row or of_table)[0]]
    if element is None:
        return None
    for box in element.iterancestors(P):  # Word has no comments in text boxes either
        element = box
    return _first_run(element)


def _first_run(element: etree._Element) -> Run:
    """The first run of a paragraph, made if it has none."""
    paragraph = Paragraph(element, None)  # type: ignore[arg-type]
    return paragraph.runs[0] if paragraph.runs else paragraph.add_run()
