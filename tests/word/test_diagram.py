"""Charts: the figures of a value in the template's own chart, in caches and workbook alike."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import pytest
from diagram_mal import (
    SEKTORER,
    SLAG,
    A,
    C,
    akse,
    akser,
    bok_til,
    diagram,
    diagrammer,
    etiketter,
    farge,
    mal,
    navn,
    plott,
    serie,
    tall_i,
    tegnet,
)
from hypothesis import given
from hypothesis import strategies as st
from lag import docx, med, medlem, p, run, tabell, tagger_i, tekst, tre
from lxml import etree

from dialoggrunnlag.word import Chart, TemplateError, WordTemplate
from dialoggrunnlag.word.wording import Translation

ÅR = ["2021–22", "2022–23", "2023–24"]
NAVNEROM = "http://schemas.openxmlformats.org"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"


def verdi(*series, kategorier=ÅR, alt="Søylene viser noe.", **more):
    series = series or ([1.5, 2.5, 3.5], [2, None, 4])
    named = {f"Skole {number}": values for number, values in enumerate(series, 1)}
    return Chart(kategorier, named, alt=alt, **more)


def fylt(xml=None, value=None, *, alt="{{ d }}", **values):
    template = WordTemplate(mal(p(tegnet(alt)), xml or diagram()))
    return template.render({"d": value or verdi(), **values})


def ett(data):
    """The one chart of a document."""
    (root,) = diagrammer(data).values()
    return root


def ventet(value):
    """What caches and workbook must say of a value."""
    categories = list(value.categories)
    return {name: (categories, list(figures)) for name, figures in value.series.items()}


def problemer(data, **values):
    with pytest.raises(TemplateError) as caught:
        WordTemplate(data, name="mal.docx").render(values)
    return [str(problem) for problem in caught.value.problems]


# --- figures --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SLAG)
@pytest.mark.parametrize("count", [1, 3, 7])
def test_every_kind_takes_as_many_categories_and_series_as_there_are(kind, count):
    kategorier = [f"{2000 + year}" for year in range(count)]
    series = [[year + 0.5 for year in range(count)]] * (1 if kind in SEKTORER else count)
    value = verdi(*series, kategorier=kategorier)
    data = fylt(diagram(kind), value)
    root = ett(data)
    assert tall_i(root) == ventet(value)
    assert bok_til(data, "word/charts/chart1.xml") == ventet(value)
    assert len(list(root.iter(f"{{{C}}}ser"))) == len(series)


figures = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e12, 1e12))
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=20)


@given(
    st.lists(texts, min_size=1, max_size=6).flatmap(
        lambda categories: st.tuples(
            st.just(categories),
            st.dictionaries(
                texts,
                st.lists(figures, min_size=len(categories), max_size=len(categories)),
                min_size=1,
                max_size=5,
            ),
        )
    )
)
def test_value_caches_and_workbook_say_the_same_and_the_bytes_are_the_same_twice(drawn):
    value = Chart(*drawn, alt="x")
    template = WordTemplate(mal(p(tegnet())))
    data = template.render({"d": value})
    assert data == template.render({"d": value})
    assert tall_i(ett(data)) == ventet(value)
    assert bok_til(data, "word/charts/chart1.xml") == ventet(value)


def test_nothing_of_the_examples_figures_is_left_anywhere():
    data = fylt(diagram("lineChart"))
    for name in navn(data):
        content = medlem(data, name)
        assert b"Serie 1" not in content
        assert b"Kategori" not in content
        assert b"Sheet1" not in content
        assert b"gammel bok" not in content
    assert tagger_i(data) == []


def test_a_gap_is_a_missing_point_and_no_zero():
    root = ett(fylt(value=verdi([1, None, 3])))
    points = root.findall(f".//{{{C}}}val//{{{C}}}pt")
    assert [point.get("idx") for point in points] == ["0", "2"]
    assert root.find(f".//{{{C}}}dispBlanksAs").get("val") == "gap"


def test_no_kind_of_text_breaks_out_of_the_chart():
    value = Chart(['<a & "b">', "x\ny"], {"</c:v>&": [1, 2]}, alt='A "b" <c> & d')
    data = fylt(value=value)
    assert list(tall_i(ett(data))) == ["</c:v>&"]
    assert tall_i(ett(data))["</c:v>&"][0] == ['<a & "b">', "x y"]
    (properties,) = tre(data).iter("{*}docPr")
    assert properties.get("descr") == 'A "b" <c> & d'


def test_the_workbook_is_linked_where_the_template_had_none():
    xml = diagram(bok=False)
    empty = f'<Relationships xmlns="{NAVNEROM}/package/2006/relationships"/>'
    template = med(mal(p(tegnet()), xml), **{"word/charts/_rels/chart1.xml.rels": empty})
    data = WordTemplate(template).render({"d": verdi()})
    (name,) = diagrammer(data)
    assert bok_til(data, name) == ventet(verdi())
    linked = ett(data).find(f"{{{C}}}externalData")
    assert linked.find(f"{{{C}}}autoUpdate").get("val") == "0"


def test_a_combined_chart_gives_each_plot_its_series_and_drops_what_has_none():
    both = (
        plott("barChart", serie(0), serie(1))
        + plott("lineChart", serie(2), akser=(1, 3))
        + akser()
        + akse("valAx", 3, 1, sted="r")
    )
    xml = diagram(plott_xml=both)
    data = fylt(xml, verdi(*[[1, 2, 3]] * 4))
    bars, line = (ett(data).find(f".//{{{C}}}{kind}") for kind in ("barChart", "lineChart"))
    assert [len(plot.findall(f"{{{C}}}ser")) for plot in (bars, line)] == [2, 2]
    assert bok_til(data, "word/charts/chart1.xml") == ventet(verdi(*[[1, 2, 3]] * 4))
    root = ett(fylt(xml, verdi([1, 2, 3])))
    assert root.find(f".//{{{C}}}lineChart") is None
    axes = [axis.find(f"{{{C}}}axId").get("val") for axis in root.iter("{*}catAx", "{*}valAx")]
    assert axes == ["1", "2"]
    assert not [e for e in root.iter() if e.get("only") or e.get("plot")]


def test_series_are_taken_in_the_order_that_the_template_draws_them():
    both = plott("lineChart", serie(1)) + plott("barChart", serie(0)) + akser()
    root = ett(fylt(diagram(plott_xml=both), verdi([1, 1, 1], [2, 2, 2])))
    assert list(tall_i(root.find(f".//{{{C}}}barChart"))) == ["Skole 1"]
    assert list(tall_i(root.find(f".//{{{C}}}lineChart"))) == ["Skole 2"]


# --- the look -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colours", "expected"),
    [
        (["accent1", "accent2"], ["accent1", "accent2", "accent3", "accent4"]),
        (["1F3864", "C55A11"], ["1F3864", "C55A11", "accent3", "accent4"]),
        (["1F3864", "FFFFFF"], ["1F3864", "FFFFFF", "FFFFFF", "FFFFFF"]),
    ],
)
def test_a_further_series_looks_like_the_last_in_the_themes_next_colour(colours, expected):
    series = [serie(n, utseende=farge(colour)) for n, colour in enumerate(colours)]
    root = ett(fylt(diagram("barChart", *series), verdi(*[[1, 2, 3]] * 4)))
    fills = root.findall(f".//{{{C}}}ser/{{{C}}}spPr/{{{A}}}solidFill/*")
    assert [fill.get("val") for fill in fills] == expected


def punkt(index, colour):
    return f'<c:dPt><c:idx val="{index}"/>{farge(colour)}</c:dPt>'


def farger(root):
    return {
        int(point.find(f"{{{C}}}idx").get("val")): point.find(f".//{{{A}}}solidFill/*").get("val")
        for point in root.iter(f"{{{C}}}dPt")
    }


def test_a_slice_has_the_colour_of_the_template_and_a_further_one_the_themes_next():
    look = "".join(punkt(i, colour) for i, colour in enumerate(("AA0000", "BB0000", "CC0000")))
    xml = diagram("pieChart", serie(0, utseende=look))
    few = fylt(xml, verdi([1, 2], kategorier=["a", "b"]))
    assert farger(ett(few)) == {0: "AA0000", 1: "BB0000"}
    many = fylt(xml, verdi([1] * 5, kategorier=list("abcde")))
    assert farger(ett(many)) == {0: "AA0000", 1: "BB0000", 2: "CC0000", 3: "accent4", 4: "accent5"}


def test_what_marks_the_last_point_follows_the_last_figure():
    label = (
        '<c:dLbl><c:idx val="2"/><c:showLegendKey val="0"/><c:showVal val="0"/>'
        '<c:showCatName val="0"/><c:showSerName val="1"/></c:dLbl>'
    )
    look = punkt(0, "AA0000") + punkt(2, "CC0000") + etiketter(enkelte=label)
    xml = diagram("lineChart", serie(0, utseende=look))
    root = ett(fylt(xml, verdi([1, 2, 3, 4, None], kategorier=list("abcde"))))
    assert farger(root) == {0: "AA0000", 3: "CC0000"}
    assert [e.get("val") for e in root.findall(f".//{{{C}}}dLbl/{{{C}}}idx")] == ["3"]
    root = ett(fylt(xml, verdi([None], kategorier=["a"])))
    assert farger(root) == {0: "AA0000"}
    assert root.find(f".//{{{C}}}dLbl") is None


@pytest.mark.parametrize(
    ("form", "decimals", "expected"),
    [
        ("General", None, "[$-414]General"),
        ("General", 1, "[$-414]#,##0.0"),
        ("General", 0, "[$-414]#,##0"),
        ("0.00", None, "[$-414]0.00"),
        ("0.00", 1, "[$-414]0.0"),
        ("#,##0", 2, "[$-414]#,##0.00"),
        ('0.0" &amp; x"', 2, '[$-414]0.00" & x"'),
        ("[$-409]0.0", None, "[$-409]0.0"),
        ("[$-409]0.0", 2, "[$-409]0.00"),
        ('0.0" av 100"', 2, '[$-414]0.00" av 100"'),
        ("0.0;[Red]-0.0", 0, "[$-414]0;[Red]-0"),
        ("0.00E+00", 1, "[$-414]0.00E+00"),
    ],
)
def test_numbers_have_a_decimal_comma_and_the_values_decimals(form, decimals, expected):
    attribute = form.replace('"', "&quot;")
    series = serie(0, utseende=etiketter(attribute), form=form)
    root = ett(fylt(diagram("barChart", series), verdi([1, 2, 3], decimals=decimals)))
    assert root.find(f".//{{{C}}}val//{{{C}}}formatCode").text == expected
    assert root.find(f".//{{{C}}}dLbls/{{{C}}}numFmt").get("formatCode") == expected
    assert root.find(f".//{{{C}}}valAx/{{{C}}}numFmt").get("formatCode") == "[$-414]General"


def test_figures_are_rounded_so_that_no_file_tells_more_than_it_shows():
    data = fylt(value=verdi([5.263157, 1, 2], decimals=1))
    assert tall_i(ett(data))["Skole 1"][1] == [5.3, 1.0, 2.0]
    assert bok_til(data, "word/charts/chart1.xml")["Skole 1"][1] == [5.3, 1.0, 2.0]


C15 = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
C16 = 'xmlns:c16="http://schemas.microsoft.com/office/drawing/2014/chart"'
C14 = 'xmlns:c14="http://schemas.microsoft.com/office/drawing/2007/8/2/chart"'


def test_extensions_that_belong_to_the_old_figures_go_and_the_rest_stay():
    extensions = (
        f'<c:extLst><c:ext uri="a" {C16}><c16:uniqueId val="1"/></c:ext>'
        f'<c:ext uri="b" {C15}><c15:filteredSeriesTitle><c15:tx/></c15:filteredSeriesTitle></c:ext>'
        f'<c:ext uri="c" {C14}><c14:invertSolidFillFmt/></c:ext></c:extLst>'
    )
    hidden = f'<c:extLst><c:ext uri="d" {C15}><c15:filteredBarSeries/></c:ext></c:extLst>'
    xml = diagram("barChart", serie(0, etter=extensions)).replace(
        "</c:barChart>", f"{hidden}</c:barChart>"
    )
    root = ett(fylt(xml))
    assert {e.get("uri") for e in root.iter(f"{{{C}}}ext")} == {"c"}
    assert len(list(root.iter(f"{{{C}}}extLst"))) == 2  # one in each series


def test_a_date_axis_becomes_one_with_texts():
    dates = '<c:auto val="1"/><c:lblOffset val="100"/><c:baseTimeUnit val="years"/>'
    plots = plott("lineChart", serie(0)) + akse("dateAx", 1, 2, mer=dates) + akse("valAx", 2, 1)
    root = ett(fylt(diagram(plott_xml=plots)))
    assert root.find(f".//{{{C}}}dateAx") is None
    assert root.find(f".//{{{C}}}catAx/{{{C}}}lblOffset") is not None
    assert root.find(f".//{{{C}}}baseTimeUnit") is None


def test_categories_of_several_levels_become_plain_ones():
    xml = diagram().replace("c:strRef><c:f>Sheet1!$A$2", "c:multiLvlStrRef><c:f>Sheet1!$A$2")
    xml = re.sub(
        r"</c:strCache></c:strRef></c:cat>", "</c:strCache></c:multiLvlStrRef></c:cat>", xml
    )
    root = ett(fylt(xml))
    assert root.find(f".//{{{C}}}multiLvlStrRef") is None
    assert tall_i(root) == ventet(verdi())


def test_a_chart_without_caches_is_filled_too():
    xml = re.sub(r"<c:(num|str)Cache>.*?</c:\1Cache>", "", diagram())
    assert tall_i(ett(fylt(xml))) == ventet(verdi())


def test_an_entry_of_the_legend_goes_with_its_series():
    entries = "".join(
        f'<c:legendEntry><c:idx val="{n}"/><c:delete val="1"/></c:legendEntry>' for n in range(4)
    )
    xml = diagram().replace('<c:legendPos val="b"/>', f'<c:legendPos val="b"/>{entries}')
    assert len(list(ett(fylt(xml)).iter(f"{{{C}}}legendEntry"))) == 2


@pytest.mark.parametrize("prefix", ["ch:", ""])
def test_another_prefix_or_none_is_as_good(prefix):
    xml = re.sub(r"(</?)c:", rf"\1{prefix}", diagram())
    xml = xml.replace("xmlns:c=", "xmlns:ch=" if prefix else "xmlns=")
    assert tall_i(ett(fylt(xml))) == ventet(verdi())


# --- titles ---------------------------------------------------------------------------------


def titler(root):
    return ["".join(t.itertext()) for t in root.iter(f"{{{C}}}title")]


def test_titles_are_filled_as_other_texts():
    xml = diagram(tittel="{{ navn }} i prosent", aksetittel="{% if x %}ja{% endif %}")
    data = fylt(xml, navn="Gol & Ål", x=1)
    assert titler(ett(data)) == ["Gol & Ål i prosent", "ja"]


def test_a_title_that_shows_a_cell_keeps_its_text_and_no_cell():
    linked = (
        "<c:title><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:pt idx='0'><c:v>Frafall</c:v>"
        "</c:pt></c:strCache></c:strRef></c:tx><c:overlay val='0'/><c:txPr><a:bodyPr/><a:lstStyle/>"
        "<a:p><a:pPr><a:defRPr b='1'/></a:pPr></a:p></c:txPr></c:title>"
    )
    root = ett(fylt(diagram().replace("<c:autoTitle", f"{linked}<c:autoTitle", 1)))
    assert titler(root) == ["Frafall"]
    assert root.find(f".//{{{C}}}title//{{{A}}}defRPr").get("b") == "1"
    assert root.find(f".//{{{C}}}title//{{{C}}}f") is None


def test_in_a_loop_each_turn_has_parts_of_its_own_and_titles_that_know_the_turn():
    data = mal(
        [p("{% for t in tall %}"), p("{{ t.navn }}"), p(tegnet("{{ t.d }}")), p("{% endfor %}")],
        diagram(tittel="{{ loop.index }}. {{ t.navn }}"),
    )
    template = WordTemplate(data)
    assert template.fields() == {"tall", "tall.navn", "tall.d"}
    assert template.check({"tall": [{"navn": "", "d": verdi()}]}) == []
    items = [
        {"navn": name, "d": verdi([number] * 3)}
        for number, name in enumerate(("Frafall", "Trivsel", "Fravær"), 1)
    ]
    items.insert(1, {"navn": "Skjult", "d": None})
    data = template.render({"tall": items})
    assert data == template.render({"tall": items})
    assert tekst(data).split() == ["Frafall", "Skjult", "Trivsel", "Fravær"]
    charts = diagrammer(data)
    assert [titler(root) for root in charts.values()] == [
        ["1. Frafall"], ["3. Trivsel"], ["4. Fravær"],
    ]  # fmt: skip
    for name, number in zip(charts, (1, 2, 3), strict=True):
        assert bok_til(data, name)["Skole 1"][1] == [number] * 3
    relations = {e.get("Id"): e.get("Target") for e in tre(data, "word/_rels/document.xml.rels")}
    drawn = [e.get(f"{{{NAVNEROM}/officeDocument/2006/relationships}}id")
             for e in tre(data).iter(f"{{{C}}}chart")]  # fmt: skip
    assert [relations[identity] for identity in drawn] == [f"/{name}" for name in charts]
    assert len({e.get("id") for e in tre(data).iter("{*}docPr")}) == 3
    types = {e.get("PartName") for e in tre(data, "[Content_Types].xml")}
    assert {f"/{name}" for name in navn(data) if "/style" in name or "/colors" in name} <= types
    assert types >= {f"/{name}" for name in charts}
    assert len([name for name in navn(data) if name.endswith(".xlsx")]) == 3


def test_a_title_that_goes_wrong_says_where_and_in_which_turn():
    data = mal(
        [p("{% for t in tall %}"), p(tegnet("{{ t.d }}")), p("{% endfor %}")],
        diagram(tittel="{{ t.navm }}"),
    )
    (problem,) = problemer(data, tall=[{"navn": "Frafall", "d": verdi()}])
    assert problem == (
        "mal.docx, diagram (chart1.xml), runde 1 av {% for t in tall %} («Frafall»): {{ t.navm }}: "
        "Feltet «navm» finnes ikke. Mente du «navn»?"
    )
    (problem,) = WordTemplate(data).check({"tall": [{"navn": "", "d": None}]})
    assert "tall.navm" in str(problem)
    assert "diagram (chart1.xml)" in str(problem)


def test_a_title_with_a_broken_tag_is_told_once():
    (problem,) = problemer(mal(p(tegnet(), tegnet()), diagram(tittel="{{ x")))
    assert "diagram (chart1.xml)" in problem
    assert "ikke lukket" in problem


# --- where a chart stands -------------------------------------------------------------------


def test_none_leaves_the_chart_out_with_all_that_belongs_to_it():
    for value in ({"d": None}, {"d": verdi(), "alt": "{{ d if false }}"}):
        alt = value.pop("alt", "{{ d }}")
        data = WordTemplate(mal(p("a", tegnet(alt), "b"), diagram(tittel="{{ y }}"))).render(value)
        assert tekst(data) == "ab"
        assert not list(tre(data).iter("{*}drawing"))
        assert not [name for name in navn(data) if "chart" in name or "embeddings" in name]
        assert "chart" not in medlem(data, "[Content_Types].xml").decode()
        assert "chart" not in medlem(data, "word/_rels/document.xml.rels").decode()


@pytest.mark.parametrize(
    "expression", ["d if x else e", "liste[0]", "(d)", "a.b or d", "d|default(e)"]
)
def test_any_expression_may_give_the_chart(expression):
    values = {"d": verdi(), "e": None, "x": True, "liste": [verdi()], "a": {"b": None}}
    data = WordTemplate(mal(p(tegnet(f"{{{{ {expression} }}}}")))).render(values)
    assert tall_i(ett(data)) == ventet(verdi())


@pytest.mark.parametrize(
    ("field", "more", "expected"),
    [
        ("descr", "", {"descr": "Søylene viser noe."}),
        ("title", "", {"descr": "Søylene viser noe."}),
        ("title", ' descr="Min egen"', {"descr": "Min egen"}),
        ("title", ' descr="Om {{ navn }}"', {"descr": "Om Gol"}),
        ("descr", ' title="Tittel"', {"descr": "Søylene viser noe.", "title": "Tittel"}),
    ],
)
def test_the_tag_stands_in_the_alternative_text_or_in_its_title(field, more, expected):
    data = WordTemplate(mal(p(tegnet(felt=field, mer=more)))).render({"d": verdi(), "navn": "Gol"})
    (properties,) = tre(data).iter("{*}docPr")
    assert {k: properties.get(k) for k in ("descr", "title") if properties.get(k)} == expected


def test_an_alternative_text_with_words_beside_the_tag_fills_no_chart():
    data = WordTemplate(mal(p(tegnet("Stolper for {{ navn }}")))).render({"navn": "Gol"})
    assert list(tall_i(ett(data))) == ["Serie 1", "Serie 2"]
    (properties,) = tre(data).iter("{*}docPr")
    assert properties.get("descr") == "Stolper for Gol"


def gruppe(nummer=1):
    inner = tegnet("{{ d }}", nummer=nummer).replace("wp:inline", "wpg:graphicFrame")
    inner = re.search(r"<a:graphic .*</a:graphic>", inner)[0]
    return run(
        f'<w:drawing><wp:inline xmlns:wpg="{WPG}"><wp:docPr id="8" name="Gruppe" descr="To"/>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{WPG}"><wpg:wgp><wpg:cNvGrpSpPr/>'
        f'<wpg:graphicFrame><wpg:cNvPr id="9" name="Diagram" descr="{{{{ d }}}}"/><wpg:cNvFrPr/>'
        f"{inner}</wpg:graphicFrame></wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


STEDER = {
    "a cell": ({"blocks": tabell([[p(tegnet())], "b"])}, "word/document.xml"),
    "a group": ({"blocks": p(gruppe())}, "word/document.xml"),
    "a text box": (
        {"blocks": p(run(f"<w:pict><w:txbxContent>{p(tegnet())}</w:txbxContent></w:pict>"))},
        "word/document.xml",
    ),
    "a header": ({"blocks": p("x"), "topptekst": p(tegnet()), "del_": "word/header1.xml"},
                 "word/header1.xml"),
}  # fmt: skip


@pytest.mark.parametrize("sted", STEDER)
def test_a_chart_may_stand_anywhere(sted):
    values, part = STEDER[sted]
    template = WordTemplate(mal(**values))
    data = template.render({"d": verdi()})
    assert tall_i(ett(data)) == ventet(verdi())
    folder = part.replace("word/", "word/_rels/") + ".rels"
    assert "charts/chart1.xml" in medlem(data, folder).decode()
    assert "Søylene viser noe." in medlem(data, part).decode()
    data = template.render({"d": None})
    assert not list(tre(data, part).iter(f"{{{C}}}chart"))


def test_both_halves_of_alternate_content_are_filled():
    mc = f'xmlns:mc="{NAVNEROM}/markup-compatibility/2006"'
    both = (
        f"<w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{tegnet()}</mc:Choice>"
        f"<mc:Fallback>{tegnet()}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    data = WordTemplate(mal(p(both))).render({"d": verdi()})
    assert [tall_i(root) for root in diagrammer(data).values()] == [ventet(verdi())] * 2
    assert tagger_i(data) == []


def test_in_a_loop_the_older_half_of_alternate_content_goes_and_the_other_is_filled():
    mc = f'xmlns:mc="{NAVNEROM}/markup-compatibility/2006"'
    both = (
        f"<w:r><mc:AlternateContent {mc}><mc:Choice Requires='wps'>{tegnet()}</mc:Choice>"
        f"<mc:Fallback>{tegnet()}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    data = mal([p("{% for n in x %}"), p(both), p("{% endfor %}")], diagram(tittel="{{ n }}"))
    data = WordTemplate(data).render({"d": verdi(), "x": [1, 2]})
    assert [titler(root) for root in diagrammer(data).values()] == [["1"], ["2"]]


def test_what_is_drawn_on_a_chart_follows_it_and_is_refused_where_it_has_tags():
    def drawn_on(text):
        shapes = (f"<c:userShapes xmlns:c='{C}'>{text}</c:userShapes>", "application/x+xml")
        xml = diagram(slutt='<c:userShapes r:id="rId2"/>')
        return med(mal(p(tegnet()), xml), **{"word/charts/style1.xml": shapes[0]})

    data = WordTemplate(drawn_on("Pil")).render({"d": verdi()})
    assert b"Pil" in medlem(data, "word/charts/style1.xml")
    (problem,) = problemer(drawn_on("{{ x }}"))
    assert "Det er tegnet noe oppå diagrammet" in problem


def test_one_chart_with_two_values_is_two_charts():
    data = WordTemplate(mal(p(tegnet("{{ a }}"), tegnet("{{ b }}")))).render(
        {"a": verdi([1, 1, 1]), "b": verdi([2, 2, 2])}
    )
    assert [tall_i(root)["Skole 1"][1][0] for root in diagrammer(data).values()] == [1, 2]


def test_a_chart_without_a_tag_beside_one_with_a_tag_stays_as_it_is():
    before = mal(p(tegnet("Alt"), tegnet("{{ d }}", nummer=2)), diagram(), diagram())
    data = WordTemplate(before).render({"d": verdi()})
    names = navn(data)
    assert len(names) == len(set(names))
    assert medlem(data, "word/charts/chart1.xml") == medlem(before, "word/charts/chart1.xml")
    assert medlem(data, "word/embeddings/bok1.xlsx") == b"gammel bok"
    charts = list(diagrammer(data).values())
    assert [tall_i(root) == ventet(verdi()) for root in charts] == [False, True]


def test_a_chart_without_a_tag_is_copied_in_a_loop_with_its_workbook():
    data = mal(
        [p("{% for i in x %}"), p(tegnet("Alt")), p("{% endfor %}")], diagram(tittel="{{ n }}")
    )
    data = WordTemplate(data).render({"x": [1, 2, 3], "n": "Felles"})
    charts = diagrammer(data)
    assert [titler(root) for root in charts.values()] == [["Felles"]] * 3
    books = [name for name in navn(data) if name.endswith(".xlsx")]
    assert len(books) == 3
    for name in charts:
        folder, part = name.rsplit("/", 1)
        (book,) = [e.get("Target") for e in tre(data, f"{folder}/_rels/{part}.rels")
                   if e.get("Type").endswith("/package")]  # fmt: skip
        number = re.search(r"\d+", part)[0]
        assert re.search(r"\d+", book)[0] == number


# --- what is refused ------------------------------------------------------------------------


def spredt(kind):
    return diagram(plott_xml=plott(kind, serie(0)) + akser())


@pytest.mark.parametrize(
    ("kind", "name"),
    [("scatterChart", "punktdiagram"), ("bubbleChart", "boblediagram"),
     ("stockChart", "børsdiagram"), ("surfaceChart", "overflatediagram"),
     ("surface3DChart", "overflatediagram"), ("nyttChart", "diagram av denne typen")],
)  # fmt: skip
def test_a_kind_without_categories_is_refused_where_it_stands(kind, name):
    (problem,) = problemer(mal([p("Hei"), p("Der", tegnet())], spredt(kind)))
    assert problem == (
        "mal.docx, avsnitt 2, alternativ tekst («Der»): {{ d }}: "
        f"Et {name} kan ikke fylles med tall. Velg stolper, linjer, flater, sektorer, ringer "
        "eller radar (Diagramutforming > Endre diagramtype). Er taggen den alternative teksten, "
        "skriv noen ord foran den."
    )


def test_words_before_the_tag_make_it_an_alternative_text_of_any_chart():
    data = WordTemplate(mal(p(tegnet("Om {{ d }}")), spredt("scatterChart"))).render({"d": "Gol"})
    assert next(tre(data).iter("{*}docPr")).get("descr") == "Om Gol"


def test_a_chart_of_the_newest_kinds_is_refused():
    ex = "http://schemas.microsoft.com/office/drawing/2014/chartex"
    drawing = tegnet().replace(f'<c:chart xmlns:c="{C}"', f'<cx:chart xmlns:cx="{ex}"')
    (problem,) = problemer(mal(p(drawing)))
    assert "Et diagram av denne typen kan ikke fylles med tall." in problem


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (diagram("barChart", plott_xml=plott("barChart") + akser()), "ingen serier"),
        (diagram("barChart", serie(0, utseende="<c:errBars><c:plus/></c:errBars>")), "feilfelt"),
        (diagram("barChart", serie(0, utseende=etiketter(enkelte="<c:dLbl>{{ x }}</c:dLbl>"))),
         "dataetikett"),
        (f'<c:chartSpace xmlns:c="{C}"/>', "tomt"),
        (diagram(plott_xml="<c:barChart/>"), "ingen serier"),
    ],
)  # fmt: skip
def test_a_chart_that_would_be_wrong_when_filled_is_refused(xml, said):
    (problem,) = problemer(mal(p(tegnet()), xml))
    assert said in problem
    assert "alternativ tekst: {{ d }}" in problem


def test_the_same_chart_with_and_without_a_tag_is_refused():
    (problem,) = problemer(mal(p(tegnet(), tegnet("Alt"))))
    assert "også et annet sted" in problem


@pytest.mark.parametrize(
    ("value", "shown"), [("tekst", "tekst"), (5, "5"), ({"navn": "Gol"}, "Gol"), ([1], "[1]")]
)
def test_what_is_no_chart_is_refused_when_it_is_written(value, shown):
    (problem,) = problemer(mal(p(tegnet())), d=value)
    assert problem == (
        f"mal.docx, avsnitt 1, alternativ tekst: {{{{ d }}}}: Verdien er ikke et diagram, men «{shown}». "
        "Bruk feltet som gir diagrammet. Er taggen den alternative teksten, skriv noen ord foran den."
    )


def test_a_field_that_is_not_there_is_told_at_the_chart():
    (problem,) = problemer(mal(p(tegnet("{{ diagram.frafal }}"))), diagram={"frafall": verdi()})
    assert problem == (
        "mal.docx, avsnitt 1, alternativ tekst: {{ diagram.frafal }}: "
        "Feltet «frafal» finnes ikke. Mente du «frafall»?"
    )
    (problem,) = WordTemplate(mal(p(tegnet("{{ diagram.frafal }}")))).check(
        {"diagram": {"frafall": verdi()}}
    )
    assert "diagram.frafal" in str(problem)


def test_a_tag_that_cannot_be_read_is_told_at_the_chart():
    (problem,) = problemer(mal(p(tegnet("{{ a..b }}"))))
    assert problem.startswith("mal.docx, avsnitt 1, alternativ tekst: {{ a..b }}: ")


BILDE = tegnet().replace(f'<c:chart xmlns:c="{C}" r:id="rIdDiagram1"/>', "<a:x/>")


@pytest.mark.parametrize("place", [p("{{ d }}"), p("{{p d }}"), p(BILDE)])
def test_a_chart_in_the_text_or_on_a_picture_is_refused(place):
    data = docx(place)
    (problem,) = problemer(data, d=verdi())
    assert "Verdien er et diagram, og taggen står ikke på et diagram som kan fylles." in problem
    (problem,) = WordTemplate(data).check({"d": verdi()})
    assert "Verdien er et diagram" in str(problem)


def test_a_field_that_is_no_chart_is_told_by_check():
    template = WordTemplate(mal(p(tegnet())))
    assert template.check({"d": verdi()}) == []
    assert template.check({"d": None}) == []
    for example in ({"navn": "Gol"}, [1]):
        (problem,) = template.check({"d": example})
        assert "Feltet «d» er ikke et diagram." in str(problem)


def test_a_pie_of_several_series_is_refused():
    (problem,) = problemer(mal(p(tegnet()), diagram("pieChart")), d=verdi())
    assert "Et sektordiagram viser én serie, men verdien har 2." in problem


def mutert(xml, chance):
    """A chart part with an element taken away, copied, moved or emptied of attributes."""
    root = etree.fromstring(xml)
    for _ in range(chance.randint(1, 3)):
        elements = [element for element in root.iter(etree.Element) if element is not root]
        one, other = chance.choice(elements), chance.choice(elements)
        change = chance.randrange(5)
        if change == 0 and one.getparent() is not None:
            one.getparent().remove(one)
        elif change == 1:
            other.append(deepcopy(one))
        elif change == 2:
            one.attrib.clear()
        elif change == 3:
            one.tag = other.tag
        else:
            one.text = "x"
    return etree.tostring(root, encoding="unicode")


@pytest.mark.parametrize("kind", ["lineChart", "pieChart"])
def test_a_mutated_chart_is_filled_or_refused_with_its_place(kind):
    look = punkt(0, "accent1") + etiketter(enkelte='<c:dLbl><c:idx val="0"/></c:dLbl>')
    xml = diagram(kind, serie(0, utseende=look), tittel="{{ n }}")
    chance, filled = random.Random(18), 0  # noqa: S311 - the same mutations each time
    for _ in range(150):
        data = mal(p(tegnet()), mutert(xml, chance))
        problems = []
        try:
            made = WordTemplate(data, name="mal.docx").render({"d": verdi([1, None, 2]), "n": "x"})
        except TemplateError as error:
            problems = list(map(str, error.problems))
        else:
            filled += 1
            assert [etree.fromstring(medlem(made, name)) for name in diagrammer(made)]
        assert all("alternativ tekst" in problem for problem in problems)
    assert filled > 50


# --- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (((), {"a": ()}), "ingen tall"),
        ((("a",), {}), "ingen tall"),
        ((("a", "b"), {"x": (1,)}), "Serien «x» har 1 tall, men diagrammet har 2 kategorier."),
        ((("a",), {"x": (float("nan"),)}), "ikke et tall"),
        ((("a",), {"x": (float("inf"),)}), "ikke et tall"),
        ((("a",), {"x": ("1",)}), "ikke et tall"),
        ((("a",), {"x": (True,)}), "ikke et tall"),
        ((("a" * 300,), {"x": (1,)}), "300 tegn"),
        ((range(10_001), {"x": range(10_001)}), "høyst 10000 punkter"),
        ((("a",), {str(n): (1,) for n in range(256)}), "høyst"),
    ],
)
def test_what_no_chart_can_show_is_no_chart(arguments, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        Chart(*arguments, alt="x")


def test_a_chart_must_say_what_it_shows():
    with pytest.raises(ValueError, match="mangler en alternativ tekst"):
        verdi(alt=" ")
    assert verdi(alt="ord " * 100).alt == "ord " * 73 + "ord …"
    assert len(verdi(alt="x" * 400).alt) == 300
    with pytest.raises(ValueError, match="desimaler"):
        verdi(decimals=-1)


def test_charts_without_end_are_stopped():
    data = mal([p("{% for i in range(100000) %}"), p(tegnet()), p("{% endfor %}")])
    big = Chart(list(map(str, range(100))), {str(n): [1.5] * 100 for n in range(100)}, alt="x")
    (problem,) = problemer(data, d=big)
    assert "Utregningen tar for lang tid" in problem


def test_threads_share_a_template():
    template = WordTemplate(mal(p(tegnet()), diagram(tittel="{{ n }}")))
    values = [{"d": verdi([n, n, n]), "n": n} for n in range(20)]
    alone = [template.render(one) for one in values]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(template.render, values)) == alone


# --- in another language --------------------------------------------------------------------


def test_titles_are_translated_and_placeholders_are_not_asked_for():
    words = {"Sluttet": "Slutta"}
    nynorsk = Translation(words, {"nb-no": "nn-NO"}, "ordliste.yaml", "skole.målform")
    template = WordTemplate(mal(p(tegnet()), diagram(tittel="Sluttet")), translation=nynorsk)
    assert titler(ett(template.render({"d": verdi()}))) == ["Slutta"]
    labels = etiketter().replace(
        "<c:showLeg", '<c:txPr><a:endParaRPr lang="nb-NO"/></c:txPr><c:showLeg'
    )
    labelled = diagram("barChart", serie(0, utseende=labels))
    root = ett(WordTemplate(mal(p(tegnet()), labelled), translation=nynorsk).render({"d": verdi()}))
    assert [e.get("lang") for e in root.iter(f"{{{A}}}endParaRPr")] == ["nn-NO"] * 2
    with pytest.raises(TemplateError) as caught:
        WordTemplate(mal(p(tegnet()), diagram(tittel="Noe annet")), translation=nynorsk)
    assert ["Noe annet" in str(problem) for problem in caught.value.problems] == [True]
    with pytest.raises(TemplateError) as caught:  # without a tag its words are read by somebody
        WordTemplate(mal(p(tegnet("")), diagram()), translation=nynorsk)
    assert any("Serie 1" in str(problem) for problem in caught.value.problems)
