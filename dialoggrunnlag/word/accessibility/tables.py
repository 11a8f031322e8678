"""Tables that can be read cell by cell: header rows, no merged cells, a text that says what."""

from collections.abc import Iterator

from lxml import etree

from ..attributes import found_in, is_on, value
from ..names import w
from ..places import TC, TR, P, inner
from ..problems import Place
from .as_read import Finding, Story

_PROPERTIES = "Høyreklikk tabellen > Tabellegenskaper"


def find_tables(story: Story) -> Iterator[Finding]:
    """What is wrong with each table as a whole, and with its rows and cells."""
    for table in story.tables():
        rows = list(inner(table, TR))
        place = story.of_table(table)
        yield from _whole(table, place)
        yield from _header(story, rows, place)
        yield from _shape(story, rows, place)
        for row in rows:
            yield from _row(story, row)


def _whole(table: etree._Element, place: Place) -> Iterator[Finding]:
    if next(table.iterancestors(TC), None) is not None:
        remedy = "Flytt den ut, eller skriv innholdet som tekst eller en liste."
        yield Finding("Tabellen ligger inne i en annen tabell.", remedy, place)
    caption = value(table.find(f"{w('tblPr')}/{w('tblCaption')}"))
    description = value(table.find(f"{w('tblPr')}/{w('tblDescription')}"))
    if not (caption + description).strip():
        remedy = f"{_PROPERTIES} > Alternativ tekst: skriv hva tabellen viser."
        yield Finding("Tabellen har ingen alternativ tekst.", remedy, place)
    if table.find(f"{w('tblPr')}/{w('tblpPr')}") is not None:
        remedy = f"{_PROPERTIES} > Tabell > Tekstbryting: Ingen."
        yield Finding("Tabellen flyter, så det er uvisst når den blir lest.", remedy, place)


def _header(story: Story, rows: list[etree._Element], place: Place) -> Iterator[Finding]:
    heads = [is_on(row.find(f"{w('trPr')}/{w('tblHeader')}")) for row in rows]
    if not heads[0]:
        remedy = "Merk raden, og velg Tabelloppsett > Gjenta overskriftsrader."
        yield Finding("Den første raden er ikke merket som overskriftsrad.", remedy, place)
    elif all(heads):
        remedy = (
            "Merk de andre radene, og slå av Tabelloppsett > Gjenta overskriftsrader; "
            "er det ingen, skriv innholdet som tekst."
        )
        yield Finding("Tabellen har bare overskriftsrader.", remedy, place)
    for at, row in enumerate(rows):
        if heads[at] and not all(heads[:at]):
            remedy = "Merk raden, og slå av Tabelloppsett > Gjenta overskriftsrader."
            here = story.of(row)._replace(column=0)
            yield Finding("En overskriftsrad står ikke øverst.", remedy, here)
    for cell in inner(rows[0], TC):
        if heads[0] and not story.text(cell).strip():
            message, remedy = "Cellen i overskriftsraden er tom.", "Skriv hva kolonnen inneholder."
            yield Finding(message, remedy, story.of(cell))


def _shape(story: Story, rows: list[etree._Element], place: Place) -> Iterator[Finding]:
    is_merged = False
    for row in rows:
        for cell in filter(_is_merged, inner(row, TC)):
            is_merged = True
            message = "Cellen er slått sammen med en annen."
            remedy = "Merk den, velg Tabelloppsett > Del celler, og gjenta innholdet i hver av dem."
            yield Finding(message, remedy, story.of(cell), f"merged {place}")
    shifted = found_in(rows, f"{w('trPr')}/{w('gridBefore')}")
    shifted += found_in(rows, f"{w('trPr')}/{w('gridAfter')}")
    widths = {len(list(inner(row, TC))) for row in rows}
    if shifted or (len(widths) > 1 and not is_merged):
        remedy = "La alle radene ha like mange celler, under hverandre; del ellers tabellen i to."
        yield Finding("Radene i tabellen har ulike celler.", remedy, place)


def _is_merged(cell: etree._Element) -> bool:
    spans = value(cell.find(f"{w('tcPr')}/{w('gridSpan')}")) not in ("", "0", "1")
    merges = (f"{w('tcPr')}/{w('vMerge')}", f"{w('tcPr')}/{w('hMerge')}")
    return spans or any(cell.find(merge) is not None for merge in merges)


def _row(story: Story, row: etree._Element) -> Iterator[Finding]:
    place = story.of(row)._replace(column=0)
    table = place._replace(row=0)
    if not story.text(row).strip() and next(row.iter(P), None) is not None:
        remedy = f"Slett den; luft settes i {_PROPERTIES} > Rad > Angi høyde."
        yield Finding("Raden er tom.", remedy, place, f"empty {table}")
    if not is_on(row.find(f"{w('trPr')}/{w('cantSplit')}")):
        remedy = f"Merk alle radene. {_PROPERTIES} > Rad: fjern haken for brudd over sider."
        yield Finding("Raden kan bli delt over to sider.", remedy, place, f"split {table}")
