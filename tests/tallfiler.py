"""Statistics files for the tests. Every figure in them is invented; the numbers of the two schools
that have one are those of data/skoler.yaml.
"""

import csv
import io
import json
import re
from zipfile import ZIP_DEFLATED, ZipFile

ÅSSIDEN, RØYKEN = "974605937", "974605953"
NØKLER = (
    *("EnhetNivaa", "Nasjonaltkode", "Fylkekode", "Organisasjonsnummer"),
    *("Nasjonalt", "Fylke", "EnhetNavn"),
)
LANDET = ("1", "I", "00", "I", "Hele landet", "Alle fylker", "Alle skoler")
BUSKERUD = ("2", "I", "33", "33", "Hele landet", "Buskerud", "Alle skoler")
NORDLAND = ("2", "I", "18", "18", "Hele landet", "Nordland - Nordlánnda", "Alle skoler")


def skole(nummer, navn, kode="33", fylke="Buskerud"):
    """The cells that say which school a row of Statistikkbanken is of."""
    return ("3", "I", kode, nummer, "Hele landet", fylke, navn)


# Names with trailing and double spaces, a school without a number in skoler.yaml, a foreign one
UDIR_HODE = (
    *NØKLER,
    *("2024-25.Alle trinn.Alle kjønn.Andel sluttet", "2024-25.Alle trinn.Alle kjønn.Antall elever"),
    *("2024-25.Alle trinn.Gutt.Andel sluttet", "2024-25.Alle trinn.Gutt.Antall elever"),
    "Foreløpige tall 2025-26.Alle trinn.Alle kjønn.Andel sluttet",
    "Foreløpige tall 2025-26.Alle trinn.Alle kjønn.Antall elever",
    "Foreløpige tall 2025-26.Alle trinn.Gutt.Andel sluttet",
    "Foreløpige tall 2025-26.Alle trinn.Gutt.Antall elever",
)
UDIR_RADER = (
    (*LANDET, "3,1", "193\u00a0809", "3,4", "101 002", "2,9", "194\u202f100", "3,2", "101 500"),
    (*BUSKERUD, "3,4", "9 812", "3,9", "5 002", "3,2", " 9 900", "3,5", "5 003"),
    (*NORDLAND, "4,4", "8 812", "4,9", "4 002", "4,2", "8 900", "4,5", "4 003"),
    (
        *skole(ÅSSIDEN, "Åssiden videregående skole "),
        *["2,2", "1 116", "2,5", "600", "*", "1 120", "*", "602"],
    ),
    (*skole(RØYKEN, "Røyken  videregående skole"), *["-0,5", "500", ".", "250", "", "-", "..", ""]),
    (
        *skole("974500001", "Ål vidaregåande skule"),
        *["1,5", "300", "2,0", "150", "0,0", "301", "1,0", "151"],
    ),
    (
        *skole("974500002", "Annen skole", "18", "Nordland"),
        *["9,9", "30", "9", "15", "9,1", "31", "9,2", "16"],
    ),
)
UDIR = [UDIR_HODE, *UDIR_RADER]


def som_csv(rader, skille=";", linjeskift="\r\n"):
    """Rows as a text of cells."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=skille, lineterminator=linjeskift).writerows(rader)
    return text.getvalue()


def udir(rader=UDIR, foran=""):
    """A table as Statistikkbanken gives it; ``foran`` is a line before the heading."""
    return f"sep=\t\r\n{foran}{som_csv(rader, chr(9))}".encode("utf-16")


EU_HODE = (
    *("Skoleaarnavn", *NØKLER, "TrinnNivaa", "TrinnKode", "Trinnnavn", "KjoennKode", "Kjoenn"),
    *("Spoersmaalgruppe", "Spoersmaalkode", "Spoersmaalnavn"),
    *("Score", "Standardavvik", "AntallBesvart"),
)


def eu_rad(enhet, trinn, kjønn, gruppe, spørsmål, *tall):
    return ("2025-26", *enhet, "1", "1", trinn, "0", kjønn, gruppe, "x", spørsmål, *tall)


ALLE_TRINN, ALLE_KJØNN, ALLE_SPØRSMÅL = "Alle trinn", "Alle kjønn", "Alle spørsmål"
EU_RADER = (
    eu_rad(LANDET, ALLE_TRINN, ALLE_KJØNN, "Trivsel", ALLE_SPØRSMÅL, "4,2", "0,8", "63 187"),
    eu_rad(BUSKERUD, ALLE_TRINN, ALLE_KJØNN, "Trivsel", ALLE_SPØRSMÅL, "4,1", "0,8", "3 187"),
    eu_rad(skole(ÅSSIDEN, "Åssiden videregående skole"), ALLE_TRINN, ALLE_KJØNN, "Trivsel",
           ALLE_SPØRSMÅL, "4,3", "0,7", "412"),
    eu_rad(skole(ÅSSIDEN, "Åssiden videregående skole"), ALLE_TRINN, "Gutt", "Trivsel",
           ALLE_SPØRSMÅL, "4,9", "0,7", "212"),
    eu_rad(skole(ÅSSIDEN, "Åssiden videregående skole"), ALLE_TRINN, ALLE_KJØNN, "Trivsel",
           "Trives du?", "4,8", "0,7", "411"),
    eu_rad(skole(ÅSSIDEN, "Åssiden videregående skole"), ALLE_TRINN, ALLE_KJØNN, "Motivasjon",
           ALLE_SPØRSMÅL, "3,3", "0,9", "412"),
    eu_rad(skole(RØYKEN, "Røyken videregående skole"), ALLE_TRINN, ALLE_KJØNN, "Trivsel",
           ALLE_SPØRSMÅL, "*", "*", "*"),
)  # fmt: skip
EU = [EU_HODE, *EU_RADER]


def eu_json():
    """The same as a list of entries, numbers as texts and as numbers."""
    poster = [dict(zip(EU_HODE, rad, strict=True)) for rad in EU_RADER]
    for post in poster:
        post["EnhetNivaa"] = int(post["EnhetNivaa"])
        post["TrinnNivaa"] = None
    return json.dumps(poster, ensure_ascii=False).encode()


def ssb(**endret):
    """A data set as Statistics Norway gives it: county and nation, cohorts of six years."""
    data = {
        "version": "2.0",
        "class": "dataset",
        "label": "12971: Gjennomføring i videregående opplæring, etter region og intervall",
        "source": "Statistisk sentralbyrå",
        "updated": "2026-06-10T06:00:00Z",
        "id": ["Region", "FullforingVGO", "ContentsCode", "Tid"],
        "size": [3, 1, 2, 2],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {
                    "index": {"0": 0, "33": 1, "46": 2},
                    "label": {"0": "Hele landet", "33": "Buskerud", "46": "Vestland"},
                },
            },
            "FullforingVGO": {
                "label": "fullføringsgrad",
                "category": {"index": {"01": 0}, "label": {"01": "Fullført"}},
            },
            "ContentsCode": {
                "label": "statistikkvariabel",
                "category": {
                    "index": ["Prosent", "Elever"],
                    "label": {"Prosent": "Elever (prosent)", "Elever": "Elever"},
                },
            },
            "Tid": {"label": "intervall", "category": {"index": {"2018-2024": 0, "2019-2025": 1}}},
        },
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "value": [81.1, 82.0, 60000, 61000, 80.1, None, 3000, None, 84.5, None, None, 4000],
        "status": {"5": ":", "7": "..", "9": ".", "10": ".."},
    }
    return json.dumps(data | endret, ensure_ascii=False).encode()


PULS = (
    "Skole;Nøkkeltall;Skoleår;Verdi;Antall\n"
    "Gol;Trivsel;2024/25;4,1;88\n"
    "Ål vgs.;Trivsel;2024-2025;4,3;60\n"
    "Ål vgs.;Trivsel;2025-26;*;4\n"
    "Fylket;Trivsel;2025-26;4,0;\n"
    "Ål vgs.;Mobbing;2025-26;3;60\n"
)


def bok(ark, skjulte=(), formater=None):
    """An Excel workbook with sheets of rows, by name; ``formater`` are number formats by cell."""
    import openpyxl

    arbeidsbok = openpyxl.Workbook()
    arbeidsbok.remove(arbeidsbok.active)
    for navn, rader in ark.items():
        side = arbeidsbok.create_sheet(navn)
        side.sheet_state = "hidden" if navn in skjulte else "visible"
        for rad in rader:
            side.append(list(rad))
        for celle, format_ in (formater or {}).items():
            side[celle].number_format = format_
    out = io.BytesIO()
    arbeidsbok.save(out)
    return out.getvalue()


def med_del(data, navn, innhold):
    """A package with a part replaced or added."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as inn, ZipFile(out, "w", ZIP_DEFLATED) as ut:
        for del_ in inn.namelist():
            if del_ != navn:
                ut.writestr(del_, inn.read(del_))
        ut.writestr(navn, innhold)
    return out.getvalue()


def med_delte_tekster(data):
    """A workbook as Excel itself writes it: each text once, in a part of its own."""
    tekster = []

    def delt(match):
        if match[2] not in tekster:
            tekster.append(match[2])
        return f'<c r="{match[1]}" t="s"><v>{tekster.index(match[2])}</v></c>'

    celle = re.compile(r'<c r="(\w+)" t="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>')
    with ZipFile(io.BytesIO(data)) as pakke:
        deler = {navn: pakke.read(navn).decode() for navn in pakke.namelist()}
    for navn in [navn for navn in deler if navn.startswith("xl/worksheets/")]:
        deler[navn] = celle.sub(delt, deler[navn])
    navnerom = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    deler["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{navnerom}">'
        + "".join(f'<si><t xml:space="preserve">{tekst}</t></si>' for tekst in tekster)
        + "</sst>"
    )
    slag = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    deler["[Content_Types].xml"] = deler["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{slag}"/></Types>'
    )
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as pakke:
        for navn, innhold in deler.items():
            pakke.writestr(navn, innhold)
    return out.getvalue()
