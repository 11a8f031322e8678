"""What a person is told who has written something at the wrong place, or of the wrong kind."""

from __future__ import annotations

import time
import types
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from hjelp import bytt, sett_dialog
from pydantic import TypeAdapter, ValidationError

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.reading import block_examples, yaml_reader
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.json_schema import FILER
from dialoggrunnlag.reading.model_types import is_model, keys_at, plain, type_at
from dialoggrunnlag.reading.oppsummeringsfiler import les_oppsummering
from dialoggrunnlag.reading.project import Project


@pytest.fixture
def problemer(prosjekt):
    """The problems of the copied project's data."""

    def finn():
        try:
            files = Datafiler(Project(prosjekt), 2015)
        except DialogError as error:
            return list(error.problems)
        return [*files.shared, *files.faults()]

    return finn


# --- a block where there is none, and the reverse -----------------------------------------------


def blokker(model, path=()):
    """The path of every block that a file may have: lists, keys with values, entries of both."""
    for name, field in model.model_fields.items():
        yield from blokker_i(field.annotation, (*path, name))


def blokker_i(annotation, path):
    kind = annotation
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(one for one in get_args(kind) if one is not types.NoneType)
    if is_model(plain(kind)):
        yield path
        yield from blokker(plain(kind), path)
    elif get_origin(plain(kind)) is tuple:
        yield path
        yield from blokker_i(get_args(plain(kind))[0], (*path, 0))
    elif get_origin(plain(kind)) is dict:
        yield path
        yield from blokker_i(get_args(plain(kind))[1], (*path, "gol"))


UTEN_BLOKKER = {"ordliste.schema.json", "prosjekt.schema.json"}
BLOKKER = [
    (file, path)
    for file, model in FILER.items()
    if file not in UTEN_BLOKKER
    for path in blokker(model)
]
FEIL_SLAG: tuple[Any, ...] = (
    *("Noe annet.", "kvalitetsrådgiver", "Kari Hansen, rektor", "https://example.no", "a@b.no"),
    *("Kari, Ola og Per", "3. november 2015, Møterom 2", "helg", "45 min", "x" * 200, ""),
    *(["Kari"], ["Kari", "Ola"], [["Kari"]], [{"navn": "Kari"}, {"rolle": "rektor"}], []),
    *({"navn": "Kari"}, {"Kari": "rektor"}, {"noe": ["a"]}, {"a": {"b": "c"}}, {}, None),
)


def test_there_are_blocks_and_each_kind_of_file_has_some():
    assert {file for file, _ in BLOKKER} == set(FILER) - UTEN_BLOKKER
    assert ("runde.schema.json", ("dialoger", "gol", "lenker")) in BLOKKER


@pytest.mark.parametrize(("file", "path"), BLOKKER, ids=str)
def test_what_is_shown_in_place_of_a_text_or_a_block_is_right(file, path):
    model = FILER[file]
    wanted = TypeAdapter(type_at(model, path))
    for written in FEIL_SLAG:
        try:
            wanted.validate_python(written, context={"år": 2015})
            continue
        except ValidationError:
            shown = block_examples.shown(model, path, written, 2015)
        if block_examples.takes_text(type_at(model, path)) and not shown:
            continue  # a text in one or both languages: any text will do
        value = yaml_reader.parse(shown, "vist").data
        value = value[0] if isinstance(path[-1], int) else value[path[-1]]
        wanted.validate_python(value, context={"år": 2015})


GOL = "  gol:\n    dato:\n    sted:\n"
KONTAKT = "    kommune: Gol\n"
VIST = {
    "lenker: https://example.no/a": "lenker:\n  tilstandsrapport: https://example.no/a",
    "lenker: tilstandsrapport": "lenker:\n  tilstandsrapport: https://…",
    "lenker: [https://example.no]": "lenker:\n  tilstandsrapport: https://example.no",
    "lenker:\n      - tilstandsrapport: https://example.no": "lenker:\n"
        "  tilstandsrapport: https://example.no",
    "filer: vedlegg/a.pdf": "filer:\n  tilstandsrapport: vedlegg/a.pdf",
    "stille: helg": "stille:\n  helg: Etter ønske fra skolen",
    "deltakere: Kari, Ola": "deltakere:\n  - navn: Kari\n  - navn: Ola",
    "deltakere: Kari og Ola": "deltakere:\n  - navn: Kari\n  - navn: Ola",
    "deltakere: rektor": "deltakere:\n  - rolle: rektor",
    "deltakere: Kari Moe (rektor), Ola Li (elev)": "deltakere:\n  - navn: Kari Moe\n"
        "    rolle: rektor\n  - navn: Ola Li\n    rolle: elev",
    "deltakere: {navn: Kari}": "deltakere:\n  - navn: Kari",
    "deltakere:\n      navn: Kari\n      rolle: rektor": "deltakere:\n  - navn: Kari\n"
        "    rolle: rektor",
    "deltakere:\n      - Kari Drammensen, rektor": "  - navn: Kari Drammensen\n    rolle: rektor",
    "deltakere:\n      - rektor Kari Moe": "  - navn: Kari Moe\n    rolle: rektor",
    "deltakere:\n      - Kari Moe – rektor": "  - navn: Kari Moe\n    rolle: rektor",
    "deltakere:\n      - Kari Moe, kari@example.no": "  - navn: Kari Moe\n"
        "    epost: kari@example.no",
    "deltakere:\n      - navn: [Kari]": "    navn: Kari",
    "fra_skoleeier: kvalitetsrådgiver, seksjonsleder": "fra_skoleeier:\n  - kvalitetsrådgiver\n"
        "  - seksjonsleder",
    "fra_skoleeier: Per Olsen": "fra_skoleeier:\n  - rådgiver",
    "fra_skoleeier:\n      - [kvalitetsrådgiver]": "  - kvalitetsrådgiver",
    "sted: [Møterom 2]": "sted: Møterom 2",
    "sted:\n      Rom: 2": "sted: 'Rom: 2'",
    "tidsramme: [0900, 1300]": "tidsramme: 10:00–14:00",
    "tidsramme:\n      - start: 9\n      - slutt: 13": "tidsramme:\n  start: 9\n  slutt: 13",
}  # fmt: skip


@pytest.mark.parametrize(("skrevet", "vist"), VIST.items())
def test_what_is_written_in_a_dialogue_is_shown_as_it_should_stand(
    prosjekt, problemer, skrevet, vist
):
    sett_dialog(prosjekt, "gol", skrevet)
    [problem] = problemer()
    assert problem.example == "\n".join(f"    {line}" for line in vist.splitlines())


@pytest.mark.parametrize(
    ("skrevet", "vist"),
    [
        ("kontakt: kari@example.no", "kontakt:\n  epost: kari@example.no"),
        ("kontakt: Kari Moe, kari@example.no",
            "kontakt:\n  navn: Kari Moe\n  epost: kari@example.no"),
        ("kontakt: [kari@example.no]", "kontakt:\n  epost: kari@example.no"),
        ("kontakt:\n      - navn: Kari\n        epost: a@example.no",
            "kontakt:\n  navn: Kari\n  epost: a@example.no"),
    ],
)  # fmt: skip
def test_what_is_written_of_a_school_is_shown_as_it_should_stand(
    prosjekt, problemer, skrevet, vist
):
    bytt(prosjekt / "data/skoler.yaml", KONTAKT, f"    {skrevet}\n")
    [problem] = problemer()
    assert problem.example == "\n".join(f"    {line}" for line in vist.splitlines())


def test_what_breaks_a_rule_is_told_without_an_example(prosjekt, problemer):
    sett_dialog(prosjekt, "gol", "deltakere:\n      - navn: rektor\n        rolle: Kari Moe")
    [problem] = problemer()
    assert problem.message == "Navnet og rollen har byttet plass."
    assert problem.example == ""


# --- a role that is none --------------------------------------------------------------------------

ROLLENE = "Rollene er: fylkesutdanningssjef, assisterende, seksjonsleder, kvalitetsrådgiver."


@pytest.mark.parametrize(
    ("skrevet", "råd"),
    [
        ("Per Olsen", ROLLENE),
        ("rektor", ROLLENE),
        ("Kvalitetsrådgiver", "Mente du «kvalitetsrådgiver»?"),
        ("kvalitetsrådgivere", "Mente du «kvalitetsrådgiver»?"),
        ("rådgiver", "Mente du «kvalitetsrådgiver»?"),
        ("seksjonsleder KPS", "Mente du «seksjonsleder»?"),
        ("assisterande fylkesutdanningssjef", "Mente du «assisterende»?"),
        ("Seksjonsleiar  KPS", "Mente du «seksjonsleder»?"),
    ],
)
def test_a_role_that_is_none_is_told_with_the_roles_that_there_are(
    prosjekt, problemer, skrevet, råd
):
    sett_dialog(prosjekt, "gol", f"fra_skoleeier: [{skrevet}]")
    [problem] = problemer()
    skrevet = " ".join(skrevet.split())
    assert problem.message == f"Rollen «{skrevet}» finnes ikke i data/skoleeier.yaml."
    assert problem.remedy == råd


def test_the_name_of_somebody_who_has_a_role_is_told_as_the_role(prosjekt, problemer):
    bytt(
        prosjekt / "data/skoleeier.yaml",
        "  seksjonsleder:\n",
        "  seksjonsleder:\n    navn: Per Olsen\n",
    )
    sett_dialog(prosjekt, "gol", "fra_skoleeier: [per olsen]")
    [problem] = problemer()
    assert problem.remedy == "Mente du «seksjonsleder»?"


# --- keys -----------------------------------------------------------------------------------------


def test_the_keys_below_one_that_may_be_empty_are_its_own():
    runde, skoler = FILER["runde.schema.json"], FILER["skoler.schema.json"]
    målformer = ["bokmål", "nynorsk"]
    tidsramme = ["start", "slutt", "begrunnelse"]
    assert keys_at(runde, ("dialoger", "gol", "tidsramme")) == tidsramme
    assert keys_at(runde, ("dialoger", "gol", "tidsramme", "begrunnelse")) == målformer
    assert keys_at(skoler, ("skoler", "gol", "kontakt")) == ["navn", "epost"]
    assert keys_at(skoler, ("skoler", "gol", "tidsramme", "begrunnelse")) == målformer
    assert keys_at(runde, ("dagsorden", 0, "deler", 1, "varighet")) == målformer
    assert keys_at(runde, ("dialoger", "gol", "deltakere", 0)) == ["navn", "rolle", "epost"]
    assert keys_at(runde, ("dialoger", "gol", "sted")) == []
    assert keys_at(runde, ("dialoger", "gol", "ukjent", "ukjent")) == []


I_DIALOGEN = {
    "Dato: 3.11.2015": "Mente du «dato»?",
    "date: 3.11.2015": "Mente du «dato»?",
    "stad: Rom 2": "Mente du «sted»?",
    "møterom: 2": "Mente du «sted»?",
    "fra skoleeier: []": "Mente du «fra_skoleeier»?",
    "frå_skuleeigar: []": "Mente du «fra_skoleeier»?",
    "participants: []": "Mente du «deltakere»?",
    "klokkeslett: 10-14": "Mente du «tidsramme»?",
    "vedlegg: a.pdf": "Mente du «filer»?",
    "kontakt: Kari": "Den hører hjemme i data/skoler.yaml, under «skoler.gol».",
    "målform: nynorsk": "Den hører hjemme i data/skoler.yaml, under «skoler.gol».",
    "navn: Kari": "Den hører hjemme under «dialoger.gol.deltakere[1]».",
    "epost: kari@example.no": "Den hører hjemme under «dialoger.gol.deltakere[1]».",
    "minutter: 45": "Den hører hjemme under «dialoger.gol.dagsorden[1]».",
    "tidlig_til: 3.11.2015": "Den hører hjemme ytterst, uten innrykk.",
    "første_dag: 3.11.2015": "Den hører hjemme ytterst, uten innrykk.",
    "orgnr: 974605937": "Den heter «organisasjonsnummer», og hører hjemme i data/skoler.yaml, "
        "under «skoler.gol».",
    "deltakere: [{namn: Kari}]": "Mente du «navn»?",
    "deltakere: [{navn: Kari, stilling: rektor}]": "Mente du «rolle»?",
    "deltakere: [{navn: Kari, bursdag: 32}]": "Mulige nøkler: navn, rolle, epost.",
    "deltakere: [{navn: Kari, telefon: 32}]": "Den hører hjemme under «kontaktperson».",
    "tidsramme: {start: 9, slutt: 13, grunn: Buss}": "Mente du «begrunnelse»?",
    "tidsramme: {start: 9, slutt: 13, begrunnelse: {nynorsk: Buss, bokmal: Buss}}":
        "Mente du «bokmål»?",
}  # fmt: skip
OM_SKOLEN = {
    "dato: 3.11.2015": "Den hører hjemme i data/runder/2015.yaml, under «dialoger.gol».",
    "fra_skoleeier: []": "Den hører hjemme i data/runder/2015.yaml, under «dialoger.gol».",
    "epost: a@example.no": "Den hører hjemme under «skoler.gol.kontakt».",
    "tidlig_til: 3.11.2015": "Den hører hjemme i data/runder/2015.yaml, ytterst, uten innrykk.",
    "namn_på_skolen: Gol": "Mulige nøkler: navn, kortnavn, målform, kommune, "
        "organisasjonsnummer, kontakt, tidsramme, reisetid, opprettet, nedlagt, tidligere.",
    "Kommune: Gol": "Mente du «kommune»?",
    "orgnr: 974605937": "Mente du «organisasjonsnummer»?",
}  # fmt: skip
I_RUNDEN = {
    "dato: 3.11.2015": "Den hører hjemme under «dialoger.…».",
    "skoler: {}": "Den hører hjemme i data/skoler.yaml, ytterst, uten innrykk.",
    "roller: {}": "Den hører hjemme under «datoer».",  # in the same file
    "vedlegg_fra: []": "Den hører hjemme i data/skoleeier.yaml, ytterst, uten innrykk.",
    "datoar: {}": "Mente du «datoer»?",
    "høyst_i_uken: 2": "Den hører hjemme under «datoer».",
    "kan_ikke: [uke 43]": "Den hører hjemme under «dialoger.…».",
    "kontor: Fylket": "Den hører hjemme i data/skoleeier.yaml, ytterst, uten innrykk.",
    "forste_dag: 3.11.2015": "Mente du «første_dag»?",
    "tidlig til: 3.11.2015": "Mente du «tidlig_til»?",
}


@pytest.mark.parametrize(("skrevet", "råd"), I_DIALOGEN.items())
def test_a_key_in_a_dialogue_that_has_none_like_it_is_told_where_it_belongs(
    prosjekt, problemer, skrevet, råd
):
    sett_dialog(prosjekt, "gol", skrevet)
    [problem] = problemer()
    assert problem.remedy == råd


@pytest.mark.parametrize(("skrevet", "råd"), OM_SKOLEN.items())
def test_a_key_of_a_school_that_has_none_like_it_is_told_where_it_belongs(
    prosjekt, problemer, skrevet, råd
):
    bytt(prosjekt / "data/skoler.yaml", KONTAKT, f"    {skrevet}\n")
    [problem] = problemer()
    assert problem.remedy == råd


@pytest.mark.parametrize(("skrevet", "råd"), I_RUNDEN.items())
def test_a_key_of_the_round_that_has_none_like_it_is_told_where_it_belongs(
    prosjekt, problemer, skrevet, råd
):
    bytt(prosjekt / "data/runder/2015.yaml", "\ntidlig_til:\n", f"\n{skrevet}\n")
    [problem] = problemer()
    assert problem.remedy == råd


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("data/runder/2015.yaml", "\ndagsorden:\n", "\nagenda:\n", "agenda:"),
        ("data/skoler.yaml", "kortnavn: Gol vgs.", "kortnamn: Gol vgs.", "    kortnamn: Gol vgs."),
    ],
)
def test_a_key_that_must_be_there_and_is_misspelt_is_told_once_at_its_line(
    prosjekt, problemer, file, old, new, line
):
    bytt(prosjekt / file, old, new)
    [problem] = problemer()
    assert problem.source == line
    assert problem.remedy.startswith("Mente du")


@pytest.mark.parametrize(
    ("epost", "råd"),
    [
        ("32 80 00 00", "Her skal det ikke stå et telefonnummer."),
        ("kari.example.no", "Tegnet @ mangler. Skriv for eksempel postmottak@example.no."),
        ("kari@example", "Skriv for eksempel postmottak@example.no."),
    ],
)
def test_what_is_no_address_of_mail_is_told_by_what_it_lacks(prosjekt, problemer, epost, råd):
    sett_dialog(prosjekt, "gol", f"deltakere: [{{navn: Kari, epost: {epost}}}]")
    [problem] = problemer()
    assert problem.remedy == råd


DIALOGEN = (
    "  gol:\n    dato:\n    sted:\n    periode:\n    deltakere:\n    fra_skoleeier:\n    lenker:\n"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "path", "råd"),
    [
        ("data/runder/2015.yaml", DIALOGEN, "gol:\n  dato:\n  sted:\n", "gol", "dialoger"),
        ("data/skoleeier.yaml", "kontor:\n", "rådgiver:\n  rolle: rådgiver\n", "rådgiver",
            "roller"),
    ],
)  # fmt: skip
def test_an_entry_that_stands_too_far_out_is_told_where_it_belongs(
    prosjekt, problemer, file, old, new, path, råd
):
    bytt(prosjekt / file, old, new)
    [problem] = problemer()
    assert problem.path == path
    hjemme = f"Den hører hjemme under «{råd}»; rett innrykket."
    assert problem.remedy in (hjemme, "Gi den 2 mellomrom, som linje 276.")


def test_an_entry_that_stands_too_far_in_is_told_where_it_belongs(prosjekt, problemer):
    sett_dialog(prosjekt, "gol", "sted: Rom 2\n    hol:\n      dato:\n      sted:")
    [problem] = problemer()
    assert problem.path == "dialoger.gol.hol"
    assert problem.remedy == "Gi den 2 mellomrom, som linje 284."


def test_a_colon_in_an_item_is_told_once_with_the_keys_that_it_should_have(prosjekt, problemer):
    lunsj = (
        "- tittel:\n      bokmål: Lunsj v/skolen\n      nynorsk: Lunsj v/skulen\n    minutter: 45"
    )
    bytt(prosjekt / "data/runder/2015.yaml", lunsj, "- Lunsj: 45 min")
    [problem] = problemer()
    assert problem.path == "dagsorden[3].Lunsj"
    assert problem.example == "  - tittel: Lunsj\n    minutter: 45 min"


def test_a_name_for_a_key_that_stands_there_already_is_not_suggested(prosjekt, problemer):
    bytt(prosjekt / "data/runder/2015.yaml", "\ndialoger:\n", "\nskoler:\n")
    assert [problem.remedy for problem in problemer()] == ["Mente du «dialoger»?"]
    bytt(prosjekt / "data/runder/2015.yaml", "\nskoler:\n", "\nskoler: {}\ndialoger:\n")
    [problem] = problemer()
    assert problem.remedy == "Den hører hjemme i data/skoler.yaml, ytterst, uten innrykk."


@pytest.mark.parametrize(
    ("skrevet", "melding", "råd"),
    [
        ("tidsramme: 9-1", "Tidsrammen slutter 01:00, men begynner 09:00.",
            "Skriv 13:00 når den slutter om ettermiddagen."),
        ("tidsramme: 14-10", "Tidsrammen slutter 10:00, men begynner 14:00.", "Bytt dem om."),
        ("lenker: {tilstandsrapport: www.example.no/a}",
            "«www.example.no/a» er verken en adresse eller en fil som finnes.",
            "Skriv https://www.example.no/a"),
        ("lenker: {Tilstandsrapport 2015: https://example.no}",
            "«Tilstandsrapport 2015» kan ikke være en id (et kort navn i filer og kommandoer).",
            "Bruk små bokstaver, tall og bindestrek: tilstandsrapport-2015."),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_told_with_what_was_likely_meant(
    prosjekt, problemer, skrevet, melding, råd
):
    sett_dialog(prosjekt, "gol", skrevet)
    [problem] = problemer()
    assert (problem.message, problem.remedy) == (melding, råd)


def test_a_thousand_schools_that_are_all_wrong_are_told_in_no_time(prosjekt, problemer):
    feil = "{navn: N, kortnavn: K, dato: 3, rektor: Kari, kontakt: Kari, tidsramme: []}"
    skoler = "".join(f"  skole-{n}: {feil}\n" for n in range(1000))
    (prosjekt / "data/skoler.yaml").write_text(f"skoler:\n{skoler}", "utf-8")
    start = time.process_time()
    assert len(problemer()) == 4000
    assert time.process_time() - start < 5


# --- dates in summaries ---------------------------------------------------------------------------


@pytest.mark.parametrize("frist", ["1.3.16", "1/3-2016", "tirsdag den 1. mars 2016", "1. mar. 16"])
def test_a_deadline_is_read_as_dates_are_elsewhere(prosjekt, frist):
    file = prosjekt / "data/oppsummeringer/2015/gol.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(
        f"skole: gol\nrunde: 2015\nmål: [{{mål: Fler, ansvarlig: rektor, frist: {frist}}}]\n"
    )
    summary = les_oppsummering(Project(prosjekt), 2015, "gol")
    assert str(summary.mål[0].frist) == "tirsdag 1. mars 2016"


@pytest.mark.parametrize(
    ("frist", "melding"),
    [
        ("før jul", "«før jul» er ikke en dato."),
        ("1. mars", "Året mangler i datoen «1. mars». Skriv for eksempel 1. mars 2015."),
        ("1.3.20", "Årstallet i «1.3.20» har bare to sifre."),
        ("30. februar 2016", "Datoen «30. februar 2016» finnes ikke."),
    ],
)
def test_a_deadline_that_is_no_date_is_kept_and_told(prosjekt, dialog, frist, melding):
    fil = prosjekt / "data/oppsummeringer/2015/gol.yaml"
    fil.parent.mkdir(parents=True)
    fil.write_text(
        f"skole: gol\nrunde: 2015\nmål: [{{mål: Fler, ansvarlig: rektor, frist: {frist}}}]\n"
    )
    assert les_oppsummering(Project(prosjekt), 2015, "gol").mål[0].frist == frist
    i_setningen = melding[:1].lower() + melding[1:]
    assert f"Fristen for målet «Fler» kan ikke forfalle: {i_setningen}" in dialog("sjekk").feil
