"""Safe files: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import date
from zipfile import ZipFile

import pytest
from docx import Document
from hjelp import bytt, i_mappen, tekst

from dialoggrunnlag.disk.folder import FINGERPRINTS, Carried, Edited, Outcome, OutputFolder
from dialoggrunnlag.errors import DialogError

DAG = date(2015, 11, 3)
GOL = ("generer", "--skole", "gol")
WORD, TEKST = "dialoggrunnlag-2015-gol.docx", "dagsorden-2015-gol.txt"
DAGSORDEN = (*GOL, "--dokument", "dagsorden")


@pytest.fixture
def mappe(prosjekt):
    return prosjekt / "ut/2015"


def rediger(path):
    """Do what a person does in Word or in an editor."""
    if path.suffix == ".docx":
        document = Document(str(path))
        document.add_paragraph("Skrevet for hånd")
        document.save(str(path))
    else:
        path.write_text(path.read_text("utf-8") + "Skrevet for hånd\n", "utf-8", newline="\n")


def endre_data(prosjekt):
    bytt(prosjekt / "data/skoler.yaml", "navn: Gol vidaregåande skule", "navn: Gol nye skule")


@pytest.fixture
def full(monkeypatch):
    """A disk that takes nothing; called with what it says."""

    def sett(error):
        def fsync(_):
            raise error

        monkeypatch.setattr(os, "fsync", fsync)

    return sett


def status(ran, name):
    """What standard error says became of a document."""
    [line] = [line for line in ran.feil.splitlines() if line.endswith(f" Gol vgs.: {name}")]
    return line.split(" Gol vgs.: ")[0].strip()


BEGGE = pytest.mark.parametrize(
    ("words", "name"), [(GOL, WORD), (DAGSORDEN, TEKST)], ids=["Word", "tekst"]
)


def kind(name):
    return name.split("-")[0] + name[name.rindex(".") :]


@BEGGE
def test_a_document_is_new_then_unchanged_then_renewed(prosjekt, dialog, mappe, words, name):
    path = mappe / name
    assert status(dialog(*words), kind(name)) == "ny"
    os.utime(path, ns=(10**18, 10**18))
    assert status(dialog(*words), kind(name)) == "uendret"
    assert path.stat().st_mtime_ns == 10**18
    endre_data(prosjekt)
    ran = dialog(*words)
    assert (ran.kode, status(ran, kind(name))) == (0, "oppdatert")
    assert f"ut/2015/{name}" in ran.ut.replace(os.sep, "/").splitlines()
    assert "Gol nye skule" in tekst(path)
    assert path.stat().st_mtime_ns != 10**18


@BEGGE
def test_a_hand_edited_document_is_left_alone_while_the_data_are_the_same(
    dialog, mappe, words, name
):
    dialog(*words)
    rediger(mappe / name)
    edited = (mappe / name).read_bytes()
    ran = dialog(*words)
    assert (ran.kode, status(ran, kind(name))) == (0, "redigert for hånd")
    assert name not in ran.ut
    assert "er ikke rørt" in ran.feil
    assert "Dataene er endret" not in ran.feil
    assert (mappe / name).read_bytes() == edited


@BEGGE
def test_a_hand_edited_document_with_newer_data_is_left_alone_and_the_exit_code_says_so(
    prosjekt, dialog, mappe, words, name
):
    dialog(*words)
    rediger(mappe / name)
    edited = (mappe / name).read_bytes()
    endre_data(prosjekt)
    ran = dialog(*words)
    assert (ran.kode, status(ran, kind(name))) == (1, "redigert for hånd")
    assert name not in ran.ut
    assert "Dataene er endret siden" in ran.feil
    assert "--overskriv" in ran.feil
    assert (mappe / name).read_bytes() == edited


@BEGGE
def test_overskriv_replaces_a_hand_edited_document_and_keeps_a_dated_copy(
    dialog, mappe, words, name
):
    dialog(*words)
    made = (mappe / name).read_bytes()
    rediger(mappe / name)
    edited = (mappe / name).read_bytes()
    ran = dialog(*words, "--overskriv")
    assert (ran.kode, status(ran, kind(name))) == (0, "oppdatert")
    assert f"ut/2015/{name}" in ran.ut.replace(os.sep, "/").splitlines()
    assert (mappe / name).read_bytes() == made
    [copy] = mappe.glob("* kopi *")
    assert copy.read_bytes() == edited
    assert copy.suffix == (mappe / name).suffix
    assert str(copy.relative_to(mappe.parent.parent)) in ran.feil
    assert copy.name not in ran.ut


@BEGGE
def test_overskriv_keeps_no_copy_of_what_nobody_has_edited(prosjekt, dialog, mappe, words, name):
    dialog(*words)
    before = set(i_mappen(mappe))
    endre_data(prosjekt)
    assert status(dialog(*words, "--overskriv"), kind(name)) == "oppdatert"
    assert set(i_mappen(mappe)) == before


@BEGGE
def test_an_edit_that_is_undone_leaves_an_untouched_document(dialog, mappe, words, name):
    dialog(*words)
    made = (mappe / name).read_bytes()
    rediger(mappe / name)
    (mappe / name).write_bytes(made)
    assert status(dialog(*words), kind(name)) == "uendret"


def test_a_document_that_was_deleted_is_made_again(dialog, mappe):
    dialog(*DAGSORDEN)
    (mappe / TEKST).unlink()
    assert status(dialog(*DAGSORDEN), "dagsorden.txt") == "ny"
    assert (mappe / TEKST).is_file()


def test_an_edited_document_of_one_school_does_not_stop_the_others(prosjekt, dialog, mappe):
    dialog(*GOL)
    rediger(mappe / WORD)
    endre_data(prosjekt)
    ran = dialog("generer", "--alle")
    assert ran.kode == 1
    assert len(ran.ut.splitlines()) == 12


def skriv(folder, name, data, *, edited=Edited.KEEP, carried=None):
    output = OutputFolder(folder, "ut")
    output.create()
    return output.write(name, data, edited=edited, today=DAG, carried=carried)


def test_a_text_document_goes_through_its_states(tmp_path):
    folder = tmp_path / "ny" / "mappe"
    assert skriv(folder, "a.txt", b"en").outcome is Outcome.NEW
    assert skriv(folder, "a.txt", b"en").outcome is Outcome.UNCHANGED
    assert skriv(folder, "a.txt", b"to").outcome is Outcome.RENEWED
    (folder / "a.txt").write_bytes(b"min")
    assert skriv(folder, "a.txt", b"to")[1:3] == (Outcome.EDITED, True)
    assert skriv(folder, "a.txt", b"tre")[1:3] == (Outcome.EDITED, False)
    assert (folder / "a.txt").read_bytes() == b"min"


def test_a_document_that_carries_its_fingerprint_needs_no_list_of_them(tmp_path):
    def skriv_med_merke(text):
        carried = Carried(text, lambda data: tuple(data.decode().split(":")))
        return skriv(tmp_path, "a.docx", f"{text}:{text}".encode(), carried=carried)

    assert skriv_med_merke("en").outcome is Outcome.NEW
    assert skriv_med_merke("en").outcome is Outcome.UNCHANGED
    assert skriv_med_merke("to").outcome is Outcome.RENEWED
    (tmp_path / "a.docx").write_bytes(b"to:min")
    assert skriv_med_merke("to")[1:3] == (Outcome.EDITED, True)
    assert skriv_med_merke("tre")[1:3] == (Outcome.EDITED, False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_each_copy_of_a_day_gets_a_name_of_its_own(tmp_path):
    names = []
    for text in (b"en", b"to", b"tre"):
        skriv(tmp_path, "a-ål.txt", b"laget")
        (tmp_path / "a-ål.txt").write_bytes(text)
        kept = skriv(tmp_path, "a-ål.txt", b"laget", edited=Edited.OVERWRITE).kept
        names.append(kept.name)
        assert kept.read_bytes() == text
    assert names == [
        "a-ål, redigert, kopi 2015-11-03.txt",
        "a-ål, redigert, kopi 2015-11-03 (2).txt",
        "a-ål, redigert, kopi 2015-11-03 (3).txt",
    ]


def test_a_document_whose_list_of_fingerprints_is_lost_counts_as_edited(tmp_path):
    skriv(tmp_path, "a.txt", b"en")
    (tmp_path / FINGERPRINTS / "a.txt.sha256").write_bytes(b"\xff")
    assert skriv(tmp_path, "a.txt", b"to")[1:3] == (Outcome.EDITED, False)
    assert (tmp_path / "a.txt").read_bytes() == b"en"


def test_a_fingerprint_under_the_name_it_had_before_is_still_known(tmp_path):
    skriv(tmp_path, "a.txt", b"en")
    (tmp_path / FINGERPRINTS / "a.txt.sha256").rename(tmp_path / FINGERPRINTS / "a.txt")
    assert skriv(tmp_path, "a.txt", b"to")[1:3] == (Outcome.RENEWED, True)
    assert skriv(tmp_path, "a.txt", b"tre")[1:3] == (Outcome.RENEWED, True)


def test_no_fingerprint_is_taken_for_a_document_of_the_same_kind(tmp_path):
    skriv(tmp_path, "a.ics", b"en")
    assert [path.name for path in tmp_path.rglob("*.ics")] == ["a.ics"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("name", [WORD, TEKST])
def test_a_failed_write_leaves_the_old_file_whole_and_no_temporary_file(
    prosjekt, dialog, mappe, full, name, code
):
    words = GOL if name == WORD else DAGSORDEN
    dialog(*words)
    before = i_mappen(mappe)
    assert name in before
    endre_data(prosjekt)
    full(OSError(code, os.strerror(code)))
    ran = dialog(*words)
    assert (ran.kode, ran.ut) == (1, "")
    assert f"ut/2015/{name}: " in ran.feil.replace(os.sep, "/")
    assert i_mappen(mappe) == before


@pytest.mark.parametrize("name", [WORD, TEKST])
def test_a_failed_first_write_leaves_nothing(dialog, mappe, full, name):
    full(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    ran = dialog(*(GOL if name == WORD else DAGSORDEN))
    assert (ran.kode, ran.ut) == (1, "")
    assert i_mappen(mappe) == {}


def test_a_write_that_is_interrupted_leaves_the_old_file_whole(tmp_path, full):
    skriv(tmp_path, "a.txt", b"en")
    before = i_mappen(tmp_path)
    full(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        skriv(tmp_path, "a.txt", b"to")
    assert i_mappen(tmp_path) == before


def test_a_failed_copy_leaves_the_hand_edited_document(tmp_path, full):
    skriv(tmp_path, "a.txt", b"en")
    (tmp_path / "a.txt").write_bytes(b"min")
    before = i_mappen(tmp_path)
    full(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    with pytest.raises(DialogError):
        skriv(tmp_path, "a.txt", b"to", edited=Edited.OVERWRITE)
    assert i_mappen(tmp_path) == before


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write in every folder"
)
def test_a_read_only_folder_is_told_and_left_as_it_is(dialog, mappe):
    mappe.mkdir(parents=True)
    mappe.chmod(0o500)
    ran = dialog(*GOL)
    mappe.chmod(0o700)
    assert (ran.kode, ran.ut) == (1, "")
    assert "Dokumentet kan ikke skrives hit." in ran.feil
    assert i_mappen(mappe) == {}


def test_a_text_document_that_is_only_found_unchanged_is_known_as_ours_afterwards(tmp_path):
    skriv(tmp_path, "a.txt", b"en")
    (tmp_path / FINGERPRINTS / "a.txt.sha256").unlink()
    assert skriv(tmp_path, "a.txt", b"en").outcome is Outcome.UNCHANGED
    assert skriv(tmp_path, "a.txt", b"to").outcome is Outcome.RENEWED


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses to remove a file in use by itself")
@pytest.mark.parametrize("folder", [".", FINGERPRINTS])
def test_a_leftover_is_swept_at_once_and_a_file_in_use_is_not(tmp_path, folder):
    import fcntl

    (tmp_path / folder).mkdir(exist_ok=True)
    left, used = (tmp_path / folder / f".dialog-{name}.tmp" for name in ("a1", "b2"))
    left.write_bytes(b"halv")
    with used.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        OutputFolder(tmp_path, "ut").create()
        assert not left.exists()
        assert used.exists()


def test_two_runs_never_share_a_temporary_file(tmp_path, monkeypatch):
    from dialoggrunnlag.disk import writing as files

    monkeypatch.setattr(files.os, "urandom", lambda size: b"\0" * size)
    taken = tmp_path / f".dialog-{'00' * 8}.tmp"
    taken.write_bytes(b"en annens")
    with pytest.raises(FileExistsError):
        files.write_new(tmp_path / "a.docx", b"mitt")
    assert taken.read_bytes() == b"en annens"


def test_a_custom_property_that_somebody_adds_is_an_edit(prosjekt, dialog, mappe):
    dialog(*GOL)
    path = mappe / WORD
    parts = deler_av(path)
    name = "docProps/custom.xml"
    added = parts[name].replace(
        b"</Properties>",
        b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="40" name="Saksnummer">'
        b"<vt:lpwstr>15/123</vt:lpwstr></property></Properties>",
    )
    assert added != parts[name]
    skriv_deler(path, {**parts, name: added})
    endre_data(prosjekt)
    ran = dialog(*GOL)
    assert (ran.kode, status(ran, "dialoggrunnlag.docx")) == (1, "redigert for hånd")
    assert deler_av(path)[name] == added


def deler_av(path):
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def skriv_deler(path, parts):
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


@BEGGE
def test_an_edited_new_version_is_left_alone_too(prosjekt, dialog, mappe, words, name):
    dialog(*words)
    rediger(mappe / name)
    endre_data(prosjekt)
    beside = mappe / name.replace(".", ", ny versjon.")
    assert dialog(*words, "--ved-siden-av").kode == 0
    rediger(beside)
    kept = beside.read_bytes()
    bytt(prosjekt / "data/skoler.yaml", "navn: Gol nye skule", "navn: Gol nyeste skule")
    ran = dialog(*words, "--ved-siden-av")
    assert ran.kode == 1
    assert "ny versjon" in ran.feil
    assert beside.read_bytes() == kept


def test_a_text_document_cut_off_between_mark_and_file_is_still_ours(tmp_path, monkeypatch):
    from dialoggrunnlag.disk import folder as output

    skriv(tmp_path, "a.txt", b"en")
    whole = output.write_whole

    def cut_off(path, data, **more):
        if path.parent.name == FINGERPRINTS:
            return whole(path, data, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(output, "write_whole", cut_off)
        with pytest.raises(KeyboardInterrupt):
            skriv(tmp_path, "a.txt", b"to")
    assert (tmp_path / "a.txt").read_bytes() == b"en"
    assert skriv(tmp_path, "a.txt", b"tre").outcome is Outcome.RENEWED


def test_the_programs_own_folder_is_never_somewhere_else(tmp_path):
    (tmp_path / "ut").mkdir()
    (tmp_path / "annet").mkdir()
    (tmp_path / "ut" / FINGERPRINTS).symlink_to(tmp_path / "annet")
    with pytest.raises(DialogError, match="symbolsk lenke"):
        OutputFolder(tmp_path / "ut", "ut").write("a.txt", b"x", edited=Edited.KEEP, today=DAG)
    assert not i_mappen(tmp_path / "annet")
    assert not (tmp_path / "ut/a.txt").exists()


@pytest.mark.parametrize("leads_to", [WORD, "borte.docx"])
def test_a_symbolic_link_to_nothing_is_told_and_left(dialog, mappe, leads_to):
    mappe.mkdir(parents=True)
    (mappe / WORD).symlink_to(mappe / leads_to)
    ran = dialog(*GOL)
    assert ran.kode == 1
    assert "Slett eller flytt den." in ran.feil
    assert "Uventet" not in ran.feil


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
@pytest.mark.parametrize(
    "name", ["ut/2015/" + WORD, "data/skoler.yaml", "maler/dialoggrunnlag.docx"]
)
def test_a_pipe_is_refused_before_it_is_read(prosjekt, dialog, name):
    (prosjekt / "ut/2015").mkdir(parents=True)
    (prosjekt / name).unlink(missing_ok=True)
    os.mkfifo(prosjekt / name)
    ran = dialog(*GOL)
    assert ran.kode == 1
    assert "vanlig fil" in ran.feil


@pytest.mark.parametrize("option", ["--ut", "--prosjekt"])
def test_a_path_that_is_too_long_is_told(dialog, prosjekt, option):
    ran = dialog(*GOL, option, "x" * 300)
    assert ran.kode == 1
    assert "Uventet" not in ran.feil
    assert "finnes ikke" in ran.feil or "for lang" in ran.feil


UTEN_FSYNC = [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS]


@pytest.mark.parametrize("code", UTEN_FSYNC, ids=errno.errorcode.get)
def test_a_drive_that_cannot_confirm_what_it_has_is_written_to_and_that_is_said_once(
    dialog, mappe, full, code
):
    full(OSError(code, os.strerror(code)))
    ran = dialog("generer", "--skole", "gol", "--skole", "ål", "--dokument", "dagsorden")
    assert ran.kode == 0
    assert tekst(mappe / TEKST)
    assert ran.feil.count("advarsel") == 1, "en gang for mappen, ikke for hver fil"
    assert "disken kan ikke bekrefte at de er lagret" in ran.feil
    assert os.strerror(code) not in ran.feil


def test_what_no_words_are_known_for_is_told_by_its_code_not_in_english(dialog, full):
    full(OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE)))
    ran = dialog(*GOL)
    assert ran.kode == 1
    assert "Filen kan ikke skrives (EADDRINUSE)." in ran.feil


@pytest.mark.parametrize(
    "words",
    [("skoler",), ("plan", "--format", "json"), ("generer", "--skole", "gol"), ("--version",)],
    ids=lambda words: words[0],
)
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux har /dev/full")  # noqa: PTH110
def test_output_that_nobody_can_take_is_an_error_of_writing(prosjekt, words):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "dialoggrunnlag", *words],
            stdout=full, stderr=subprocess.PIPE, cwd=prosjekt, check=False, timeout=60,
        )  # fmt: skip
    told = done.stderr.decode()
    assert done.returncode == 1
    assert told.count("utdata (stdout): Disken er full. Frigjør plass, og prøv igjen.") == 1
    assert "lese" not in told


def test_a_new_round_sweeps_what_one_that_was_killed_left(prosjekt, dialog):
    left = prosjekt / "data/runder" / f".dialog-{'0' * 16}.tmp"
    left.write_text("år: 20", "utf-8")
    assert dialog("runde", "ny", "2016").kode == 0
    assert not left.exists()
