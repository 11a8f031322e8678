"""Tables that can be read cell by cell: header rows, no merged cells, a text that says what."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..attributes import found_in, is_on, value
from ..names import w
from ..places import TC, TR, P, inner
from .as_read import Finding, Story

_PROPERTIES = "Høyreklikk tabellen > Tabellegenskaper"


def find_tables(story: Story) -> Iterator[Finding]:
    """What is wrong with each table as a whole, and with its rows and cells."""
    for table in story.tables():
        rows = list(inner(table, TR))
        yield from _whole(story, table)
        yield from _header(story, table, rows)
        yield from _shape(story, table, rows)
        yield from _rows(story, rows)


def _whole(story: Story, table: etree._Element) -> Iterator[Finding]:
    place = story.of_table(table)
    if next(table.iterancestors(TC), None) is not None:
        yield Finding(
            "Tabellen ligger inne i en annen tabell.",
            "Flytt den ut, eller skriv innholdet som tekst eller en liste.",
            place,
        )
    caption = value(table.find(f"{w('tblPr')}/{w('tblCaption')}"))
    description = value(table.find(f"{w('tblPr')}/{w('tblDescription')}"))
    if not (caption + description).strip():
        yield Finding(
            "Tabellen har ingen alternativ tekst.",
            f"{_PROPERTIES} > Alternativ tekst: skriv hva tabellen viser.",
            place,
        )
    if table.find(f"{w('tblPr')}/{w('tblpPr')}") is not None:
        yield Finding(
            "Tabellen flyter, så det er uvisst når den blir lest.",
            f"{_PROPERTIES} > Tabell > Tekstbryting: Ingen.",
            place,
        )


def _header(story: Story, table: etree._Element, rows: list[etree._Element]) -> Iterator[Finding]:
    place = story.of_table(table)
    heads = [is_on(row.find(f"{w('trPr')}/{w('tblHeader')}")) for row in rows]
    if not heads[0]:
        yield Finding(
            "Den første raden er ikke merket som overskriftsrad.",
            "Merk raden, og velg Tabelloppsett > Gjenta overskriftsrader.",
            place,
        )
    elif all(heads):
        yield Finding(
            "Tabellen har bare overskriftsrader.",
            "Merk de andre radene, og slå av Tabelloppsett > Gjenta overskriftsrader; "
            "er det ingen, skriv innholdet som tekst.",
            place,
        )
    for at, row in enumerate(rows):
        if heads[at] and not all(heads[:at]):
            yield Finding(
                "En overskriftsrad står ikke øverst.",
                "Merk raden, og slå av Tabelloppsett > Gjenta overskriftsrader.",
                story.of(row)._replace(column=0),
            )
    for cell in inner(rows[0], TC):
        if heads[0] and not story.text(cell).strip():
            yield Finding(
                "Cellen i overskriftsraden er tom.",
                "Skriv hva kolonnen inneholder.",
                story.of(cell),
            )


def _shape(story: Story, table: etree._Element, rows: list[etree._Element]) -> Iterator[Finding]:
    is_merged = False
    for row in rows:
        for cell in inner(row, TC):
            if _is_merged(cell):
                is_merged = True
                yield Finding(
                    "Cellen er slått sammen med en annen.",
                    "Merk den, velg Tabelloppsett > Del celler, og gjenta innholdet i hver av dem.",
                    story.of(cell),
                    f"merged {story.of_table(table)}",
                )
    shifted = [*found_in(rows, f"{w('trPr')}/{w('gridBefore')}")]
    shifted += found_in(rows, f"{w('trPr')}/{w('gridAfter')}")
    widths = {len(list(inner(row, TC))) for row in rows}
    if shifted or (len(widths) > 1 and not is_merged):
        yield Finding(
            "Radene i tabellen har ulike celler.",
            "La alle radene ha like mange celler, under hverandre; del ellers tabellen i to.",
            story.of_table(table),
        )


def _is_merged(cell: etree._Element) -> bool:
    spans = value(cell.find(f"{w('tcPr')}/{w('gridSpan')}")) not in ("", "0", "1")
    merges = (f"{w('tcPr')}/{w('vMerge')}", f"{w('tcPr')}/{w('hMerge')}")
    return spans or any(cell.find(merge) is not None for merge in merges)


def _rows(story: Story, rows: list[etree._Element]) -> Iterator[Finding]:
    for row in rows:
        place = story.of(row)._replace(column=0)
        table = str(place._replace(row=0))
        if not story.text(row).strip() and next(row.iter(P), None) is not None:
            yield Finding(
                "Raden er tom.",
                f"Slett den; luft settes i {_PROPERTIES} > Rad > Angi høyde.",
                place,
                f"empty {table}",
            )
        if not is_on(row.find(f"{w('trPr')}/{w('cantSplit')}")):
            yield Finding(
                "Raden kan bli delt over to sider.",
                f"Merk alle radene. {_PROPERTIES} > Rad: fjern haken for brudd over sider.",
                place,
                f"split {table}",
            )
