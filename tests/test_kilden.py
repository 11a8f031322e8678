"""The generated documents against the source of 2015, word for word, for every school."""

from __future__ import annotations

import os
import re
import shutil
from zipfile import ZipFile

import pytest
import yaml
from hjelp import REPO, SKOLER, bytt, deler, i_egen_prosess, i_ett, linjer, sett_dialog, tekst

from dialoggrunnlag.cli.app import run

KILDE = REPO / "tests/kilde/dialoggrunnlag-2015.txt"
MERKELAPPER = {"Hensikt", "Hovedmål", "Delmål", "Datagrunnlag", "Deltakelse", "Tidsramme"}
BIDRAG = "Bidraget fra egen skole til Tilstandsrapport"
BEGGE = (
    "(for de skolene som har tidlig dialog forrige års bidrag. "
    "For de skolene som har sen dialog, årets bidrag.)"
)
VEGGEN = "dagsorden-2015-{}.docx"  # with titles alone
ÅLS_GRUNN = "hvor dialogene av praktiske grunner går mellom"
# How the parts of the second theme begin; the source doesn't say when, the documents do
DELENE = ("Skolen presenterer", "Med utgangspunkt", "Felles oppsummering")
DOKUMENTER = ("dialoggrunnlag-2015-{}.docx", "dagsorden-2015-{}.docx", "dagsorden-2015-{}.txt")


def kilde():
    """The source with its one slip of spelling put right, its Markdown taken away."""
    text = KILDE.read_text("utf-8")
    assert text.count("utdanningsjef") == 3
    text = text.replace("utdanningsjef", "utdanningssjef")
    text = re.sub(r"\[(.*)\]\(#\)", r"\1", text)
    return text.replace(r"\(", "(").replace(r"\)", ")")


def stykker(skole_id):
    """What a school's document must hold, in order: the source's lines with its own times."""
    starts = dict(zip(("0900", "0945", "1130", "1215"), TIDER[skole_id][:4], strict=True))
    for line in kilde().splitlines():
        label, _, rest = line.partition(":")
        if label == "Tidsramme":
            yield label
        elif label in MERKELAPPER:
            yield from filter(None, (label, rest.strip()))
        else:
            for cell in line.split("\t"):
                yield starts.get(cell) or re.sub(r"^(- |\d\. )", "", cell)


NI, TI = (
    ("09:00", "09:45", "11:30", "12:15", "13:00"),
    ("10:00", "10:45", "12:30", "13:15", "14:00"),
)
TIDER = {skole_id: TI if skole_id == "ål" else NI for skole_id in SKOLER}
DELTIDER = dict.fromkeys(SKOLER, ("09:45", "10:25", "11:10")) | {"ål": ("10:45", "11:25", "12:10")}
ANDRE = [skole_id for skole_id in SKOLER if skole_id != "ål"]


@pytest.fixture(scope="module")
def ut(tmp_path_factory):
    """The folder with both document kinds for all schools, made once for this module."""
    folder = tmp_path_factory.mktemp("kilden")
    kinds = ("--dokument", "dialoggrunnlag", "--dokument", "dagsorden")
    words = ("--prosjekt", str(REPO), "--ut", str(folder))
    assert run(["generer", "--alle", *kinds, *words]) == 0
    return folder / "2015"


def uten_deltider(text, skole_id):
    """A text without the parts' clock times, each of which stands before its part."""
    for tid, delen in zip(DELTIDER[skole_id], DELENE, strict=True):
        assert text.count(f"{tid} {delen}") == 1
        text = text.replace(f"{tid} {delen}", delen)
    return text


def test_the_source_is_read_whole():
    pieces = [piece for piece in stykker("gol") if piece]
    assert len(pieces) == 37
    assert pieces[0] == "Dialoggrunnlag - Utviklingsdialoger 2015"
    assert pieces[-3].endswith("hva kan bli bedre - hvordan?")
    assert f"{BIDRAG} {BEGGE}" in pieces
    assert len(SKOLER) == 13


@pytest.mark.parametrize("skole_id", SKOLER)
def test_a_document_holds_every_sentence_of_the_source_in_its_order(ut, skole_id):
    text = uten_deltider(tekst(ut / f"dialoggrunnlag-2015-{skole_id}.docx"), skole_id)
    at = 0
    for piece in filter(None, stykker(skole_id)):
        found = text.find(i_ett(piece), at)
        assert found >= 0, f"«{piece}» mangler etter «…{text[max(0, at - 60) : at]}»"
        at = found + len(i_ett(piece))


@pytest.mark.parametrize("skole_id", SKOLER)
def test_the_slip_of_spelling_is_put_right_and_no_tag_is_left(ut, skole_id):
    for pattern in DOKUMENTER:
        text = tekst(ut / pattern.format(skole_id))
        assert "utdanningssjef" in text or pattern == VEGGEN
        assert "utdanningsjef" not in text
        assert not re.search(r"\{\{|\}\}|\{%|%\}|None|True|False", text)


def tidsramme(ut, skole_id):
    """The paragraphs under the heading Tidsramme."""
    lines = [line.strip() for line in linjer(ut / f"dialoggrunnlag-2015-{skole_id}.docx")]
    below = lines[lines.index("Tidsramme") + 1 : lines.index("Temaer/organisering")]
    assert below
    return " ".join(below)


@pytest.mark.parametrize("skole_id", SKOLER)
def test_the_time_frame_gives_only_the_schools_own_times(ut, skole_id):
    start, slutt = TIDER[skole_id][0], TIDER[skole_id][-1]
    text = tidsramme(ut, skole_id)
    assert text.startswith(f"{start}–{slutt}")
    vanlig = {NI[0], NI[-1]} if skole_id == "ål" else set()
    assert set(re.findall(r"\d+(?:[:.]?\d+)*", text)) == {start, slutt} | vanlig


@pytest.mark.parametrize("skole_id", SKOLER)
@pytest.mark.parametrize("pattern", DOKUMENTER)
def test_every_clock_time_of_a_document_is_the_schools_own(ut, skole_id, pattern):
    path = ut / pattern.format(skole_id)
    text = tekst(path).replace("2015", "").replace("Vanlig tid er 09:00–13:00, ", "")
    if pattern != VEGGEN:
        text = uten_deltider(text, skole_id)
    times = re.findall(r"\b\d\d[:.]?\d\d\b", text)
    assert set(times) == set(TIDER[skole_id])


def test_åls_document_gives_the_exception_and_its_reason(ut):
    text = tidsramme(ut, "ål")
    assert i_ett(text) == (
        "10:00–14:00. Vanlig tid er 09:00–13:00, med unntak av Ål vgs., "
        f"{ÅLS_GRUNN} 10:00 og 14:00."
    )


@pytest.mark.parametrize("skole_id", ANDRE)
def test_no_other_document_mentions_the_exception_its_reason_or_its_times(ut, skole_id):
    for pattern in DOKUMENTER:
        text = tekst(ut / pattern.format(skole_id))
        assert "unntak" not in text
        assert "praktiske grunner" not in text
        assert "10:00" not in text
        assert "14:00" not in text


@pytest.mark.parametrize("skole_id", SKOLER)
def test_no_school_is_named_in_another_schools_document(ut, skole_id):
    others = [skole for other, skole in SKOLER.items() if other != skole_id]
    names = {skole[key] for skole in others for key in ("navn", "kortnavn")}
    names |= {name.removesuffix(".") for name in names}
    assert len(names) == 36
    for pattern in DOKUMENTER:
        path = ut / pattern.format(skole_id)
        parts = list(deler(path)) if path.suffix == ".docx" else [("", path.read_text("utf-8"))]
        for part, content in parts:
            assert not [name for name in names if name in content], f"{path.name}, {part}"


@pytest.mark.parametrize("skole_id", SKOLER)
def test_a_document_names_its_own_school_in_body_header_and_properties(ut, skole_id):
    navn = SKOLER[skole_id]["navn"]
    path = ut / f"dialoggrunnlag-2015-{skole_id}.docx"
    parts = dict(deler(path))
    sider, forside = parts["word/header1.xml"], parts["word/header2.xml"]
    assert navn in sider
    assert forside.partition("\n")[0].strip() == ""  # a place for the logo, above the name
    assert navn in parts["docProps/core.xml"]
    assert navn in map(i_ett, linjer(path))
    assert navn in tekst(ut / f"dagsorden-2015-{skole_id}.docx")
    assert navn in tekst(ut / f"dagsorden-2015-{skole_id}.txt")


@pytest.mark.parametrize("skole_id", SKOLER)
def test_an_agenda_holds_every_theme_with_its_time_in_order(ut, skole_id):
    pieces = [piece for piece in stykker(skole_id) if piece]
    themes = pieces[pieces.index("Tid-minutter") + 1 :]
    assert len(themes) == 12
    for pattern in DOKUMENTER[1:]:
        text, at = tekst(ut / pattern.format(skole_id)), 0
        for name, start, _ in zip(*[iter(themes)] * 3, strict=True):
            title = re.split(r", (?=hva har skolen)| (?=Skolen presenterer|Kort evaluering)", name)[
                0
            ]
            found = min(text.find(start, at), text.find(title, at))
            assert found >= 0, f"«{start}» eller «{title}» mangler i {pattern}"
            at = found + 1


@pytest.mark.parametrize("skole_id", SKOLER)
def test_the_wall_shows_titles_and_the_text_all_that_is_asked(ut, skole_id):
    veggen = tekst(ut / VEGGEN.format(skole_id))
    assert "hva har skolen oppnådd" not in veggen
    assert not [delen for delen in DELENE if delen in veggen]
    text = tekst(ut / f"dagsorden-2015-{skole_id}.txt")
    assert "Hva har skolen oppnådd, hva er de stolte av, hva ser Fylkesutdanningssjefen" in text
    uten_deltider(text, skole_id)


def test_data_that_is_not_known_is_said_to_be_settled_later(ut):
    for pattern in DOKUMENTER:
        assert "Dato: ikke avtalt" in tekst(ut / pattern.format("gol"))


# --- the data files -----------------------------------------------------------------------


def tekster(value):
    """Every text in a YAML file's value; of one in both languages that in bokmål."""
    if isinstance(value, dict) and "nynorsk" in value:
        yield value["bokmål"]
    elif isinstance(value, dict):
        for item in value.values():
            yield from tekster(item)
    elif isinstance(value, list):
        for item in value:
            yield from tekster(item)
    else:
        yield value


def datafil(name):
    return yaml.load((REPO / "data" / name).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - makes text only


def test_the_data_files_hold_every_sentence_of_the_source():
    texts = tekster(datafil("runder/2015.yaml"))
    data = [i_ett(re.sub(r"\{[{%].*?[%}]\}", " ", text)) for text in texts]
    roles = [rolle["rolle"]["bokmål"] for rolle in datafil("skoleeier.yaml")["roller"].values()]
    assert len(roles) == 4
    whole = " ".join([*data, f"{', '.join(roles).capitalize().replace('kps', 'KPS')}."])
    checked = 0
    for line in kilde().splitlines():
        label, _, rest = line.partition(":")
        if label == "Tidsramme" or line.startswith(("Tema\t", "Temaer/")):
            continue
        body = rest if label in MERKELAPPER or line.startswith(("- Skolen:", "- Fra ")) else line
        body = re.sub(r"^\s*(- |\d\. )", "", body.split("\t")[0])
        for sentence in re.split(r"(?<=[.?])\s+|[()]|(?<=Kunnskapsskolen) (?=Skolen)", body):
            words = sentence.strip(" .")
            if words:
                assert words in whole, sentence
                checked += 1
    assert checked == 35


def test_the_data_files_hold_åls_exception_with_its_reason_and_nobody_elses():
    exceptions = {skole_id: s["tidsramme"] for skole_id, s in SKOLER.items() if "tidsramme" in s}
    assert list(exceptions) == ["ål"]
    assert (exceptions["ål"]["start"], exceptions["ål"]["slutt"]) == ("10:00", "14:00")
    assert ÅLS_GRUNN in i_ett(exceptions["ål"]["begrunnelse"]["bokmål"])


def test_the_data_invent_no_dates_names_links_or_figures():
    runde = datafil("runder/2015.yaml")
    assert {value for dialog in runde["dialoger"].values() for value in dialog.values()} == {""}
    assert {punkt.get("lenke", "") for punkt in runde["datagrunnlag"]} == {""}
    numbers = {i: s["organisasjonsnummer"] for i, s in SKOLER.items() if "organisasjonsnummer" in s}
    assert numbers == {"åssiden": "974605937", "røyken": "974605953", "ringerike": "974606208"}


# --- early, late or neither ---------------------------------------------------------------


def bidraget(prosjekt, dialog):
    assert dialog("generer", "--skole", "gol").kode == 0
    lines = linjer(prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx")
    [item] = [i_ett(line) for line in lines if line.startswith(BIDRAG)]
    return item


def test_a_dialogue_that_is_neither_early_nor_late_gets_both_years(prosjekt, dialog):
    assert bidraget(prosjekt, dialog) == f"{BIDRAG} {BEGGE}"


@pytest.mark.parametrize(
    ("field", "which"),
    [
        ("periode: tidlig", "(forrige års bidrag)"),
        ("periode: sen", "(årets bidrag)"),
        ("dato: 1. november 2015", "(forrige års bidrag)"),
        ("dato: 2. november 2015", "(årets bidrag)"),
    ],
)
def test_an_early_or_late_dialogue_gets_the_contribution_of_one_year(
    prosjekt, dialog, field, which
):
    sett_dialog(prosjekt, "gol", field)
    bytt(prosjekt / "data/runder/2015.yaml", "\ntidlig_til:\n", "\ntidlig_til: 1.11.2015\n")
    assert bidraget(prosjekt, dialog) == f"{BIDRAG} {which}"


# --- fields that are set ------------------------------------------------------------------


def test_fields_that_are_set_stand_in_every_document(prosjekt, dialog):
    sett_dialog(
        prosjekt,
        "gol",
        "dato: 3.11.2015",
        "sted: Møterom <2> & «3»",
        "deltakere:",
        "  - rolle: rektor",
        "    navn: Test Testesen",
        "fra_skoleeier: [kvalitetsrådgiver]",
    )
    assert dialog("generer", "--skole", "gol", "--dokument", "dagsorden").kode == 0
    assert dialog("generer", "--skole", "gol").kode == 0
    for pattern in DOKUMENTER:
        text = tekst(prosjekt / "ut/2015" / pattern.format("gol"))
        assert "irsdag 3. november 2015" in text
        assert "Møterom <2> & «3»" in text
        assert "ikke avtalt" not in text
    grunnlag = tekst(prosjekt / "ut/2015/dialoggrunnlag-2015-gol.docx")
    assert "Test Testesen" in grunnlag
    assert "utbytte. Til denne dialogen kommer: Test Testesen, rektor Fra skoleeier:" in grunnlag
    assert "Fra skoleeier: Kvalitetsrådgiver Tidsramme" in grunnlag
    assert "kvalitetsrådgiver" not in grunnlag


def test_a_link_of_the_round_and_a_dialogues_own_become_hyperlinks(prosjekt, dialog):
    url, own = "https://example.no/grunnlag?a=1&b=2", "https://example.no/gol"
    bytt(
        prosjekt / "data/runder/2015.yaml",
        "Kunnskapsskolen i Buskerud\n    lenke:\n",
        f"Kunnskapsskolen i Buskerud\n    lenke: {url}\n",
    )
    sett_dialog(prosjekt, "gol", "lenker:", f"  tilstandsrapport: {own}")
    assert dialog("generer", "--alle").kode == 0
    for skole_id, expected in (("gol", {url, own}), ("ål", {url})):
        path = prosjekt / f"ut/2015/dialoggrunnlag-2015-{skole_id}.docx"
        with ZipFile(path) as package:
            rels = package.read("word/_rels/document.xml.rels").decode("utf-8")
        targets = re.findall(r'Target="(http[^"]*)"', rels)
        assert {target.replace("&amp;", "&") for target in targets} == expected
        assert "Pedagogisk grunnlag for Kunnskapsskolen i Buskerud" in tekst(path)


# --- the same again -----------------------------------------------------------------------


def test_a_second_run_gives_the_same_bytes_and_writes_nothing_again(prosjekt, dialog):
    words = ("generer", "--alle", "--dokument", "dialoggrunnlag", "--dokument", "dagsorden")
    first = dialog(*words)
    folder = prosjekt / "ut/2015"
    files = {path: path.read_bytes() for path in sorted(folder.glob("*.*x*"))}
    assert len(files) == 39
    for path in files:
        os.utime(path, ns=(10**18, 10**18))
    second = dialog(*words)
    assert second.kode == first.kode == 0
    assert second.ut == first.ut
    assert second.feil.count("uendret") == 39
    assert {path: path.read_bytes() for path in sorted(folder.glob("*.*x*"))} == files
    assert {path.stat().st_mtime_ns for path in files} == {10**18}


def test_another_process_seed_time_zone_and_folder_give_the_same_bytes(prosjekt, ut):
    elsewhere = prosjekt.parent / "et annet sted"
    shutil.copytree(prosjekt, elsewhere)
    settings = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Pago_Pago", "LC_ALL": "nb_NO.UTF-8"},
    )
    words = ("generer", "--alle", "--dokument", "dialoggrunnlag", "--dokument", "dagsorden")
    for folder, env in zip((prosjekt, elsewhere), settings, strict=True):
        assert i_egen_prosess(*words, cwd=folder, env=env).kode == 0
        made = {path.name: path.read_bytes() for path in (folder / "ut/2015").glob("*.*x*")}
        assert len(made) == 39
        assert made == {path.name: path.read_bytes() for path in ut.glob("*.*x*")}


def test_a_documents_zip_tells_no_time_and_no_machine(ut):
    path = ut / "dialoggrunnlag-2015-ål.docx"
    with ZipFile(path) as package:
        infos = package.infolist()
    assert infos
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name, content in deler(path) if "dcterms:modified" in content]


def test_the_fingerprints_of_text_documents_are_kept_beside_them(ut):
    marks = {path.name for path in (ut / ".dialog").iterdir()}
    assert marks == {f"dagsorden-2015-{skole_id}.txt.sha256" for skole_id in SKOLER}
