"""Errors: every one names its place; all that a template has come in one run."""

import pytest
from lag import celle, docx, p, tabell

from dialoggrunnlag.word import Limits, TemplateError, WordTemplate


def feil(*blocks, verdier=None, limits=None, **parts):
    """The lines of the error that a template or its filling gives."""
    with pytest.raises(TemplateError) as caught:
        WordTemplate(docx(*blocks, **parts), name="mal.docx", limits=limits).render(verdier or {})
    return str(caught.value).splitlines()


OVERSKRIFT = p("Deltakelse", style="Overskrift1")

COMPILE = {
    "an unclosed tag": (
        [p("a"), p("{{ navn")],
        "mal.docx, avsnitt 2: {{ navn: Taggen er ikke lukket. Skriv «}}» i det samme avsnittet.",
    ),
    "an unclosed block under a heading": (
        [OVERSKRIFT, p("{% if x %}")],
        "mal.docx, avsnitt 2 (under «Deltakelse»): {% if x %}: Blokken er ikke lukket. "
        "Skriv «{% endif %}» der den skal slutte.",
    ),
    "a closing tag without a block": (
        [p("{% endfor %}")],
        "mal.docx, avsnitt 1: {% endfor %}: Taggen hører ikke til noen åpen {% for … %}. "
        "Fjern den, eller skriv taggen som skal åpne blokken.",
    ),
    "blocks that cross": (
        [p("{% if x %}{% for i in y %}{% endif %}{% endfor %}")],
        "mal.docx, avsnitt 1 («{% if x %}{% for i in y %}{% …»): {% endif %}: "
        "Taggen hører ikke til noen åpen {% if … %}. Sett «{% endfor %}» foran den; den lukker {% for i in y %}.",
    ),
    "an unknown tag": (
        [p("{% fro i in x %}")],
        "mal.docx, avsnitt 1: {% fro i in x %}: Taggen «fro» finnes ikke. Mente du «for»?",
    ),
    "two prefixed tags in a paragraph": (
        [p("{%p if x %}{%p endif %}")],
        "mal.docx, avsnitt 1 («{%p if x %}{%p endif %}»): {%p endif %}: Taggen står i det samme "
        "avsnittet som {%p if x %}, som tar hele avsnittet. Gi hver av dem sitt eget avsnitt.",
    ),
    "text beside a prefixed tag": (
        [p("Pris: {%p if x %}"), p("{%p endif %}")],
        "mal.docx, avsnitt 1 («Pris: {%p if x %}»): {%p if x %}: Teksten «Pris:» ved siden av "
        "taggen ville ha blitt borte. Flytt den til et annet avsnitt, eller skriv taggen uten «p», «tc» og «tr».",
    ),
    "text beside a row tag": (
        [tabell(["{%tr for i in x %}", "Pris"], ["a", "b"], ["{%tr endfor %}", ""])],
        "mal.docx, tabell 1, rad 1, kolonne 2: Pris: Innholdet ville ha blitt borte: "
        "{%tr for i in x %} tar hele tabellraden. Gi taggen sin egen rad.",
    ),
    "a row tag outside a table": (
        [p("{%tr if x %}"), p("{%tr endif %}")],
        "mal.docx, avsnitt 1: {%tr if x %}: Taggen gjelder en tabellrad, men står utenfor en "
        "tabell. Skriv den med «p», eller flytt den inn i tabellen.",
    ),
    "a closing tag in another cell": (
        [tabell(["{% if x %}a", "b{% endif %}"])],
        "mal.docx, tabell 1, rad 1, kolonne 2: {% endif %}: Taggen står i en annen celle enn "
        "{% if x %} (tabell 1, rad 1, kolonne 1), som den hører til. Skriv begge i det samme "
        "avsnittet, eller la hver av dem være alene i sitt avsnitt eller sin tabellrad, med det "
        "de styrer, mellom seg.",
    ),
    "a closing tag in another row": (
        [tabell(["{% if x %}a"], ["b{% endif %}"])],
        "mal.docx, tabell 1, rad 2, kolonne 1: {% endif %}: Taggen står i en annen tabellrad enn "
        "{% if x %} (tabell 1, rad 1, kolonne 1), som den hører til. Skriv begge i det samme "
        "avsnittet, eller la hver av dem være alene i sitt avsnitt eller sin tabellrad, med det "
        "de styrer, mellom seg.",
    ),
    "merged cells": (
        [tabell(["{% hm %}a"])],
        "mal.docx, tabell 1, rad 1, kolonne 1: {% hm %}: Sammenslåtte celler stenger skjermlesere "
        "ute og støttes ikke. Del opp cellen, eller gjenta innholdet i hver rad.",
    ),
    "another template": (
        [p("{% include 'x' %}")],
        "mal.docx, avsnitt 1: {% include 'x' %}: Word-maler kan ikke hente inn eller bygge på "
        "andre maler.",
    ),
    "an expression that doesn't end": (
        [p("{{ a b }}")],
        "mal.docx, avsnitt 1: {{ a b }}: Uttrykket skulle ha sluttet før «b». Sett inn det som "
        "mangler mellom ordene, for eksempel punktum, «or» eller «|».",
    ),
    "an empty tag": (
        [p("{{ }}")],
        "mal.docx, avsnitt 1: {{ }}: Taggen er tom. Skriv hva som skal stå der, for eksempel "
        "{{ skole.navn }}.",
    ),
    "an empty statement": (
        [p("{% %}")],
        "mal.docx, avsnitt 1: {% %}: Taggen er tom. Skriv hva den skal gjøre, eller fjern den.",
    ),
    "an unknown filter": (
        [p("{{ a|storbokstav }}")],
        "mal.docx, avsnitt 1: {{ a|storbokstav }}: Filteret «storbokstav» finnes ikke.",
    ),
    "a name with an underscore": (
        [p("{{ _rendering }}")],
        "mal.docx, avsnitt 1: {{ _rendering }}: Navnet «_rendering» er motorens eget og kan "
        "ikke brukes i en mal.",
    ),
    "a cell colour outside a table": (
        [p("{% cellbg 'DDEEFF' %}")],
        "mal.docx, avsnitt 1: {% cellbg 'DDEEFF' %}: Taggen setter fargen på en tabellcelle, men "
        "står ikke i en celle. Flytt den inn i cellen.",
    ),
}


@pytest.mark.parametrize("case", COMPILE.values(), ids=COMPILE)
def test_a_template_that_cannot_work_says_where_and_why(case):
    blocks, expected = case
    assert feil(*blocks)[0] == expected


RUN = {
    "an unknown name": (
        [p("{{ navm }}")], {"navn": 1},
        "mal.docx, avsnitt 1: {{ navm }}: Feltet «navm» finnes ikke. Mente du «navn»?",
    ),
    "an unknown name in a test": (
        [p("{% if navm %}{% endif %}")], {"navn": 1},
        "mal.docx, avsnitt 1: {% if navm %}: Feltet «navm» finnes ikke. Mente du «navn»?",
    ),
    "an unknown field": (
        [tabell(["a"], ["{{ skole.navm }}"])], {"skole": {"navn": 1}},
        "mal.docx, tabell 1, rad 2, kolonne 1: {{ skole.navm }}: Feltet «navm» finnes ikke. "
        "Mente du «navn»?",
    ),
    "an item of a loop": (
        [p("{% for i in x %}"), p("{{ 10 // i.n }}"), p("{% endfor %}")],
        {"x": [{"navn": "Ane", "n": 1}] * 36 + [{"navn": "Bo", "n": 0}]},
        "mal.docx, avsnitt 2, runde 37 av {% for i in x %} («Bo»): {{ 10 // i.n }}: "
        "Her deles det på null.",
    ),
    "an item of a loop that looks ahead": (
        [p("{% for i in x %}{{ 10 // i }}{{ ',' if not loop.last }}{% endfor %}")],
        {"x": [1, 0, 2]},
        "mal.docx, avsnitt 1 («{% for i in x %}{{ 10 // i …»), runde 2 av {% for i in x %} («0»): "
        "{{ 10 // i }}: "
        "Her deles det på null.",
    ),
    "a value that isn't a list": (
        [p("{% for i in x %}{% endfor %}")], {"x": 5},
        "mal.docx, avsnitt 1: {% for i in x %}: Løkken skal gå over en liste, men verdien er «5». "
        "Bruk feltet som er listen.",
    ),
    "a character that XML can't hold": (
        [p("{{ a }}")], {"a": "Kari\x08"},
        "mal.docx, avsnitt 1: {{ a }}: Verdien inneholder tegnet U+0008 etter «Kari», som et "
        "Word-dokument ikke kan inneholde. Fjern tegnet i dataene.",
    ),
    "text and number": (
        [p("{{ 'a' + 1 }}")], {},
        "mal.docx, avsnitt 1: {{ 'a' + 1 }}: Tekst og tall kan ikke legges sammen; bruk «~» "
        "mellom dem.",
    ),
    "an empty field and a number": (
        [p("{{ [1, a]|sum }}")], {"a": None},
        "mal.docx, avsnitt 1: {{ [1, a]|sum }}: Det regnes med et felt som er tomt; skriv "
        "«| default(0, true)» etter feltet.",
    ),
    "a loop's number outside the loop": (
        [p("{{ loop.index }}")], {},
        "mal.docx, avsnitt 1: {{ loop.index }}: «loop» finnes bare i en løkke, og her er det ingen. "
        "Skriv taggen i teksten i løkken, eller lag en løkke til der den står.",
    ),
    "a private attribute": (
        [p("{{ a.__class__ }}")], {"a": 1},
        "mal.docx, avsnitt 1: {{ a.__class__ }}: Feltet «__class__» er ikke tillatt i en mal.",
    ),
    "a format trick": (
        [p("{{ '{0.__class__}'.format(a) }}")], {"a": 1},
        "mal.docx, avsnitt 1: {{ '{0.__class__}'.format(a) }}: Feltet «__class__» er ikke tillatt "
        "i en mal.",
    ),
    "a huge range": (
        [p("{% for i in range(10**9) %}{% endfor %}")], {},
        "mal.docx, avsnitt 1: {% for i in range(10**9) %}: Løkken ville ha gått mer enn 100 000 "
        "ganger.",
    ),
    "a colour that is none": (
        [tabell([celle("{% cellbg f %}x")])], {"f": "rød"},
        "mal.docx, tabell 1, rad 1, kolonne 1: {% cellbg f %}: «rød» er ikke en farge. Skriv seks "
        "tegn, for eksempel DDEEFF.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RUN.values(), ids=RUN)
def test_a_value_that_cannot_be_written_says_where_and_why(case):
    blocks, values, expected = case
    assert feil(*blocks, verdier=values) == [expected]


def test_all_errors_of_a_template_come_in_one_run():
    lines = feil(
        p("{{ a b }}"), p("{{ c d }}"), tabell(["{{ e|ukjent }}"]), topptekst=p("{% if x %}")
    )
    assert [line.split(": ")[0] for line in lines] == [
        "mal.docx, avsnitt 1",
        "mal.docx, avsnitt 2",
        "mal.docx, tabell 1, rad 1, kolonne 1",
        "mal.docx, topptekst, avsnitt 1",
    ]


@pytest.mark.parametrize(
    "expression",
    [
        "'a' * 10**9",
        "[1] * 10**9",
        "10 ** 99999",
        "'%999999999d' % 1",
        "'{:999999999}'.format(1)",
        "'x'|center(10**9)",
        "'x'.ljust(10**9)",
        "'x'|indent(10**9)",
        "[1]|batch(10**9, 'x')|list",
        "'%*d' % (999999999, 1)",
        "range(100000)|join('a' * 1000)",
        "('a' * 100000)|replace('a', 'b' * 1000)",
        "('a' * 100000).replace('a', 'b' * 1000)",
    ],
)
def test_an_expression_that_would_fill_the_memory_is_refused(expression):
    assert "urimelig" in feil(p("{{ " + expression + " }}"))[0]


def test_a_text_that_doubles_itself_is_refused():
    template = p(
        "{% set n = namespace(x='xxxxxxxxxx') %}{% for i in range(60) %}"
        "{% set n.x = n.x ~ n.x %}{% endfor %}"
    )
    assert "urimelig lang" in feil(template)[0]


def test_a_number_or_a_list_that_doubles_itself_is_refused():
    for start, change in (("10", "n.x * n.x"), ("[1, 2]", "n.x + n.x")):
        template = p(
            "{% set n = namespace(x=" + start + ") %}{% for i in range(60) %}"
            "{% set n.x = " + change + " %}{% endfor %}"
        )
        assert "urimelig" in feil(template)[0]


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in x %}" * 25 + "{% endfor %}" * 25,
        "{% if x %}" * 200 + "{% endif %}" * 200,
        "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
        "{{ " + "not " * 3000 + "x }}",
    ],
    ids=["loops", "ifs", "brackets", "nots"],
)
def test_absurd_nesting_is_a_placed_error(text):
    line = feil(p(text), verdier={"x": []})[0]
    assert line.startswith("mal.docx, avsnitt 1")
    assert "for dypt inne i hverandre" in line


def test_errors_of_blocks_and_of_expressions_come_together():
    lines = feil(p("{% if x %}"), p("{{ a b }}"), p("{{ }}"))
    assert [line.split(": ")[0][-1] for line in lines] == ["1", "2", "3"]


def test_what_says_nothing_to_a_reader_is_refused():
    class Skole:
        navn = "Ål"

    assert "Skriv hvilket etter et punktum: navn." in feil(p("{{ s }}"), verdier={"s": Skole()})[0]
    assert "en funksjon" in feil(p("{{ s.upper }}"), verdier={"s": "x"})[0]


@pytest.mark.parametrize("beside", ["<w:r><w:br w:type='page'/></w:r>", "<w:r><w:drawing/></w:r>"])
def test_more_than_text_beside_a_prefixed_tag_is_not_lost_silently(beside):
    lines = feil(p("{%p if x %}", beside), p("{%p endif %}"))
    assert "ville ha blitt borte" in lines[0]


def test_a_macro_that_calls_itself_ends():
    line = feil(p("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"))[0]
    assert "Malen kaller seg selv" in line


def test_loops_within_loops_end():
    nested = p("{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}")
    line = feil(nested, limits=Limits(turns=5000))[0]
    assert "Løkkene går mer enn 5000 ganger." in line


def test_a_document_has_a_largest_size():
    loop = p("{% for a in range(9999) %}", "xxxxxxxxxx", "{% endfor %}")
    assert "urimelig stort" in feil(loop, limits=Limits(characters=50_000))[0]


def test_endless_iterators_end():
    def forever():
        while True:
            yield 1

    line = feil(p("{% for i in x %}{% endfor %}"), verdier={"x": forever()})[0]
    assert "Løkkene går mer enn" in line


def test_a_number_that_is_too_long_is_told_with_its_place():
    with pytest.raises(TemplateError, match="Tallet er urimelig langt") as caught:
        WordTemplate(docx(p("a"), p("{{ " + "1" * 5000 + " }}")))
    assert caught.value.problems[0].place.paragraph == 2


def test_a_macro_that_calls_itself_over_and_over_ends_in_an_error():
    source = (
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}"
    )
    template = WordTemplate(docx(p(source)), limits=Limits(turns=20_000))
    with pytest.raises(TemplateError, match="mer enn 20 000 ganger"):
        template.render({})
