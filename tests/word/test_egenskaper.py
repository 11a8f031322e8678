"""What a document says of itself: the office, not the person; the template's own words first."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from docx import Document
from lag import docx, p
from test_verdier import PNG

from dialoggrunnlag.word import Image, Link, WordTemplate
from dialoggrunnlag.word.fingerprint import read_stamp
from dialoggrunnlag.word.package import Package
from dialoggrunnlag.word.properties import Properties, read_core, read_custom

MERKE = "dialog-fingeravtrykk"
ALT = Properties(
    custom={"dialog-skole": "ål"},
    core={"title": "Tittel", "subject": "Emne", "keywords": "a, b", "language": "nn-NO"},
    author="Skuleeigar",
)


def dokument(**core):
    document = Document()
    properties = document.core_properties
    for name in ("author", "title", "comments", "keywords", "last_modified_by"):
        setattr(properties, name, core.get(name, ""))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def stemplet(data, properties=ALT):
    return WordTemplate(data).document({}, properties, MERKE)[0]


def test_the_author_is_the_office_whoever_made_the_template():
    made = stemplet(dokument(author="Kari Nordmann", last_modified_by="Ola Nordmann"))
    assert read_core(Package(made))["creator"] == "Skuleeigar"
    whole = b"".join(member.content() for member in Package(made).members.values())
    assert b"Nordmann" not in whole


def test_when_the_template_was_worked_on_is_not_the_documents_date():
    properties = Document(io.BytesIO(stemplet(dokument()))).core_properties
    assert (properties.created, properties.modified) == (None, None)
    assert isinstance(Document(io.BytesIO(dokument())).core_properties.created, datetime)


@pytest.mark.parametrize("own", ["", "Malens egen"])
def test_what_the_template_says_itself_stands(own):
    core = read_core(Package(stemplet(dokument(title=own, keywords=own))))
    assert core["title"] == (own or "Tittel")
    assert core["keywords"] == (own or "a, b")
    assert core["subject"] == "Emne"


def test_a_file_without_core_properties_gets_them():
    bare = docx(p("Hei"))
    assert read_core(Package(bare)) == {}
    made = stemplet(bare)
    assert read_core(Package(made))["title"] == "Tittel"
    assert Document(io.BytesIO(made)).core_properties.title == "Tittel"


def test_the_fingerprint_is_that_of_the_finished_file_and_others_properties_stay():
    made, mark = WordTemplate(docx(p("{{ x }}"))).document({"x": "Hei"}, ALT, MERKE)
    assert read_stamp(made, MERKE) == (mark, mark)
    first = read_custom(Package(made))
    assert first["dialog-skole"] == "ål"
    again = stemplet(made, Properties(custom={"dialog-runde": "2015"}))
    assert read_custom(Package(again)) == {**first, "dialog-runde": "2015", MERKE: mark}


def test_a_document_is_what_render_gives_but_for_its_properties():
    template = WordTemplate(docx(p("{{ bilde }}"), p("{{ lenke }}")))
    values = {"bilde": Image(PNG, alt="Et bilde"), "lenke": Link("her", "https://example.no")}
    rendered = Package(template.render(values)).members
    made = Package(template.document(values, ALT, MERKE)[0]).members
    changed = {name for name in made if made[name] != rendered.get(name)}
    assert changed == {
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/custom.xml")
    }
    assert list(made)[: len(rendered)] == list(rendered)
