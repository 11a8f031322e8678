"""The same text as docxtpl gives, where docxtpl is right.

docxtpl is a development dependency; without it these tests are skipped.
"""

import io

import pytest
from lag import docx, tekst
from test_dialekt import CASES

from dialoggrunnlag.word import WordTemplate

docxtpl = pytest.importorskip("docxtpl")

# Where this engine differs on purpose: docs/word-maler.md says why
DIFFERENT = {
    "a tag split with a tab in it",  # docxtpl drops the tab and joins the words
    "typographic quotes",  # « » „ are not healed there
    "a dash that was autocorrected",
    "a decomposed name",
    "an ampersand in a string",
    "None is nothing",
    "a filter block",  # & and < in values are lost
    "a filter on a macro",
    "a filter on a set block",
    "an inline macro as a paragraph",
    "an equation",  # a line break breaks it
    "line breaks and tabs in a value",  # a carriage return there becomes a second line break
    "escaped delimiters split over runs",
    "paragraphs governed without a prefix",
    "two control tags alone in a paragraph",
    "rows without a prefix",
    "loops within loops",
    "a paragraph loop inside a cell",
    "modulo and braces in a prefixed tag",
    "a dash doesn't pull a table in",
    "a page break in a value",
    "|e and |safe escape once",
    "run prefix",  # {{r with plain text loses the text there
}


def with_docxtpl(blocks, values):
    template = docxtpl.DocxTemplate(io.BytesIO(docx(*blocks)))
    template.render(values, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return tekst(out.getvalue())


@pytest.mark.parametrize("name", [name for name in CASES if name not in DIFFERENT])
def test_the_text_is_the_same_as_docxtpls(name):
    blocks, values, _ = CASES[name]
    assert tekst(WordTemplate(docx(*blocks)).render(values)) == with_docxtpl(blocks, values)


@pytest.mark.parametrize("name", sorted(DIFFERENT))
def test_a_listed_difference_is_one(name):
    blocks, values, expected = CASES[name]
    try:
        theirs = with_docxtpl(blocks, values)
    except Exception:  # noqa: BLE001 - whatever it raises is a difference
        return
    assert theirs != expected
