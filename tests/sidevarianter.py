"""What a document may have to hold, from nothing to everything, and how its pages are read.

A word that is broken at the end of a line is found by the words that the document has.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from itertools import pairwise
from zipfile import ZipFile

from hjelp import sett_dialog

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_STREKER = "-\u00ad\u2010\u2011–—/"
_TEKST = re.compile(
    rb"<(?:w:t|a:t|c:v)(?: [^>]*)?>([^<]*)</(?:w:t|a:t|c:v)>|<w:(?:p|tab|br|cr)\b[^>]*>|</w:p>"
)
LANG = (
    "Kvalitetsrådgiveren og elevrådslederen går gjennom kartleggingsprøven sammen med "
    "avdelingslederen for studiespesialiserende utdanningsprogram, og fylkesutdanningssjefen følger "
    "opp vurderingspraksisen i norskopplæringen"
)
_ROLLER = (
    *("rektor", "assisterende rektor", "avdelingsleder for studiespesialisering"),
    *("avdelingsleder for restaurant- og matfag", "elevrådsleder", "nestleder i elevrådet"),
    *("minoritetsrådgiver", "sosialpedagogisk rådgiver", "læringsmiljøkoordinator"),
    *("verneombud", "tillitsvalgt for Utdanningsforbundet", "skolebibliotekar"),
)
_USUAL = (
    "dato: 3. november 2015",
    "sted: Møterom 2",
    "deltakere: [{rolle: rektor}, {rolle: elevrådsleder}]",
    "fra_skoleeier: [fylkesutdanningssjef, kvalitetsrådgiver]",
)
_FULL = (
    "dato: 3. november 2015",
    "sted: Møterommet i andre etasje på administrasjonsbygningen",
    "møtelenke: https://example.no/møte",
    "deltakere:",
    *(f"  - {{navn: Kristine Bergsmarken-Nordmann, rolle: {rolle}}}" for rolle in _ROLLER),
    "fra_skoleeier: [fylkesutdanningssjef, assisterende, seksjonsleder, kvalitetsrådgiver]",
    "lenker:",
    "  pedagogisk-grunnlag: https://example.no/grunnlag",
    "  tilstandsrapport: https://example.no/rapport",
)
VARIANTER = {"empty": (), "usual": _USUAL, "cancelled": (*_USUAL, "avlyst: ja"), "full": _FULL}
_I_RUNDEN = """\
saksnummer: "2015/12345-67"
dokumentdato: 1. oktober 2015
svarfrist: 20. oktober 2015
kontaktperson:
  navn: Kristine Bergsmarken-Nordmann
  rolle: {bokmål: kvalitetsrådgiver, nynorsk: kvalitetsrådgivar}
  telefon: 32 00 00 00
  epost: kristine@example.no
"""


def legg_inn(prosjekt, variant, målform, skole="gol"):
    """Make the project's data what the variant says, for a school of one of the languages."""
    skoler = prosjekt / "data/skoler.yaml"
    text = re.sub(r"\n    målform: \w+", "", skoler.read_text("utf-8"))
    text = re.sub(rf"(?m)^  {skole}:\n", rf"\g<0>    målform: {målform}\n", text)
    skoler.write_text(text, "utf-8")
    if VARIANTER[variant]:
        sett_dialog(prosjekt, skole, *VARIANTER[variant])
    if variant == "full":
        _full_runde(prosjekt / "data/runder/2015.yaml")
        _avtaler(prosjekt / "data/oppsummeringer/2014", skole)


def _full_runde(path):
    """Set all that a round may say of who sends it."""
    text = path.read_text("utf-8")
    for key in re.findall(r"(?m)^(\w+):", _I_RUNDEN):
        text = re.sub(rf"(?m)^{key}:.*\n(?: +.*\n)*", "", text)
    path.write_text(text.replace("dialoger:\n", f"{_I_RUNDEN}dialoger:\n"), "utf-8")


def _avtaler(folder, skole):
    """Nine agreements with long texts, as they were made the year before."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"skole: {skole}", "runde: 2014", "dato: 3. november 2014", "mål:"]
    for nummer in range(1, 10):
        lines += [
            f"  - mål: {LANG} i klasse {nummer}",
            f"    tiltak: {LANG}",
            "    ansvarlig: avdelingslederen for studiespesialisering",
            "    frist: 30. september 2015",
            f"    kjennetegn: {LANG}",
            f"    støtte: {LANG}",
        ]
    lines += [f"støtte: {LANG}", f"neste_kontakt: {LANG}"]
    (folder / f"{skole}.yaml").write_text("\n".join(lines) + "\n", "utf-8")


# --- pages ----------------------------------------------------------------------------------------


def i_libreoffice(files, folder):
    """The PDFs of Word files, all by one office."""
    profile = (folder / "profil").as_uri()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
         "--outdir", folder, *files],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return [folder / f"{file.stem}.pdf" for file in files]


_TIL_PDF = """
import docbuilder, sys
builder = docbuilder.CDocBuilder()
for source, pdf in zip(sys.argv[1::2], sys.argv[2::2]):
    builder.OpenFile(source, "")
    builder.SaveFile("pdf", pdf)
    builder.CloseFile()
"""


def i_onlyoffice(files, folder):
    """The PDFs of Word files, all by one run of ONLYOFFICE's engine."""
    folder.mkdir()
    pdfs = [folder / f"{file.stem}.pdf" for file in files]
    pairs = [str(path.resolve()) for pair in zip(files, pdfs, strict=True) for path in pair]
    subprocess.run(
        [sys.executable, "-c", _TIL_PDF, *pairs], check=True, capture_output=True, timeout=240
    )
    return pdfs


def antall_sider(pdf):
    """How many pages a PDF has."""
    done = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, timeout=60)
    return int(re.search(rb"Pages:\s+(\d+)", done.stdout)[1])


def delte_ord(pdf, ordene):
    """The pieces that lines of a PDF end in that are no word of ``ordene``, and have no hyphen.

    ``pdftotext -bbox-layout`` knows which words stand on a line of a column or a cell. What a line
    ends in and the next one begins with are a broken word where they are one together.
    """
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", pdf, "-"], check=True, capture_output=True, timeout=120
    )
    return list(_delte(done.stdout.decode(), ordene))


def _delte(markup, ordene):
    for block in re.findall(r"<block\b.*?</block>", markup, re.DOTALL):
        lines = [
            re.findall(r"<word\b[^>]*>([^<]*)</word>", line)
            for line in re.findall(r"<line\b.*?</line>", block, re.DOTALL)
        ]
        for line, after in pairwise(lines):
            if not line or not after or line[-1].endswith(tuple(_STREKER)):
                continue
            piece, rest = _bare(line[-1]), _bare(after[0])
            are_words = piece in ordene and rest in ordene
            if piece and rest and piece + rest in ordene and not are_words:
                yield f"{piece}|{rest}"


def ord_i(document):
    """The words that a Word file has in its body, headers, footers and charts, folded."""
    ordene: set[str] = set()
    with ZipFile(document) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(?:document|header\d*|footer\d*|charts/\w+)\.xml", name):
                ordene |= set(map(_bare, _tekst_i(package.read(name)).split()))
    return ordene - {""}


def _tekst_i(content):
    text = _TEKST.sub(lambda match: b" " if match[1] is None else b"<>" + match[1] + b"<>", content)
    text = re.sub(rb"<[^>]*>", b"", text).decode()
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


def _bare(word):
    """A word without the signs around it."""
    return unicodedata.normalize("NFC", word).strip(".,;:!?()«»[]·•▲▼●*").casefold()
