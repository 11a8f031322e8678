"""The summary's form, filled in as people and programs do it; independent of the reader."""

from __future__ import annotations

import io
import re
from copy import deepcopy
from functools import cache
from unicodedata import category
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from hjelp import REPO, SKOLER
from hypothesis import strategies as st
from lxml import etree

from dialoggrunnlag.model.faste_mellomrom import faste_mellomrom
from dialoggrunnlag.model.norsk import Dato
from dialoggrunnlag.model.oppsummering import Oppsummering
from dialoggrunnlag.reading.ordliste import Ordliste
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.reading.prosjektord import møtenavn, prosjektord
from dialoggrunnlag.utfylt import Skjemafil, les, lær_skjema
from dialoggrunnlag.word import WordTemplate
from dialoggrunnlag.word.known import with_values
from dialoggrunnlag.word.properties import Properties
from dialoggrunnlag.word.translation import translated_file

MAL = REPO / "maler/oppsummering.docx"
# The template as it was with a row for each goal: forms made from it still come back
GAMMEL_MAL = REPO / "tests/skjemaer/mal-med-rader.docx"
_ORDLISTE = Ordliste(REPO / "maler/ordliste.yaml", "maler/ordliste.yaml")
MAL_PÅ_NYNORSK = translated_file(MAL.read_bytes(), _ORDLISTE.oversettelse("nynorsk"))
_GAMMEL_PÅ_NYNORSK = translated_file(GAMMEL_MAL.read_bytes(), _ORDLISTE.oversettelse("nynorsk"))
ORD = prosjektord(Project(REPO))  # what this project's forms call the meetings and skoleeier


def lært(*maler):
    """The words of templates, with those that the project fills in."""
    return lær_skjema([with_values(mal, ord_.felt) for mal in maler for ord_ in ORD], møtenavn(ORD))


SKJEMA = lært(MAL.read_bytes(), MAL_PÅ_NYNORSK)
NAVN = {id_: (entry["kortnavn"], entry["navn"]) for id_, entry in SKOLER.items()}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
NS = {"w": W, "w14": W14, "w15": W15}
_DEKLARASJON = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items()) + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
EVALUERING = ("bra", "hvorfor", "bedre", "hvordan")
AVTALE = ("mål", "ansvarlig", "frist", "status", "kommentar")
AVTALE_PÅ_KORT = (*AVTALE, "tiltak", "kjennetegn", "støtte")
MÅL = ("mål", "tiltak", "ansvarlig", "frist", "kjennetegn", "støtte")
TEKSTER = ("oppnådd", "fremskritt", "støtte", "eksempel", "lært", "neste_kontakt")

# Goals as schools agree them
LESE = {
    "mål": "Flere leser lange tekster",
    "tiltak": "Felles leseøkter",
    "ansvarlig": "rektor",
    "frist": "1. mars 2015",
    "kjennetegn": "Elevene velger selv lengre tekster",
    "støtte": "Kurs for lærerne",
}
FRAVÆR = {
    "mål": "Lavere fravær",
    "tiltak": "Samtale etter første dag",
    "ansvarlig": "rådgiver",
    "frist": "før jul",
    "støtte": "Veiledning",
}
SPRÅK = {"mål": "Felles vurderingsspråk", "ansvarlig": "avdelingsleder", "frist": "1. juni 2016"}


def w(name):
    return f"{{{W}}}{name}"


def fra_xml(source):
    """Elements from markup with the prefixes w, w14, w15, mc, r, v and m."""
    return list(etree.fromstring(f"<x {_DEKLARASJON}>{source}</x>"))


def ingen_ledetekst(text):
    """Whether no line is a prompt, which nobody could tell from an empty field."""
    return not any(SKJEMA.er_ledetekst(line) for line in (text, *text.splitlines()))


def lest(data, mal=None):
    """A form, read by the project's template in both languages, or by ``mal`` alone."""
    skjema = SKJEMA if mal is None else lært(mal)
    return les(Skjemafil("skjema.docx", lambda: data), NAVN, skjema)


# --- filled by the engine -------------------------------------------------------------------


def som_felt(oppsummering):
    """A summary as the template has it, every key set."""

    def row(entry, keys):
        return {key: getattr(entry, key) for key in keys}

    return {
        "dato": oppsummering.dato,
        "ledet_av": oppsummering.ledet_av,
        "referent": oppsummering.referent,
        "neste_dialog": oppsummering.neste_dialog,
        "til_stede": "\n".join(oppsummering.til_stede),
        **{key: getattr(oppsummering, key) for key in TEKSTER},
        "uten_elevnavn": oppsummering.uten_elevnavn,
        "avtaler": [
            row(avtale, AVTALE_PÅ_KORT) | {"runde": None} for avtale in oppsummering.avtaler
        ],
        "mål": [row(mål, MÅL) for mål in oppsummering.mål],
        "evaluering": row(oppsummering.evaluering, EVALUERING),
    }


@cache
def _malen(målform, layout):
    """The form's template, which puts hard spaces into what it is filled with, as the program does."""
    på_bokmål, på_nynorsk = GAMMEL_MAL, _GAMMEL_PÅ_NYNORSK
    if layout == "kort":
        på_bokmål, på_nynorsk = MAL, MAL_PÅ_NYNORSK
    mal = på_bokmål if målform == "bokmål" else på_nynorsk
    return WordTemplate(mal, typography=faste_mellomrom)


def fylt_av_motoren(
    oppsummering, felt=None, målform="bokmål", ider=(), *, avlyst=False, layout="rader"
):
    """The form of a summary's school and round, with all of it filled in.

    ``ider`` are those of the agreements that its rows were made with; ``layout`` is «kort», or
    «rader» as the template had it before.
    """
    skole, runde = oppsummering.skole, oppsummering.runde
    content = {
        "runde": {"år": runde, "saksnummer": "2015/1234"},
        "skole": {"navn": SKOLER[skole]["navn"]},
        "prosjekt": {"møte": "utviklingsdialog", "møtet": "utviklingsdialogen"},
        "skoleeier": {
            "kontor": "Avdeling for opplæring",
            "navn": "skoleeier" if målform == "bokmål" else "skuleeigar",
            "leder": "fylkesutdanningssjefen",
        },
        "dialog": {"avlyst": avlyst, "sted": "Møterom 2, Gol vgs."},
        "tidsramme": "09:00–13:00",
        "oppsummering": felt or som_felt(oppsummering),
    }
    properties = {
        "dialog-dokument": "oppsummering",
        "dialog-runde": str(runde),
        "dialog-skole": skole,
    }
    if ider:
        properties["dialog-avtaler"] = " ".join(ider)
    return _malen(målform, layout).document(
        content, Properties(properties), "dialog-fingeravtrykk"
    )[0]


@cache
def tomt(skole="gol", runde=2015, layout="rader"):
    """An empty form: one row or card for agreements, three for goals."""
    summary = Oppsummering(skole=skole, runde=str(runde))
    felt = som_felt(summary)
    felt["avtaler"] = [dict.fromkeys((*AVTALE_PÅ_KORT, "runde"))]
    felt["mål"] = [dict.fromkeys(MÅL)] * 3
    return fylt_av_motoren(summary, felt, layout=layout)


# --- changing a document --------------------------------------------------------------------


def endret(data, change, part="word/document.xml"):
    """A Word file with ``change`` done to the root element of a part."""
    with ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read(part))
    change(root)
    return med_del(part, etree.tostring(root, encoding="UTF-8", xml_declaration=True), data)


def med_del(name, content, data):
    """A Word file with another content in a part, also a new one."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, content)
    return out.getvalue()


def utvidet(data, source, part):
    """A Word file with markup at the end of a part."""
    return endret(data, lambda root: root.extend(fra_xml(source)), part)


def tøm(element):
    for child in list(element):
        element.remove(child)


def uten_egenskaper(data):
    """Without custom properties, as after a mail program or Google Docs."""
    return endret(data, tøm, "docProps/custom.xml")


def lagret(document):
    """The bytes of a document of python-docx."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def kontroller(root, tag):
    """The controls with a tag, in order."""
    return [
        sdt
        for sdt in root.iter(w("sdt"))
        if sdt.find("w:sdtPr/w:tag", NS) is not None
        and sdt.find("w:sdtPr/w:tag", NS).get(w("val")) == tag
    ]


def kontroll(root, tag, number=0):
    found = kontroller(root, tag)
    assert len(found) > number, f"skjemaet har ikke «{tag}»"
    return found[number]


def antall(data, tag):
    """How many controls of a form have a tag."""
    with ZipFile(io.BytesIO(data)) as package:
        return len(kontroller(etree.fromstring(package.read("word/document.xml")), tag))


def sett_innhold(sdt, source):
    """Replace what a control holds, and take away that it shows its prompt."""
    for showing in sdt.findall("w:sdtPr/w:showingPlcHdr", NS):
        showing.getparent().remove(showing)
    content = sdt.find("w:sdtContent", NS)
    tøm(content)
    new = fra_xml(source)
    if any(element.tag in AVSNITTSNIVÅ for element in new):
        løft(sdt)
    content.extend(new)


AVSNITTSNIVÅ = {w("p"), w("tbl"), w("sdt"), w("customXml")}


def løft(sdt):
    """Make a control in a paragraph one of paragraphs, as Word does when Enter is pressed in it."""
    paragraph = next(sdt.iterancestors(w("p")), None)
    if paragraph is not None:
        properties = paragraph.find("w:pPr", NS)
        paragraph.addnext(sdt)
        if not "".join(paragraph.itertext(w("t"))).strip():
            paragraph.getparent().remove(paragraph)
        content = sdt.find("w:sdtContent", NS)
        runs = list(content)
        inner = etree.SubElement(content, w("p"))
        inner.extend([deepcopy(properties), *runs])
        if not runs:
            content.remove(inner)


def raden(sdt):
    """The table row that a control stands in."""
    return next(sdt.iterancestors(w("tr")))


def kortet(sdt):
    """The item of a repeating section that a control stands in: a goal's card."""
    for outer in sdt.iterancestors(w("sdt")):
        if outer.find("w:sdtPr/w15:repeatingSectionItem", NS) is not None:
            return outer
    raise AssertionError("kontrollen står i ingen gjentakende inndeling")


def løs_opp(sdt):
    """Drop a control and keep what it holds."""
    for child in list(sdt.find("w:sdtContent", NS)):
        sdt.addprevious(child)
    sdt.getparent().remove(sdt)


def uten_kontroller(data):
    """All controls dropped; their prompts have become text."""

    def drop(root):
        for sdt in list(root.iter(w("sdt"))):
            løs_opp(sdt)

    return endret(data, drop)


def med(tag, source, data=None, number=0):
    """The empty form with a control's content replaced by markup."""
    return endret(data or tomt(), lambda root: sett_innhold(kontroll(root, tag, number), source))


def fylt_i(felt, data):
    """A form with a line typed into some of its controls, by their tags and numbers."""

    def fill(root):
        for (tag, number), text in felt.items():
            inline = f"<w:r><w:t>{text}</w:t></w:r>"
            sett_innhold(kontroll(root, tag, number), inline)

    return endret(data, fill)


def etter(tag, source, data=None, number=0):
    """The empty form with markup put in behind a control, or behind its paragraph."""

    def add(root):
        control = kontroll(root, tag, number)
        after = next(control.iterancestors(w("p")), control)
        for element in reversed(fra_xml(source)):
            after.addnext(element)

    return endret(data or tomt(), add)


def i_stedet(tag, source, data=None):
    """The empty form with markup in the place of a control and its paragraph."""

    def replace(root):
        control = kontroll(root, tag)
        løft(control)
        for element in fra_xml(source):
            control.addprevious(element)
        control.getparent().remove(control)

    return endret(data or tomt(), replace)


def p(text, style="Svar"):
    """A paragraph of one run."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def i_kontroll(tag, source):
    """A control with a tag around markup."""
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{source}</w:sdtContent></w:sdt>'


def celle(text):
    return f"<w:tc><w:tcPr/>{p(text, 'Celletekst')}</w:tc>"


def rad(*texts):
    return f"<w:tr>{''.join(map(celle, texts))}</w:tr>"


# --- typed by a person ----------------------------------------------------------------------


def skrevet_i_word(oppsummering, layout="rader"):
    """The empty form, opened with python-docx and typed into as a person does in Word."""
    document = Document(io.BytesIO(tomt(oppsummering.skole, oppsummering.runde, layout)))
    root = document.element
    felt = som_felt(oppsummering)
    på_kort = ("ledet_av", "referent", "neste_dialog") if layout == "kort" else ()
    for key in ("dato", "til_stede", *TEKSTER, *på_kort):
        _skriv(kontroll(root, f"oppsummering.{key}"), felt[key])
    for key, value in felt["evaluering"].items():
        _skriv(kontroll(root, f"oppsummering.evaluering.{key}"), value)
    if oppsummering.uten_elevnavn:
        _kryss_av(kontroll(root, "oppsummering.uten_elevnavn"))
    _skriv_rader(kontroll(root, "oppsummering.avtaler"), "avtale", felt["avtaler"])
    _skriv_rader(kontroll(root, "oppsummering.mål"), "mål", felt["mål"])
    return lagret(document)


def _skriv_rader(section, name, rows):
    """A person adds rows with the plus sign: each is a copy of the last, showing its prompts."""
    content = section.find("w:sdtContent", NS)
    items = content.findall("w:sdt", NS)
    while len(items) < len(rows):
        items.append(deepcopy(items[0]))
        content.append(items[-1])
    for item, row in zip(items, rows, strict=False):
        for key, value in row.items():
            if value is None or not kontroller(item, f"{name}.{key}"):
                continue
            _skriv(kontroll(item, f"{name}.{key}"), value)


def _skriv(sdt, value):
    """Replace the prompt; in a control of paragraphs Enter makes a new one."""
    if value in (None, ""):
        return
    for showing in sdt.findall("w:sdtPr/w:showingPlcHdr", NS):
        showing.getparent().remove(showing)
    date = sdt.find("w:sdtPr/w:date", NS)
    if date is not None and isinstance(value, Dato):
        date.set(w("fullDate"), f"{value.dag.isoformat()}T00:00:00Z")
    content = sdt.find("w:sdtContent", NS)
    for room in list(content.iter(w("r")))[1:]:  # of the prompt, all of which is replaced
        room.getparent().remove(room)
    if "\n" in str(value):
        løft(sdt)
    paragraphs = content.findall("w:p", NS)
    if not paragraphs:
        _tekst(next(content.iter(w("r"))), str(value))
        return
    for number, line in enumerate(re.split("\n", str(value))):
        paragraph = paragraphs[0] if not number else deepcopy(paragraphs[0])
        if number:
            content.append(paragraph)
        _tekst(next(paragraph.iter(w("r"))), line)


def _tekst(run, text):
    tøm(run)
    element = etree.SubElement(run, w("t"))
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element.text = text


def _kryss_av(sdt):
    sdt.find("w:sdtPr/w14:checkbox/w14:checked", NS).set(f"{{{W14}}}val", "1")
    next(sdt.iter(w("t"))).text = "☒"


# --- any summary ----------------------------------------------------------------------------

_TEGN = st.characters(
    exclude_categories=["Cs", "Cc", "Cn"],
    # non-characters, and what symbol fonts show as other signs
    exclude_characters=[chr(code) for code in (*range(0xFDD0, 0xFDF0), *range(0xF000, 0xF100))],
)
_ORD = st.sampled_from(
    ["elevene", "Ål", "«godt»", "<b>", "&amp;", "- punkt", "1. punkt", "æøå", "a\u00a0b", "\t", '"', "Mål", "🙂", "x", "☒", "Husk:"]
)  # fmt: skip
_LINJE = st.one_of(
    st.text(_TEGN, min_size=1, max_size=12), st.lists(_ORD, min_size=1, max_size=6).map(" ".join)
)
_FRITEKST = st.lists(st.one_of(_LINJE, st.just("")), min_size=1, max_size=5).map("\n".join)
_DATO = st.dates(min_value=Dato.les("1950-01-01").dag).map(lambda day: str(Dato(day)))
_STATUS = st.sampled_from(["nådd", "i gang", "ikke startet", "avsluttet"])
_KOLONNER = {"frist": st.one_of(_DATO, _LINJE), "ansvarlig": _LINJE, "status": _STATUS}


def _er_synlig(text):
    """Whether anything is to be seen: a field with nothing but spaces of any kind is empty."""
    blanks = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"}
    return any(not (c.isspace() or c in blanks or category(c) == "Cf") for c in text)


def oppsummeringer(godtatt, layout="rader"):
    """Any summary that the form can hold, whose texts are all ``godtatt``."""
    avtale, nye = AVTALE, {}
    if layout == "kort":
        avtale = AVTALE_PÅ_KORT
        nye = {"ledet_av": _LINJE, "referent": _LINJE, "neste_dialog": st.one_of(_DATO, _LINJE)}

    def kept(texts):
        return texts.filter(lambda text: _er_synlig(text) and godtatt(text))

    def rows(keys):
        columns = {key: kept(_KOLONNER.get(key, _FRITEKST)) for key in keys}
        entries = st.fixed_dictionaries({}, optional=columns).filter(bool)
        return st.lists(entries, max_size=4)

    data = st.fixed_dictionaries(
        {"skole": st.sampled_from(sorted(NAVN)), "runde": st.integers(1990, 2050).map(str)},
        optional={
            "dato": kept(st.one_of(_DATO, _LINJE)),
            **{key: kept(value) for key, value in nye.items()},
            "til_stede": st.lists(kept(_LINJE), min_size=1, max_size=4),
            **dict.fromkeys(TEKSTER, kept(_FRITEKST)),
            "uten_elevnavn": st.sampled_from(["ja", "nei"]),
            "avtaler": rows(avtale),
            "mål": rows(MÅL),
            "evaluering": st.fixed_dictionaries(
                {}, optional=dict.fromkeys(EVALUERING, kept(_FRITEKST))
            ),
        },
    )
    return data.map(Oppsummering.model_validate)


# --- what a person types into an office program ---------------------------------------------

_TASTEDE_ORD = st.sampled_from(
    ["Små grep", "«godt»", "95 % & mer", "<b>", "å lese", "Vg1", "1. mars", "– ja –", "på nytt"]
)
_TASTET_LINJE = st.lists(_TASTEDE_ORD, min_size=1, max_size=3).map(" ".join)
_TASTEDE_LINJER = st.lists(_TASTET_LINJE, min_size=1, max_size=3).map("\n".join)


def _rader(**columns):
    return st.lists(
        st.fixed_dictionaries({"mål": _TASTEDE_LINJER}, optional=columns), min_size=1, max_size=4
    )


TASTEDE = st.fixed_dictionaries(
    {"lært": _TASTEDE_LINJER},
    optional={
        "dato": st.just("tirsdag 3. november 2015"),
        "til_stede": st.lists(_TASTET_LINJE, min_size=1, max_size=3),
        "oppnådd": _TASTEDE_LINJER,
        "støtte": _TASTEDE_LINJER,
        "eksempel": _TASTEDE_LINJER,
        "uten_elevnavn": st.just("ja"),
        "avtaler": _rader(ansvarlig=_TASTET_LINJE, status=st.sampled_from(["nådd", "i gang"])),
        "mål": _rader(
            tiltak=_TASTEDE_LINJER,
            ansvarlig=_TASTET_LINJE,
            frist=st.just("1. mars 2016"),
            støtte=_TASTEDE_LINJER,
        ),
        "evaluering": st.fixed_dictionaries({"bra": _TASTEDE_LINJER}),
    },
)


# --- forms as people fill them in ------------------------------------------------------------

LÆRT = "oppsummering.lært"


def r(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def avsnitt(inner, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def krysset(content, state="0", data=None):
    """The form with an example, its check box in a state, and markup in the box's control."""

    def set_state(root):
        control = kontroll(root, "oppsummering.uten_elevnavn")
        control.find("w:sdtPr/w14:checkbox/w14:checked", NS).set(f"{{{W14}}}val", state)
        tøm(control.find("w:sdtContent", NS))
        control.find("w:sdtContent", NS).extend(fra_xml(content))

    return endret(data or med("oppsummering.eksempel", p("E")), set_state)


def sym(code, font="Wingdings"):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def i_font(text, font="Wingdings"):
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>'
    return f"<w:r>{fonts}<w:t>{text}</w:t></w:r>"


SISTE = "oppsummering.evaluering.hvordan"
UNDERSKRIFT = {
    "a place, a date, a line and a name": (p("Gol, 3. november 2015"), p("______________"), p("Kari Nordmann")),
    "a leave": (p("Med vennlig hilsen"), p("Kari Nordmann, rektor")),
    "where to sign": (p("Underskrift: Kari Nordmann"),),
    "a table to sign in": (f"<w:tbl>{rad('Rektor', 'Skoleeier')}{rad('Kari', 'Ola')}</w:tbl>",),
}  # fmt: skip


def som_folk_fyller_ut():
    """Forms with what is easily misread, by name: signs, boxes, nothing that shows, signatures."""
    lært, støtte = med(LÆRT, p("a")), "oppsummering.støtte"
    skjemaer = {
        "an arrow": med(LÆRT, avsnitt(r("Mål ") + sym("F0E0") + r(" tiltak"))),
        "a smile": med(LÆRT, avsnitt(r("Mål ") + i_font("\uf04a") + r(" tiltak"))),
        "a sign without its font": med(LÆRT, avsnitt(r("Mål \uf0e0 tiltak"))),
        "a box with X": krysset(r("X")),
        "a box with a cross": krysset(r("☒")),
        "hard spaces": med(støtte, p("\u00a0"), lært),
        "signs without width": med(støtte, p("\u200b"), lært),
    }
    for what, source in UNDERSKRIFT.items():
        skjemaer[what] = etter(SISTE, "".join(source), med(SISTE, p("Mer tid"), lært))
    return skjemaer


SOM_FOLK_FYLLER_UT = som_folk_fyller_ut()
