"""Damaged and foreign documents: each is read, or refused with a message and a remedy.

``python tests/skadde_skjema.py [ANTALL] [FRØ]`` tries that many and says what became of them.
"""

from __future__ import annotations

import io
import random
import struct
import sys
import time
from collections import Counter
from copy import deepcopy
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docx import Document
from hjelp import REPO
from lxml import etree
from skjema_hjelp import NAVN, fylt_av_motoren, lest, tomt, uten_egenskaper, uten_kontroller, w

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.model.oppsummering import Oppsummering

_LENGST = 20  # seconds that one document may take, on the slowest machine


@cache
def utfylt():
    """A form with something in every field."""
    rows = [{"mål": f"Mål {n}", "ansvarlig": "rektor", "frist": "1.6.2016"} for n in range(3)]
    data = {
        "skole": "gol",
        "runde": "2015",
        "dato": "3.11.2015",
        "til_stede": ["Rektor", "Elevrådsleder"],
        "oppnådd": "Mye\n\n- og mer",
        "avtaler": [{**rows[0], "status": "i gang"}],
        "mål": rows,
        "lært": "Alt",
        "evaluering": {"bra": "Tida"},
    }
    return fylt_av_motoren(Oppsummering.model_validate(data))


def pakket(data, rng, change):
    """A Word file with ``change(name, content)`` done to its members; None leaves one out."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content, rng.choice((ZIP_DEFLATED, ZIP_STORED)))
    return out.getvalue()


def xml_endret(rng, change, part="word/document.xml"):
    def one(name, content):
        if name != part:
            return content
        root = etree.fromstring(content)
        change(root)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    return pakket(utfylt(), rng, one)


# --- what can be wrong ------------------------------------------------------------------------


def avkortet(rng):
    return utfylt()[: rng.randrange(len(utfylt()))]


def biter_snudd(rng):
    data = bytearray(utfylt())
    for _ in range(rng.randint(1, 40)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def ikke_word(rng):
    return rng.choice(
        [b"", b"\0" * 500, b"%PDF-1.7\n%%EOF", b"{\\rtf1 Hei}", b"<html><body>Oppsummering</body></html>", "Oppsummering".encode("utf-16"), b"PK\x03\x04", rng.randbytes(rng.randrange(3000))]
    )  # fmt: skip


def gammelt_doc(rng):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(rng.randrange(4000))


def annen_zip(rng):
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name in rng.sample(
            ["mimetype", "content.xml", "xl/workbook.xml", "ål.txt", "[Content_Types].xml"], 3
        ):
            archive.writestr(name, rng.choice([b"", b"<x/>", b"<Types xmlns='x'/>", b"tekst"]))
    return out.getvalue()


def makroer(rng):
    def one(name, content):
        if name == "[Content_Types].xml" and rng.random() < 0.5:
            return content.replace(
                b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
            )
        return content

    data = pakket(utfylt(), rng, one)
    out = io.BytesIO(data)
    with ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def kryptert(rng):
    data = bytearray(utfylt())
    start = data.rfind(b"PK\x01\x02")
    data[start + 8] |= 1
    return bytes(data)


def zip_bombe(rng):
    name = rng.choice(
        ["word/document.xml", "word/media/bilde.png", "word/styles.xml", "docProps/custom.xml"]
    )
    size = rng.choice([9, 70, 200]) * 2**20
    data = io.BytesIO(pakket(utfylt(), rng, lambda n, c: None if n == name else c))
    with ZipFile(data, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, b" " * size, compresslevel=1)
    return data.getvalue()


def feil_størrelse(rng):
    """A size in the directory that isn't the member's."""
    data = bytearray(utfylt())
    starts, at = [], data.find(b"PK\x01\x02")
    while at >= 0:
        starts.append(at)
        at = data.find(b"PK\x01\x02", at + 4)
    start = rng.choice(starts)
    data[start + 20 : start + 28] = struct.pack(
        "<LL", *(rng.choice([0, 1, 10**6, 2**32 - 1]) for _ in "ab")
    )
    return bytes(data)


def del_mangler(rng):
    with ZipFile(io.BytesIO(utfylt())) as archive:
        gone = set(rng.sample(archive.namelist(), rng.randint(1, 4)))
    return pakket(utfylt(), rng, lambda name, content: None if name in gone else content)


def del_byttet(rng):
    """The parts' contents under each other's names."""
    with ZipFile(io.BytesIO(utfylt())) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    one, other = rng.sample(sorted(contents), 2)
    contents[one], contents[other] = contents[other], contents[one]
    return pakket(utfylt(), rng, lambda name, _: contents[name])


def ødelagt_xml(rng):
    with ZipFile(io.BytesIO(utfylt())) as archive:
        wanted = rng.choice(archive.namelist())

    def one(name, content):
        if name != wanted:
            return content
        at = rng.randrange(max(1, len(content)))
        return rng.choice(
            [
                content[:at],
                content[:at] + b"<" + content[at:],
                content[:at] + b"\xff" + content[at:],
                b"",
                b"<x/>",
                b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
            ]
        )

    return pakket(utfylt(), rng, one)


def elementer_stokket(rng):
    """Elements that are removed, doubled, renamed and moved: XML that no program writes."""

    def change(root):
        for _ in range(rng.randint(1, 30)):
            elements = [e for e in root.iter() if e.getparent() is not None and e is not root[0]]
            if not elements:
                return
            element, other = rng.choice(elements), rng.choice(elements)
            what = rng.randrange(5)
            if what == 0:
                element.getparent().remove(element)
            elif what == 1:
                element.addnext(deepcopy(element))
            elif what == 2:
                element.tag = other.tag
            elif what == 3:
                other.append(deepcopy(element))
            else:
                for name in element.attrib:
                    element.set(name, rng.choice(["", "-1", "99999999999999999999", "x", "æ", "²"]))

    part = rng.choice(
        ["word/document.xml"] * 4
        + [
            "word/styles.xml",
            "word/numbering.xml",
            "[Content_Types].xml",
            "word/_rels/document.xml.rels",
            "docProps/custom.xml",
            "docProps/core.xml",
        ]
    )
    return xml_endret(rng, change, part)


def dypt_nøstet(rng):
    depth = rng.choice([50, 150, 240, 400, 5000])
    kind = rng.choice(["sdt", "tbl", "ins"])
    opening = {"sdt": "<w:sdt><w:sdtContent>", "tbl": "<w:tbl><w:tr><w:tc>", "ins": "<w:ins>"}[kind]
    closing = {
        "sdt": "</w:sdtContent></w:sdt>",
        "tbl": "</w:tc></w:tr></w:tbl>",
        "ins": "</w:ins>",
    }[kind]
    count = depth // opening.count("<")
    inner = opening * count + "<w:p><w:r><w:t>inni</w:t></w:r></w:p>" + closing * count

    def one(name, content):
        return (
            content.replace(b"</w:body>", inner.encode() + b"</w:body>")
            if name == "word/document.xml"
            else content
        )

    return pakket(utfylt(), rng, one)


def svært_lang(rng):
    inner = rng.choice(
        [
            "<w:p/>",
            "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
            "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
            "<w:sdt><w:sdtContent/></w:sdt>",
        ]
    )
    count = rng.choice([2_000, 30_000, 400_000]) // len(inner) * 8

    def one(name, content):
        return (
            content.replace(b"</w:body>", inner.encode() * count + b"</w:body>")
            if name == "word/document.xml"
            else content
        )

    return pakket(utfylt(), rng, one)


def annen_skole(rng):
    names = [name for _, name in NAVN.values()] + ["Hemsedal videregående skole", "", "Gol"]
    other = rng.choice(names)

    def change(root):
        for text in root.iter(w("t")):
            if text.text == NAVN["gol"][1]:
                text.text = other

    data = xml_endret(rng, change)
    return uten_egenskaper(data) if rng.random() < 0.5 else data


def annet_år(rng):
    year = rng.choice(["2014", "2016", "15", "", "20155"])

    def change(root):
        for text in root.iter(w("t")):
            text.text = (text.text or "").replace(
                "utviklingsdialogen 2015", f"utviklingsdialogen {year}"
            )

    data = xml_endret(rng, change)
    return uten_egenskaper(data) if rng.random() < 0.5 else data


def i_fjor(rng):
    return tomt(rng.choice(sorted(NAVN)), rng.choice([2013, 2014]))


def tomt_skjema(rng):
    data = tomt(rng.choice(sorted(NAVN)), 2015)
    return uten_kontroller(data) if rng.random() < 0.5 else data


def annet_dokument(rng):
    if rng.random() < 0.4:
        return rng.choice(sorted((REPO / "maler").glob("*.docx"))).read_bytes()
    document = Document()
    for _ in range(rng.randrange(5)):
        document.add_paragraph(
            rng.choice(["Kjære rektor", "Til stede", "Dato: i dag", "Dialoggrunnlag 2015"])
        )
    if rng.random() < 0.5:
        document.add_heading(rng.choice(["Oppsummering av utviklingsdialogen 2015", "Referat"]), 0)
        document.add_table(2, 6)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def feil_type(rng):
    def one(name, content):
        if name != "[Content_Types].xml":
            return content
        return content.replace(
            b"document.main+xml",
            rng.choice([b"template.main+xml", b"glossary+xml", b"x", b"styles+xml"]),
        )

    return pakket(utfylt(), rng, one)


# What people and other programs put into a field, and what YAML, Jinja2 or a terminal makes of it
RARE_TEKSTER = (
    "- ", "-", ": ", "mål: x", "#", "# x", "'", '"', "|", ">", "@x", "`x", "%", "&a", "*a", "!!x", "? x",
    "null", "~", "ja", "nei", "0", "2015-13-01", "3. november 2015", "12:30", "...", "---", "[", "{", "{}",
    "{{ skole.navn }}", "{{ x", "{% if x %}", "{% endraw %}", "{#", "{{ 1 // 0 }}", "${x}", "=1+1", "\u0085",
    "\u0092", "\u0099x", "\u007f", "\ufdd0", "\ufeff", "\u2028", "\u2029", "\u202e", "\u200b", "\u00ad",
    "\t", "\t- x", "a\n\n\nb", " x ", "\u00a0", "\u3000x", "\U0001f393", "\U0010ffff", "a\u030a", "\u0627",
    "x" * 3000, "æøå " * 900, "a: b\n- c\n  d: e", "\\", "\\x", "a\rb", "2014-1", "id: 2014-1", "x #y", "\uf0b7 x",
    "\ue000", "\u2066", "https://example.no/?a=b&c=d", "<b>x</b>", "<!-- x -->", "-----BEGIN", "\ufffd", "Gol vgs.",
)  # fmt: skip


def _tekster(root):
    """The texts of a form that stand in controls, where people write."""
    return [
        text
        for control in root.iter(w("sdtContent"))
        for text in control.iter(w("t"))
        if text.text and text.text.strip()
    ]


def rar_tekst(rng):
    """Odd characters and words in some fields."""

    def change(root):
        for text in rng.sample(_tekster(root), rng.randint(1, 6)):
            odd = rng.choice(RARE_TEKSTER)
            text.text = rng.choice((odd, text.text + odd, odd + text.text))

    return xml_endret(rng, change)


def rare_avsnitt(rng):
    """A field of several paragraphs, empty and odd ones among them."""

    def change(root):
        for paragraph in rng.sample(list(root.iter(w("p"))), 3):
            for _ in range(rng.randint(1, 4)):
                other = deepcopy(paragraph)
                for text in other.iter(w("t")):
                    text.text = rng.choice(RARE_TEKSTER)
                paragraph.addnext(other)

    return xml_endret(rng, change)


def rader_endret(rng):
    """Rows removed, doubled, emptied and moved; cells merged, doubled and removed."""

    def change(root):
        for _ in range(rng.randint(1, 5)):
            rows, cells = list(root.iter(w("tr"))), list(root.iter(w("tc")))
            if rows and cells:
                _rad_endret(rng.choice(rows), rng.choice(rows), rng)
                _celle_endret(rng.choice(cells), rng)

    return xml_endret(rng, change)


def _rad_endret(row, other, rng):
    match rng.randrange(5):
        case 0:
            row.getparent().remove(row)
        case 1:
            row.addnext(deepcopy(row))
        case 2:
            for text in row.iter(w("t")):
                text.text = ""
        case 3:
            other.addnext(deepcopy(row))


def _celle_endret(cell, rng):
    match rng.randrange(4):
        case 0:
            cell.getparent().remove(cell)
        case 1:
            _slått_sammen(cell, rng)
        case 2:
            cell.addnext(deepcopy(cell))


def _slått_sammen(cell, rng):
    """A cell merged with its neighbour, or with the one above it."""
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.SubElement(cell, w("tcPr"))
        cell.insert(0, properties)
    neighbour = cell.getnext()
    if rng.random() < 0.5 and neighbour is not None and neighbour.tag == w("tc"):
        etree.SubElement(properties, w("gridSpan")).set(w("val"), "2")
        for child in list(neighbour):
            if child.tag != w("tcPr"):
                cell.append(child)
        neighbour.getparent().remove(neighbour)
    else:
        etree.SubElement(properties, w("vMerge")).set(w("val"), rng.choice(("restart", "continue")))


def tabell_i_tabell(rng):
    """The whole table pasted into one of its cells, or a form pasted behind the form."""

    def change(root):
        tables = list(root.iter(w("tbl")))
        cells = list(root.iter(w("tc")))
        if rng.random() < 0.7 and cells:
            rng.choice(cells).insert(1, deepcopy(rng.choice(tables)))
        else:
            body = root[0]
            for child in list(body)[:-1]:
                body.insert(len(body) - 1, deepcopy(child))

    return xml_endret(rng, change)


def sporede_endringer(rng):
    """Texts that are proposed and struck out, and a field that Word computes."""

    def change(root):
        for run in rng.sample(list(root.iter(w("r"))), 4):
            kind = rng.choice(("ins", "del", "moveFrom", "moveTo", "smartTag", "hyperlink"))
            around = etree.Element(w(kind))
            run.addprevious(around)
            around.append(run)
            if kind == "del":
                for text in run.iter(w("t")):
                    text.tag = w("delText")

    return xml_endret(rng, change)


def egenskaper_endret(rng):
    """What the document notes of itself: another school, round, kind or agreements."""

    def one(name, content):
        if name != "docProps/custom.xml":
            return content
        old, new = rng.choice(
            (("gol", "ål"), ("gol", "con"), ("2015", "2098"), ("2015", "2014"), ("2015", "15"),
             ("oppsummering", "dagsorden"), ("2015", "x"), ("gol", "../x"), ("gol", ""))
        )  # fmt: skip
        return content.replace(old.encode(), new.encode())

    return pakket(utfylt(), rng, one)


REDIGERT = [rar_tekst, rare_avsnitt, rader_endret, tabell_i_tabell, sporede_endringer]
SLAG = [
    *REDIGERT,
    egenskaper_endret,
    *(avkortet, biter_snudd, ikke_word, gammelt_doc, annen_zip, makroer, kryptert, zip_bombe),
    *(feil_størrelse, del_mangler, del_byttet, ødelagt_xml, elementer_stokket, dypt_nøstet),
    *(svært_lang, annen_skole, annet_år, i_fjor, tomt_skjema, annet_dokument, feil_type),
]


def prøv(slag, rng):
    """Make one document and read it; what became of it. Raises AssertionError."""
    data = slag(rng)
    mal = rng.choice([None, (REPO / "maler/oppsummering.docx").read_bytes()])
    start = time.perf_counter()
    outcome, problems = "lest", ()
    try:
        read = lest(data, mal)
    except DialogError as error:
        outcome, problems = error.problems[0].message, error.problems
    else:
        Oppsummering.model_validate(read.data)
        assert read.skole in NAVN
        assert len(read.data) > len(("skole", "runde"))
    for problem in problems:
        assert problem.message, slag
        assert problem.remedy, problem.message
        assert problem.file == "skjema.docx", problem
    assert time.perf_counter() - start < _LENGST, f"{slag.__name__} tok for lang tid"
    return outcome


def kjør(count, seed):
    """Try ``count`` documents; how many of each kind came to what."""
    found = Counter()
    for number in range(count):
        slag = SLAG[number % len(SLAG)]
        state = f"{seed} {number}"
        try:
            found[slag.__name__, prøv(slag, random.Random(state))] += 1  # noqa: S311 - no secret
        except Exception:
            sys.stderr.write(f"{slag.__name__} {state!r}\n")
            raise
    return found


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = sys.argv[2] if len(sys.argv) > 2 else "2015"
    found = kjør(count, seed)
    for (slag, outcome), number in sorted(found.items()):
        sys.stdout.write(f"{number:5} {slag:18} {outcome}\n")
    sys.stdout.write(
        f"{sum(found.values()):5} i alt, {len({o for _, o in found})} forskjellige utfall\n"
    )


if __name__ == "__main__":
    main()
