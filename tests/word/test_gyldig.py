"""What comes out is valid Word whatever the data."""

import pytest
from lag import NUMMERERT, W, b, celle, docx, medlem, p, run, tabell, tekst, tre

from dialoggrunnlag.word import WordTemplate

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def fylt(*blocks, verdier=None, **parts):
    return WordTemplate(docx(*blocks, **parts)).render(verdier or {})


def test_a_cell_emptied_by_a_condition_keeps_a_paragraph():
    cell = celle([p("{%p if x %}"), p("a"), p("{%p endif %}")])
    data = fylt(tabell(["venstre", cell]), verdier={"x": 0})
    assert tekst(data) == "venstre|"
    assert tre(data).findall(f".//{{{W}}}tc")[1].find(f"{{{W}}}p") is not None


def test_a_cell_that_only_sets_a_variable_keeps_a_paragraph():
    data = fylt(tabell(["{% set x = 1 %}", "{{ x }}"]))
    assert tekst(data) == "|1"


def test_a_cell_that_would_end_in_a_table_gets_a_paragraph():
    cell = celle([p("a"), tabell(["indre"]), p("{% if x %}"), p("b"), p("{% endif %}")])
    data = fylt(tabell([cell]), verdier={"x": 0})
    outer = tre(data).find(f".//{{{W}}}tc")
    assert outer[-1].tag == f"{{{W}}}p"


def test_a_table_without_rows_goes_away():
    table = tabell(["{% for r in x %}"], ["{{ r }}"], ["{% endfor %}"])
    data = fylt(p("a"), table, p("b"), verdier={"x": []})
    assert tekst(data) == "a\nb"
    assert tre(data).find(f".//{{{W}}}tbl") is None


def test_a_row_without_cells_goes_away():
    table = tabell(["topp"], ["{%tc for c in x %}", "{{ c }}", "{%tc endfor %}"])
    data = fylt(table, verdier={"x": []})
    assert len(tre(data).findall(f".//{{{W}}}tr")) == 1


@pytest.mark.parametrize("cells", [1, 2, 5])
def test_the_grid_has_as_many_columns_as_the_widest_row_and_keeps_the_width(cells):
    table = tabell(["{%tc for c in x %}", "{{ c }}", "{%tc endfor %}"])
    root = tre(fylt(table, verdier={"x": range(cells)}))
    widths = [int(c.get(f"{{{W}}}w")) for c in root.iter(f"{{{W}}}gridCol")]
    assert len(widths) == cells
    assert sum(widths) == pytest.approx(6000, abs=cells)


def test_an_emptied_header_keeps_a_paragraph():
    data = fylt(p("x"), topptekst=p("{% if a %}") + p("b") + p("{% endif %}"), verdier={"a": 0})
    assert len(tre(data, "word/header1.xml")) == 1


def test_an_emptied_content_control_keeps_its_content():
    sdt = (
        "<w:sdt><w:sdtContent>"
        + p("{% if x %}")
        + p("a")
        + p("{% endif %}")
        + "</w:sdtContent></w:sdt>"
    )
    inline = f"<w:p><w:sdt><w:sdtContent>{run('{% if x %}')}{run('a')}{run('{% endif %}')}</w:sdtContent></w:sdt>{run('b')}</w:p>"
    root = tre(fylt(sdt, inline, verdier={"x": 0}))
    assert [len(c) for c in root.iter(f"{{{W}}}sdtContent")] == [1, 1]


def test_ids_are_unique_inside_loops():
    drawing = "<w:drawing><wp:inline><wp:extent cx='1' cy='1'/><wp:docPr id='1' name='a'/></wp:inline></w:drawing>"
    start, end = '<w:bookmarkStart w:id="5" w:name="Merke"/>', '<w:bookmarkEnd w:id="5"/>'
    sdt = (
        '<w:sdt><w:sdtPr><w:id w:val="9"/></w:sdtPr><w:sdtContent>'
        + p("y")
        + "</w:sdtContent></w:sdt>"
    )
    body = p(start, run("{{ i }}"), run(drawing), end).replace(
        "<w:p>", '<w:p w14:paraId="1A2B3C4D">'
    )
    root = tre(fylt(p("{% for i in range(3) %}"), body, sdt, p("{% endfor %}")))
    drawings = [e.get("id") for e in root.iter("{*}docPr")]
    starts = [e.get(f"{{{W}}}id") for e in root.iter(f"{{{W}}}bookmarkStart")]
    assert len(set(drawings)) == len(set(starts)) == 3
    assert starts == [e.get(f"{{{W}}}id") for e in root.iter(f"{{{W}}}bookmarkEnd")]
    names = [e.get(f"{{{W}}}name") for e in root.iter(f"{{{W}}}bookmarkStart")]
    assert names == ["Merke", "Merke_2", "Merke_3"]
    assert not [e for e in root.iter() if e.get(f"{W14}paraId")]
    assert not next(root.iter(f"{{{W}}}sdtPr")).findall(f"{{{W}}}id")


def test_a_bookmark_around_a_governing_paragraph_keeps_both_ends():
    paragraph = p('<w:bookmarkStart w:id="1" w:name="a"/>', run("{% if x %}"))
    root = tre(
        fylt(
            paragraph,
            p("b"),
            p("{% endif %}"),
            p('<w:bookmarkEnd w:id="1"/>', run("c")),
            verdier={"x": 1},
        )
    )
    assert (
        len(list(root.iter(f"{{{W}}}bookmarkStart")))
        == len(list(root.iter(f"{{{W}}}bookmarkEnd")))
        == 1
    )


def numbers(data):
    """For each numbered paragraph its list."""
    root = tre(data)
    return [e.get(f"{{{W}}}val") for e in root.iter(f"{{{W}}}numId")]


def punkt(text):
    return p(text, properties=NUMMERERT)


GRUPPER = {"x": [["a", "b"], ["c"], ["d"]]}
INDRE = [p("{%p for i in g %}"), punkt("{{ i }}"), p("{%p endfor %}")]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([p("{%p for g in x %}"), p("Gruppe"), *INDRE, p("{%p endfor %}")], ["7", "7", "8", "9"]),
        ([p("{%p for g in x %}"), p("Gruppe"), punkt("en"), punkt("to"), p("{%p endfor %}")],
         ["7", "7", "8", "8", "9", "9"]),
        ([p("{%p for g in x %}"), punkt("{{ g[0] }}"), p("{%p endfor %}")], ["7", "7", "7"]),
        ([p("{%p for g in x %}"), punkt("{{ g[0] }}"), p("mer"), p("{%p endfor %}")],
         ["7", "7", "7"]),
        ([punkt("før"), p("{%p for g in x %}"), p("Gruppe"), *INDRE, p("{%p endfor %}")],
         ["7"] * 5),
        ([tabell(["{%tr for g in x %}", ""], ["kl.", punkt("{{ g[0] }}")], ["{%tr endfor %}", ""])],
         ["7", "7", "7"]),
        ([tabell(["{%tr for g in x %}", ""], ["kl.", celle(INDRE)], ["{%tr endfor %}", ""])],
         ["7", "7", "8", "9"]),
    ],
    ids=["nested", "two items", "one item", "item and text", "list begun before", "rows", "in cells"],
)  # fmt: skip
def test_a_list_restarts_where_it_starts_anew_and_goes_on_where_it_does_not(blocks, expected):
    data = fylt(*blocks, verdier=GRUPPER)
    assert numbers(data) == expected
    defined = {e.get(f"{{{W}}}numId") for e in tre(data, "word/numbering.xml").iter(f"{{{W}}}num")}
    assert set(expected) <= defined


def test_a_new_list_starts_at_one_and_looks_like_the_old():
    data = fylt(p("{%p for g in x %}"), p("G"), *INDRE, p("{%p endfor %}"), verdier=GRUPPER)
    new = tre(data, "word/numbering.xml")[-1]
    assert new.find(f"{{{W}}}abstractNumId").get(f"{{{W}}}val") == "0"
    assert new.find(f"{{{W}}}lvlOverride/{{{W}}}startOverride").get(f"{{{W}}}val") == "1"


def test_spaces_at_the_edges_of_a_text_survive():
    root = tre(fylt("<w:p><w:r><w:t>a {{ x }} </w:t></w:r></w:p>", verdier={"x": "b"}))
    text = root.find(f".//{{{W}}}t")
    assert text.text == "a b "
    assert text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_untouched_text_is_left_as_it_is():
    source = docx(p("« a » – „b“ {alene} }"), p(b("{{ x }}")))
    assert tekst(WordTemplate(source).render({"x": 1})) == "« a » – „b“ {alene} }\n1"


def test_members_without_tags_are_copied_as_they_lie():
    source = docx(p("{{ x }}"), extra={"word/media/stor.bin": bytes(range(256)) * 99})
    data = WordTemplate(source).render({"x": 1})
    for name in ("word/styles.xml", "word/media/stor.bin"):
        assert medlem(data, name) == medlem(source, name)


def test_the_same_input_gives_the_same_bytes_with_fixed_dates():
    import io
    import zipfile

    template = WordTemplate(docx(p("{{ x }}"), topptekst=p("{{ x }}")))
    one, two = template.render({"x": "æ"}), template.render({"x": "æ"})
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {i.create_system for i in archive.infolist()} == {0}
        assert archive.testzip() is None


def test_threads_may_share_a_template():
    from concurrent.futures import ThreadPoolExecutor

    template = WordTemplate(
        docx(
            p("{% for i in x %}"), p("{{ i }}{% if not loop.last %},{% endif %}"), p("{% endfor %}")
        )
    )

    def make(n):
        return tekst(template.render({"x": [n] * 50}))

    with ThreadPoolExecutor(8) as pool:
        for n, text in enumerate(pool.map(make, range(64))):
            assert text == "\n".join([f"{n},"] * 49 + [str(n)])


START, END = '<w:bookmarkStart w:id="1" w:name="a"/>', '<w:bookmarkEnd w:id="1"/>'


@pytest.mark.parametrize(
    "blocks",
    [
        [p(START, run("x")), p("{% for i in y %}"), p(END, run("z")), p("{% endfor %}")],
        [p("{% if 0 %}"), p(START, run("x")), p("{% endif %}"), p(END, run("z"))],
        [p("{% if 1 %}"), p(START, run("x")), p("{% else %}"), p(END, run("z")), p("{% endif %}")],
    ],
    ids=["end in a loop", "start in a false if", "in two branches"],
)
def test_a_bookmark_that_a_block_cuts_in_two_goes_away(blocks):
    root = tre(fylt(*blocks, verdier={"y": [1, 2]}))
    assert not list(root.iter(f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"))


def felt(kind):
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def test_a_field_that_a_block_cuts_in_two_is_an_error():
    from dialoggrunnlag.word import TemplateError

    whole = p("{% if 0 %}", felt("begin"), felt("separate"), run("1"), felt("end"), "{% endif %}")
    assert tekst(fylt(whole)) == ""
    with pytest.raises(TemplateError, match="deler et felt"):
        fylt(p(felt("begin"), "{% if 0 %}", felt("end"), "{% endif %}"))


def test_a_list_that_nothing_defines_is_left_alone():
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr>'
    blocks = [p("{% for i in x %}"), p("h"), p("a", properties=number), p("{% endfor %}")]
    assert numbers(fylt(*blocks, verdier={"x": [1, 2]})) == ["99", "99"]


@pytest.mark.parametrize(
    ("rows", "verdier", "expected"),
    [
        (["A", "a", "?x", "B", "b", "?", "b"], {"x": 0}, ["restart", "continue", "restart"]),
        (["A", "a", "?x", "B", "b", "?", "b"], {"x": 1},
         ["restart", "continue", "restart", "continue", "continue"]),
        (["*", "?i", "A", "?", "a", "a", "/"], {"l": [1, 0]},
         ["restart", "continue", "continue", "restart", "continue"]),
        (["A", "*", "a", "/", "a"], {"l": [1, 2]}, ["restart", "continue", "continue", "continue"]),
        (["A", "a", "*", "B", "/", "b"], {"l": []}, ["restart", "continue", "restart"]),
        (["*", "A", "a", "/"], {"l": [1, 2]}, ["restart", None] * 2),
    ],
    ids=["start left out", "start there", "each turn by itself", "rows in it repeated",
         "start in an empty loop", "whole in the loop: as it is"],
)  # fmt: skip
def test_a_merged_column_does_not_join_the_row_above_when_its_start_is_gone(
    rows, verdier, expected
):
    tagger = {"?": "{%tr endif %}", "*": "{%tr for i in l %}", "/": "{%tr endfor %}"}
    merke = {True: '<w:vMerge w:val="restart"/>', False: "<w:vMerge/>"}
    tabellrader = []
    for row in rows:
        if row.isalpha():
            tabellrader.append([celle(row, merke[row.isupper()]), "x"])
        else:
            tabellrader.append([tagger.get(row, f"{{%tr if {row[1:]} %}}"), ""])
    data = fylt(tabell(*tabellrader), verdier=verdier)
    assert [e.get(f"{{{W}}}val") for e in tre(data).iter(f"{{{W}}}vMerge")] == expected
