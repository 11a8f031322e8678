"""Damaged, foreign, huge and hostile statistics files: a clear message each, no traceback, no hang.

Two hundred mutated files; ``pytest tests/test_tallfiler_skadet.py --ganger 10`` reads two thousand.
"""

import io
import json
import random
import re
import time
import zipfile
from pathlib import Path

import pytest
import tallfiler as lag

from dialoggrunnlag.errors import DialogError, InvalidError
from dialoggrunnlag.statistikk.statistikkfil import STØRST, les_statistikk
from dialoggrunnlag.statistikk.utvalg import korteste_navn, velg

pytest.importorskip("openpyxl", reason="reads the workbooks")

TILFELLER = 200
LENGST = 20  # seconds for a file; the slowest takes a fourth of it
# English words of the libraries beneath, Python's own names
FREMMED = re.compile(
    r"\b(?:expected|invalid|found|argument|line|object|column|error|codec|byte|decode)\b"
    r"|<class |\bNone\b|Error\b|Traceback",
    re.IGNORECASE,
)
BITER = (
    b"\0", b"\xff", b"\xfe", b"\t", b";", b",", b'"', b"\r", b"\n", b"\r\n\r\n", b"*", b"-", b".",
    b"{", b"}", b"[", b"]", b"null", b"1e400", b"NaN", b"9" * 400, b"=1+1", b"=cmd|' /C calc'!A0",
    b"@SUM(A1)", b"sep=,\n", b"\xc3\xa5", b"\xe2\x88\x92", b"2025-26.", b"I", b"00", b"<", b"PK",
    b"x" * 200_000, b"\\u0000", b"\xed\xa0\x80",
)  # fmt: skip


def kilder():
    """A sound file of each format."""
    yield lag.udir()
    yield lag.udir(foran="Sluttet i løpet av året\r\n")
    yield lag.som_csv(lag.UDIR).replace("\u202f", " ").replace("á", "a").encode("cp1252")
    yield ("\ufeff" + lag.som_csv(lag.EU)).encode()
    yield lag.eu_json()
    yield lag.ssb()
    yield lag.PULS.encode()
    yield lag.med_delte_tekster(lag.bok({"Tall": lag.UDIR, "Skjult": lag.EU}, ("Skjult",)))


def skad(data, chance):
    """One to four random changes to the bytes of a file."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(7):
            case 0:
                data = data[:at] + chance.choice(BITER) + data[at:]
            case 1:
                data = data[:at] + data[at + chance.randint(1, 30) :]
            case 2:
                data = data[:at]
            case 3:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 4:
                til = chance.randrange(len(data) + 1)
                data = data[:at] + data[min(at, til) : max(at, til)] + data[at:]
            case 5:
                av, til = chance.choice(BITER[3:14]), chance.choice(BITER)
                data = data.replace(av, til, chance.randint(1, 3))
            case _:
                lines = data.splitlines(keepends=True)
                chance.shuffle(lines)
                data = b"".join(lines)
    return data


def skad_del(data, chance):
    """A workbook with one of its parts damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as pakke:
        navn = chance.choice(pakke.namelist())
        return lag.med_del(data, navn, skad(pakke.read(navn), chance))


def skad_json(data, chance):
    """A JSON file with one of its values replaced, wherever it stands."""
    rot = json.loads(data)
    node = rot
    while True:
        nøkler = list(node) if isinstance(node, dict) else range(len(node))
        if not nøkler:
            return data
        nøkkel = chance.choice(nøkler)
        under = node[nøkkel]
        if not isinstance(under, dict | list) or chance.random() < 0.3:
            break
        node = under
    rare = (None, True, -1, 10**12, 10**400, 1.5, "", "x", [], {}, [[]], {"a": 1}, "*", [1] * 9)
    node[nøkkel] = chance.choice(rare)
    return json.dumps(rot).encode()


def les(data):
    """Read a file and all of its figures; what is wrong is told in good Norwegian."""
    begynte = time.process_time()
    problemer, flest = [], 0
    try:
        statistikk = les_statistikk(data, "tall/fil.csv")
        for navn in korteste_navn(statistikk)[:5]:
            velg(statistikk, navn or None)
        for celle in statistikk.celler:
            try:
                tall = statistikk.tall(celle)
            except DialogError as error:
                problemer += error.problems
            else:
                assert (tall.verdi is None) is not (tall.fravær is None)
    except DialogError as error:
        problemer += error.problems[:25]
        flest = len(error.problems)
    except InvalidError:  # of a column: tall.yaml's reader gives it a place
        pass
    assert flest <= 25
    for problem in problemer:
        assert problem.file == "tall/fil.csv"
        assert problem.remedy, problem
        assert problem.message.endswith("."), problem
        melding = f"{problem.message} {problem.remedy}"
        assert not FREMMED.search(re.sub("«.*?»", "", melding)), melding
        assert str(problem)
    assert time.process_time() - begynte < LENGST
    return problemer


@pytest.mark.parametrize("hundre", range(TILFELLER // 100))
def test_a_mutated_file_is_read_or_told_of(hundre, pytestconfig):
    filer = list(kilder())
    skader = 0
    for nummer in range(100 * pytestconfig.getoption("ganger")):
        chance = random.Random(f"{hundre} {nummer}")  # noqa: S311 - repeatable on purpose
        data = chance.choice(filer)
        if data.startswith(b"PK") and chance.random() < 0.8:
            data = skad_del(data, chance)
        elif data.startswith((b"{", b"[")) and chance.random() < 0.6:
            data = skad_json(data, chance)
        else:
            data = skad(data, chance)
        skader += bool(les(data))
    assert skader > 20


def test_the_sound_files_are_read_without_a_word():
    for data in kilder():
        assert les(data) == []


def bombe(del_="xl/worksheets/sheet1.xml", innhold=b" " * (200 * 2**20)):
    return lag.med_del(lag.bok({"Tall": lag.UDIR}), del_, innhold)


def ark(rader):
    navnerom = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{navnerom}"><sheetData>{rader}</sheetData></worksheet>'.encode()


def dyp_json(tegn):
    return (tegn * 200_000).encode()


def stor_dimensjon():
    return lag.ssb(size=[10**6, 1, 10**6, 1])


def hele_produktet():
    """A data set whose categories are all there, and multiply to 10**12."""
    kategorier = {"category": {"index": [str(n) for n in range(1000)]}}
    return lag.ssb(id=list("abcd"), size=[1000] * 4, dimension=dict.fromkeys("abcd", kategorier))


UENDELIG = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FIENDTLIGE = {
    "for mange byte": lambda: b"x" * (STØRST + 1),
    "zip-bombe": bombe,
    "zip-bombe i tekstene": lambda: bombe("xl/sharedStrings.xml", b" " * (20 * 2**20)),
    "flere ruter enn noen bok har": lambda: bombe(
        innhold=ark(("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * 5_001)
    ),
    "mange deler": lambda: _pakke({f"xl/{nummer}.xml": "<a/>" for nummer in range(3000)}),
    "entiteter": lambda: bombe(innhold=f'<?xml version="1.0"?>{UENDELIG}<worksheet/>'.encode()),
    "entiteter i UTF-16": lambda: bombe(
        innhold=f'<?xml version="1.0" encoding="UTF-16"?>{UENDELIG}<worksheet/>'.encode("utf-16")
    ),
    "ruter langt fra hverandre": lambda: bombe(
        innhold=ark(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
        )
    ),
    "en million kolonner": lambda: b"Skole;" + b"2025-26.x;" * 1_000_000,
    "en million tomme kolonner": lambda: b";" * 1_000_000,
    "en million linjer": lambda: b"Skole;2025-26\n" + b"x;1\n" * 1_000_000,
    "ti millioner tomme linjer": lambda: b"\n" * 10_000_000 + b"Skole;2025-26",
    "en overskrift av punktum": lambda: b"Skole;" + b"." * 100_000 + b"x;Verdi\n",
    "en celle av mellomrom": lambda: b"Skole;2025-26\n\xc3\x85l;-" + b" " * 100_000 + b"x\n",
    "en celle uten slutt": lambda: b'Skole;2025-26\n"' + b"x\n" * 100_000,
    "size til 10**12": stor_dimensjon,
    "hele produktet": hele_produktet,
    "størrelse som er negativ": lambda: lag.ssb(size=[-3, 1, 2, 2]),
    "dyp liste": lambda: dyp_json("["),
    "dypt objekt": lambda: dyp_json('{"a":'),
    "dyp og hel": lambda: b"[" * 100_000 + b"]" * 100_000,
    "mange tomme objekter": lambda: b"[" + b"{}," * 3_000_000 + b"{}]",
    "uendelig tall": lambda: lag.ssb(value=[1e999] * 12),
    "tusen siffer": lambda: lag.ssb().replace(b"81.1", b"8" * 10_000),
    "XML": lambda: b'<?xml version="1.0"?><a/>',
    "PDF": lambda: b"%PDF-1.7\n",
    "gammel Excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "Word": lambda: _pakke({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}),
    "OpenDocument": lambda: _pakke({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "tom pakke": lambda: _pakke({}),
    "tom": lambda: b"",
    "bare mellomrom": lambda: b" \r\n\t ",
    "bare en BOM": lambda: b"\xff\xfe",
    "Git LFS": lambda: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    "støy": lambda: random.Random(1).randbytes(100_000),  # noqa: S311 - repeatable on purpose
}  # fmt: skip


def _pakke(deler):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pakke:
        for navn, innhold in deler.items():
            pakke.writestr(navn, innhold)
    return out.getvalue()


@pytest.fixture
def lite_minne():
    """Let the process take 700 MB more than it has, and no more."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("Linux tells how much memory a process has")
    import resource

    has = int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (has + 700 * 10**6, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.mark.parametrize("navn", FIENDTLIGE)
def test_a_hostile_or_foreign_file_is_told_of_at_once_and_in_little_memory(navn, lite_minne):
    assert les(FIENDTLIGE[navn]())
