"""A round that has come some way: dates, edited and outdated documents, PDFs, what is missing."""

from __future__ import annotations

import datetime as dt

from docx import Document
from hjelp import bytt, sett_dialog

from dialoggrunnlag.disk.folder import Edited, OutputFolder
from dialoggrunnlag.dokumenter.dokumentmaler import les_fingeravtrykk

I_DAG = dt.date(2015, 10, 1)
ALT = ("generer", "--alle", "--alle-dokumenter")
SLAG = ("dagsorden.docx", "dagsorden.txt", "dialoggrunnlag.docx", "oppsummering.docx")


def uten_nye_maler(prosjekt):
    """With the templates of ``SLAG`` alone: another one would have columns of its own."""
    for path in (prosjekt / "maler").glob("*.*"):
        if path.suffix != ".yaml" and path.name.removesuffix(".j2") not in SLAG:
            path.unlink()
    return prosjekt


def mappe(prosjekt, år=2015):
    return OutputFolder(prosjekt / "ut" / str(år), f"ut/{år}")


def fil(prosjekt, name):
    return prosjekt / "ut/2015" / name


def rediger(path):
    """Change a Word file as a person does."""
    document = Document(str(path))
    document.add_paragraph("En merknad, skrevet for hånd.")
    document.save(str(path))


def lag_pdf(prosjekt, word):
    """A PDF that says that it is made from the Word file as it lies, written as the program does."""
    mark = les_fingeravtrykk(fil(prosjekt, word).read_bytes())[1]
    data = b"%PDF-1.7\n<dialog:kilde>" + mark.encode() + b"</dialog:kilde>\n%%EOF\n"
    name = word.removesuffix(".docx") + ".pdf"
    mappe(prosjekt).write(name, data, edited=Edited.OVERWRITE, today=I_DAG)
    return fil(prosjekt, name)


def full_dialog(prosjekt, skole_id, dato, *more):
    """A dialogue that lacks nothing, at a school that can be asked to it."""
    path, key = prosjekt / "data/skoler.yaml", f"\n  {skole_id}:\n"
    if f"{key}    kontakt:" not in path.read_text("utf-8"):
        bytt(path, key, f"{key}    kontakt: {{epost: post@example.no}}\n")
    sett_dialog(
        prosjekt, skole_id, f"dato: {dato}", "sted: Møterom 2", "deltakere: [{rolle: rektor}]",
        "fra_skoleeier: [kvalitetsrådgiver]", "periode: sen", "lenker:",
        "  pedagogisk-grunnlag: https://example.no/grunnlag",
        "  tilstandsrapport: https://example.no/rapport", *more,
    )  # fmt: skip


def bred_runde(prosjekt, dialog):
    """Thirteen schools in all the states there are, as far as the page is concerned."""
    full_dialog(prosjekt, "drammen", "20. oktober 2015")
    full_dialog(prosjekt, "åssiden", "20. oktober 2015", "tidsramme: 13:00–17:00")
    full_dialog(prosjekt, "lier", "22. oktober 2015")
    full_dialog(prosjekt, "st-hallvard", "26. oktober 2015")
    full_dialog(prosjekt, "røyken", "28. oktober 2015")
    sett_dialog(prosjekt, "eiker", "dato: 28. oktober 2015", "avlyst: ja")
    full_dialog(prosjekt, "kongsberg", "30. oktober 2015")
    sett_dialog(
        prosjekt, "numedal", "dato: 24. november 2015", "fra_skoleeier: [kvalitetsrådgiver]"
    )
    full_dialog(prosjekt, "ringerike", "25. november 2015")
    full_dialog(prosjekt, "ål", "2. desember 2015")
    assert dialog(*ALT).kode == 0
    for word in ("dialoggrunnlag-2015-drammen.docx", "dagsorden-2015-drammen.docx",
                 "oppsummering-2015-drammen.docx", "dialoggrunnlag-2015-ål.docx"):  # fmt: skip
        lag_pdf(prosjekt, word)
    rediger(fil(prosjekt, "dialoggrunnlag-2015-lier.docx"))
    rediger(fil(prosjekt, "dagsorden-2015-kongsberg.docx"))
    full_dialog(prosjekt, "kongsberg", "31. oktober 2015")  # a Saturday
    fil(prosjekt, "oppsummering-2015-røyken.docx").unlink()
    fil(prosjekt, "dagsorden-2015-røyken.txt").unlink()
    for document in mappe(prosjekt).folder.glob("*-gol.*"):
        document.unlink()
    fil(prosjekt, "innkalling-2015-drammen.eml").write_text("Subject: Innkalling\n", "utf-8")
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Rosthaug vgs.", "kortnamn: Rosthaug vgs.")
    summaries = prosjekt / "data/oppsummeringer/2015"
    summaries.mkdir(parents=True)
    (summaries / "drammen.yaml").write_text("skole: drammen\nrunde: 2015\nlært: Mye.\n", "utf-8")
