"""Bokmål and nynorsk: one template, two written languages, and nothing of the one in the other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from zipfile import ZipFile

import pytest
import yaml
from docx import Document
from hjelp import REPO, SKOLER, bytt, sett_dialog, tekst
from lxml import etree
from skjema_hjelp import endret, uten_kontroller, w
from word.lag import NUMBERING, W, b, docx, medlem, p, run
from word.lag import tekst as innhold

from dialoggrunnlag.model.norsk import Dato, oppramsing
from dialoggrunnlag.reading.ordliste import Ordliste
from dialoggrunnlag.word import TemplateError, WordTemplate
from dialoggrunnlag.word.names import XML_SPACE
from dialoggrunnlag.word.translation import translated_file
from dialoggrunnlag.word.wording import Translation

ORDLISTE = yaml.load((REPO / "maler/ordliste.yaml").read_text("utf-8"), yaml.BaseLoader)["ord"]  # noqa: S506 - makes text only
TITLER = ("Pedagogisk grunnlag for Kunnskapsskolen i Buskerud", "Tilstandsrapport", "PULS")
SPRÅK = {"bokmål": "nb-NO", "nynorsk": "nn-NO"}
ANDRE = {"bokmål": "nynorsk", "nynorsk": "bokmål"}
# What people read in attributes
LEST = re.compile(r'\b(?:descr|title|displayText|w:displayText|w:tooltip)="([^"]*)"')
LESTE_VERDIER = re.compile(r'<w:(?:tblCaption|tblDescription|alias) w:val="([^"]*)"')


def ordene(texts):
    return {word.casefold() for text in texts for word in re.findall(r"[^\W\d_]+", text)}


# The one with key figures is made where there are any: test_kunnskapsgrunnlagmal.py
MALER = [
    path
    for path in (REPO / "maler").glob("*.*")
    if path.suffix in {".docx", ".j2"} and path.stem != "kunnskapsgrunnlag"
]
# Words that both languages have, but only one of them in the list
FELLES = {"blir", "med", "om", "skal", "å"}


def bare(målform):
    """The words of the word list that only one of the languages has."""
    own, other = (ordene(pair[m] for pair in ORDLISTE) for m in (målform, ANDRE[målform]))
    return own - other - FELLES


def sett_målform(prosjekt, *ids, målform="nynorsk"):
    path = prosjekt / "data/skoler.yaml"
    source = path.read_text("utf-8")
    for id_ in ids:
        source, count = re.subn(
            rf"^  {id_}:\n", rf"\g<0>    målform: {målform}\n", source, flags=re.MULTILINE
        )
        assert count == 1
    path.write_text(source, "utf-8", newline="\n")


def alle_tekster(path):
    """Everything that somebody reads in a document: texts, attributes, properties."""
    if path.suffix == ".txt":
        return [path.read_text("utf-8")]
    found = []
    with ZipFile(path) as package:
        for name in package.namelist():
            source = package.read(name).decode("utf-8")
            if name.startswith(("docProps/core", "docProps/custom")):
                found.append(re.sub(r"<[^>]*>|[0-9a-f]{64}", " ", source))
            elif re.match(r"word/(document|header|footer|foot|end|glossary/document)", name):
                root = etree.fromstring(source.encode())
                found += ["".join(p.itertext(w("t"))) for p in root.iter(w("p"))]
            found += LEST.findall(source) + LESTE_VERDIER.findall(source)
    return found


def uten_navn(text, skole):
    for name in (*TITLER, skole["navn"], skole["kortnavn"]):
        text = text.replace(name, "")
    return text


UTFYLT = (
    "dato: 3. november 2015",
    "sted: Rom 2",
    "møtelenke: https://example.no/rom",
    "periode: tidlig",
    "deltakere: [{rolle: rektor}]",
    "fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]",
)
AVTALT = """skole: {skole}
runde: 2014
dato: 4. november 2014
mål:
  - mål: Fleire les lange tekstar
    ansvarlig: rektor
    frist: 1. mars 2016
    status: ikke startet
  - tiltak: Leseøkter
"""


@pytest.fixture
def ferdig(prosjekt, dialog):
    """Make all documents of all schools in one of the languages, with nothing or all set."""

    def lag(målform, *, fylt=False):
        if målform == "nynorsk":
            sett_målform(prosjekt, *SKOLER)
        if fylt:
            folder = prosjekt / "data/oppsummeringer/2014"
            folder.mkdir(parents=True)
            for skole in SKOLER:
                sett_dialog(prosjekt, skole, *UTFYLT)
                (folder / f"{skole}.yaml").write_text(AVTALT.format(skole=skole), "utf-8")
        ran = dialog("generer", "--alle", "--alle-dokumenter")
        assert ran.kode == 0, ran.feil
        return [prosjekt / path for path in ran.ut.splitlines()]

    return lag


def test_the_word_list_tells_the_languages_apart():
    assert {"hvem", "skolen", "ansvarlig", "fra"} <= bare("bokmål")
    assert {"kven", "skulen", "ansvarleg", "frå"} <= bare("nynorsk")
    assert not bare("bokmål") & bare("nynorsk")


@pytest.mark.parametrize("fylt", [False, True], ids=["nothing set", "everything set"])
@pytest.mark.parametrize("målform", SPRÅK)
def test_no_word_of_the_other_language_in_any_text(ferdig, målform, fylt):
    foreign = bare(ANDRE[målform])
    documents = ferdig(målform, fylt=fylt)
    assert len(documents) == 13 * len(MALER) >= 52
    for path in documents:
        skole = SKOLER[path.stem.split("-2015-")[1]]
        texts = [uten_navn(text, skole) for text in alle_tekster(path)]
        assert len(ordene(texts)) > 35  # the agenda on the wall has fewest
        found = ordene(texts) & foreign
        # What was agreed is told in the words that somebody wrote.
        assert found <= ordene(re.findall(r": (.*)", AVTALT)), path.name


@pytest.mark.parametrize("målform", SPRÅK)
def test_a_document_says_everywhere_which_language_it_is_in(ferdig, målform):
    for path in ferdig(målform):
        if path.suffix != ".docx":
            continue
        with ZipFile(path) as package:
            whole = "".join(package.read(name).decode() for name in package.namelist())
        assert SPRÅK[ANDRE[målform]] not in whole, path.name
        assert f"<dc:language>{SPRÅK[målform]}</dc:language>" in whole
        for place in ("w:lang", "w:themeFontLang"):
            assert f'<{place} w:val="{SPRÅK[målform]}"' in whole, (path.name, place)


def test_the_same_template_gives_the_same_layout(ferdig):
    def shape(path):
        with ZipFile(path) as package:
            for name in package.namelist():
                if name.startswith(("word/", "docProps/core")) and name.endswith(".xml"):
                    root = etree.fromstring(package.read(name))
                    for element in root.iter(etree.Element):
                        texts = {"descr", "title", w("displayText"), w("val"), XML_SPACE}
                        kept = {k: v for k, v in element.attrib.items() if k not in texts}
                        kept = {k: v for k, v in kept.items() if v not in SPRÅK.values()}
                        yield name, element.tag, tuple(sorted(kept.items()))

    bokmål = {path.name: list(shape(path)) for path in ferdig("bokmål") if path.suffix == ".docx"}
    nynorsk = {path.name: list(shape(path)) for path in ferdig("nynorsk") if path.suffix == ".docx"}
    assert len(bokmål) == 13 * sum(mal.suffix == ".docx" for mal in MALER) >= 39
    assert bokmål == nynorsk


def test_dates_periods_and_lists_are_in_the_schools_language(ferdig, prosjekt):
    ferdig("nynorsk", fylt=True)
    gol = prosjekt / "ut/2015"
    grunnlag = tekst(gol / "dialoggrunnlag-2015-gol.docx")
    assert "tysdag 3. november 2015" in grunnlag.lower()
    for skrevet in ("(bidraget frå i fjor)", "ikkje starta", "Seksjonsleiar KPS", TITLER[0]):
        assert skrevet in grunnlag
    assert "tysdag 3. november 2015" in tekst(gol / "dagsorden-2015-gol.txt").lower()


UKEDAGER = ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "søndag")


@pytest.mark.parametrize(("dag", "ukedag"), list(enumerate(UKEDAGER, 2)))
def test_a_date_in_nynorsk_is_read_back(dag, ukedag):
    dato, skrevet = Dato.les(f"2015-11-0{dag}"), f"{ukedag} {dag}. november 2015"
    assert dato.i("nynorsk") == skrevet
    assert Dato.les(skrevet) == dato
    assert Dato.les(dato.i("bokmål")) == dato


def test_two_schools_in_one_run_have_each_their_own_language(prosjekt, dialog):
    sett_målform(prosjekt, "gol")
    assert dialog("generer", "--alle").kode == 0
    ut = prosjekt / "ut/2015"
    assert "Føremål" in tekst(ut / "dialoggrunnlag-2015-gol.docx")
    assert "Hensikt" in tekst(ut / "dialoggrunnlag-2015-ål.docx")


def test_bokmål_alone_does_not_load_the_word_list(prosjekt):
    (prosjekt / "maler/ordliste.yaml").unlink()
    script = (
        "import sys\n"
        "from dialoggrunnlag.cli.app import run\n"
        "code = run(['generer', '--alle'])\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}))\n"
        "print([name for name in sys.modules if name.endswith('translation')])\n"
        "sys.exit(code)\n"
    )
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015")
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, timeout=60, cwd=prosjekt
    )
    loaded, modules = done.stdout.decode().splitlines()[-2:]
    assert "'lxml'" in loaded
    assert modules == "[]"


def fjern_hensikt(prosjekt):
    hensikt = "  nynorsk: Å bidra til å utvikle verksemda, sett over fem år.\n"
    bytt(prosjekt / "data/runder/2015.yaml", hensikt, "")


def test_a_shared_text_without_nynorsk_is_an_error_where_a_school_of_the_round_writes_it(
    prosjekt, dialog
):
    fjern_hensikt(prosjekt)
    ran = dialog("sjekk")
    assert ran.kode == 0
    assert "advarsel: data/runder/2015.yaml" in ran.feil
    assert "hensikt: Teksten mangler på nynorsk, som ingen skole i runden skriver nå." in ran.feil
    assert "[målform]" in ran.feil
    assert dialog("generer", "--alle").kode == 0  # all are in bokmål
    sett_målform(prosjekt, "gol")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert "hensikt: Teksten mangler på nynorsk." in ran.feil
    assert "advarsel" not in ran.feil


def test_a_text_without_bokmål_is_a_warning_where_all_write_nynorsk(prosjekt, dialog):
    hensikt = "  bokmål: Å bidra til utvikling av virksomheten i et 5-års perspektiv.\n"
    bytt(prosjekt / "data/runder/2015.yaml", hensikt, "")
    sett_målform(prosjekt, *SKOLER)
    ran = dialog("sjekk")
    assert ran.kode == 0, ran.feil
    assert "hensikt: Teksten mangler på bokmål, som ingen skole i runden skriver nå." in ran.feil
    assert dialog("generer", "--alle").kode == 0


def test_a_school_that_has_no_dialogue_in_the_round_makes_no_error(prosjekt, dialog):
    fjern_hensikt(prosjekt)
    sett_målform(prosjekt, "gol")
    path = prosjekt / "data/runder/2015.yaml"
    path.write_text(re.sub(r"  gol:\n(?:    .*\n)*", "", path.read_text("utf-8")), "utf-8")
    ran = dialog("sjekk")
    assert ran.kode == 0, ran.feil
    assert "hensikt: Teksten mangler på nynorsk, som" in ran.feil


def test_a_school_whose_entry_is_faulty_still_writes_what_it_writes(prosjekt, dialog):
    med_avsnitt(prosjekt / "maler/dialoggrunnlag.docx", "Vel møtt!")
    sett_målform(prosjekt, "gol")
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnamn: Gol vgs.")
    assert "ingen skole i runden" not in dialog("sjekk").feil.lower()


@pytest.mark.parametrize("målform", SPRÅK)
def test_the_name_of_the_office_stands_once_for_both_languages(prosjekt, dialog, målform):
    bytt(prosjekt / "data/skoleeier.yaml", "\nkontor:\n", "\nkontor: Buskerud fylkeskommune\n")
    sett_målform(prosjekt, "gol", målform=målform)
    ran = dialog("sjekk")
    assert (ran.kode, ran.feil.count("advarsel")) == (0, 0), ran.feil
    ran = dialog("generer", "--skole", "gol")
    assert Document(ran.ut.strip()).core_properties.author == "Buskerud fylkeskommune"


def test_an_office_that_says_which_language_its_name_is_in_says_no_more(prosjekt, dialog):
    bytt(prosjekt / "data/skoleeier.yaml", "\nkontor:\n", "\nkontor:\n  bokmål: Utdanning\n")
    sett_målform(prosjekt, "gol")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert "kontor: Teksten mangler på nynorsk." in ran.feil


def test_a_school_that_lacks_a_text_fails_alone(prosjekt, dialog):
    fjern_hensikt(prosjekt)
    sett_målform(prosjekt, "gol")
    ran = dialog("generer", "--alle")
    assert ran.kode == 1
    assert len(ran.ut.splitlines()) == 12
    assert "hensikt: Teksten mangler på nynorsk." in ran.feil.splitlines()[-1]
    assert not (prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx").exists()


def test_a_round_in_one_language_needs_no_other(prosjekt, dialog):
    for name in ("runder/2015.yaml", "skoleeier.yaml", "skoler.yaml"):
        path = prosjekt / "data" / name
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes text only
        path.write_text(json.dumps(uten_nynorsk(data), ensure_ascii=False), "utf-8")
    (prosjekt / "maler/ordliste.yaml").unlink()
    ran = dialog("sjekk")
    assert ran.kode == 0, ran.feil


def uten_nynorsk(value):
    if isinstance(value, dict):
        if "nynorsk" in value:
            return value["bokmål"]
        return {key: uten_nynorsk(item) for key, item in value.items() if item != ""}
    return [uten_nynorsk(item) for item in value] if isinstance(value, list) else value


def med_avsnitt(path, text):
    """A template with one more paragraph."""
    document = Document(str(path))
    document.add_paragraph(text)
    document.save(str(path))
    return path


def test_words_that_the_list_lacks_are_told_with_their_place_in_word(prosjekt, dialog):
    mal = med_avsnitt(prosjekt / "maler/dialoggrunnlag.docx", "Vel møtt til dialogen!")
    for målform in ("bokmål", "nynorsk"):
        sett_målform(prosjekt, {"bokmål": "gol", "nynorsk": "ål"}[målform], målform=målform)
        for words in (("sjekk",), ("sjekk", mal)):
            ran = dialog(*words)
            assert ran.kode == (målform == "nynorsk")
            assert "«Vel møtt til dialogen!» finnes ikke på nynorsk" in ran.feil
            assert ran.feil.startswith("advarsel: ") == (målform == "bokmål")
            assert "maler/ordliste.yaml" in ran.feil
            assert re.search(r"dialoggrunnlag\.docx, .*avsnitt \d+", ran.feil)
    assert dialog("generer", "--skole", "gol").kode == 0
    ran = dialog("generer", "--skole", "ål")
    assert (ran.kode, ran.ut) == (1, "")
    assert "«Vel møtt til dialogen!» finnes ikke på nynorsk." in ran.feil


def test_a_template_can_say_itself_what_each_language_is_to_have(prosjekt, dialog):
    (prosjekt / "maler/brev.txt.j2").write_text(
        "{% if skole.målform == 'nynorsk' %}Velkomen til oss!{% else %}Velkommen til oss!{% endif %}",
        "utf-8",
    )
    sett_målform(prosjekt, "gol")
    assert dialog("sjekk").kode == 0
    ran = dialog("generer", "--skole", "gol", "--skole", "ål", "--dokument", "brev")
    assert ran.kode == 0
    made = [(prosjekt / path).read_text("utf-8") for path in ran.ut.splitlines()]
    assert made == ["Velkomen til oss!", "Velkommen til oss!"]


HTML = (
    '<html lang="nb"><!-- av Side --><style>p { margin: 0 }</style>'
    '<meta charset="utf-8"><meta name="description" content="Sted">'
    "{% if runde.år < 3000 %}<b>Sted</b>{% endif %}"
    '<p class="Sted" title="Sted">Fra skoleeier&nbsp;{{ skole.navn }}, kl. 9 &amp; 10</p>'
    "<p>St&oslash;tte fra skoleeier</p></html>"
)


def test_of_html_only_what_people_read_or_hear_is_exchanged(prosjekt, dialog):
    (prosjekt / "maler/vegg.html.j2").write_text(HTML, "utf-8")
    sett_målform(prosjekt, "gol")
    ran = dialog("generer", "--skole", "gol", "--dokument", "vegg")
    assert ran.kode == 1
    assert "«, kl. 9» finnes ikke på nynorsk." in ran.feil
    assert ran.feil.count("finnes ikke") == 1
    (prosjekt / "maler/vegg.html.j2").write_text(HTML.replace(", kl. 9", ""), "utf-8")
    ran = dialog("generer", "--skole", "gol", "--dokument", "vegg")
    assert ran.kode == 0, ran.feil
    assert (prosjekt / ran.ut.strip()).read_text("utf-8") == (
        '<html lang="nn-NO"><!-- av Side --><style>p { margin: 0 }</style>'
        '<meta charset="utf-8"><meta name="description" content="Stad">'
        "<b>Stad</b>"
        '<p class="Sted" title="Stad">Frå skuleeigar&nbsp;Gol vidaregåande skule &amp; 10</p>'
        "<p>Støtte frå skuleeigar</p></html>"
    )


def test_a_template_written_in_nynorsk_serves_the_schools_in_bokmål(prosjekt, dialog):
    sett_målform(prosjekt, "ål")
    assert dialog("generer", "--skole", "gol", "--dokument", "oppsummering").kode == 0
    before = alle_tekster(prosjekt / "ut/2015/oppsummering-2015-gol.docx")
    path = prosjekt / "maler/oppsummering.docx"
    ordliste = Ordliste(prosjekt / "maler/ordliste.yaml", "")
    path.write_bytes(translated_file(path.read_bytes(), ordliste.oversettelse("nynorsk")))
    assert dialog("sjekk").kode == 0
    assert dialog("generer", "--skole", "gol", "--dokument", "oppsummering").kode == 0
    assert alle_tekster(prosjekt / "ut/2015/oppsummering-2015-gol.docx") == before


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("  - bokmål: Hensikt\n    nynorsk: Mål\n", "«Hensikt» står her fra før"),
        ("  - bokmål: Ettertanke\n", "Nøkkelen «nynorsk» mangler."),
        ("  - bokmål: Ettertanke\n    nynorks: Ettertanke\n", "Mente du «nynorsk»?"),
    ],
)
def test_a_word_list_that_is_wrong_is_told_with_its_place(prosjekt, dialog, pair, message):
    path = prosjekt / "maler/ordliste.yaml"
    path.write_text(path.read_text("utf-8") + pair, "utf-8")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert message in ran.feil
    assert re.search(r"^maler/ordliste\.yaml:\d+:\d+: ord\[\d+\]", ran.feil, re.MULTILINE)


def test_a_missing_word_list_is_told_where_a_school_needs_it(prosjekt, dialog):
    (prosjekt / "maler/ordliste.yaml").unlink()
    assert dialog("sjekk").kode == 0
    sett_målform(prosjekt, "gol")
    for words in (("sjekk",), ("generer", "--skole", "gol")):
        ran = dialog(*words)
        assert ran.kode == 1
        assert "maler/ordliste.yaml: " in ran.feil


def felt(code, result):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


ORD = {"Sted": "Stad", "Fra skoleeier": "Frå skuleeigar", "Frist": "Frist", "Les mer": "Les meir"}
OVERSETTELSE = Translation(
    {**ORD, "ikke avtalt": "ikkje avtalt"}, {"nb-no": "nn-NO"}, "ordliste.yaml", "skole.målform"
)
BLIR = {
    "a text in runs that nobody tells apart": (
        p(run("Fra "), run("skole", '<w:lang w:val="en-US"/>'), run("eier", "<w:noProof/>")),
        "Frå skuleeigar",
    ),
    "bold within a text parts it": (p(run("Sted"), b(" Frist")), "Stad Frist"),
    "signs around a text": (p("«Sted»:"), "«Stad»:"),
    "words between tags": (p("{{ a }} Sted {{ a }}"), "x Stad x"),
    "a string that a tag writes": (p("{{ a if false else 'Sted' }}"), "Stad"),
    "a default": (p("{{ '' | default('ikke avtalt', true) }}"), "ikkje avtalt"),
    "an argument": (p("{{ ['1', '2'] | join(' Sted ') }}"), "1 Stad 2"),
    "what is compared stays": (p("{% if 'Sted' == 'Stad' %}1{% else %}Sted{% endif %}"), "Stad"),
    "what is looked up stays": (p("{{ [{'Sted': '1'}] | map(attribute='Sted') | join }}"), "1"),
    "a link that is a field": (p(felt('HYPERLINK "x" \\o "Les mer"', "Les mer")), "Les meir"),
    "a page number": (p("Sted ", felt("PAGE", "Side tre")), "Stad Side tre"),
    "a page number of one element": (
        p('<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>tre</w:t></w:r></w:fldSimple>'),
        "tre",
    ),
    "a choice": (p("{% if skole.målform == 'nynorsk' %}Eg{% else %}Jeg{% endif %}"), "Eg"),
    "a choice the other way round": (p("{% if 'bokmål' != skole.målform %}Eg{% endif %}"), "Eg"),
    "a choice after another": (
        p("{% if a == 1 %}Sted{% elif skole.målform == 'nynorsk' %}Eg{% else %}Jeg{% endif %}"),
        "Eg",
    ),
    "a choice within a tag": (p("{{ 'Eg' if skole.målform == 'nynorsk' else 'Jeg' }}"), "Eg"),
    "a choice within a block": (
        p("{% if a %}{% if skole.målform == 'nynorsk' %}Eg{% endif %}Sted{% endif %}"),
        "EgStad",
    ),
}
MANGLER = {
    "a word that the list lacks": p("Ellers"),
    "a string in a tag": p("{{ 'Ellers' }}"),
    "an argument": p("{{ ['1', '2'] | join(' Ellers ') }}"),
    "a macro's default": p("{% macro m(x='Ellers') %}{{ x }}{% endmacro %}{{ m() }}"),
    "a macro's argument": p("{% macro m(x) %}{{ x }}{% endmacro %}{{ m('Ellers') }}"),
    "a cycle": p("{% for i in [1] %}{{ loop.cycle('Ellers', 'Sted') }}{% endfor %}"),
    "a choice that asks for something more": p(
        "{% if skole.målform == 'nynorsk' and a %}Stad{% else %}Ellers{% endif %}"
    ),
    "before a choice": p("{% if a %}Ellers{% elif skole.målform == 'nynorsk' %}Eg{% endif %}"),
    "after a choice": p("{% if skole.målform == 'nynorsk' %}Eg{% endif %}Ellers"),
    "a link that is a field": p(felt('HYPERLINK "x"', "Ellers")),
    "a link's tooltip": p(felt('HYPERLINK "x" \\o "Ellers"', "Sted")),
    "a heading repeated": p(felt("STYLEREF Tittel", "Ellers")),
    "an alternative text of an old picture": p(
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt="Ellers"/></w:pict></w:r>'
    ),
}


@pytest.mark.parametrize(("block", "expected"), BLIR.values(), ids=BLIR)
def test_words_are_exchanged_and_nothing_else(block, expected):
    template = WordTemplate(docx(block), name="mal.docx", translation=OVERSETTELSE)
    assert innhold(template.render({"a": "x", "skole": {"målform": "nynorsk"}})) == expected


@pytest.mark.parametrize("block", MANGLER.values(), ids=MANGLER)
def test_a_word_that_the_list_lacks_is_never_left_as_it_is(block):
    with pytest.raises(TemplateError) as raised:
        WordTemplate(docx(p("Sted"), block), name="mal.docx", translation=OVERSETTELSE)
    told = [problem for problem in raised.value.problems if "Ellers" in problem.message]
    assert [problem.place.paragraph for problem in told] == [2]


def test_the_label_of_a_numbering_is_a_word_too():
    numbering = NUMBERING.replace('w:val="%1."', 'w:val="Sted %1."')
    extra = {"word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'}
    again = translated_file(docx(p("Sted"), extra=extra), OVERSETTELSE)
    assert 'w:val="Stad %1."' in medlem(again, "word/numbering.xml").decode()


@pytest.mark.parametrize("code", ["nb-NO", "nb", "no-NO", "nb-no", "en-US", ""])
def test_a_template_is_bokmål_unless_it_says_nynorsk(prosjekt, dialog, code):
    path = prosjekt / "maler/dagsorden.docx"
    with ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["word/styles.xml"] = members["word/styles.xml"].replace(b"nb-NO", code.encode())
    with ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    sett_målform(prosjekt, "gol")
    ran = dialog("generer", "--skole", "gol", "--dokument", "dagsorden")
    made = prosjekt / ran.ut.splitlines()[0]
    assert "Stad: ikkje avtalt" in tekst(made)
    styles = medlem(made.read_bytes(), "word/styles.xml").decode()
    assert 'w:lang w:val="nn-NO"' in styles or not code


@pytest.mark.parametrize("målform", SPRÅK)
def test_a_template_compares_alike_in_both_languages(prosjekt, dialog, målform):
    (prosjekt / "maler/p.txt.j2").write_text(
        "{% if dialog.periode == 'tidlig' %}1{% endif %}"
        "{% if dialog.periode != 'sen' and dialog.periode in ['tidlig'] %}2{% endif %}"
        "{{ dialog.periode }}",
        "utf-8",
    )
    bytt(prosjekt / "maler/ordliste.yaml", "  # --- avtalene fra", "  - bokmål: tidlig\n    nynorsk: tidleg\n  # --- avtalene fra")  # fmt: skip
    sett_dialog(prosjekt, "gol", "periode: tidlig")
    if målform == "nynorsk":
        sett_målform(prosjekt, "gol")
    ran = dialog("generer", "--skole", "gol", "--dokument", "p")
    assert ran.kode == 0, ran.feil
    periode = {"bokmål": "tidlig", "nynorsk": "tidleg"}[målform]
    assert (prosjekt / ran.ut.strip()).read_text("utf-8") == f"12{periode}"


@pytest.mark.parametrize(
    ("ledd", "skrevet"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a og b"),
        (["a", None, "b", "", "c"], "a, b og c"),
        ((bit for bit in "abc"), "a, b og c"),
        ("rektor", "rektor"),
    ],
)
def test_a_list_is_told_as_people_say_it(ledd, skrevet):
    assert oppramsing(ledd) == skrevet


def test_a_word_list_with_tags_is_told_at_its_line(prosjekt, dialog):
    bytt(prosjekt / "maler/ordliste.yaml", "nynorsk: Stad\n", 'nynorsk: "Stad {{ skole.nvn }}"\n')
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert re.search(r"maler/ordliste\.yaml:\d+:\d+: ord\[\d+\]\.nynorsk: En tekst", ran.feil)


def test_a_new_template_is_one_warning_where_no_school_writes_the_other_language(prosjekt, dialog):
    path = prosjekt / "maler/brev.txt.j2"
    path.write_text("Vel møtt!\nTa med sekk.\nHilsen oss\n", "utf-8")
    ran = dialog("sjekk")
    assert (ran.kode, ran.feil.count("advarsel: ")) == (0, 1)
    assert "nynorsk, som ingen skole i runden skriver nå. Legg den til" in ran.feil
    assert "«dialog sjekk maler/brev.txt.j2» viser alle de 3 som mangler." in ran.feil
    ran = dialog("sjekk", "maler/brev.txt.j2")
    assert (ran.kode, ran.feil.count("advarsel: maler/brev.txt.j2:")) == (0, 3)
    bytt(
        prosjekt / "data/runder/2015.yaml",
        "\når: 2015\n",
        "\når: 2015\nstille: {målform: Alle skolene skriver bokmål}\n",
    )
    assert "advarsel" not in dialog("sjekk").feil
    sett_målform(prosjekt, "gol")
    ran = dialog("sjekk")
    assert ran.kode == 1
    assert ran.feil.count("finnes ikke på nynorsk") == 3
    assert dialog("generer", "--skole", "ål", "--alle-dokumenter").kode == 0


def test_a_template_far_from_any_school_must_have_both_languages(prosjekt, dialog, tmp_path):
    folder = tmp_path / "andre"
    folder.mkdir()
    (folder / "brev.txt.j2").write_text("Vel møtt!\n", "utf-8")
    (folder / "ordliste.yaml").write_bytes((prosjekt / "maler/ordliste.yaml").read_bytes())
    assert dialog("sjekk", folder / "brev.txt.j2").kode == 1


def test_missing_words_are_comments_in_a_marked_copy(prosjekt, dialog):
    path = med_avsnitt(prosjekt / "maler/dagsorden.docx", "Vel møtt!")
    assert dialog("sjekk", path, "--merk", "merket.docx").kode == 0
    comments = [comment.text for comment in Document("merket.docx").comments]
    assert any("«Vel møtt!» finnes ikke på nynorsk." in text for text in comments)


def test_a_form_in_nynorsk_is_read_back(prosjekt, dialog):
    sett_målform(prosjekt, "gol")
    ran = dialog("generer", "--skole", "gol", "--dokument", "oppsummering")
    data = (prosjekt / ran.ut.strip()).read_bytes()

    def fill(root):
        for prompt, svar in (("Skriv målet", "Alle les kvar dag"), ("Vel status", "ikkje starta")):
            next(t for t in root.iter(w("t")) if t.text == prompt).text = svar

    for form in (data, uten_kontroller(data)):
        (prosjekt / "utfylt.docx").write_bytes(endret(form, fill))
        ran = dialog("oppsummering", "les", "utfylt.docx", "--overskriv")
        assert ran.kode == 0, ran.feil
        summary = yaml.safe_load((prosjekt / ran.ut.strip()).read_text("utf-8"))
        avtale = {"id": "gol-2015-1", "mål": "Alle les kvar dag", "status": "ikke startet"}
        assert summary["avtaler"] == [avtale]
        assert set(summary) == {"skole", "runde", "avtaler"}


def test_prompts_of_either_language_left_in_a_form_are_nobodys_answers(prosjekt, dialog):
    sett_målform(prosjekt, "gol")
    ran = dialog("generer", "--skole", "gol", "--dokument", "oppsummering")
    data = uten_kontroller((prosjekt / ran.ut.strip()).read_bytes())
    (prosjekt / "tomt.docx").write_bytes(data)
    ran = dialog("oppsummering", "les", "tomt.docx")
    assert "Ingenting er fylt ut i skjemaet." in ran.feil
