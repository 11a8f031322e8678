"""The dialect: what each tag does. A case is a template, its values, and the text that comes out."""

import pytest
from lag import W, b, celle, docx, p, run, tabell, tekst, tre
from validatorer import feil_i_word, trenger_sdk

from dialoggrunnlag.word import WordTemplate

BR, TAB = run("<w:br/>"), run("<w:tab/>")


def fyll(*blocks, name="word/document.xml", verdier=None, filters=None, **parts):
    data = docx(*blocks, **parts)
    return tekst(WordTemplate(data, filters=filters).render(verdier or {}), name)


def rad(**values):
    return values


PERSONER = [{"navn": "Kari", "barn": ["Ane", "Bo"]}, {"navn": "Ola", "barn": []}]

CASES = {
    "a value": ([p("Hei {{ navn }}!")], {"navn": "Kari"}, "Hei Kari!"),
    "a tag split over runs": ([p("Hei {", "{ na", "vn }", "}!")], {"navn": "Kari"}, "Hei Kari!"),
    "a tag split with a tab in it": ([p("{{ a", TAB, "or b }}")], {"a": "", "b": "x"}, "x"),
    "a line break in a tag": ([p("{{ a", BR, "}}")], {"a": 1}, "1"),
    "no space in the tag": ([p("{{navn}}{%if 1%}x{%endif%}")], {"navn": "K"}, "Kx"),
    "typographic quotes": ([p("{{ “a” ~ ‘b’ ~ «c» ~ „d“ }}")], {}, "abcd"),
    "typographic quotes inside strings stay": ([p('{{ "«a» – b" }}')], {}, "«a» – b"),
    "a dash that was autocorrected": ([p("{{ 5 – 3 }}")], {}, "2"),
    "non-breaking spaces": ([p("{{\u00a0navn\u00a0or\u00a0'x'\u00a0}}")], {"navn": ""}, "x"),
    "typography outside tags stays": ([p("«{{ a }}» – …")], {"a": 1}, "«1» – …"),
    "a decomposed name": ([p("{{ a\u030al }}")], {"ål": 1}, "1"),
    "delimiters inside strings": ([p("{{ '}}' }}{% if '%}' %}x{% endif %}")], {}, "}}x"),
    "a mapping in a tag": ([p("{{ {'a': {'b': 1}}['a']['b'] }}")], {}, "1"),
    "an ampersand in a string": ([p("{{ 'R&D' == navn }}")], {"navn": "R&D"}, "True"),
    "a comparison": ([p("{% if a < 2 and a > 0 %}ja{% endif %}")], {"a": 1}, "ja"),
    "a comment": ([p("a{# Kari sa: {{ x }} #}b")], {}, "ab"),
    "None is nothing": ([p("[{{ a }}]")], {"a": None}, "[]"),
    "JSON types": (
        [p("{{ i }} {{ f }} {{ t }} {{ l }} {{ d.a }}")],
        {"i": 1, "f": 1.5, "t": True, "l": [1, "x"], "d": {"a": "b"}},
        "1 1.5 True [1, 'x'] b",
    ),
    "escaped delimiters": ([p("{_{ a }_} {_% b %_}")], {}, "{{ a }} {% b %}"),
    "escaped delimiters split over runs": ([p("{", "_", "{ a }_", "}")], {}, "{{ a }}"),
    "raw": ([p("{% raw %}{{ a }}{% endraw %}{{ a }}")], {"a": 1}, "{{ a }}1"),
    "an if within text": ([p("a{% if x %}b{% else %}c{% endif %}d")], {"x": 0}, "acd"),
    "an if over runs": ([p("{% if x %}", b("fet"), "{% endif %}slutt")], {"x": 0}, "slutt"),
    "elif": ([p("{% if x == 1 %}a{% elif x == 2 %}b{% else %}c{% endif %}")], {"x": 2}, "b"),
    "a loop within text": ([p("{% for i in x %}{{ i }}, {% endfor %}")], {"x": [1, 2]}, "1, 2, "),
    "a line break inside a loop": (
        [p("{% for i in x %}{{ i }}", BR, "{% endfor %}")], {"x": [1, 2]}, "1\n2\n",
    ),
    "paragraphs governed without a prefix": (
        [p("{% for i in x %}"), p("- {{ i }}"), p("{% endfor %}"), p("slutt")],
        {"x": [1, 2]},
        "- 1\n- 2\nslutt",
    ),
    "paragraphs governed with a prefix": (
        [p("{%p if x %}"), p("a"), p("{%p else %}"), p("b"), p("{%p endif %}")], {"x": 0}, "b",
    ),
    "a blank paragraph of the author's stays": (
        [p("{%p if x %}"), p("a"), p(), p("{%p endif %}"), p(), p("z")], {"x": 1}, "a\n\n\nz",
    ),
    "modulo and braces in a prefixed tag": (
        [p("{%p set d = {'a': 7 % 4} %}"), p("{{ d.a }}")], {}, "3",
    ),
    "two control tags alone in a paragraph": (
        [p("{% if x %}{% for i in x %}"), p("{{ i }}"), p("{% endfor %}{% endif %}")],
        {"x": [1]},
        "1",
    ),
    "a block that joins paragraphs": (
        [p("A{% if x %}B"), p("M"), p("C{% endif %}D")], {"x": 0}, "AD",
    ),
    "a block that joins paragraphs, kept": (
        [p("A{% if x %}B"), p("M"), p("C{% endif %}D")], {"x": 1}, "AB\nM\nCD",
    ),
    "a loop that joins paragraphs": (
        [p("A{% for i in x %}B{{ i }}"), p("C{% endfor %}D")], {"x": [1, 2]}, "AB1\nCB2\nCD",
    ),
    "an opening among text and a closing alone": (
        [p("A{% if x %}"), p("M"), p("{% endif %}")], {"x": 1}, "A\nM\n",
    ),
    "rows without a prefix": (
        [tabell(["{% for r in x %}", ""], ["{{ r.a }}", "{{ r.b }}"], ["{% endfor %}", ""])],
        {"x": [rad(a=1, b=2), rad(a=3, b=4)]},
        "1|2\n3|4",
    ),
    "rows with a prefix": (
        [tabell(["h", "h"], ["{%tr for r in x %}", ""], ["{{ r }}", "y"], ["{%tr endfor %}", ""])],
        {"x": [1, 2]},
        "h|h\n1|y\n2|y",
    ),
    "cells": (
        [tabell(["{%tc for c in x %}", "{{ c }}", "{%tc endfor %}"])], {"x": [1, 2, 3]}, "1|2|3",
    ),
    "loops within loops": (
        [
            p("{% for person in x %}"),
            p("{{ loop.index }} {{ person.navn }}:"),
            p("{% for barn in person.barn %}"),
            p("- {{ barn }}{% if not loop.last %},{% endif %}"),
            p("{% endfor %}"),
            p("{% endfor %}"),
        ],
        {"x": PERSONER},
        "1 Kari:\n- Ane,\n- Bo\n2 Ola:",
    ),
    "rows within rows of a loop": (
        [
            tabell(
                ["{%tr for r in x %}"], ["{{ r.navn }}"], ["{%tr for c in r.barn %}"], ["-{{ c }}"],
                ["{%tr endfor %}"], ["{%tr endfor %}"],
            )
        ],
        {"x": PERSONER},
        "Kari\n-Ane\n-Bo\nOla",
    ),
    "a paragraph loop inside a cell": (
        [tabell(["a", ["{% for i in x %}", "{{ i }}", "{% endfor %}"]])], {"x": [1, 2]}, "a|1¶2",
    ),
    "for with else and a filter": (
        [p("{% for i in x if i > 1 %}{{ i }}{% else %}ingen{% endfor %}")], {"x": [1]}, "ingen",
    ),
    "run prefix": (
        [p("a{%r if x %}b{%r endif %}c{{r y }}")], {"x": 1, "y": "z"}, "abcz",
    ),
    "a structural comment": ([p("a"), p("{#p borte #}"), p("b")], {}, "a\nb"),
    "a structural comment on a row": ([tabell(["a"], ["{#tr borte #}"], ["b"])], {}, "a\nb"),
    "a macro": (
        [p("{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m('<') }}{{ m(2) }}")], {}, "[<][2]",
    ),
    "a macro of paragraphs": (
        [p("{%p macro m(x) %}"), p("[{{ x }}]"), p("{%p endmacro %}"), p("{{p m(1) }}")], {}, "[1]",
    ),
    "a set block": ([p("{% set x %}<{{ a }}>{% endset %}{{ x }}{{ x }}")], {"a": 1}, "<1><1>"),
    "an inline if without else": ([p("[{{ 'a' if x }}]{{ 'b' if not x }}")], {"x": 0}, "[]b"),
    "a filter block": ([p("{% filter upper %}a & {{ b }}{% endfilter %}!")], {"b": "<c>"}, "A & <C>!"),
    "a filter on a macro": ([p("{% macro m(a) %}x{{ a }}{% endmacro %}{{ m('<')|upper }}")], {}, "X<"),
    "a filter on a set block": ([p("{% set s %}a{{ b }}{% endset %}{{ s|upper }}")], {"b": "&"}, "A&"),
    "a macro in a concatenation": (
        [p("{% macro m() %}a&{% endmacro %}{{ m() ~ '<' }}")], {}, "a&<",
    ),
    "a set block compared and counted": (
        [p("{% set s %}abc{% endset %}{{ 'ja' if s == 'abc' else 'nei' }} {{ s|length }}")],
        {},
        "ja 3",
    ),
    "a set block with a filter": ([p("{% set s | upper %}a{{ b }}{% endset %}{{ s }}")], {"b": 1}, "A1"),
    "a call block": (
        [p("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}x{% endcall %}")], {}, "[x]",
    ),
    "an inline macro as a paragraph": (
        [p("{% macro m() %}a{% endmacro %}b"), p("{{p m() }}")], {}, "b\na",
    ),
    "an empty value as a paragraph": ([p("a"), p("{{p x }}"), p("b")], {"x": None}, "a\nb"),
    "a name that begins with an underscore": ([p("{% for _ in x %}i{% endfor %}")], {"x": [1, 2]}, "ii"),
    "a structural comment takes what stands beside it": (
        [p("a"), p("{#p borte #} tekst"), tabell(["{#tr x #}", "tekst"], ["b", "c"])], {}, "a\nb|c",
    ),
    "a tag in a field code": (
        ["<w:p>" + run("<w:instrText>DOCPROPERTY {{ x }}</w:instrText>") + run("a") + "</w:p>"],
        {"x": "y"},
        "a",
    ),
    "an equation": (
        ['<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
         "<m:r><m:t>{{ a }}+1</m:t></m:r></m:oMath></w:p>"],
        {"a": "x\ny"},
        "x y+1",
    ),
    "dashes merge paragraphs": (
        [p("My house"), p("{%- if a -%}"), p("in town"), p("{%- else -%}"), p("in the country"),
         p("{%- endif -%}"), p("and I")],
        {"a": 1},
        "My housein townand I",
    ),
    "dashes eat white space in text": (
        [p("a  {%- if x -%}  b  {%- endif -%}  c {{- d -}} e")], {"x": 1, "d": 1}, "abc1e",
    ),
    "a dash doesn't pull a table in": (
        [p("a{% if x -%}"), tabell(["b"]), p("{%- endif %}c")], {"x": 1}, "a\nb\nc",
    ),
    "line breaks and tabs in a value": ([p("{{ a }}")], {"a": "x\ny\tz\r\nw"}, "x\ny\tz\nw"),
    "a page break in a value": ([p("{{ a }}")], {"a": "x\fy"}, "x\fy"),
    "a new paragraph in a value": ([p("[{{ a }}]")], {"a": "x\ay"}, "[x\ny]"),
    "|e and |safe escape once": ([p("{{ a|e }}{{ a|safe }}")], {"a": "<&>"}, "<&><&>"),
    "calling what was given": ([p("{% for k, v in par(d) %}{{ k }}{{ v }}{% endfor %}")],
                               {"d": {"a": 1}, "par": lambda d: d.items()}, "a1"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_dialect_gives_the_text_it_promises(case):
    blocks, values, expected = case
    assert fyll(*blocks, verdier=values) == expected


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_way_of_filling_leaves_well_formed_word(case):
    blocks, values, _ = case
    root = tre(WordTemplate(docx(*blocks)).render(values))
    for cell in root.iter(f"{{{W}}}tc"):
        assert cell[-1].tag == f"{{{W}}}p"
    for name in ("r", "p"):
        for element in root.iter(f"{{{W}}}{name}"):
            assert element.getparent().tag != element.tag


@pytest.mark.treg
@trenger_sdk
def test_every_way_of_filling_leaves_what_word_expects(tmp_path):
    for number, (blocks, values, _) in enumerate(CASES.values(), 1):
        made = WordTemplate(docx(*blocks)).render(values)
        (tmp_path / f"{number:02}.docx").write_bytes(made)
    assert feil_i_word(sorted(tmp_path.iterdir())) == []


def test_custom_filters_can_be_used():
    filters = {"ganger": lambda value, factor: value * factor}
    assert fyll(p("{{ 2|ganger(3) }}"), filters=filters) == "6"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ({"topptekst": p("{{ a }}")}, "word/header1.xml"),
        ({"bunntekst": p("{{ a }}")}, "word/footer1.xml"),
        ({"fotnote": p("{{ a }}")}, "word/footnotes.xml"),
    ],
)
def test_tags_work_in_every_story(part, name):
    assert "«<Ål>»" in fyll(p("x"), name=name, verdier={"a": "«<Ål>»"}, **part)


@pytest.mark.parametrize(
    "tag", ["dc:title", "dc:subject", "dc:creator", "cp:keywords", "dc:description", "cp:category"]
)
def test_tags_work_in_the_document_properties(tag):
    data = docx(p("x"), egenskaper=f"<{tag}>Om {{{{ a }}}}</{tag}>")
    root = tre(WordTemplate(data).render({"a": "R & D\n<1>"}), "docProps/core.xml")
    assert root[0].text == "Om R & D <1>"


def test_the_formatting_around_a_value_stays_and_also_after_it():
    root = tre(WordTemplate(docx(p(b("a {{r x }} b")))).render({"x": "X"}))
    runs = root.findall(f".//{{{W}}}r")
    assert [r.find(f"{{{W}}}rPr/{{{W}}}b") is not None for r in runs] == [True, True, True]


def test_the_background_of_a_cell_follows_a_value():
    table = tabell(["{%tr for f in x %}"], [celle("{% cellbg f %}tekst")], ["{%tr endfor %}"])
    root = tre(WordTemplate(docx(table)).render({"x": ["#ff0000", "00FF00"]}))
    fills = [s.get(f"{{{W}}}fill") for s in root.iter(f"{{{W}}}shd")]
    assert fills == ["FF0000", "00FF00"]
    assert tekst(WordTemplate(docx(table)).render({"x": ["ff0000"]})) == "tekst"


def test_a_template_serves_many_documents():
    template = WordTemplate(docx(p("{{ a }}")))
    assert [tekst(template.render({"a": n})) for n in range(3)] == ["0", "1", "2"]


def test_a_template_that_uses_a_run_with_other_content_keeps_it():
    drawing = run("<w:sym w:font='Wingdings' w:char='F0FC'/>")
    root = tre(WordTemplate(docx(p("{% if 1 %}", drawing, "{% endif %}"))).render({}))
    assert root.find(f".//{{{W}}}sym") is not None
