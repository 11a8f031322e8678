"""What validators that aren't ours say of all that the program makes, in both languages."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
from hjelp import SKOLER, sett_dialog
from libreoffice import SOFFICE, Kontor, uno_python
from skjema_hjelp import endret, fylt_av_motoren, tomt
from test_epost import lest
from test_kalender import les, verdi
from validatorer import feil_i_pdf, feil_i_word, trenger_sdk, trenger_verapdf

from dialoggrunnlag.model.oppsummering import Oppsummering

pytestmark = pytest.mark.treg

trenger_kontor = pytest.mark.skipif(
    not (SOFFICE and uno_python()) and not os.environ.get("CI"),
    reason="LibreOffice or its UNO bridge is not installed",
)
# Older Office knows on and off only; Word today and the standard know true as well.
LIBREOFFICES_EGET = r"/w:trPr\[1\]/w:(?:cantSplit|tblHeader)\[1\]: .*'true'"
MÅLFORMER = ("bokmål", "nynorsk")
NAVN = (
    "deltakere: [{rolle: rektor, navn: 'Åse Øby-Ødegård, «rektor»; \"sjef\"', epost: r@example.no}]",
    "fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]",
)
KONTAKT = "    kontakt: {navn: 'Åse Øby, rektor', epost: post@example.no}\n"
KONTOR = (
    "\nkontor: {bokmål: Utdanning & læring, nynorsk: Utdanning & læring}\nepost: utd@example.no\n"
)
SKJEMA = {
    "skole": "gol",
    "runde": "2015",
    "dato": "3. november 2015",
    "til_stede": ["rektor", "kvalitetsrådgiver"],
    "oppnådd": "Flere fullfører.\nFraværet har gått ned.",
    "uten_elevnavn": "ja",
    "avtaler": [{"mål": "Lavere fravær", "status": "i gang", "frist": "før jul"}],
    "mål": [{"mål": f"Mål {n}", "tiltak": "a\nb", "frist": "1. mars 2016"} for n in range(5)],
    "evaluering": {"bra": "God tid"},
}


def sett_alle(prosjekt, målform):
    path = prosjekt / "data/skoler.yaml"
    source = path.read_text("utf-8")
    changed, count = re.subn(r"(?m)^    navn: ", rf"    målform: {målform}\n\g<0>", source)
    assert count == len(SKOLER)
    path.write_text(changed, "utf-8")


def sett_møter(prosjekt, *more, flyttet=False):
    """Every school has a date and a place; where ``flyttet``, one has moved and one is cancelled."""
    for number, skole in enumerate(SKOLER):
        day = 2 + number % 5 + 7 * (number // 5)
        lines = [f"dato: {day}. november 2015", "sted: Møterom 2, Øvre Å; 3. etasje", *more]
        if flyttet and number == 0:
            lines[0] = "dato: 26. november 2015"
        if flyttet and number == 1:
            lines.append("avlyst: ja")
        if flyttet and number < 2:
            lines.append("endring: 1")
        sett_dialog(prosjekt, skole, *lines)


def sett_adresser(prosjekt):
    schools, owner = prosjekt / "data/skoler.yaml", prosjekt / "data/skoleeier.yaml"
    schools.write_text(
        re.sub(r"(?m)^  \S+:\n(?=    )", rf"\g<0>{KONTAKT}", schools.read_text("utf-8")), "utf-8"
    )
    owner.write_text(owner.read_text("utf-8").replace("\nkontor:\n", KONTOR), "utf-8")


# --- documents -----------------------------------------------------------------------------------


@trenger_sdk
@pytest.mark.parametrize("målform", MÅLFORMER)
def test_every_document_is_what_word_expects(prosjekt, dialog, målform):
    sett_alle(prosjekt, målform)
    ran = dialog("generer", "--alle", "--alle-dokumenter")
    assert ran.kode == 0, ran.feil
    files = sorted(prosjekt.glob("ut/2015/*.docx"))
    assert len(files) == 3 * len(SKOLER)
    assert feil_i_word(files) == []


@trenger_kontor
@trenger_verapdf
@pytest.mark.parametrize("målform", MÅLFORMER)
def test_every_pdf_is_for_the_archive_and_for_everybody(prosjekt, dialog, målform):
    sett_alle(prosjekt, målform)
    ran = dialog("generer", "--alle", "--alle-dokumenter", "--pdf")
    assert ran.kode == 0, ran.feil
    files = sorted(prosjekt.glob("ut/2015/*.pdf"))
    assert len(files) == 3 * len(SKOLER)
    assert feil_i_pdf(files, "2b", "ua1") == []


@trenger_kontor
@trenger_verapdf
def test_the_validator_knows_a_pdf_that_is_neither(tmp_path):
    (tmp_path / "vanlig.docx").write_bytes(tomt())
    subprocess.run(
        [
            *(SOFFICE, f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"),
            *("--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "vanlig.docx"),
        ],
        capture_output=True,
        check=True,
    )
    for profile in ("2b", "ua1"):
        assert feil_i_pdf([tmp_path / "vanlig.pdf"], profile)


@trenger_sdk
def test_the_validator_knows_a_document_that_word_would_mend(tmp_path):
    def to_av_samme(root):
        root[0].append(root[0][-1].__copy__())  # two sectPr: at most one is allowed

    (tmp_path / "galt.docx").write_bytes(endret(tomt(), to_av_samme))
    assert feil_i_word([tmp_path / "galt.docx"])


@pytest.fixture
def skjemaer(tmp_path):
    for name, data in {
        "tomt": tomt(),
        "fylt": fylt_av_motoren(Oppsummering.model_validate(SKJEMA)),
    }.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    return sorted(tmp_path.glob("*.docx"))


@trenger_sdk
def test_a_form_is_what_word_expects_empty_and_filled_in(skjemaer):
    assert feil_i_word(skjemaer) == []


@trenger_sdk
@trenger_kontor
def test_a_form_saved_by_libreoffice_is_what_word_expects(skjemaer, tmp_path):
    saved = []
    with Kontor() as office:
        for path in skjemaer:
            saved.append(tmp_path / f"lagret-{path.name}")
            office.lagre_om(path, saved[-1])
    faults = [fault for fault in feil_i_word(saved) if not re.search(LIBREOFFICES_EGET, fault)]
    assert faults == []


# --- calendars and invitations -------------------------------------------------------------------


def innkallinger(prosjekt, dialog):
    """All drafts and the round's meetings by UID, every file held against its standard."""
    for words in (["generer", "--alle-dokumenter"], ["innkalling"]):
        ran = dialog(*words, "--alle")
        assert ran.kode == 0, ran.feil
    ran = dialog("plan", "--kalender")
    assert ran.kode == 0, ran.feil
    for path in prosjekt.glob("ut/2015/kalender-2015-*.ics"):
        assert len(les(path.read_bytes())[1]) == 1, path.name
    drafts = [lest(path.read_bytes()) for path in sorted(prosjekt.glob("ut/2015/*.eml"))]
    _, events = les((prosjekt / "ut/2015/kalender-2015.ics").read_bytes())
    assert len(drafts) == len(events) == len(SKOLER)
    made = {path.read_bytes() for path in (prosjekt / "ut/2015").iterdir() if path.is_file()}
    for draft in drafts:
        assert draft["X-Unsent"] == "1"
        assert [part.defects for part in draft.walk() if part.defects] == []
        for part in draft.iter_attachments():
            assert part.get_payload(decode=True) in made, part.get_filename()
    return drafts, {verdi(event, "UID"): event for event in events}


@pytest.mark.parametrize("målform", MÅLFORMER)
def test_every_calendar_and_draft_keeps_its_standard(prosjekt, dialog, målform):
    sett_alle(prosjekt, målform)
    sett_møter(prosjekt)
    drafts, _ = innkallinger(prosjekt, dialog)
    assert not any(draft["To"] for draft in drafts)

    sett_adresser(prosjekt)
    sett_møter(prosjekt, *NAVN)
    drafts, before = innkallinger(prosjekt, dialog)
    assert {draft["To"].addresses[0].display_name for draft in drafts} == {"Åse Øby, rektor"}

    sett_møter(prosjekt, *NAVN, flyttet=True)
    _, after = innkallinger(prosjekt, dialog)
    assert after.keys() == before.keys()
    numbers = [int(verdi(event, "SEQUENCE")) for event in after.values()]
    assert sorted(numbers) == [0] * (len(SKOLER) - 2) + [1, 1]
    assert [verdi(event, "STATUS") for event in after.values()].count("CANCELLED") == 1
