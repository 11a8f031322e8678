"""No tag is left behind: each place that can hold one is filled, or refused by its name.

The law itself is in conftest.py: it looks at whatever a test here fills.
"""

from pathlib import Path

import pytest
from lag import W, docx, med, medlem, p, run, tabell, tagger_i, tekst, tre

from dialoggrunnlag.innhold.grunnlag import FILTERS, shape
from dialoggrunnlag.word import TemplateError, WordTemplate
from dialoggrunnlag.word.fingerprint import read_stamp
from dialoggrunnlag.word.package import Package
from dialoggrunnlag.word.properties import Properties, read_custom

MALER = Path(__file__).resolve().parents[2] / "maler"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PAKKE = "http://schemas.openxmlformats.org/package/2006"
NS = (
    f'xmlns:w="{W}" xmlns:a="{A}" xmlns:r="{OFFICE}/relationships" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPE = "application/vnd.openxmlformats-officedocument"
RELS = "word/_rels/document.xml.rels"


def drawn(*texts):
    return f"<a:p>{''.join(f'<a:r><a:t>{text}</a:t></a:r>' for text in texts)}</a:p>"


def in_drawing(content):
    return run(
        f'<w:drawing xmlns:a="{A}"><a:graphic><a:graphicData uri="x">{content}</a:graphicData>'
        "</a:graphic></w:drawing>"
    )


def relationships(*entries):
    body = ""
    for identity, kind, target in entries:
        mode = ' TargetMode="External"' if ":" in target else ""
        of_kind = kind if ":" in kind else f"{OFFICE}/relationships/{kind}"
        body += f'<Relationship Id="{identity}" Type="{of_kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{PAKKE}/relationships">{body}</Relationships>'


def field(code, *shown):
    def mark(kind):
        return run(f'<w:fldChar w:fldCharType="{kind}"/>')

    codes = "".join(run(f"<w:instrText>{bit}</w:instrText>") for bit in code)
    return mark("begin") + codes + mark("separate") + "".join(shown) + mark("end")


CHOICE = (
    f"<w:r {NS}><mc:AlternateContent><mc:Choice Requires='x'><w:t>{{{{ x }}}}</w:t></mc:Choice>"
    "<mc:Fallback><w:t>{</w:t><w:t>{ x }}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)
RUBY = (
    f"<w:r><w:ruby><w:rt>{run('{{ x }}')}</w:rt><w:rubyBase>{run('b')}</w:rubyBase></w:ruby></w:r>"
)

IN_THE_BODY = {
    "text in a drawing": (p(in_drawing(drawn("{{", " x }}"))), "VX"),
    "a block in a drawing": (p(in_drawing(drawn("{% if x %}", "{{ x }}{% endif %}"))), "VX"),
    "paragraphs of a drawing": (
        p(in_drawing("<a:txBody>" + drawn("{% for y in [1, 2] %}") + drawn("{{ y }}")
          + drawn("{% endfor %}") + "</a:txBody>")), "12",
    ),
    "what is shown above a text": (p(RUBY), "VXb"),
    "a choice and its fallback": (p(CHOICE), "VXVX"),
    "an XML comment in a tag": ("<w:p><w:r><w:t>{{ <!-- her -->x }}</w:t></w:r></w:p>", "VX"),
    "braces as character references": ("<w:p><w:r><w:t>&#123;&#x7b; x }}</w:t></w:r></w:p>", "VX"),
    "a deleted tag": (p("<w:del w:id='1'><w:r><w:delText>{{ y }}</w:delText></w:r></w:del>", "a"), "a"),
    "a moved tag": (p("<w:moveFrom w:id='1'>" + run("{{ y }}") + "</w:moveFrom>", "a"), "a"),
    "a code split over runs": (p(field(['IF "{{ ', 'x }}" = "VX"'], run("Ja"))), "Ja"),
    "an address in a code": (p(field(['HYPERLINK "https://a.no/%7B%7b%20x %7D}"'], run("a"))), "a"),
    "another prefix within": (
        f'<w:p><x:r xmlns:x="{W}"><x:t>{{{{ x }}}}</x:t></x:r></w:p>', "VX",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_THE_BODY)
def test_a_tag_in_the_body_is_filled_whatever_it_stands_in(name):
    block, expected = IN_THE_BODY[name]
    data = WordTemplate(docx(block)).render({"x": "VX"})
    texts = [e.text or "" for e in tre(data).iter(f"{{{W}}}t", f"{{{A}}}t")]
    assert "".join(texts) == expected


def test_an_address_in_a_code_is_filled():
    block = p(field(['HYPERLINK "https://a.no/%7B%7b%20', 'x %7D}"'], run("a")))
    filled = WordTemplate(docx(block)).render({"x": 'a"\\'})
    assert rb'HYPERLINK "https://a.no/a\"\\"' in medlem(filled)


PARTS = {
    "word/charts/chart1.xml": (
        f"<c:chartSpace {NS}><c:title>{drawn('{', '{ x }}')}</c:title>"
        "<c:strCache><c:v>{{ x }}</c:v></c:strCache></c:chartSpace>",
        f"{TYPE}.drawingml.chart+xml",
    ),
    "word/diagrams/data1.xml": (
        f"<dgm:dataModel {NS}><dgm:t>{drawn('{{ x }}')}</dgm:t></dgm:dataModel>",
        f"{TYPE}.drawingml.diagramData+xml",
    ),
    "docProps/custom.xml": (
        f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
        '<property name="Sak" pid="2"><vt:lpwstr>{{ x }}</vt:lpwstr></property></Properties>',
        f"{TYPE}.custom-properties+xml",
    ),
    "docProps/app.xml": (
        f'<Properties xmlns="{OFFICE}/extended-properties"><Company>{{{{ x }}}}</Company></Properties>',
        f"{TYPE}.extended-properties+xml",
    ),
    "docProps/core.xml": (  # related as LibreOffice does it: not at all, for all that matters
        f'<cp:coreProperties xmlns:cp="{PAKKE}/metadata/core-properties"><cp:category>{{{{ x }}}}'
        "</cp:category></cp:coreProperties>",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ),
    "customXml/item1.xml": ("<a b='{{ x }}'>{{ x }}</a>", "application/xml"),
    "word/header 1.xml": (f"<w:hdr {NS}>{p('{{ x }}')}</w:hdr>", f"{TYPE}.wordprocessingml.header+xml"),
    "word/comments.xml": (
        f'<w:comments {NS}><w:comment w:id="1">{p("{{ x }}")}</w:comment></w:comments>',
        f"{TYPE}.wordprocessingml.comments+xml",
    ),
    "word/header2.xml": (
        f'<?xml version="1.0" encoding="UTF-16"?><w:hdr {NS}>{p("{{ x }}")}</w:hdr>'.encode("utf-16"),
        f"{TYPE}.wordprocessingml.header+xml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_tags_are_filled_in_every_part(name):
    data = WordTemplate(med(docx(p("a")), **{name: PARTS[name]})).render({"x": "V <&> X"})
    assert "V <&> X" in "".join(tre(data, name).itertext())


@pytest.mark.parametrize("name", [name for name in PARTS if isinstance(PARTS[name][0], str)])
def test_what_is_wrong_in_a_part_is_told_with_its_place(name):
    content, kind = PARTS[name]
    wrong = content.replace("x }}", "x | }}")
    with pytest.raises(TemplateError) as caught:
        WordTemplate(med(docx(p("a")), **{name: (wrong, kind)}))
    assert all(problem.place.part for problem in caught.value.problems)


ADDRESSES = {
    "https://example.org/{{ x }}": "https://example.org/a%20b",
    "https://example.org/%7b%7b%20x%20%7d%7d?a=%2F": "https://example.org/a%20b?a=%2F",
    "mailto:{{ x|replace(' ', '') }}@example.org?subject={{ x }}": "mailto:ab@example.org?subject=a%20b",
    "https://example.org/{{ n }}": "https://example.org/",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_links_address_is_filled(address):
    link = f'<w:hyperlink r:id="rIdH">{run("her")}</w:hyperlink>'
    data = med(docx(p(link)), **{RELS: relationships(("rIdH", "hyperlink", address))})
    filled = WordTemplate(data).render({"x": "a b", "n": None})
    assert [e.get("Target") for e in tre(filled, RELS)] == [ADDRESSES[address]]


def test_a_link_in_a_loop_leads_each_turn_to_its_own_address():
    link = f'<w:hyperlink r:id="rIdH">{run("her")}</w:hyperlink>'
    data = med(
        docx(p("{% for x in l %}"), p(link), p("{% endfor %}")),
        **{RELS: relationships(("rIdH", "hyperlink", "https://a.no/{{ x }}"))},
    )
    filled = WordTemplate(data).render({"l": [1, 2]})
    targets = {e.get("Id"): e.get("Target") for e in tre(filled, RELS)}
    links = [e.attrib.values()[0] for e in tre(filled).iter(f"{{{W}}}hyperlink")]
    assert [targets[link] for link in links] == ["https://a.no/1", "https://a.no/2"]


COMMENTS = ("rId8", "comments", "comments.xml")
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
SVAR = (
    '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
    '<w15:commentEx w15:paraId="2" w15:paraIdParent="1"/></w15:commentsEx>'
)
REFUSED = {
    "a closer without an opener": ([p("{ navn }}")], {}, "{ navn }}: Taggen lukkes, men er ikke"),
    "a closer where nothing is opened": ([p("navn }}")], {}, "navn }}: Taggen lukkes, men er ikke"),
    "one closer more": ([p("{{ x }} }}")], {}, ": }}: Taggen lukkes, men er ikke"),
    "a statement's closer": ([p("{ % if x %}")], {}, "Skriv {% der den begynner"),
    "two braces too many": ([p("{{{{ x }}}}")], {}, "Taggen har 2 klammer for mye. Skriv {{ x }}."),
    "three braces and one": ([p("{{{x}")], {}, "Taggen er ikke lukket. Skriv {{ x }}."),
    "half a block in an alternative text": (
        [p("a{% if x %}", run(f'<wp:docPr xmlns:wp="{WP}" id="1" descr="{{% endif %}}"/>'))], {},
        "avsnitt 1, alternativ tekst («a{% if x %}»): {% endif %}: Taggen står i en annen tekst enn {% if x %} "
        "(avsnitt 1 («a{% if x %}»)), som den hører til. Skriv begge i den samme teksten.",
    ),
    "a bookmark's name": (
        [p('<w:bookmarkStart w:id="1" w:name="{{ x"/>', "a", '<w:bookmarkEnd w:id="1"/>')], {},
        "avsnitt 1, navnet på et bokmerke («a»): {{ x: Taggen er ikke lukket.",
    ),
    "a brace too many": ([p("{{{ navn }}")], {}, "Taggen har en klamme for mye. Skriv {{ navn }}."),
    "a statement in an address": (
        [p(f'<w:hyperlink r:id="rIdH">{run("a")}</w:hyperlink>')],
        {RELS: relationships(("rIdH", "hyperlink", "https://a.no/{% if x %}a{% endif %}"))},
        "I adressen til en lenke kan bare {{ … }} stå.",
    ),
    "an encoded tag that isn't closed": (
        [p(f'<w:hyperlink r:id="rIdH">{run("a")}</w:hyperlink>')],
        {RELS: relationships(("rIdH", "hyperlink", "https://a.no/%7B%7B%20x"))},
        "Taggen i adressen til en lenke er ikke lukket.",
    ),
    "a document that Word inserts": (
        [p("a")],
        {
            "word/afchunk.html": "<b>{</b>{ x }}",
            RELS: relationships(("rId9", "aFChunk", "afchunk.html")),
        },
        "Delen «word/afchunk.html» er et dokument som Word setter inn",
    ),
    "a document that Word inserts, in Word's own format": (
        [p("a")],
        {
            "word/afchunk.docx": docx(p("{", "{ x }}")),
            RELS: relationships(("rId9", "aFChunk", "afchunk.docx")),
        },
        "Delen «word/afchunk.docx» er et dokument som Word setter inn",
    ),
    "a document that Word inserts, as RTF": (
        [p("a")],
        {
            "word/afchunk.rtf": r"{\rtf1{{\b a}} \{\{ x \}\}}",
            RELS: relationships(("rId9", "aFChunk", "afchunk.rtf")),
        },
        "Delen «word/afchunk.rtf» er et dokument som Word setter inn",
    ),
    "a reply to a comment": (
        [p("a")],
        {
            "word/comments.xml": (
                f'<w:comments {NS} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
                '<w:comment w:id="1"><w:p w14:paraId="2"><w:r><w:t>{{ x }}</w:t></w:r></w:p>'
                "</w:comment></w:comments>",
                f"{TYPE}.wordprocessingml.comments+xml",
            ),
            "word/commentsExtended.xml": (SVAR, "application/vnd.ms-word.commentsExtended+xml"),
            RELS: relationships(COMMENTS, ("rId9", EXTENDED, "commentsExtended.xml")),
        },
        "merknad (comments.xml), avsnitt 1: {{ x }}: Taggen står i et svar på en merknad",
    ),
    "a section's end beside a tag": (
        [p("{% for x in l %}"), p("{% endfor %}", properties="<w:sectPr/>")], {},
        "Et inndelingsskift i det samme avsnittet",
    ),
    "a page break beside a tag": (
        [p("{% for x in l %}"), p("{% endfor %}", run("<w:br w:type='page'/>"))], {}, "Et sideskift i det",
    ),
    "a picture beside a tag": (
        [p("{% if x %}", run("<w:drawing/>")), p("{% endif %}")], {}, "Et bilde eller en tegning i det",
    ),
    "a picture in the row of a tag": (
        [tabell(["{%tr if x %}", [p(run("<w:drawing/>"))]], ["a", "b"], ["{%tr endif %}", ""])], {},
        "Et bilde eller en tegning: Innholdet ville ha blitt borte",
    ),
    "a part's name": (
        [p("a")],
        {RELS: relationships(("rId9", "image", "media/{{ x }}.png"))},
        "navnet på en del kan ikke ha tagger",
    ),
    "a control around a row": (
        [
            "<w:tbl><w:sdt><w:sdtPr><w:tag w:val='{{ x }}'/></w:sdtPr><w:sdtContent><w:tr><w:tc>"
            + p("a") + "</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>", p(""),
        ],
        {},
        "Innholdskontrollen står rundt en hel tabellrad",
    ),
    "an index entry beside a tag": (
        [p("{% if x %}", field(['XE "a"'])), p("{% endif %}")], {}, "Et felt i det samme avsnittet",
    ),
    "half a block in a tracked insertion": (
        [p("{% if x %}a", f'<w:ins w:id="1">{run("{% endif %}")}</w:ins>')], {},
        "Taggen står i en sporet innsetting som {% if x %} ikke står i. Godta endringen",
    ),
    "half a block in another, inserted paragraph": (
        [p("{% if x %}a"), p("b", f'<w:ins w:id="1">{run("{% endif %}")}</w:ins>')], {},
        "Taggen står i en sporet innsetting som {% if x %} (avsnitt 1 («{% if x %}a»)) ikke står i. Godta",
    ),
    "a control around the row that a loop begins in": (
        [
            "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>" + p("{%tr for i in x %}")
            + "</w:tc></w:tr></w:sdtContent></w:sdt><w:tr><w:tc>" + p("{%tr endfor %}")
            + "</w:tc></w:tr></w:tbl>", p(""),
        ],
        {},
        "Taggen står i en innholdskontroll som {%tr endfor %} (tabell 1, rad 2, kolonne 1) ikke "
        "står i. Skriv begge innenfor, eller begge utenfor innholdskontrollen.",
    ),
    "half a block in a link": (
        [p("{% if x %}a", f'<w:hyperlink w:anchor="a">{run("{% endif %}")}</w:hyperlink>')], {},
        "Taggen står i en lenke som {% if x %} ikke står i.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_filled_is_told_when_the_template_is_read(name):
    blocks, parts, message = REFUSED[name]
    with pytest.raises(TemplateError) as caught:
        WordTemplate(med(docx(*blocks), **parts))
    assert message in str(caught.value)


def test_an_inserted_document_without_tags_may_stay():
    chunk = {
        "word/afchunk.rtf": r"{\rtf1{{\b a}} b}",
        RELS: relationships(("rId9", "aFChunk", "afchunk.rtf")),
    }
    assert WordTemplate(med(docx(p("a")), **chunk))


def test_a_page_break_between_the_turns_of_a_loop_in_a_paragraph_is_allowed():
    paragraph = p("{% if not loop.last %}", run("<w:br w:type='page'/>"), "{% endif %}")
    template = WordTemplate(docx(p("{% for x in l %}"), p("{{ x }}"), paragraph, p("{% endfor %}")))
    assert tekst(template.render({"l": [1, 2]})) == "1\n\f\n2\n"


@pytest.mark.parametrize(
    "part", [{"fotnote": p("{{ x.kilde }}")}, {"topptekst": p("{{ x.kilde }}")}]
)
def test_a_loops_variable_in_a_note_or_a_header_is_told(part):
    template = WordTemplate(docx(p("{% for x in l %}{{ x.n }}{% endfor %}"), **part))
    told = "«x» finnes bare i løkken {% for x in l %} (avsnitt 1"
    assert told in template.check({"l": [{"n": 1, "kilde": 2}]})[0].message
    with pytest.raises(TemplateError, match="er ikke med i den"):
        template.render({"l": []})


@pytest.mark.parametrize("store", ["{6668398d-a668-4e3e-a5eb-62b293d839f1}", "{EN-ANNEN}"])
@pytest.mark.parametrize("shown", ["{{ x }}", "Et gammelt navn"])
def test_a_bound_control_shows_what_its_source_says(store, shown):
    if shown != "{{ x }}" and store == "{EN-ANNEN}":
        return
    binding = (
        f"<w:dataBinding w:prefixMappings=\"xmlns:n='{OFFICE}/extended-properties'\" "
        f'w:xpath="/n:Properties[1]/n:Company[1]" w:storeItemID="{store}"/>'
    )
    control = f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{p(shown)}</w:sdtContent></w:sdt>"
    data = med(docx(control), **{"docProps/app.xml": PARTS["docProps/app.xml"]})
    filled = WordTemplate(data).render({"x": "VX"})
    assert tekst(filled) == "VX"
    assert b"dataBinding" not in medlem(filled)
    assert b"<Company>VX</Company>" in medlem(filled, "docProps/app.xml")


def test_a_comment_on_a_paragraph_of_tags_goes_with_it():
    marked = [
        '<w:commentRangeStart w:id="1"/>', "{% for x in l %}", '<w:commentRangeEnd w:id="1"/>',
        run('<w:commentReference w:id="1"/>'),
    ]  # fmt: skip
    data = med(
        docx(p("a"), p(*marked), p("{{ x }}"), p("{% endfor %}")),
        **{"word/comments.xml": PARTS["word/comments.xml"], RELS: relationships(COMMENTS)},
    )
    filled = WordTemplate(data).render({"l": [1, 2]})
    assert tekst(filled) == "a\n1\n2"
    assert b"comment" not in medlem(filled)
    assert len(tre(filled, "word/comments.xml")) == 0


TOC = field(
    ['TOC \\o "1-3" \\h'], f'<w:hyperlink w:anchor="_Toc1">{run("{{ t.navn }}")}</w:hyperlink>'
)


def test_a_document_too_large_for_its_contents_to_be_computed_is_refused_at_its_first_tag(
    monkeypatch,
):
    def compute(*_arguments):
        raise MemoryError

    monkeypatch.setattr("dialoggrunnlag.word.template.compute", compute)
    template = WordTemplate(docx(p(TOC), p("{% for t in l %}"), p("{% endfor %}")))
    with pytest.raises(TemplateError, match="Dokumentet blir urimelig stort") as error:
        template.render({"l": []})
    assert error.value.problems[0].tag == "{% for t in l %}"


def test_a_table_of_contents_has_the_headings_of_the_filled_document():
    chapters = [p("{% for t in l %}"), p("{{ t.navn }}", style="Overskrift1"), p("{% endfor %}")]
    settings = (
        f"<w:settings {NS}><w:rsids/></w:settings>",
        f"{TYPE}.wordprocessingml.settings+xml",
    )
    data = med(
        docx(p(TOC), *chapters),
        **{
            "word/settings.xml": settings,
            RELS: relationships(
                ("rId1", "styles", "styles.xml"), ("rId2", "settings", "settings.xml")
            ),
        },
    )
    template = WordTemplate(data)
    assert template.check({"l": [{"navn": "x"}]}) == []
    root = tre(template.render({"l": [{"navn": "En"}, {"navn": "To"}]}))
    links = list(root.iter(f"{{{W}}}hyperlink"))
    assert ["".join(link.itertext(f"{{{W}}}t")) for link in links] == ["En", "To"]
    names = [e.get(f"{{{W}}}name") for e in root.iter(f"{{{W}}}bookmarkStart")]
    assert [link.get(f"{{{W}}}anchor") for link in links] == names
    assert root.find(f".//{{{W}}}fldChar[@{{{W}}}dirty]") is not None
    settings = tre(template.render({"l": []}), "word/settings.xml")
    assert [e.tag for e in settings] == [f"{{{W}}}updateFields", f"{{{W}}}rsids"]


def test_a_reference_shows_the_text_that_it_refers_to():
    title = ['<w:bookmarkStart w:id="3" w:name="_Ref1"/>', "{{ x }}", '<w:bookmarkEnd w:id="3"/>']
    data = docx(p(*title), p("Se ", field(["REF _Ref1 \\h"], run("{{ borte.her }}"))))
    assert tekst(WordTemplate(data).render({"x": "Mål"})) == "Mål\nSe Mål"
    numbered = docx(p(*title), p("Se ", field(["REF _Ref1 \\r \\h"], run("{{ x }}"))))
    assert tekst(WordTemplate(numbered).render({"x": "Mål"})) == "Mål\nSe "


def test_a_reference_in_a_header_shows_the_text_in_the_document():
    title = ['<w:bookmarkStart w:id="3" w:name="_Ref1"/>', "{{ x }}", '<w:bookmarkEnd w:id="3"/>']
    simple = f'<w:fldSimple w:instr="REF _Ref1">{run("{{ x }}")}</w:fldSimple>'
    filled = WordTemplate(docx(p(*title), topptekst=p(simple))).render({"x": "Mål"})
    assert tekst(filled, "word/header1.xml") == "Mål"


@pytest.mark.parametrize("fil", sorted(MALER.rglob("*.docx")), ids=lambda fil: fil.stem)
def test_the_templates_of_the_project_keep_the_law_too(fil):
    assert tagger_i(fil.read_bytes())
    assert not tagger_i(WordTemplate(fil, filters=FILTERS).render(shape()))


def test_a_document_keeps_the_filled_properties_beside_its_own():
    template = WordTemplate(
        med(docx(p("a")), **{"docProps/custom.xml": PARTS["docProps/custom.xml"]})
    )
    data, mark = template.document({"x": "26/1"}, Properties(custom={"dialog-a": "b"}), "dialog-m")
    assert read_custom(Package(data)) == {"Sak": "26/1", "dialog-a": "b", "dialog-m": mark}
    assert read_stamp(data, "dialog-m") == (mark, mark)
