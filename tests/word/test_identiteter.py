"""What is one of a kind stays so, whatever a block does to it: the table's rows, one by one."""

import re

import pytest
from lag import W, docx, med, medlem, p, run, tabell, tekst, tre

from dialoggrunnlag.word import TemplateError, WordTemplate
from dialoggrunnlag.word.identities import IDENTITIES, RULES, Rule, qualified

V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
_WP14 = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATIONSHIP_ID = qualified("r:id")
RELASJONER = "word/_rels/document.xml.rels"


def w(name):
    return f"{{{W}}}{name}"


def felt(code, result="x"):
    def tegn(kind):
        return run(f'<w:fldChar w:fldCharType="{kind}"/>')

    koder = [code] if isinstance(code, str) else code
    skrevet = "".join(run(f'<w:instrText xml:space="preserve">{k}</w:instrText>') for k in koder)
    return f"{tegn('begin')}{skrevet}{tegn('separate')}{run(result)}{tegn('end')}"


def område(kind, name=""):
    """The two ends of a range around a text."""
    navn = f' w:name="{name}"' if name else ""
    return f'<w:{kind}Start w:id="5"{navn}/>', run("x"), f'<w:{kind}End w:id="5"/>'


MERKE = p(*område("bookmark", "Merke"))
EGENSKAPER = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange",
              "trPrChange", "tcPrChange", "tblGridChange", "numberingChange")  # fmt: skip
FORMER = ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve", "image",
          "group")  # fmt: skip


def form(name, attributes='id="_x0000_s1026" o:spid="_x0000_s1027"'):
    return p(run(f"<w:pict {V}><v:{name} {attributes}/></w:pict>"))


def tegning(link=""):
    klikk = f'<a:hlinkClick xmlns:a="{_A}" r:id="rIdMerke"/>' if link else ""
    ider = f'xmlns:wp14="{_WP14}" wp14:anchorId="1A2B3C4D" wp14:editId="1A2B3C4D"'
    return p(run(f'<w:drawing><wp:inline {ider}><wp:docPr id="1" name="a">{klikk}</wp:docPr>'
                 "</wp:inline></w:drawing>"))  # fmt: skip


def kontroll(properties):
    return f"<w:sdt {_W15}><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{p('x')}</w:sdtContent></w:sdt>"


TYPE = '<v:shapetype id="_x0000_t75"/>'
OBJEKT = (
    f'<w:object {V} w14:anchorId="1A2B3C4D">{TYPE}<v:shape id="_x0000_i1025" type="#_x0000_t75"/>'
    '<o:OLEObject ShapeID="_x0000_i1025" ObjectID="_1468313145"/></w:object>'
)
KNAPP = (
    f'<w:object {V}><v:shape id="_x0000_i1025"/>'
    '<w:control w:name="Knapp" w:shapeid="_x0000_i1025"/></w:object>'
)
KOMMENTERT = (
    *('<w:commentRangeStart w:id="1"/>', run("x"), '<w:commentRangeEnd w:id="1"/>'),
    run('<w:commentReference w:id="1"/>'),
)
# What each element of the table stands in
PRØVER = {
    "wp:docPr": tegning(),
    **{f"w:{kind}{end}": p(*område(kind)) for kind in ("perm", "customXmlInsRange",
       "customXmlDelRange", "customXmlMoveFromRange", "customXmlMoveToRange")
       for end in ("Start", "End")},
    **{f"w:{kind}Range{end}": p(*område(f"{kind}Range", "move1")) for kind in ("moveFrom", "moveTo")
       for end in ("Start", "End")},
    **dict.fromkeys(("w:bookmarkStart", "w:bookmarkEnd"), MERKE),
    **{f"w:{kind}": p(f'<w:{kind} w:id="5">{run("x")}</w:{kind}>')
       for kind in ("ins", "del", "moveFrom", "moveTo")},
    **{f"w14:{kind}": p(f'<w:r><w:rPr><w14:{kind} w:id="5"/></w:rPr></w:r>')
       for kind in ("conflictIns", "conflictDel")},
    **{f"w:{kind}": p(run("x", f'<w:{kind} w:id="5"/>')) for kind in EGENSKAPER},
    **{f"w:{kind}": tabell([f'<w:tc><w:tcPr><w:{kind} w:id="5"/></w:tcPr>{p("x")}</w:tc>'])
       for kind in ("cellIns", "cellDel", "cellMerge")},
    **{f"v:{name}": form(name) for name in FORMER},
    "v:shapetype": p(run(OBJEKT)),
    "o:OLEObject": p(run(OBJEKT)),
    "w:control": p(run(KNAPP)),
    "w:hyperlink": MERKE + p(f'<w:hyperlink w:anchor="Merke">{run("x")}</w:hyperlink>'),
    "w:fldSimple": MERKE + p(f'<w:fldSimple w:instr=" REF Merke \\h ">{run("x")}</w:fldSimple>'),
    "w:instrText": MERKE + p(felt(" PAGEREF Merke \\h ")),
    "w:name": MERKE + p(run('<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Merke"/>'
                            '</w:ffData></w:fldChar>'), run('<w:fldChar w:fldCharType="end"/>')),
    "a:hlinkClick": MERKE + tegning("Merke"),
    "w:footnoteReference": p(run('<w:footnoteReference w:id="1"/>')),
    "w:endnoteReference": p(run('<w:endnoteReference w:id="1"/>')),
    **dict.fromkeys(("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"),
                    p(*KOMMENTERT)),
    "*": MERKE.replace("<w:p>", '<w:p w14:paraId="1A2B3C4D" w14:textId="1A2B3C4D">')
    + tegning() + p(run(OBJEKT)),
    **{f"v:{name}": p(run(f'<w:pict {V}><v:shape id="_x0000_s1"><v:{name} id="a"/></v:shape></w:pict>'))
       for name in ("fill", "path", "shadow", "stroke", "textbox", "textpath")},
    "c:chart": p(run(f'<w:drawing><wp:inline><wp:docPr id="1" name="a" descr="Alt"/><a:graphic '
                     f'xmlns:a="{_A}"><a:graphicData><c:chart xmlns:c="{C}" r:id="rIdDiagram"/>'
                     "</a:graphicData></a:graphic></wp:inline></w:drawing>")),
    "w:id": kontroll('<w:id w:val="9"/>'),
    "w:dataBinding": kontroll('<w:dataBinding w:xpath="/a"/>'),
    "w15:dataBinding": kontroll('<w15:dataBinding w:xpath="/a"/>'),
}  # fmt: skip
ELEMENTER = sorted({element for row in IDENTITIES for element in row.elements.split()})
PAR = sorted(element for element in ELEMENTER if element.endswith("Start"))
NOTE = '<w:{0} w:type="separator" w:id="-1">{1}</w:{0}><w:{0} w:id="1">{2}</w:{0}>'
DELER = {
    "word/footnotes.xml": ("footnotes", NOTE.format("footnote", p(""), p("Note"))),
    "word/endnotes.xml": ("endnotes", NOTE.format("endnote", p(""), p("Note"))),
    "word/comments.xml": ("comments", f'<w:comment w:id="1" w:author="A">{p("Husk")}</w:comment>'),
}
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LENKE = (
    b'<Relationship Id="rIdMerke" TargetMode="External" Target="#Merke" Type="%shyperlink"/>'
    % OFFICE
)
DIAGRAM = b'<Relationship Id="rIdDiagram" Target="charts/chart1.xml" Type="%schart"/>' % OFFICE
DIAGRAMTYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def mal(*blocks, deler=DELER):
    """A template with the notes, the comment, the link and the chart that the blocks refer to."""
    data = docx(*blocks, deler=deler)
    relationships = medlem(data, RELASJONER).replace(b"</R", LENKE + DIAGRAM + b"</R")
    chart = f'<c:chartSpace xmlns:c="{C}"/>', DIAGRAMTYPE
    data = docx(*blocks, deler=deler, extra={RELASJONER: relationships})
    return med(data, **{"word/charts/chart1.xml": chart})


def fylt(*blocks, deler=DELER, **verdier):
    return WordTemplate(mal(*blocks, deler=deler)).render(verdier)


def verdier_av(root, rule, space):
    """The values of the identities with a rule in a space, as (element, attribute, value)."""
    for element in root.iter():
        for identity in RULES.get(str(element.tag), ()):
            if identity.rule is rule and identity.space == space and identity.attribute:
                value = element.get(identity.attribute)
                if value is not None:
                    yield element.tag, identity.attribute, value.removeprefix("#")


def brudd(data):
    """What in a document is there twice, or refers to what isn't there."""
    root = tre(data)
    lenker = {e.get("Id"): e.get("Target") for e in tre(data, RELASJONER)}
    deler = [lenker.get(value) for _, _, value in verdier_av(root, Rule.PART, "chart")]
    yield from (part for part in deler if part is None or deler.count(part) > 1)
    for space in {row.space for row in IDENTITIES}:
        nye = list(verdier_av(root, Rule.ANEW, space))
        navn = list(verdier_av(root, Rule.NAMED, space))
        kopier = list(verdier_av(root, Rule.COPIED, space))
        for one in (nye, navn, kopier):
            yield from (row for row in set(one) if one.count(row) > 1)
        tall = {value for _, _, value in nye}
        yield from (row for row in verdier_av(root, Rule.FOLLOWS, space) if row[2] not in tall)
        for tag, attribute, value in verdier_av(root, Rule.POINTS, space):
            said = lenker.get(value, "ukjent") if attribute == RELATIONSHIP_ID else value
            if not set(re.findall(r"\w+", said)) & {name for _, _, name in navn}:
                yield tag, attribute, value
        if kopier:
            part = tre(data, f"word/{space}s.xml")
            ids = [e.get(w("id")) for e in part if e.get(w("type")) != "separator"]
            referred = {value for _, _, value in kopier}
            if sorted(referred) != sorted(ids):
                yield space, referred, ids


def test_every_row_of_the_table_has_a_sample():
    assert sorted(PRØVER) == ELEMENTER


@pytest.mark.parametrize("element", ELEMENTER)
def test_what_a_loop_repeats_is_one_of_a_kind_in_each_turn(element):
    data = fylt(p("{% for i in x %}"), PRØVER[element], p("{% endfor %}"), x=[1, 2])
    assert list(brudd(data)) == []
    root = tre(data)
    if element == "*":
        dropped = [qualified(row.attribute) for row in IDENTITIES if row.elements == "*"]
        assert not any(e.get(name) for e in root.iter() for name in dropped)
        return
    found = list(root.iter(qualified(element)))
    for identity in RULES[qualified(element)]:
        if identity.rule is Rule.DROPPED and not identity.attribute:
            assert not found
            continue
        assert len(found) == 2
        if identity.rule is Rule.DROPPED:
            assert not any(e.get(identity.attribute) for e in found)
        else:
            said = [e.get(identity.attribute) if identity.attribute else e.text for e in found]
            assert said[0] != said[1] or said == [None, None]


@pytest.mark.parametrize("element", ELEMENTER)
def test_what_a_condition_leaves_out_leaves_nothing_that_refers_to_it(element):
    merke = PRØVER[element]
    data = fylt(p("før"), p("{% if x %}"), merke, p("{% endif %}"), p("etter"), x=False)
    assert list(brudd(data)) == []
    assert tekst(data) == "før\netter"


@pytest.mark.parametrize("element", PAR)
def test_a_range_that_a_block_cuts_in_two_goes_away(element):
    start, slutt = qualified(element), qualified(element.replace("Start", "End"))
    first, rest = PRØVER[element].split(run("x"), 1)
    body = [f"{first}</w:p>", p("{% for i in x %}"), f"<w:p>{run('x')}{rest}", p("{% endfor %}")]
    root = tre(fylt(*body, x=[1, 2]))
    assert not list(root.iter(start, slutt))


# --- bookmarks ----------------------------------------------------------------------------


def navn(data):
    return [e.get(w("name")) for e in tre(data).iter(w("bookmarkStart"))]


POINTERS = [" REF {} \\h ", ' HYPERLINK \\o "tips" \\l "{}"', ' TOC \\o "1-3" \\b {} ', " {} "]
NO_POINTERS = [" MERGEFIELD Merke ", ' HYPERLINK "http://a/Merke" \\l "Merke"', " REF Merke2 "]


def test_fields_and_links_follow_the_bookmark_of_their_turn():
    lenke = f'<w:hyperlink w:anchor="Merke">{run("til")}</w:hyperlink>'
    annet = f'<w:hyperlink r:id="rIdAnnet" w:anchor="Merke">{run("til")}</w:hyperlink>'
    koder = [felt(code.format("Merke")) for code in POINTERS] + [felt([" NOTE", "REF Me", "rke "])]
    andre = [felt(code) for code in NO_POINTERS]
    data = fylt(
        p(*koder, lenke),
        p("{% for i in x %}"), p(*koder, lenke, annet), MERKE, p(*andre), p("{% endfor %}"),
        x=[1, 2],
    )  # fmt: skip
    assert navn(data) == ["Merke", "Merke_2"]
    anchors = [e.get(w("anchor")) for e in tre(data).iter(w("hyperlink"))]
    assert anchors == ["Merke", "Merke", "Merke", "Merke_2", "Merke"]
    sagt = [e.text for e in tre(data).iter(w("instrText")) if e.text]
    for turn, name in enumerate(("Merke", "Merke_2")):
        own = sagt[7 + 8 * turn :][:8]
        assert own == [*(code.format(name) for code in POINTERS), f" NOTEREF {name} ", *NO_POINTERS]


def test_a_name_that_the_template_has_already_is_not_given_again():
    annet = p(*område("bookmark", "merke_2")).replace('"5"', '"6"')
    data = fylt(p("{% for i in x %}"), MERKE, p("{% endfor %}"), annet, x=[1, 2])
    assert navn(data) == ["Merke", "Merke_3", "merke_2"]


def test_long_names_stay_different_and_short_enough():
    to = [MERKE.replace("Merke", "a" * 39 + sign).replace('"5"', f'"{sign}"') for sign in "bc"]
    gitt = navn(fylt(p("{% for i in x %}"), *to, p("{% endfor %}"), x=[1, 2, 3]))
    assert len({name.lower() for name in gitt}) == 6
    assert max(map(len, gitt)) == 40


def test_what_points_at_a_bookmark_that_is_left_out_keeps_its_text_alone():
    lenke = f'<w:hyperlink w:anchor="Merke">{run("lenke")}</w:hyperlink>'
    enkelt = f'<w:fldSimple w:instr=" REF Merke ">{run("ref")}</w:fldSimple>'
    peker = p(lenke, enkelt, felt(" REF Merke ", "1"))
    blocks = [p("{% if x %}"), MERKE, p("{% endif %}"), peker, tegning("Merke")]
    borte = fylt(*blocks, x=False)
    assert tekst(borte) == "lenkeref1\n"
    pekere = (*map(w, ("hyperlink", "fldSimple", "instrText", "fldChar")), "{*}hlinkClick")
    assert not list(tre(borte).iter(*pekere))
    assert len(list(tre(fylt(*blocks, x=True)).iter(w("hyperlink"), w("instrText")))) == 2


def test_a_bookmark_with_a_tag_in_its_name_is_filled_once_and_refused_in_a_loop():
    merke = p(*område("bookmark", "{{ navn }}"))
    assert navn(fylt(merke, navn="Ål")) == ["Ål"]
    with pytest.raises(TemplateError) as error:
        fylt(p("{% for i in x %}"), merke, p("{% endfor %}"), x=[1], navn="Ål")
    assert "avsnitt 2, navnet på et bokmerke («x»): {{ navn }}" in str(error.value)
    assert "kan ikke ha en tagg i seg" in str(error.value)


# --- notes and comments -------------------------------------------------------------------


def noter(*paragraphs):
    content = f'<w:footnote w:type="separator" w:id="-1">{p("")}</w:footnote>'
    for number, paragraph in enumerate(paragraphs, 1):
        content += f'<w:footnote w:id="{number}">{paragraph}</w:footnote>'
    return {"word/footnotes.xml": ("footnotes", content)}


def fotnoter(data):
    """The notes in the order of the references, and the numbers of the references."""
    notes = {e.get(w("id")): "".join(e.itertext()) for e in tre(data, "word/footnotes.xml")}
    numbers = [e.get(w("id")) for e in tre(data).iter(w("footnoteReference"))]
    assert len(notes) == 1 + len(numbers)
    assert [int(n) for n in numbers] == sorted({int(n) for n in numbers})
    return [notes[number] for number in numbers]


def ref(number):
    return run(f'<w:footnoteReference w:id="{number}"/>')


def test_a_footnote_has_a_copy_each_turn_and_the_numbers_rise():
    blocks = [p("a", ref(1)), p("{% for i in x %}"), p("b", ref(2)), p("{% endfor %}"), p(ref(3))]
    deler = noter(p("A"), p("B"), p("C"))
    assert fotnoter(fylt(*blocks, deler=deler, x=[1, 2])) == ["A", "B", "B", "C"]
    assert fotnoter(fylt(*blocks, deler=deler, x=[])) == ["A", "C"]


def test_notes_that_nothing_has_changed_stay_as_they_lie():
    data = mal(p("{{ x }}", ref(2)), p(ref(1)), deler=noter(p("A"), p("B")))
    name = "word/footnotes.xml"
    assert medlem(WordTemplate(data).render({"x": 1}), name) == medlem(data, name)


def test_a_note_with_tags_and_a_bookmark_is_copied_with_them_filled():
    merke = '<w:bookmarkStart w:id="3" w:name="N"/><w:bookmarkEnd w:id="3"/>'
    blocks = [p("{% for i in x %}"), p(ref(1)), p("{% endfor %}")]
    data = fylt(*blocks, deler=noter(p("{{ y }}", merke)), x=[1, 2], y="Y")
    assert fotnoter(data) == ["Y", "Y"]
    root = tre(data, "word/footnotes.xml")
    starts = list(root.iter(w("bookmarkStart")))
    assert [e.get(w("name")) for e in starts] == ["N", "N_2"]
    assert len({e.get(w("id")) for e in starts}) == 2
    assert [e.get(w("id")) for e in starts] == [e.get(w("id")) for e in root.iter(w("bookmarkEnd"))]


def kommentarer(data):
    return {e.get(w("id")): "".join(e.itertext()) for e in tre(data, "word/comments.xml")}


def test_a_comment_on_a_tag_alone_goes_with_the_tag():
    merket = [KOMMENTERT[0], "{% for i in x %}", *KOMMENTERT[2:]]
    data = fylt(p("Liste"), p(*merket), p("{{ i }}"), p("{% endfor %}"), x=["a", "b"])
    assert tekst(data) == "Liste\na\nb"
    assert not list(tre(data).iter(w("commentRangeStart"), w("commentRangeEnd")))
    assert kommentarer(data) == {}


def test_the_remarks_of_sjekk_are_no_part_of_a_document():
    from dialoggrunnlag.word.review import with_comments

    feil = docx(p("Liste"), p("{% for i in lst %}"), p("{{ i }}"), p("{% endfor %}"), p("Slutt"))
    copy = with_comments(feil, WordTemplate(feil).check({"l": ["a"]}))
    assert kommentarer(copy)
    rettet = medlem(copy).replace(b"in lst", b"in l")
    names = ("word/comments.xml", "word/styles.xml", RELASJONER, "[Content_Types].xml")
    members = {name: medlem(copy, name) for name in names}
    template = WordTemplate(docx(extra={**members, "word/document.xml": rettet}))
    assert template.check({"l": ["a"]}) == []
    data = template.render({"l": ["a", "b"]})
    assert tekst(data) == "Liste\na\nb\nSlutt"
    assert kommentarer(data) == {}
    assert b"comment" not in medlem(data)


def test_an_answer_answers_the_comment_of_its_turn():
    def svar(number, paragraph):
        innhold = p("x").replace("<w:p>", f'<w:p w14:paraId="{paragraph}">')
        return f'<w:comment w:id="{number}" w:author="A">{innhold}</w:comment>'

    def del_(kind, year, entries):
        ns = f"http://schemas.microsoft.com/office/word/{year}/x"
        return f'<x:{kind}s xmlns:x="{ns}">{entries}</x:{kind}s>'

    microsoft = "http://schemas.microsoft.com/office"
    svarene = svar(1, "0000000A") + svar(2, "0000000B") + svar(4, "0000000C")
    parts = {
        "word/comments.xml": ("comments", svarene + '<w:comment w:id="3" w:author="A"/>'),
        "word/ex.xml": (f"{microsoft}/2011/relationships/commentsExtended", ""),
        "word/ids.xml": (f"{microsoft}/2016/09/relationships/commentsIds", ""),
        "word/able.xml": (f"{microsoft}/2018/08/relationships/commentsExtensible", ""),
    }
    extra = {
        "word/ex.xml": del_("commentEx", 2012, '<x:commentEx x:paraId="0000000A"/>'
                            '<x:commentEx x:paraId="0000000B" x:paraIdParent="0000000A"/>'
                            '<x:commentEx x:paraId="0000000C"/>'),
        "word/ids.xml": del_("commentId", 2016, '<x:commentId x:paraId="0000000A" x:durableId="0000001A"/>'
                             '<x:commentId x:paraId="0000000B" x:durableId="0000001B"/>'),
        "word/able.xml": del_("commentExtensible", 2018, '<x:commentExtensible x:durableId="0000001A"/>'),
    }  # fmt: skip
    begge = "".join(run(f'<w:commentReference w:id="{number}"/>') for number in (1, 2, 3))
    siste = run('<w:commentReference w:id="4"/>')
    blocks = [p("{% for i in x %}"), p(begge), p("{% endfor %}"), p(siste)]
    data = docx(*blocks, deler=parts, extra=extra)
    extra[RELASJONER] = medlem(data, RELASJONER).replace(OFFICE + b"http", b"http")
    data = WordTemplate(docx(*blocks, deler=parts, extra=extra)).render({"x": [1, 2, 3]})

    comments = tre(data, "word/comments.xml")
    paragraphs = [e.get(qualified("w14:paraId")) for e in comments.iter(w("p"))]
    assert len(set(paragraphs)) == 7
    said = [tuple(e.attrib.values()) for e in tre(data, "word/ex.xml")]
    assert {one[0] for one in said} == set(paragraphs)
    parents = {one[0] for one in said if len(one) == 1} - {"0000000C"}
    assert sorted(one[1] for one in said if len(one) == 2) == sorted(parents)
    durable = {tuple(e.attrib.values()) for e in tre(data, "word/ids.xml")}
    assert {one[0] for one in durable} == set(paragraphs) - {"0000000C"}
    assert len({one[1] for one in durable}) == 6
    able = [e.values()[0] for e in tre(data, "word/able.xml")]
    assert len(set(able)) == 3
    assert set(able) <= {one[1] for one in durable}

    tom = WordTemplate(docx(*blocks, deler=parts, extra=extra)).render({"x": []})
    sagt = [len(tre(tom, f"word/{name}.xml")) for name in ("comments", "ex", "ids", "able")]
    assert sagt == [1, 1, 0, 0]


# --- what is taken from elsewhere ---------------------------------------------------------


def inndeling(name=""):
    """A paragraph that ends a section, with a header of its own or the one before's."""
    topp = f'<w:headerReference w:type="default" r:id="{name}"/>' if name else ""
    return p("x", properties=f"<w:sectPr>{topp}</w:sectPr>")


@pytest.mark.parametrize(
    ("blocks", "verdier", "expected"),
    [
        ([p("{% if x %}"), inndeling("A"), p("{% endif %}")], {"x": 0}, ["A"]),
        ([inndeling("A"), p("{% if x %}"), inndeling("B"), p("{% endif %}"), inndeling()],
         {"x": 0}, ["A", "B", ""]),
        ([p("{% if x %}"), inndeling("A"), p("{% else %}"), inndeling("B"), p("{% endif %}")],
         {"x": 1}, ["A", ""]),
        ([inndeling("A"), p("{% for i in x %}"), inndeling(), inndeling("B"), p("{% endfor %}")],
         {"x": [1, 2]}, ["A", "A", "B", "A", "B", "B"]),
        ([inndeling("A"), p("{% if x %}"), inndeling(), p("{% endif %}")], {"x": 1}, ["A", "", ""]),
    ],
    ids=["the only one", "the last one", "one of two", "in turns", "taken over"],
)  # fmt: skip
def test_a_section_keeps_its_header_when_the_one_it_has_it_from_is_left_out(
    blocks, verdier, expected
):
    root = tre(fylt(*blocks, deler={}, **verdier))
    sections = [section.findall(w("headerReference")) for section in root.iter(w("sectPr"))]
    assert ["".join(e.get(RELATIONSHIP_ID) for e in section) for section in sections] == expected


@pytest.mark.parametrize("x", [[], [1], [1, 2]])
def test_a_shape_has_its_type_wherever_the_type_was_written(x):
    bruker = form("shape", 'id="_x0000_s1" type="#_x0000_t75"')
    annen = form("shape", 'id="_x0000_s2" type="#_x0000_t1"')
    utenfor = p(run(f'<w:pict {V}><v:shapetype id="_x0000_t1"/></w:pict>'))
    løkke = [p("{% for i in x %}"), p(run(OBJEKT)), annen, p("{% endfor %}")]
    data = fylt(utenfor, *løkke, bruker, x=x)
    assert list(brudd(data)) == []
    types = [e.get("type") for e in tre(data).iter(qualified("v:shape"))]
    assert types.count("#_x0000_t1") == len(x)
    assert len(types) == 2 * len(x) + 1


# --- numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_new_numbers_are_higher_than_any_in_the_package_under_any_prefix(encoding):
    topp = (
        f'<?xml version="1.0" encoding="{encoding}"?><ns0:hdr xmlns:ns0="{W}" xmlns:ns1="http://'
        'schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><ns0:p><ns0:r><ns0:drawing>'
        '<ns1:inline><ns1:docPr name="a" id = "77"/></ns1:inline></ns0:drawing></ns0:r></ns0:p></ns0:hdr>'
    ).encode(encoding)
    blocks = [p("{% for i in x %}"), tegning(), p("{% endfor %}")]
    data = WordTemplate(docx(*blocks, extra={"word/header1.xml": topp})).render({"x": [1, 2]})
    assert [e.get("id") for e in tre(data).iter(qualified("wp:docPr"))] == ["78", "79"]


def test_the_engines_own_names_are_no_fields():
    template = WordTemplate(mal(p("{% for i in x %}"), *PRØVER.values(), p("{% endfor %}")))
    assert template.fields() == {"x"}
    assert template.check({"x": [1]}) == []
