"""PDFs beside the Word files: both standards in one file, the same bytes again, nobody disturbed."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import zlib
from datetime import datetime
from itertools import product
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile

import page
import pikepdf
import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hjelp import REPO, SKOLER, bytt, sett_dialog
from hypothesis import given
from hypothesis import strategies as st
from test_malform import sett_målform
from word.lag import docx, p

from dialoggrunnlag.pdf import Job, make, office, repair
from dialoggrunnlag.pdf.metadata import source_mark

KONTOR = shutil.which("soffice")
uten_kontor = pytest.mark.skipif(
    not KONTOR and not os.environ.get("CI"), reason="LibreOffice is not installed"
)
PROFILER = ("2b", "ua1")
ÅL = ("generer", "--skole", "ål", "--pdf")
DATERT = (
    "dato: 3. november 2015",
    "sted: Rom 2",
    "deltakere: [{rolle: rektor}]",
    "fra_skoleeier: [kvalitetsrådgiver]",
    "lenker:",
    "  pedagogisk-grunnlag: https://example.no/grunnlag",
    "  tilstandsrapport: vedlegg/rapport.pdf",
)


def trenger_kontor(test):
    """A test that starts LibreOffice, and so takes its time."""
    return pytest.mark.treg(uten_kontor(test))


def feil_i(path):
    """What an independent validator finds in a PDF."""
    return [
        f"{profile} {failure.rule_id}: {failure.message}"
        for profile in PROFILER
        for failure in page.validate_pdf(str(path), profile=profile).failures
    ]


def stier(ran, prosjekt):
    assert ran.kode == 0, ran.feil
    return [prosjekt / line for line in ran.ut.splitlines()]


def ål(prosjekt, dialog):
    """The Word file and the PDF of one school, made."""
    return stier(dialog(*ÅL), prosjekt)


def rediger(word, change):
    """Change a Word file as a person does."""
    document = Document(str(word))
    change(document)
    document.save(str(word))


def bytt_lunsj(prosjekt):
    """Data newer than the documents."""
    bytt(prosjekt / "data/runder/2015.yaml", "bokmål: Lunsj v/skolen", "bokmål: Lunsj")


def xmp(path):
    with pikepdf.open(path) as pdf:
        return pdf.Root.Metadata.read_bytes().decode()


def elementer(pdf, *kinds):
    """The structure elements of some kinds, in reading order."""
    todo = [pdf.Root.StructTreeRoot]
    while todo:
        node = todo.pop()
        if isinstance(node, pikepdf.Array):
            todo += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary):
            if str(node.get("/S", ""))[1:] in kinds:
                yield node
            if "/K" in node:
                todo.append(node.K)


@trenger_kontor
def test_every_kind_in_both_languages_is_pdf_a_and_pdf_ua(prosjekt, dialog):
    (prosjekt / "vedlegg").mkdir()
    (prosjekt / "vedlegg/rapport.pdf").write_bytes(b"%PDF-1.4")
    sett_målform(prosjekt, "gol")
    for skole in ("gol", "ål"):
        sett_dialog(prosjekt, skole, *DATERT)
    ran = dialog("generer", "--skole", "gol", "--skole", "ål", "--alle-dokumenter", "--pdf")
    pdfs = [path for path in stier(ran, prosjekt) if path.suffix == ".pdf"]
    assert [path.name for path in pdfs] == [
        f"{kind}-2015-{skole}.pdf"
        for skole in ("gol", "ål")
        for kind in ("dagsorden", "dialoggrunnlag", "oppsummering")
    ]
    for path in pdfs:
        assert feil_i(path) == [], path.name
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == ("nn-NO" if "gol" in path.name else "nb-NO")
            assert pdf.Root.MarkInfo.Marked
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            headings = list(elementer(pdf, "H1", "H2", "H3"))
            assert bokmerker(pdf.open_outline().root) == len(headings) > 1
            assert all(font for font in skrifter(pdf))


def bokmerker(items):
    return sum(1 + bokmerker(item.children) for item in items)


def skrifter(pdf):
    """Of each font whether it is embedded."""
    for sheet in pdf.pages:
        for font in sheet.Resources.Font.values():
            below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            yield any(f"/FontFile{n}" in below.FontDescriptor for n in ("", "2", "3"))


@trenger_kontor
def test_a_pdf_says_what_the_word_file_says_of_itself(prosjekt, dialog):
    bytt(prosjekt / "data/skoleeier.yaml", "kontor:\n", "kontor: Utdanning & læring\n")
    ran = dialog(*ÅL)
    word, pdf = stier(ran, prosjekt)
    core = Document(str(word)).core_properties
    packet = xmp(pdf)
    with pikepdf.open(pdf) as opened:
        info = {key[1:]: str(value) for key, value in opened.docinfo.items()}
    assert core.author == "Utdanning & læring"
    assert info["Title"] == core.title
    assert info["Author"] == core.author
    assert info["Subject"] == core.subject == "Utviklingsdialog 2015"
    assert info["Keywords"] == core.keywords
    assert "<rdf:li>Utdanning &amp; læring</rdf:li>" in packet
    for name, value in {"skole": "ål", "runde": "2015", "dokument": "dialoggrunnlag"}.items():
        assert f"<dialog:{name}>{value}</dialog:{name}>" in packet
    assert "Date" not in packet
    assert not {"CreationDate", "ModDate"} & set(info)


@trenger_kontor
def test_the_same_document_gives_the_same_bytes(prosjekt, dialog):
    words = ("generer", "--skole", "ål", "--alle-dokumenter", "--pdf")
    first = {path.name: path.read_bytes() for path in stier(dialog(*words), prosjekt)}
    shutil.rmtree(prosjekt / "ut")
    second = {path.name: path.read_bytes() for path in stier(dialog(*words), prosjekt)}
    assert [name for name in first if name.endswith(".pdf")]
    assert first == second


@trenger_kontor
def test_what_is_up_to_date_is_not_made_again_and_needs_no_libreoffice(
    prosjekt, dialog, monkeypatch
):
    _, pdf = stier(dialog(*ÅL), prosjekt)
    os.utime(pdf, ns=(10**18, 10**18))
    monkeypatch.setenv(office.VARIABLE, str(prosjekt / "finnes-ikke"))
    ran = dialog(*ÅL)
    assert stier(ran, prosjekt)[1] == pdf
    assert "uendret           Ål vgs.: dialoggrunnlag.pdf" in ran.feil
    assert pdf.stat().st_mtime_ns == 10**18
    bytt_lunsj(prosjekt)
    ran = dialog(*ÅL)
    assert ran.kode == 1
    assert "oppdatert         Ål vgs.: dialoggrunnlag.docx" in ran.feil
    assert "finnes-ikke» er ikke noe program som kan kjøres." in ran.feil


@trenger_kontor
def test_a_document_edited_by_hand_becomes_a_pdf_as_it_is(prosjekt, dialog):
    word, pdf = ål(prosjekt, dialog)
    rediger(word, lambda document: document.paragraphs[0].add_run(" – skrevet for hånd"))
    ran = dialog(*ÅL)
    assert ran.kode == 0
    assert "oppdatert         Ål vgs.: dialoggrunnlag.pdf" in ran.feil
    assert "skrevet for hånd" in tekst(pdf)
    # Newer data are withheld from the Word file; the PDF is still of what lies there.
    bytt_lunsj(prosjekt)
    ran = dialog(*ÅL, "--ved-siden-av")
    assert ran.kode == 0, ran.feil
    beside = pdf.with_name(f"{pdf.stem}, ny versjon.pdf")
    assert "skrevet for hånd" in tekst(pdf)
    assert "skrevet for hånd" not in tekst(beside)


def tekst(pdf, *where):
    done = subprocess.run(
        ["pdftotext", *where, pdf, "-"], check=True, capture_output=True, timeout=60
    )
    return " ".join(done.stdout.decode().split())


@trenger_kontor
def test_a_hand_edited_document_beside_a_newer_one_leaves_its_pdf_alone(prosjekt, dialog):
    word, pdf = ål(prosjekt, dialog)
    for text in ("én", "to"):
        rediger(word, lambda d, text=text: d.paragraphs[0].add_run(f" – utgave {text}"))
        ran = dialog(*ÅL)
        if text == "én":
            assert ran.kode == 0
            pdf.write_bytes(pdf.read_bytes() + b"% signert\n")
    bytt_lunsj(prosjekt)
    for outcome in ("ny", "uendret"):
        ran = dialog(*ÅL, "--ved-siden-av")
        assert f"{outcome:17} Ål vgs.: dialoggrunnlag.pdf" in ran.feil
        beside = pdf.with_name(f"{pdf.stem}, ny versjon.pdf")
        assert "utgave" not in tekst(beside)
        assert ran.ut.count("ny versjon.pdf") == 1
        assert pdf.read_bytes().endswith(b"% signert\n")
        assert "Word-filen er endret siden" in ran.feil
        assert ran.kode == 1


def legg_til_merknad(document):
    document.add_comment(document.paragraphs[0].runs, text="HEMMELIG", author="Ola")


def sett_tider(document):
    core = document.core_properties
    core.created = datetime(2015, 11, 3, 9, 30)  # noqa: DTZ001 - as python-docx takes it
    core.modified = datetime(2015, 11, 4, 10)  # noqa: DTZ001


def fjern_tittel(document):
    document.core_properties.title = ""


def spor_endringer(document):
    run = document.paragraphs[3].add_run("slettet")._r
    deleted = OxmlElement("w:del")
    deleted.set(qn("w:id"), "99")
    deleted.set(qn("w:author"), "Ola")
    run.addprevious(deleted)
    deleted.append(run)
    run.find(qn("w:t")).tag = qn("w:delText")


def sett_inn_lenke(document):
    paragraph = document.paragraphs[3]
    rel = document.part.relate_to("https://example.no/", RT.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), rel)
    link.append(paragraph.add_run("Utdanningsdirektoratet")._r)
    paragraph._p.append(link)


@trenger_kontor
@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (legg_til_merknad, ""),
        (fjern_tittel, ""),
        (sett_inn_lenke, ""),
        (spor_endringer, "sporede endringer"),
    ],
)
def test_what_people_do_by_hand_makes_a_pdf_that_keeps_its_promise(
    prosjekt, dialog, change, warning
):
    word, pdf = ål(prosjekt, dialog)
    rediger(word, change)
    ran = dialog(*ÅL)
    assert ran.kode == 0
    assert warning in ran.feil
    assert ("advarsel" in ran.feil) == bool(warning)
    assert feil_i(pdf) == []
    assert "<pdfuaid:part>" in xmp(pdf)
    whole = tekst(pdf) + pdf.read_bytes().decode("latin-1")
    assert "HEMMELIG" not in whole
    with pikepdf.open(pdf) as opened:
        assert not [a for s in opened.pages for a in s.get("/Annots", ()) if a.Subtype != "/Link"]
        assert opened.Root.ViewerPreferences.DisplayDocTitle


LENKET = (  # the second text is longer than a line
    "lenker:",
    "  pedagogisk-grunnlag: https://example.no/grunnlag",
    "  tilstandsrapport: https://example.no/rapport",
)


def lenker_i(pdf):
    """The links of an open PDF in reading order: the element of each, and its only annotation."""
    for element in repair._elements(pdf, pikepdf.Name.Link):
        annotations = [child.Obj for child in element.K if not isinstance(child, int)]
        assert len(annotations) == 1
        yield element, annotations[0]


@trenger_kontor
def test_a_link_over_two_lines_is_one_link_and_said_once(prosjekt, dialog):
    sett_dialog(prosjekt, "ål", *LENKET)
    _, pdf = ål(prosjekt, dialog)
    assert feil_i(pdf) == []
    with pikepdf.open(pdf) as opened:
        (kort, kort_lenke), (lang, lang_lenke) = lenker_i(opened)
        annotations = [one for page in opened.pages for one in page.get("/Annots", ())]
        assert len(annotations) == 2
        assert "/QuadPoints" not in kort_lenke
        points = list(map(float, lang_lenke.QuadPoints))
        assert len(points) == 2 * 8
        left, bottom, right, top = map(float, lang_lenke.Rect)
        assert (min(points[::2]), max(points[::2])) == (left, right)
        assert (min(points[1::2]), max(points[1::2])) == (bottom, top)
        tree = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
        for element, annotation in ((kort, kort_lenke), (lang, lang_lenke)):
            owners = tree[int(element.Pg.StructParents)]
            marks = [child for child in element.K if isinstance(child, int)]
            assert {owners[mark].objgen for mark in marks} == {element.objgen}
            assert tree[int(annotation.StructParent)].objgen == element.objgen
        assert len(marks) == 2
        height = float(opened.pages[0].MediaBox[3])
    # What stands in the two lines together is the link's text
    words = tekst(pdf, "-f", "1", "-l", "1", "-x", str(int(left)), "-y", str(int(height - top)),
                  "-W", str(int(right - left) + 1), "-H", str(int(top - bottom)))  # fmt: skip
    assert " ".join(words.split()).lstrip("• ") == str(lang_lenke.Contents)


EGENSKAPER = "<dc:title>Med note</dc:title><dc:language>nb-NO</dc:language>"


@trenger_kontor
def test_a_footnote_keeps_the_promise_too(tmp_path):
    note = '<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Noten</w:t></w:r></w:p>'
    body = p("Tekst", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    data = docx(body, fotnote=note, egenskaper=EGENSKAPER)
    [(_, made)] = make([Job(data, "a" * 64, "note.pdf")])
    path = tmp_path / "note.pdf"
    path.write_bytes(made.pdf)
    assert "Noten" in tekst(path)
    assert feil_i(path) == []


@trenger_kontor
@pytest.mark.parametrize("rest", [0, 2000])
def test_a_damaged_pdf_is_told_and_is_not_up_to_date(prosjekt, dialog, rest):
    _, pdf = ål(prosjekt, dialog)
    pdf.write_bytes(pdf.read_bytes()[:rest])
    ran = dialog(*ÅL)
    assert (ran.kode, ran.ut.count(".pdf")) == (1, 0)
    assert "er skadet" in ran.feil
    assert dialog(*ÅL, "--overskriv").kode == 0
    assert feil_i(pdf) == []


@trenger_kontor
def test_a_pdf_that_somebody_has_changed_is_never_written_over_unasked(prosjekt, dialog):
    _, pdf = ål(prosjekt, dialog)
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        opened.docinfo["/Signert"] = "ja"
        opened.save(pdf)
    signed = pdf.read_bytes()
    ran = dialog(*ÅL)
    assert (ran.kode, ran.ut.count(".pdf")) == (0, 0)
    assert "redigert for hånd Ål vgs.: dialoggrunnlag.pdf" in ran.feil
    bytt_lunsj(prosjekt)
    ran = dialog(*ÅL)
    assert ran.kode == 1
    assert pdf.read_bytes() == signed
    ran = dialog(*ÅL, "--overskriv")
    assert ran.kode == 0
    assert pdf.read_bytes() != signed
    [kept] = pdf.parent.glob("*redigert, kopi*.pdf")
    assert kept.read_bytes() == signed


@trenger_kontor
def test_a_link_to_a_file_leads_from_the_pdf_as_from_the_word_file(prosjekt, dialog):
    (prosjekt / "vedlegg").mkdir()
    (prosjekt / "vedlegg/rapport.pdf").write_bytes(b"%PDF-1.4")
    sett_dialog(prosjekt, "ål", *DATERT)
    _, pdf = ål(prosjekt, dialog)
    with pikepdf.open(pdf) as opened:
        links = [a for sheet in opened.pages for a in sheet.get("/Annots", ())]
        addresses = {str(link.A.URI) for link in links}
        assert all(str(link.Contents).strip() for link in links)
    assert addresses == {"https://example.no/grunnlag", "../../vedlegg/rapport.pdf"}
    assert (pdf.parent / "../../vedlegg/rapport.pdf").is_file()


@trenger_kontor
def test_a_batch_is_one_process_and_a_bad_document_stops_only_its_own_pdf(tmp_path, monkeypatch):
    started = []

    class Counted(subprocess.Popen):
        def __init__(self, *args, **more):
            started.append(args)
            super().__init__(*args, **more)

    monkeypatch.setattr(subprocess, "Popen", Counted)
    good = (REPO / "maler/dagsorden.docx").read_bytes()
    documents = [good, b"PK\3\4 not really", good]
    found = dict(office.convert(documents, office.find()))
    assert [isinstance(found[n], bytes) for n in range(3)] == [True, False, True]
    assert len(started) == 1


@trenger_kontor
def test_word_files_are_made_even_where_no_pdf_can_be(prosjekt, dialog, monkeypatch):
    monkeypatch.setattr(office, "find", lambda: None)
    monkeypatch.delenv(office.VARIABLE, raising=False)
    ran = dialog("generer", "--alle", "--pdf")
    assert ran.kode == 1
    assert len(ran.ut.splitlines()) == len(SKOLER)
    assert ran.feil.splitlines()[-1] == (
        "PDF-ene ble ikke laget, for LibreOffice finnes ikke på denne maskinen. Installer det "
        "(i Windows og på Mac fra libreoffice.org, i Debian og Ubuntu med «apt install "
        "libreoffice-writer»), og kjør igjen. Ligger det et uvanlig sted, så oppgi programmet i "
        "miljøvariabelen DIALOG_LIBREOFFICE."
    )


def test_without_the_option_nothing_of_it_is_loaded(prosjekt):
    script = (
        "import sys\nfrom dialoggrunnlag.cli.app import run\n"
        "code = run(['generer', '--skole', 'ål'])\n"
        "print([n for n in sys.modules if 'pikepdf' in n or 'dialoggrunnlag.pdf' in n])\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, timeout=60, cwd=prosjekt
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def falsk(tmp_path, body):
    """A program that is called as LibreOffice is; ``files`` are the documents it is given."""
    path = tmp_path / "soffice"
    path.write_text(
        f"#!{sys.executable}\nimport os, pathlib, subprocess, sys, time\n"
        "files = [pathlib.Path(f) for f in sys.argv if f.endswith('.docx')]\n"
        "def make(file):\n    file.with_suffix('.pdf').write_bytes(file.read_bytes())\n" + body,
        "utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


DOKUMENTER = [b"null", b"en", b"to", b"tre"]
posix = pytest.mark.skipif(os.name == "nt", reason="the false office is a script")


@posix
def test_what_an_office_crashes_on_fails_alone(tmp_path):
    crash = "    if file.read_bytes() == b'en': sys.exit(77)\n"
    program = falsk(tmp_path, f"for file in files:\n{crash}    make(file)\n")
    found = dict(office.convert(DOKUMENTER, program))
    assert found == {0: b"null", 1: office.Failure(hung=False), 2: b"to", 3: b"tre"}


@posix
@pytest.mark.parametrize("bad", [[0], [3], [0, 1], [1, 2], [0, 1, 2]])
def test_what_an_office_chokes_on_doesnt_keep_it_from_the_rest(tmp_path, bad):
    words = [DOKUMENTER[number] for number in bad]
    choke = f"    if file.read_bytes() in {words!r}: os.abort()\n"
    program = falsk(tmp_path, f"for file in files:\n{choke}    make(file)\n")
    found = dict(office.convert(DOKUMENTER, program))
    failed = {number for number, made in found.items() if made == office.Failure(hung=False)}
    assert failed == set(bad)
    assert sorted(found) == [0, 1, 2, 3]


@posix
def test_an_office_that_cannot_start_is_tried_three_times_and_told_once(
    tmp_path, prosjekt, dialog, monkeypatch
):
    log = tmp_path / "log"
    program = falsk(tmp_path, f"open({str(log)!r}, 'a').write('x')\nsys.exit(1)\n")
    monkeypatch.setenv(office.VARIABLE, str(program))
    ran = dialog("generer", "--alle", "--pdf")
    assert ran.kode == 1
    assert log.read_text() == "xxx"
    assert len(ran.ut.splitlines()) == len(SKOLER)
    assert ran.feil.count("lager ingenting. Se om det starter") == 1


@posix
def test_what_an_office_says_itself_is_passed_on(tmp_path, prosjekt, dialog, monkeypatch):
    say = "for file in files:\n    print(f'convert {file} as a Writer document -> x using filter : y')\n"
    say += "print('Error: source file could not be loaded', file=sys.stderr)\n" * 2
    program = falsk(tmp_path, f"{say}sys.exit(1)\n")
    monkeypatch.setenv(office.VARIABLE, str(program))
    ran = dialog(*ÅL)
    assert ran.kode == 1
    assert "LibreOffice sier: «Error: source file could not be loaded»." in ran.feil
    assert "using filter" not in ran.feil


@posix
@pytest.mark.parametrize(
    ("place", "folder", "word"),
    [
        ("snap/bin", "snap/libreoffice/common", "snap"),
        ("var/lib/flatpak/exports/bin", ".var/app/org.libreoffice.LibreOffice/cache", "flatpak"),
        ("usr/bin", None, ""),
    ],
)
def test_an_office_that_sees_few_folders_gets_one_that_it_sees(
    tmp_path, monkeypatch, prosjekt, dialog, place, folder, word
):
    monkeypatch.setenv("HOME", str(tmp_path))
    where = tmp_path / place
    where.mkdir(parents=True)
    program = falsk(where, "print(os.getcwd())\nsys.exit(1)\n")
    assert office.confinement(program) == word
    monkeypatch.setenv(office.VARIABLE, str(program))
    said = dialog(*ÅL).feil
    if not folder:
        assert str(tmp_path) not in re.search("sier: «(.*?)»", said)[1]
        return
    assert f"sier: «{tmp_path / folder}/dialog-pdf-" in said
    assert list((tmp_path / folder).iterdir()) == []


@posix
def test_that_an_office_sees_few_folders_is_said_where_it_makes_nothing(
    tmp_path, monkeypatch, prosjekt, dialog
):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "snap").mkdir()
    monkeypatch.setenv(office.VARIABLE, str(falsk(tmp_path / "snap", "sys.exit(1)\n")))
    for words in (("generer", "--alle", "--pdf"), ÅL):
        assert "Det er installert som snap, og ser bare noen av mappene" in dialog(*words).feil


@posix
@pytest.mark.parametrize("kind", ["not to be run", "no such interpreter", "a folder", "relative"])
def test_a_program_that_cant_be_run_is_told(tmp_path, prosjekt, dialog, monkeypatch, kind):
    program = tmp_path / "soffice"
    if kind == "a folder":
        program.mkdir()
    else:
        program.write_text("#!/finnes/ikke\n" if kind == "no such interpreter" else "#!/bin/sh\n")
        program.chmod(0o644 if kind == "not to be run" else 0o755)
    monkeypatch.setenv(office.VARIABLE, "nei/soffice" if kind == "relative" else str(program))
    ran = dialog(*ÅL)
    assert ran.kode == 1
    assert ran.ut == "ut/2015/dialoggrunnlag-2015-ål.docx\n"
    assert "PDF-ene ble" in ran.feil
    assert "kan kjøres" in ran.feil or "lager ingenting" in ran.feil


@posix
@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.treg
def test_a_run_that_is_asked_to_end_ends_the_office_and_takes_its_folder_away(
    prosjekt, tmp_path, signal_
):
    started = tmp_path / "pid"
    program = falsk(
        tmp_path,
        f"pathlib.Path({str(started)!r} + '.ny').write_text(str(os.getpid()))\n"
        f"os.rename({str(started)!r} + '.ny', {str(started)!r})\ntime.sleep(600)\n",
    )
    (tmp_path / "tmp").mkdir()
    env = {**os.environ, office.VARIABLE: str(program), "TMPDIR": str(tmp_path / "tmp")}
    words = [sys.executable, "-m", "dialoggrunnlag", "generer", "--skole", "ål", "--pdf"]
    run = subprocess.Popen(
        words, cwd=prosjekt, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        # A shell starts what it runs in the background deaf to Ctrl-C, pytest and its children too
        preexec_fn=lambda: signal.signal(signal_, signal.SIG_DFL),  # noqa: PLW1509 - no threads
    )  # fmt: skip
    while not started.exists():
        assert run.poll() is None
        time.sleep(0.01)
    run.send_signal(signal_)
    assert run.wait(60) == 130
    assert ended(int(started.read_text()))
    assert list((tmp_path / "tmp").iterdir()) == []


@posix
def test_a_hanging_office_is_ended_with_all_that_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "LIMIT", 0.3)
    pid = tmp_path / "pid"
    program = falsk(
        tmp_path,
        "for file in files:\n"
        "    if file.read_bytes() == b'to':\n"
        "        file.with_suffix('.pdf').write_bytes(b'half')\n"
        "        child = subprocess.Popen(['sleep', '600'])\n"
        f"        pathlib.Path({str(pid)!r}).write_text(str(child.pid))\n"
        "        child.wait()\n"
        "    make(file)\n",
    )
    found = dict(office.convert(DOKUMENTER, program))
    assert found == {0: b"null", 1: b"en", 2: office.Failure(hung=True), 3: b"tre"}
    assert ended(int(pid.read_text()))


def ended(pid):
    """Whether a process is gone, or only waits for its parent to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


@posix
def test_an_office_that_failed_is_told_per_document(prosjekt, dialog, tmp_path, monkeypatch):
    monkeypatch.setattr(office, "LIMIT", 0.3)
    monkeypatch.setenv(office.VARIABLE, str(falsk(tmp_path, "time.sleep(600)\n")))
    ran = dialog(*ÅL)
    assert ran.kode == 1
    assert ran.ut == "ut/2015/dialoggrunnlag-2015-ål.docx\n"
    assert "feil              Ål vgs.: dialoggrunnlag.pdf" in ran.feil
    assert "ut/2015/dialoggrunnlag-2015-ål.pdf: LibreOffice ble avsluttet" in ran.feil


@posix
def test_a_run_leaves_no_folder_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    program = falsk(tmp_path, "[make(file) for file in files]\n")
    assert len(dict(office.convert(DOKUMENTER, program))) == 4
    assert list((tmp_path / "tmp").iterdir()) == []


LOKALT = "C:/Users/k/AppData/Local"


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        (
            "win32",
            {"ProgramFiles": "C:/P", "LOCALAPPDATA": LOKALT},
            "C:/P/LibreOffice/program/soffice.com",
        ),
        ("win32", {"LOCALAPPDATA": LOKALT}, f"{LOKALT}/Programs/LibreOffice/program/soffice.com"),
        ("darwin", {}, "/Applications/LibreOffice.app/Contents/MacOS/soffice"),
        ("darwin", {}, "/hjem/Applications/LibreOffice.app/Contents/MacOS/soffice"),
        ("linux", {}, "/usr/lib/libreoffice/program/soffice"),
        ("linux", {}, "/snap/bin/libreoffice"),
        ("linux", {}, "/var/lib/flatpak/exports/bin/org.libreoffice.LibreOffice"),
    ],
)
def test_the_usual_places_are_known(platform, environ, expected):
    places = office.usual_places(platform, environ, Path("/hjem"))
    assert PurePosixPath(expected) in {PurePosixPath(place.as_posix()) for place in places}


@given(st.lists(st.booleans(), max_size=6), st.data())
def test_texts_put_back_are_never_another_figures(lost, data):
    """Whatever LibreOffice kept, lost or added, a figure gets its own text or none."""
    wanted = [f"tekst {number}" for number in range(len(lost))]
    kept = ["" if gone else text for gone, text in zip(lost, wanted, strict=True)]
    assert repair._aligned(kept, wanted) == wanted
    has, truth = [], []
    for text, own in zip(kept, wanted, strict=True):
        if data.draw(st.booleans(), "a figure of LibreOffice's own before it"):
            has.append("")
            truth.append("")
        has.append(text)
        truth.append(own)
    found = repair._aligned(has, wanted)
    if len(has) == len(wanted):
        assert found == wanted
        return
    assert len(found) == len(has)
    parts = "".join("x" if text else "." for text in has)
    for text, own, mark in zip(found, truth, parts, strict=True):
        assert text in {"", own} or mark == "."
        assert mark == "." or text == own


def test_what_is_drawn_outside_the_tags_becomes_an_artefact_and_nothing_else():
    source = (
        b"/P <</MCID 0>> BDC 0 0 m 9 9 l S BT (a) Tj ET EMC "
        b"q 0 0 9 9 re W n 1 w 0 0 m 5 5 l S Q BT /F1 9 Tf (b) Tj ET "
        b"/Artifact BMC 1 1 m 2 2 l S EMC"
    )
    pdf = pikepdf.new()
    sheet = pdf.add_blank_page()
    sheet.Contents = pdf.make_stream(source)
    repair.mark_artefacts(pdf)
    made = " ".join(sheet.Contents.read_bytes().decode().split())
    assert made == (
        "/P << /MCID 0 >> BDC 0 0 m 9 9 l S BT (a) Tj ET EMC "
        "q 0 0 9 9 re W n 1 w /Artifact BMC 0 0 m 5 5 l S EMC Q BT /F1 9 Tf "
        "/Artifact BMC (b) Tj EMC ET /Artifact BMC 1 1 m 2 2 l S EMC"
    )
    before = sheet.Contents.read_bytes()
    repair.mark_artefacts(pdf)
    assert sheet.Contents.read_bytes() == before


@trenger_kontor
def test_each_mend_is_needed_by_the_libreoffice_at_hand_as_the_table_says(
    tmp_path, prosjekt, dialog
):
    linje = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>'
    lenke = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK "
        '"https://example.no"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:t>eksempel</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    note = p('<w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Noten</w:t></w:r>')
    body = [
        p("Tekst", '<w:r><w:footnoteReference w:id="1"/></w:r>', lenke, properties=linje),
        TEGNING.format("Et diagram"),
    ]
    path = tmp_path / "feil.docx"
    path.write_bytes(docx(*body, fotnote=note, egenskaper=EGENSKAPER))
    legg_inn_diagram(path)
    sett_dialog(prosjekt, "ål", *LENKET)
    (lenket,) = dialog("generer", "--skole", "ål").ut.split()
    jobs = [path.read_bytes(), (prosjekt / lenket).read_bytes()]
    needed = set()
    raws = [raw for _, raw in office.convert(jobs, Path(KONTOR))]
    for raw, mend in product(raws, repair.FAULTS):
        texts = [["Et diagram"]] if mend == "restore_alternative_texts" else []
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            version = ".".join(str(pdf.docinfo.Producer).split()[-1].split(".")[:2])
            before = repair.saved(pdf)
            getattr(repair, mend)(pdf, *texts)
            if repair.saved(pdf) != before:
                needed.add(mend)
    assert needed == {mend for mend, versions in repair.FAULTS.items() if version in versions}


def test_no_stream_ends_so_that_its_length_can_be_misread():
    pdf = pikepdf.new()
    texts = (b"% " + b"x" * n + b"\n" for n in range(9999))
    unclear = [text for text in texts if zlib.compress(text).endswith(b"\r")][:3]
    assert len(unclear) == 3
    for text in unclear:
        sheet = pdf.add_blank_page()
        sheet.Contents = pdf.make_stream(b"")
        repair._fill(sheet.Contents, text)
    data = repair.saved(pdf)
    assert b"\r\nendstream" not in data
    with pikepdf.open(io.BytesIO(data)) as again:
        assert [sheet.Contents.read_bytes() for sheet in again.pages] == unclear


DIAGRAM = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:plotArea><c:layout/>
 <c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/>
 <c:order val="0"/><c:val><c:numLit><c:ptCount val="2"/><c:pt idx="0"><c:v>1</c:v></c:pt>
 <c:pt idx="1"><c:v>2</c:v></c:pt></c:numLit></c:val></c:ser><c:axId val="1"/><c:axId val="2"/>
 </c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/>
 <c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/>
 <c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>"""
TEGNING = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:drawing>'
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="2000000" cy="1000000"/><wp:docPr id="7" name="Diagram 7" descr="{}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:id="rIdD"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
)


def med_diagram(prosjekt, alternative):
    """The agenda's template with a chart at the end."""
    path = prosjekt / "maler/dagsorden.docx"
    with ZipFile(path) as old:
        source = old.read("word/document.xml").decode()
    at = source.rindex("<w:sectPr")
    legg_inn_diagram(path, source[:at] + TEGNING.format(alternative) + source[at:])


def legg_inn_diagram(path, document=""):
    """Add the part of a chart to a Word file, and another text of the document if there is one."""
    with ZipFile(path) as old:
        members = {info.filename: old.read(info) for info in old.infolist()}
    members["word/charts/chart1.xml"] = DIAGRAM.encode()
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/charts/chart1.xml" ContentType="application/vnd.openxmlformats'
        b'-officedocument.drawingml.chart+xml"/></Types>',
    )
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdD" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/chart" Target="charts/chart1.xml"/></Relationships>',
    )
    if document:
        members["word/document.xml"] = document.encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)


@trenger_kontor
def test_a_chart_keeps_its_alternative_text(prosjekt, dialog):
    med_diagram(prosjekt, "Stolper for {{ skole.kortnavn }}")
    ran = dialog("generer", "--skole", "ål", "--dokument", "dagsorden", "--pdf")
    [pdf] = [path for path in stier(ran, prosjekt) if path.suffix == ".pdf"]
    with pikepdf.open(pdf) as opened:
        assert [str(f.Alt) for f in elementer(opened, "Figure")] == ["Stolper for Ål vgs."]
    assert feil_i(pdf) == []


@trenger_kontor
def test_a_chart_without_alternative_text_is_told_and_the_pdf_claims_no_pdf_ua(prosjekt, dialog):
    med_diagram(prosjekt, "")
    ran = dialog("generer", "--skole", "ål", "--dokument", "dagsorden", "--pdf")
    assert ran.kode == 0
    assert "mangler alternativ tekst, så PDF-en kan ikke være PDF/UA." in ran.feil
    pdf = prosjekt / "ut/2015/dagsorden-2015-ål.pdf"
    assert "<pdfuaid:part>" not in xmp(pdf)
    assert page.validate_pdf(str(pdf), profile="2b").is_compliant


@trenger_kontor
def test_a_font_that_isnt_there_is_told():
    source = io.BytesIO()
    with ZipFile(REPO / "maler/dagsorden.docx") as old, ZipFile(source, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename.startswith("word/"):
                data = re.sub(rb"Calibri|Carlito", b"Finnes Ikke", data)
            new.writestr(info, data)
    [(_, made)] = make([Job(source.getvalue(), "a" * 64, "d.pdf")])
    assert made.pdf
    assert [p.message for p in made.problems] == [
        "Skriften Finnes Ikke finnes ikke på denne maskinen, så sidene kan bli andre."
    ]


@trenger_kontor
def test_dates_that_word_has_written_are_the_pdfs_dates(prosjekt, dialog):
    word, pdf = ål(prosjekt, dialog)
    rediger(word, sett_tider)
    assert dialog(*ÅL).kode == 0
    packet = xmp(pdf)
    assert "<xmp:CreateDate>2015-11-03T09:30:00Z</xmp:CreateDate>" in packet
    assert "<xmp:ModifyDate>2015-11-04T10:00:00Z</xmp:ModifyDate>" in packet
    with pikepdf.open(pdf) as opened:
        assert str(opened.docinfo["/CreationDate"]) == "D:20151103093000Z"
    assert feil_i(pdf) == []


def test_the_mark_of_the_source_is_found_without_opening_the_pdf():
    assert source_mark(b"x<dialog:kilde>" + b"ab" * 32 + b"</dialog:kilde>y") == "ab" * 32
    assert source_mark(b"%PDF-1.7") == ""
