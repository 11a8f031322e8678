"""Invitations: what they bring, that nothing in them is out of date, and whom they go to."""

from __future__ import annotations

import email
import re
import shlex
import shutil
from email import policy
from pathlib import Path

import pytest
from docx import Document
from hjelp import SKOLER, bytt, sett_dialog
from icalendar import Calendar
from skjema_hjelp import fylt_av_motoren
from test_malform import bare, ordene, sett_målform, uten_navn

from dialoggrunnlag.model.oppsummering import Oppsummering

DATERT = (
    "dato: 3. november 2015",
    "sted: Møterom 2",
    "deltakere: [{rolle: rektor, navn: Åse Øby, epost: rektor@example.no}]",
    "fra_skoleeier: [kvalitetsrådgiver]",
)
FLYTTET = ("dato: 4. november 2015", *DATERT[1:])
KONTAKT = "    kontakt:\n      navn: Åse Øby\n      epost: post@example.no\n"
GOL = ("--skole", "gol")


def sett_kontakt(prosjekt, *ids):
    path = prosjekt / "data/skoler.yaml"
    source = path.read_text("utf-8")
    for id_ in ids:
        source = source.replace(f"  {id_}:\n", f"  {id_}:\n{KONTAKT}")
    path.write_text(source, "utf-8", newline="\n")


@pytest.fixture
def gol(prosjekt, dialog):
    """The project with a dialogue at Gol whose documents are made."""
    sett_dialog(prosjekt, "gol", *DATERT)
    sett_kontakt(prosjekt, "gol")
    bytt(
        prosjekt / "data/skoleeier.yaml",
        "\nkontor:\n",
        "\nkontor:\n  bokmål: Utdanning\n  nynorsk: Utdanning\nepost: utd@example.no\n",
    )
    assert dialog("generer", *GOL, "--alle-dokumenter").kode == 0
    return prosjekt


def utkast(prosjekt, skole="gol"):
    data = (prosjekt / f"ut/2015/innkalling-2015-{skole}.eml").read_bytes()
    return email.message_from_bytes(data, policy=policy.default)


def vedlegg(message):
    return {
        part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()
    }


def tekst(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


# --- what an invitation is ------------------------------------------------------------------------


def test_a_draft_to_the_schools_contact_with_all_that_it_brings(gol, dialog):
    ran = dialog("innkalling", *GOL)
    assert ran.kode == 0, ran.feil
    assert ran.ut == "ut/2015/kalender-2015-gol.ics\nut/2015/innkalling-2015-gol.eml\n"
    message = utkast(gol)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == (
        "Innkalling til utviklingsdialog 2015 – Gol vgs., tirsdag 3. november 2015 kl. 09:00"
    )
    [to], [sender] = message["To"].addresses, message["From"].addresses
    assert (to.display_name, to.addr_spec) == ("Åse Øby", "post@example.no")
    assert (sender.display_name, sender.addr_spec) == ("Utdanning", "utd@example.no")
    names = {
        "Dialoggrunnlag 2015 - Gol vgs.docx": "dialoggrunnlag-2015-gol.docx",
        "Oppsummering 2015 - Gol vgs.docx": "oppsummering-2015-gol.docx",
        "Utviklingsdialog 2015 - Gol vgs.ics": "kalender-2015-gol.ics",
    }
    found = vedlegg(message)
    assert list(found) == list(names)
    for name, data in found.items():
        assert data == (gol / "ut/2015" / names[name]).read_bytes()
        assert f"- {name}\n" in tekst(message)
    assert "Dato: tirsdag 3. november 2015\nTid: kl. 09:00–13:00\nSted: Møterom 2\n" in tekst(
        message
    )
    assert "- Kvalitetsrådgiver\n" in tekst(message)


@pytest.mark.treg
def test_where_a_pdf_is_made_it_is_sent_for_reading_and_the_word_file_is_not(gol, dialog):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    assert dialog("generer", *GOL, "--alle-dokumenter", "--pdf").kode == 0
    assert dialog("innkalling", *GOL).kode == 0
    names = list(vedlegg(utkast(gol)))
    assert names == [
        "Dialoggrunnlag 2015 - Gol vgs.pdf",
        "Oppsummering 2015 - Gol vgs.docx",
        "Utviklingsdialog 2015 - Gol vgs.ics",
    ]


def test_the_calendar_asks_those_who_have_an_address(gol, dialog):
    dialog("innkalling", *GOL)
    [part] = [p for p in utkast(gol).iter_attachments() if p.get_content_type() == "text/calendar"]
    assert part["Content-Type"].params["method"] == "REQUEST"
    [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert event["ORGANIZER"] == "mailto:utd@example.no"
    # The contact is the rector, by name: one person, at the address that the mail goes to
    assert event["ATTENDEE"] == "mailto:post@example.no"


@pytest.mark.parametrize("målform", ["bokmål", "nynorsk"])
def test_no_word_of_the_other_language(prosjekt, dialog, målform):
    if målform == "nynorsk":
        sett_målform(prosjekt, *SKOLER)
    for skole in SKOLER:
        sett_dialog(prosjekt, skole, *DATERT)
    other = {"bokmål": "nynorsk", "nynorsk": "bokmål"}[målform]
    markers = {
        "nynorsk": {"ikkje", "frå", "saman", "helsing"},
        "bokmål": {"ikke", "fra", "sammen", "hilsen"},
    }
    foreign = bare(other) | markers[other]
    for lines in ((), ("endring: 1",), ("endring: 2", "avlyst: ja")):
        for skole in SKOLER:
            sett_dialog(prosjekt, skole, *DATERT, *lines)
        assert dialog("generer", "--alle", "--alle-dokumenter").kode == 0
        ran = dialog("innkalling", "--alle")
        assert ran.kode == 0, ran.feil
        for skole, entry in SKOLER.items():
            message = utkast(prosjekt, skole)
            text = uten_navn(f"{message['Subject']}\n{tekst(message)}", entry)
            text = re.sub(r"\S+\.(docx|ics|pdf)", "", text)
            assert not ordene([text]) & foreign, text
            assert len(ordene([text])) > 10


def test_the_same_data_give_the_same_draft(gol, dialog):
    dialog("innkalling", *GOL)
    path = gol / "ut/2015/innkalling-2015-gol.eml"
    first = path.read_bytes()
    path.unlink()
    dialog("innkalling", *GOL)
    assert path.read_bytes() == first
    assert "uendret           Gol vgs.: innkalling.eml" in dialog("innkalling", *GOL).feil


def test_without_addresses_the_draft_has_none_and_it_is_said(prosjekt, dialog):
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015")
    dialog("generer", *GOL, "--alle-dokumenter")
    ran = dialog("innkalling", *GOL)
    assert ran.kode == 0
    nobody = (
        "skoler.gol: Gol vgs. har dato, men mangler «kontakt», så innkallingen får ingen mottaker."
    )
    assert nobody in ran.feil
    assert "[mangler-kontakt]" in ran.feil
    assert nobody in dialog("sjekk").feil
    missing = (
        "Gol vgs. har dato, men mangler sted. Skriv «sted» i dialogen, "
        "eller «møtelenke» når den holdes på nett. [mangler-sted]"
    )
    assert missing in ran.feil
    assert missing in dialog("sjekk").feil
    message = utkast(prosjekt)
    assert (message["To"], message["From"]) == (None, None)
    assert "Sted: ikke avtalt\n" in tekst(message)
    assert "Hilsen\nSkoleeier\n" in tekst(message)


# --- copies ---------------------------------------------------------------------------------------

DELTAR = (
    "deltakere:",
    "  - {navn: Åse Øby, epost: post@example.no}",
    "  - {rolle: elevrådsleder, epost: elev@example.no}",
    "  - {navn: Per Ås, rolle: rektor, epost: Per@example.no}",
    "  - {navn: Kari Li, epost: per@example.no}",
    "  - {rolle: tillitsvalgt}",
    "fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]",
)


@pytest.fixture
def med_kopi(gol, dialog):
    """A round whose participants are to have copies; two of them have no address."""
    sett_dialog(gol, "gol", *DATERT[:2], *DELTAR)
    bytt(gol / "data/runder/2015.yaml", "\når: 2015\n", "\når: 2015\nkopi: deltakere\n")
    rolle = "  seksjonsleder:\n"
    bytt(gol / "data/skoleeier.yaml", rolle, f"{rolle}    epost: leder@example.no\n")
    assert dialog("generer", *GOL, "--alle-dokumenter").kode == 0
    return gol


def test_those_who_take_part_get_copies_each_address_once(med_kopi, dialog):
    assert dialog("innkalling", *GOL).kode == 0
    message = utkast(med_kopi)
    assert [to.addr_spec for to in message["To"].addresses] == ["post@example.no"]
    copies = [(one.display_name, one.addr_spec) for one in message["Cc"].addresses]
    assert copies == [
        ("Per Ås", "Per@example.no"),
        ("elevrådsleder", "elev@example.no"),
        ("seksjonsleder KPS", "leder@example.no"),
    ]


def test_a_role_without_an_address_is_told_once_for_many_schools(med_kopi, dialog):
    sett_dialog(med_kopi, "ål", *DATERT)
    sett_kontakt(med_kopi, "ål")
    assert dialog("generer", "--skole", "ål", "--alle-dokumenter").kode == 0
    ran = dialog("innkalling", "--alle")
    assert ran.kode == 0, ran.feil
    rollen = [linje for linje in ran.feil.splitlines() if "roller.kvalitetsrådgiver" in linje]
    assert len(rollen) == 1
    assert "Gol vgs. og Ål vgs. har dato, men rollen «kvalitetsrådgiver» mangler" in rollen[0]
    assert "Gol vgs. har dato, men tillitsvalgt mangler" in ran.feil  # by its draft


def test_those_without_an_address_are_told(med_kopi, dialog):
    for words in (("innkalling", *GOL), ("sjekk",)):
        said = dialog(*words).feil
        assert said.count("[mangler-epost]") == 2
        who = "Gol vgs. har dato, men {} mangler «epost» og får ikke kopi av innkallingen."
        assert f"deltakere[5]: {who.format('tillitsvalgt')}" in said
        assert f"kvalitetsrådgiver: {who.format('rollen «kvalitetsrådgiver»')}" in said
    bytt(med_kopi / "data/runder/2015.yaml", "\nkopi: deltakere\n", "\nkopi:\n")
    assert "mangler-epost" not in dialog("sjekk").feil
    assert dialog("innkalling", *GOL).kode == 0
    assert utkast(med_kopi)["Cc"] is None


def test_a_school_without_contact_still_sends_copies(med_kopi, dialog):
    bytt(med_kopi / "data/skoler.yaml", KONTAKT, "    kontakt:\n")
    ran = dialog("innkalling", *GOL)
    assert "skoler.gol.kontakt: Gol vgs. har dato, men mangler «kontakt»" in ran.feil
    message = utkast(med_kopi)
    assert message["To"] is None
    assert ("Åse Øby", "post@example.no") in [
        (one.display_name, one.addr_spec) for one in message["Cc"].addresses
    ]


def test_an_invitation_is_outdated_when_who_gets_copies_changes(med_kopi, dialog):
    dialog("innkalling", *GOL)
    assert dialog("status", *GOL, "--krev-fersk").kode == 0
    bytt(med_kopi / "data/runder/2015.yaml", "\nkopi: deltakere\n", "\n")
    assert dialog("status", *GOL, "--krev-fersk").kode == 1


# --- files of the data basis ----------------------------------------------------------------------


def test_the_files_of_the_data_basis_are_sent_along(gol, dialog):
    bytt(
        gol / "data/runder/2015.yaml",
        "  - id: kunnskapsgrunnlag\n",
        '  - id: kunnskapsgrunnlag\n    fil: "vedlegg/puls {{ skole.id }}.pdf"\n',
    )
    sett_dialog(gol, "gol", *DATERT, "filer:", "  tilstandsrapport: annet/puls gol.pdf")
    ran = dialog("innkalling", *GOL)
    assert ran.kode == 1
    assert ran.feil.count("finnes ikke. Legg den der") == 2
    own = r"2015\.yaml:\d+:\d+: datagrunnlag\[1\]\.fil: Filen «vedlegg/puls gol"
    assert re.search(own, ran.feil)
    assert re.search(r"dialoger\.gol\.filer\.tilstandsrapport: Filen «annet/puls gol", ran.feil)
    for folder, data in (("vedlegg", b"puls"), ("annet", b"rapport")):
        (gol / folder).mkdir()
        (gol / folder / "puls gol.pdf").write_bytes(data)
    assert dialog("innkalling", *GOL).kode == 0
    found = vedlegg(utkast(gol))
    assert found["puls gol.pdf"] == b"puls"
    assert found["tilstandsrapport-puls gol.pdf"] == b"rapport"


# --- nothing that is out of date ------------------------------------------------------------------


def uten_dato(prosjekt):
    sett_dialog(prosjekt, "gol", "sted: Møterom 2")


def nye_data(prosjekt):
    bytt(prosjekt / "data/runder/2015.yaml", "bokmål: Lunsj v/skolen", "bokmål: Lunsj")


def ikke_laget(prosjekt):
    (prosjekt / "ut/2015/oppsummering-2015-gol.docx").unlink()


def redigert(prosjekt, slag="dialoggrunnlag"):
    path = prosjekt / f"ut/2015/{slag}-2015-gol.docx"
    document = Document(str(path))
    document.add_paragraph("Skrevet for hånd")
    document.save(str(path))
    return path


def redigert_og_nye_data(prosjekt):
    redigert(prosjekt)
    nye_data(prosjekt)


KOMMANDO = "dialog generer --skole gol --dokument"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (uten_dato, "dialoger.gol: Dialogen har ingen dato, så ingen kan kalles inn."),
        (nye_data, f"gol.docx: Dokumentet er eldre enn dataene eller malen. Kjør: {KOMMANDO} dialoggrunnlag\n"),
        (ikke_laget, f"gol.docx: Dokumentet er ikke laget. Kjør: {KOMMANDO} oppsummering\n"),
        (redigert_og_nye_data, f"endret siden. Ta endringene inn for hånd, eller erstatt det (en kopi beholdes): {KOMMANDO} dialoggrunnlag --overskriv\n"),
    ],
)  # fmt: skip
def test_no_draft_is_made_of_what_is_out_of_date(gol, dialog, change, message):
    change(gol)
    ran = dialog("innkalling", *GOL)
    assert (ran.kode, ran.ut) == (1, "")
    assert message in ran.feil
    assert not list((gol / "ut/2015").glob("*.eml"))
    assert not list((gol / "ut/2015").glob("*.ics"))


def test_documents_that_are_lacking_at_many_schools_are_made_by_one_command(gol, dialog):
    shutil.rmtree(gol / "ut")
    for skole in SKOLER:
        sett_dialog(gol, skole, *DATERT)
    alle = ("innkalling", "--alle")
    ran = dialog(*alle)
    assert ran.kode == 1
    assert ran.feil.count("dialog generer") == 1
    assert len(ran.feil.splitlines()) < 2 * len(SKOLER)
    assert "Ål vgs.: dialoggrunnlag.docx og oppsummering.docx må lages først\n" in ran.feil
    kommando = "  dialog generer --alle --dokument dialoggrunnlag --dokument oppsummering\n"
    assert ran.feil.endswith(kommando)
    for command in re.findall(r"^  dialog (generer .*)$", ran.feil, re.MULTILINE):
        assert dialog(*command.split()).kode == 0
    assert dialog(*alle).kode == 0


def test_only_the_schools_whose_documents_are_lacking_are_in_the_command(gol, dialog):
    sett_dialog(gol, "ål", *DATERT)
    sett_dialog(gol, "lier", *DATERT)
    nye_data(gol)
    redigert(gol)
    assert dialog("generer", "--skole", "ål", "--alle-dokumenter").kode == 0
    ran = dialog("innkalling", "--alle")
    assert ran.kode == 1
    assert "Gol vgs.: ut/2015/dialoggrunnlag-2015-gol.docx: Dokumentet er redigert" in ran.feil
    *_, siste = ran.feil.splitlines()
    assert (
        "  dialog generer --skole lier --dokument dialoggrunnlag --dokument oppsummering"
        in ran.feil
    )
    assert "--skole gol" not in siste


@pytest.mark.parametrize("change", [nye_data, ikke_laget])
def test_the_command_in_the_message_makes_them_new(gol, dialog, change, tmp_path):
    change(gol)
    ran = dialog("innkalling", *GOL)
    command = re.search(r"Kjør: dialog (generer .*)$", ran.feil, re.MULTILINE)[1]
    assert dialog(*command.split()).kode == 0
    assert dialog("innkalling", *GOL).kode == 0


def test_a_document_edited_by_hand_from_the_newest_data_is_sent_as_it_is(gol, dialog):
    redigert(gol)
    assert dialog("innkalling", *GOL).kode == 0
    made = (gol / "ut/2015/dialoggrunnlag-2015-gol.docx").read_bytes()
    assert vedlegg(utkast(gol))["Dialoggrunnlag 2015 - Gol vgs.docx"] == made


def test_another_folder_is_in_the_command_that_is_told(gol, dialog):
    ran = dialog("innkalling", *GOL, "--ut", "et annet", "--runde", "2015")
    command = re.search(r"Kjør: dialog (generer .*)$", ran.feil, re.MULTILINE)[1]
    assert command.endswith(" --runde 2015 --ut 'et annet'")
    assert dialog(*shlex.split(command)).kode == 0
    assert dialog("innkalling", *GOL, "--ut", "et annet").kode == 0


def test_schools_without_a_date_are_passed_over_and_told_once(gol, dialog):
    ran = dialog("innkalling", "--alle")
    assert ran.kode == 0
    assert ran.ut.splitlines()[-1] == "ut/2015/innkalling-2015-gol.eml"
    passed_over = ran.feil.splitlines()[-1]
    assert passed_over.startswith("Dialogene ved Drammen vgs., Åssiden vgs., ")
    assert passed_over.endswith(" og Ål vgs. har ingen dato, så ingen blir kalt inn dit.")
    assert "Gol" not in passed_over


def test_a_school_that_is_named_and_has_no_date_is_an_error(gol, dialog):
    ran = dialog("innkalling", *GOL, "--skole", "lier")
    assert (ran.kode, len(ran.ut.splitlines())) == (1, 2)
    assert "dialoger.lier: Dialogen har ingen dato, så ingen kan kalles inn." in ran.feil


def test_a_school_that_fails_doesnt_stop_the_others(gol, dialog):
    sett_dialog(gol, "lier", *DATERT)
    sett_dialog(gol, "ål", "dato: 3. november")
    ran = dialog("innkalling", "--alle")
    assert ran.kode == 1
    assert ran.ut.splitlines()[-1] == "ut/2015/innkalling-2015-gol.eml"
    assert "Ikke alt ble laget for 2 skoler:" in ran.feil


def test_a_date_that_is_lost_is_an_error_among_all_schools_too(gol, dialog):
    dialog("innkalling", *GOL)
    sett_dialog(gol, "gol", "sted: Møterom 2")
    for words in (("innkalling", "--alle"), ("plan", "--kalender")):
        ran = dialog(*words)
        assert ran.kode == 1
        assert "Dialogen har ingen dato lenger, men er tirsdag 3. november 2015" in ran.feil


def test_what_holds_is_not_in_the_command_that_is_told(gol, dialog):
    """A form that is filled in by hand isn't replaced for the sake of another document."""
    form = redigert(gol, "oppsummering")
    filled = form.read_bytes()
    redigert_og_nye_data(gol)
    ran = dialog("innkalling", *GOL)
    command = re.search(r": dialog (generer .*)$", ran.feil, re.MULTILINE)[1]
    assert "oppsummering" not in command
    assert dialog(*shlex.split(command)).kode == 0
    assert dialog("innkalling", *GOL).kode == 0
    assert form.read_bytes() == filled


def test_no_draft_is_written_without_its_calendar(gol, dialog):
    dialog("innkalling", *GOL)
    path = gol / "ut/2015/kalender-2015-gol.ics"
    path.write_bytes(path.read_bytes().replace(b"SUMMARY:Utv", b"SUMMARY:X Utv"))
    draft = (gol / "ut/2015/innkalling-2015-gol.eml").read_bytes()
    sett_dialog(gol, "gol", *FLYTTET, "endring: 1")
    dialog("generer", *GOL, "--alle-dokumenter")
    ran = dialog("innkalling", *GOL)
    assert (ran.kode, ran.ut) == (1, "")
    assert "kalender-2015-gol.ics er ikke rørt. Dataene er endret siden" in ran.feil
    assert (gol / "ut/2015/innkalling-2015-gol.eml").read_bytes() == draft


def test_after_the_dialogue_the_invitation_holds(gol, dialog):
    dialog("innkalling", *GOL)
    form = gol / "ut/2015/oppsummering-2015-gol.docx"
    made = Oppsummering.model_validate({"skole": "gol", "runde": "2015", "lært": "Små grep"})
    form.write_bytes(fylt_av_motoren(made))
    assert dialog("oppsummering", "les", form).kode == 0
    dialog("generer", *GOL, "--alle-dokumenter")
    assert dialog("status", *GOL, "--krev-fersk").kode == 0


def test_the_rounds_calendar_is_read_once_for_all_schools(gol, dialog, monkeypatch):
    assert dialog("plan", "--kalender").kode == 0
    read = []

    def read_file(path, shown):
        read.append(path.name)
        return path.read_bytes()

    monkeypatch.setattr("dialoggrunnlag.dokumenter.flyttinger.read_file", read_file)
    dialog("innkalling", "--alle")
    assert read == ["kalender-2015.ics", "kalender-2015-gol.ics"]


def test_a_date_that_is_taken_away_is_told_as_everywhere_else(gol, dialog):
    dialog("innkalling", *GOL)
    sett_dialog(gol, "gol", "sted: Møterom 2")
    said = "Dialogen har ingen dato lenger, men er tirsdag 3. november 2015"
    assert said in dialog("innkalling", *GOL).feil
    assert said in dialog("sjekk").feil


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.mkdir(parents=True), "«vedlegg/gol.pdf» er en mappe, ikke en fil."),
        (lambda path: None, "Filen «vedlegg/gol.pdf» finnes ikke."),
        (lambda path: (path.parent.mkdir(), path.write_bytes(b"")), "«vedlegg/gol.pdf» er tom."),
    ],
)
def test_a_file_that_cant_be_sent_is_told_by_sjekk_as_well(gol, dialog, make, message):
    sett_dialog(gol, "gol", *DATERT, "filer:", "  tilstandsrapport: vedlegg/gol.pdf")
    make(gol / "vedlegg/gol.pdf")
    assert message in dialog("innkalling", *GOL).feil
    ran = dialog("sjekk")
    assert message in ran.feil
    assert "[mangler-fil]" in ran.feil


def test_a_file_is_sent_once_and_no_two_attachments_share_a_name(gol, dialog):
    (gol / "vedlegg").mkdir()
    for name in (
        "puls.pdf",
        "UTVIKLINGSDIALOG 2015 - gol vgs.ics",
        "DIALOGGRUNNLAG 2015 - Gol vgs.docx",
    ):
        (gol / "vedlegg" / name).write_bytes(b"x")
    files = {
        "kunnskapsgrunnlag": "puls.pdf",
        "oppsummering": "puls.pdf",
        "eksempel": "UTVIKLINGSDIALOG 2015 - gol vgs.ics",
        "tilstandsrapport": "DIALOGGRUNNLAG 2015 - Gol vgs.docx",
    }
    lines = [f"  {id_}: vedlegg/{name}" for id_, name in files.items()]
    sett_dialog(gol, "gol", *DATERT, "filer:", *lines)
    assert dialog("innkalling", *GOL).kode == 0
    names = [part.get_filename() for part in utkast(gol).iter_attachments()]
    assert len({name.casefold() for name in names}) == len(names)
    assert names.count("puls.pdf") == 1
    assert "eksempel-UTVIKLINGSDIALOG 2015 - gol vgs.ics" in names


# --- moved and cancelled --------------------------------------------------------------------------


def test_a_moved_meeting_needs_a_change_and_then_moves(gol, dialog):
    dialog("innkalling", *GOL)
    sett_dialog(gol, "gol", *FLYTTET)
    dialog("generer", *GOL, "--alle-dokumenter")
    ran = dialog("innkalling", *GOL)
    assert (ran.kode, ran.ut) == (1, "")
    assert "endring" in ran.feil
    sett_dialog(gol, "gol", *FLYTTET, "endring: 1")
    dialog("generer", *GOL, "--alle-dokumenter")
    assert dialog("innkalling", *GOL).kode == 0
    message = utkast(gol)
    assert message["Subject"].startswith("Endret: utviklingsdialog 2015 – Gol vgs., onsdag 4.")
    [event] = Calendar.from_ical(vedlegg(message)["Utviklingsdialog 2015 - Gol vgs.ics"]).walk(
        "VEVENT"
    )
    assert (event["SEQUENCE"], str(event["STATUS"])) == (1, "CONFIRMED")


def test_a_cancelled_meeting_brings_its_cancellation_alone(gol, dialog):
    dialog("innkalling", *GOL)
    sett_dialog(gol, "gol", *DATERT, "endring: 1", "avlyst: ja")
    ran = dialog("innkalling", *GOL)
    assert ran.kode == 0, ran.feil
    message = utkast(gol)
    assert message["Subject"].startswith("Avlyst: utviklingsdialog 2015")
    assert list(vedlegg(message)) == ["Utviklingsdialog 2015 - Gol vgs.ics"]
    [event] = Calendar.from_ical(vedlegg(message)["Utviklingsdialog 2015 - Gol vgs.ics"]).walk(
        "VEVENT"
    )
    assert str(event["STATUS"]) == "CANCELLED"


# --- the draft on disk, and the template ------------------------------------------------------------


def test_a_draft_changed_by_hand_is_kept(gol, dialog):
    dialog("innkalling", *GOL)
    path = gol / "ut/2015/innkalling-2015-gol.eml"
    path.write_bytes(path.read_bytes() + b"\r\n")
    changed = path.read_bytes()
    ran = dialog("innkalling", *GOL)
    assert ran.kode == 0
    assert "redigert for hånd Gol vgs.: innkalling.eml" in ran.feil
    assert "--ved-siden-av" not in ran.feil
    sett_kontakt(gol, "lier")
    bytt(gol / "data/skoler.yaml", "navn: Gol vidaregåande skule", "navn: Gol skule")
    dialog("generer", *GOL, "--alle-dokumenter")
    assert dialog("innkalling", *GOL).kode == 1
    assert path.read_bytes() == changed
    assert dialog("innkalling", *GOL, "--overskriv").kode == 0
    assert path.read_bytes() != changed


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("Hei!\n\nVelkommen\n", "innkalling.txt.j2:1:1: Teksten begynner ikke med «Emne:»"),
        ("Emne:\n\nVelkommen\n", "innkalling.txt.j2:1:1: Teksten begynner ikke med «Emne:»"),
        ("Emne: {{ skole.nvn }}\n", "innkalling.txt.j2:1:7: Feltet «skole.nvn» finnes ikke."),
        ("Emne: {% if x %}\n", "innkalling.txt.j2:1:"),
        (None, "innkalling.txt.j2: Malen finnes ikke. Hent filen tilbake med git"),
    ],
)
def test_a_template_that_is_wrong_is_told_with_its_place(gol, dialog, template, message):
    path = gol / "maler/felles/innkalling.txt.j2"
    if template is None:
        path.unlink()
    else:
        path.write_text(template, "utf-8")
    ran = dialog("innkalling", *GOL)
    assert (ran.kode, ran.ut) == (1, "")
    assert f"maler/felles/{message}" in ran.feil
    assert f"maler/felles/{message}" in dialog("sjekk").feil


def test_the_status_tells_whether_an_invitation_holds(gol, dialog):
    def state():
        head, line, *_ = dialog("status", *GOL).ut.splitlines()
        return re.split(r"\s{2,}", line)[re.split(r"\s{2,}", head).index("INNKALLING")]

    assert state() == "mangler"
    dialog("innkalling", *GOL)
    assert state() == "laget"
    nye_data(gol)
    assert state() == "utdatert"
    assert dialog("status", *GOL, "--krev-fersk").kode == 1
    dialog("generer", *GOL, "--alle-dokumenter")
    assert state() == "utdatert"
    dialog("innkalling", *GOL)
    assert state() == "laget"
    assert dialog("status", *GOL, "--krev-fersk", "--dokument", "dialoggrunnlag").kode == 0
    (gol / "maler/felles/innkalling.txt.j2").write_text("Emne: Ny tekst\n", "utf-8")
    assert state() == "utdatert"


def test_nothing_else_than_the_drafts_and_the_calendars_is_written(gol, dialog):
    before = {p for p in Path("ut").rglob("*") if p.is_file()}
    dialog("innkalling", *GOL)
    new = {p.name for p in Path("ut").rglob("*") if p.is_file() and p not in before}
    written = {name for name in new if not name.endswith(".sha256")}
    assert written == {"innkalling-2015-gol.eml", "kalender-2015-gol.ics"}
