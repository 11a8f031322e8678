"""Values: links, rich text, images; what each becomes, and in which part."""

import base64

import pytest
from lag import W, docx, medlem, p, run, tabell, tekst, tre
from markupsafe import Markup

from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.word import (
    Image,
    Link,
    Listing,
    RichText,
    RichTextParagraph,
    TemplateError,
    WordTemplate,
)

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# A PNG of one pixel
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def fylt(*blocks, verdier, **parts):
    return WordTemplate(docx(*blocks, **parts)).render(verdier)


def targets(data, rels):
    return {e.get("Id"): (e.get("Target"), e.get("TargetMode")) for e in tre(data, rels)}


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ({}, "word/document.xml"),
        ({"topptekst": p("{{ lenke }}")}, "word/header1.xml"),
        ({"bunntekst": p("{{ lenke }}")}, "word/footer1.xml"),
        ({"fotnote": p("{{ lenke }}")}, "word/footnotes.xml"),
    ],
)
def test_a_link_is_a_hyperlink_whose_relationship_lies_in_its_own_part(part, name):
    link = Link("R & D", "https://example.no/å?a=1&b=2")
    body = p("x") if part else p("se {{ lenke }}.")
    data = fylt(body, verdier={"lenke": link}, **part)
    hyperlink = tre(data, name).find(f".//{{{W}}}hyperlink")
    rels = name.replace("word/", "word/_rels/") + ".rels"
    target = targets(data, rels)[hyperlink.get(f"{R}id")]
    assert target == ("https://example.no/%C3%A5?a=1&b=2", "External")
    assert hyperlink.find(f"{{{W}}}r/{{{W}}}rPr/{{{W}}}rStyle").get(f"{{{W}}}val") == "Hyperkobling"
    assert "R & D" in tekst(data, name)


def test_the_same_address_has_one_relationship_and_others_their_own():
    links = [Link("a", "https://a.no"), Link("b", "https://a.no"), Link("c", "mailto:c@d.no")]
    data = fylt(p("{% for l in x %}{{ l }}{% endfor %}"), verdier={"x": links})
    external = [t for t in targets(data, "word/_rels/document.xml.rels").values() if t[1]]
    assert external == [("https://a.no", "External"), ("mailto:c@d.no", "External")]


def test_a_link_inside_a_hyperlink_is_its_text():
    inner = '<w:hyperlink w:anchor="x">' + run("{{ l }}") + "</w:hyperlink>"
    data = fylt(f"<w:p>{inner}</w:p>", verdier={"l": Link("a", "https://a.no")})
    assert len(list(tre(data).iter(f"{{{W}}}hyperlink"))) == 1
    assert tekst(data) == "a"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///c:/x", "www.nrk.no"])
def test_an_address_that_word_should_not_open_is_refused(url):
    with pytest.raises(TemplateError, match="har ingen adresse Word kan åpne"):
        fylt(p("{{ l }}"), verdier={"l": Link("a", url)})


def test_text_with_markup_comes_out_as_written():
    text = "Fox & Co <b> 5 < 6 \"'"
    assert tekst(fylt(p("{{ a }}"), verdier={"a": text})) == text
    assert tekst(fylt(p("{{ a }}"), verdier={"a": Listing(text)})) == text


def test_attributes_are_escaped_too():
    table = tabell(["x"]).replace("</w:tblPr>", '<w:tblCaption w:val="{{ a }}"/></w:tblPr>')
    caption = tre(fylt(table, verdier={"a": '"<&>\n'})).find(f".//{{{W}}}tblCaption")
    assert caption.get(f"{{{W}}}val") == '"<&> '


def rich():
    text = RichText("fet & ", bold=True, italic=True, color="#ff0000", size=28, font="Arial")
    text.add("strek\n", underline="double", strike=True, highlight="00ff00", superscript=True)
    text.add("lenke", link="https://a.no", style="Strong", lang="nn-NO")
    text.add(RichText(" slutt"))
    return text


@pytest.mark.parametrize("tag", ["{{ x }}", "{{r x }}"])
def test_rich_text_keeps_its_formatting_in_the_order_of_the_schema(tag):
    data = fylt(p(f"a {tag} b"), verdier={"x": rich()})
    assert tekst(data) == "a fet & strek\nlenke slutt b"
    properties = [[c.tag.split("}")[1] for c in e] for e in tre(data).iter(f"{{{W}}}rPr")]
    assert properties == [
        ["rFonts", "b", "i", "color", "sz", "szCs"],
        *[["strike", "u", "shd", "vertAlign"]],
        ["rStyle", "lang"],
    ]


def test_rich_text_refuses_unknown_properties_and_styles():
    with pytest.raises(TypeError, match="blink"):
        RichText("a", blink=True)
    with pytest.raises(TemplateError, match="ingen stil som heter «Finnes ikke»"):
        fylt(p("{{ x }}"), verdier={"x": RichText("a", style="Finnes ikke")})


def test_rich_paragraphs_take_the_place_of_their_paragraph():
    value = RichTextParagraph("en", parastyle="Quote")
    value.add(rich())
    data = fylt(p("a"), p("{{p x }}"), p("b"), verdier={"x": value})
    assert tekst(data) == "a\nen\nfet & strek\nlenke slutt\nb"
    assert tre(data).find(f".//{{{W}}}pStyle").get(f"{{{W}}}val") == "Sitat"
    with pytest.raises(TemplateError, match=r"Skriv {{p … }}"):
        fylt(p("a {{ x }}"), verdier={"x": value})


def test_an_image_lies_in_the_package_and_is_related_to_its_part():
    image = Image(PNG, alt='Logoen til "Ål"', width=20)
    data = fylt(p("{{ logo }}"), topptekst=p("{{ logo }}"), verdier={"logo": image})
    for name in ("word/document.xml", "word/header1.xml"):
        root = tre(data, name)
        blip = root.find(".//{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
        rels = name.replace("word/", "word/_rels/") + ".rels"
        target = targets(data, rels)[blip.get(f"{R}embed")][0]
        assert medlem(data, target.lstrip("/")) == PNG
        extent = root.find(".//{*}extent")
        assert (extent.get("cx"), extent.get("cy")) == ("720000", "720000")
        assert root.find(".//{*}docPr").get("descr") == 'Logoen til "Ål"'
    assert b'Extension="png"' in medlem(data, "[Content_Types].xml")


def test_drawings_have_ids_of_their_own():
    image = Image(PNG, alt="Et bilde av en skole")
    data = fylt(p("{% for i in range(3) %}{{ x }}{% endfor %}"), verdier={"x": image})
    ids = [e.get("id") for e in tre(data).iter("{*}docPr")]
    assert len(set(ids)) == 3


def test_an_image_needs_an_alternative_text_and_to_be_an_image():
    with pytest.raises(ValueError, match="alternativ tekst"):
        Image(PNG, alt=" ")
    with pytest.raises(TemplateError, match="verken PNG eller JPEG"):
        fylt(p("{{ x }}"), verdier={"x": Image(b"GIF89a", alt="Skolen")})


def test_markup_from_the_caller_is_text_like_any_other():
    assert tekst(fylt(p("{{ x }}"), verdier={"x": Markup("<b>&</b>")})) == "<b>&</b>"


def test_a_macro_in_an_attribute_is_its_text():
    table = tabell(["{% macro m() %}a & b{% endmacro %}x"])
    table = table.replace("</w:tblPr>", '<w:tblCaption w:val="{{ y }}"/></w:tblPr>')
    with_set = p("{% set y %}a & b{% endset %}") + table
    caption = tre(fylt(with_set, verdier={})).find(f".//{{{W}}}tblCaption")
    assert caption.get(f"{{{W}}}val") == "a & b"


@pytest.mark.parametrize(
    ("uttrykk", "ventet"),
    {
        "n|e": "",
        "n|safe": "",
        "n|lower": "",
        "n|upper": "",
        "n|trim": "",
        "n|replace('a', 'b')": "",
        "n|int": "",
        "n|tojson": "",
        "n|eget": "",
        "n|default('d')": "",
        "n|default('d', true)": "d",
        "['a', n, 'b']|join(', ')": "a, b",
        "[{'a': n}, {'a': 1}]|join('-', attribute='a')": "1",
        "[n, 'a']|map('upper')|join": "A",
        "'Tlf. %s'|format(n)": "Tlf. ",
        "'%(a)s.'|format(a=n)": ".",
        "'abc'|replace('b', n)": "ac",
        "'Tlf. %s' % n": "Tlf. ",
        "'%s-%s' % (n, 1)": "-1",
        "'%d %% av %5.1f' % (n, 2)": " % av   2.0",
        "'%(a)d%(b)d' % {'a': n, 'b': 1}": "1",
        "'%.1f'|format(n)": "",
        "'{:.1f}{!r}'.format(n, n)": "",
        "'%(a)s.' % {'a': n}": ".",
        "'{}{a}.'.format(n, a=n)": ".",
        "', '.join(['a', n])": "a",
        "'abc'.replace('b', n)": "ac",
    }.items(),
)
def test_none_is_nothing_through_whatever_it_goes(uttrykk, ventet):
    filtre = {"eget": lambda verdi: f"{verdi}!"}
    mal = WordTemplate(docx(p(f"[{{{{ {uttrykk} }}}}]")), filters=filtre)
    assert tekst(mal.render({"n": None})) == f"[{ventet}]"
    assert TextTemplates(filtre).render(f"[{{{{ {uttrykk} }}}}]", {"n": None}) == f"[{ventet}]"
