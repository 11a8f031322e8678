"""The benchmark's own templates and their data; python-docx makes them from its default."""

from pathlib import Path

import docx

CELLS = 3


def vanlig_mal(target: Path) -> dict[str, object]:
    """An ordinary three-page document: headings, paragraphs, a list and a table; gives its data."""
    document = docx.Document()
    document.add_heading("{{ avtale.tittel }}", 0)
    document.add_paragraph("Mellom {{ avtale.oppdragsgiver }} og {{ avtale.leverandør }}")
    document.add_paragraph("Dato: {{ avtale.dato or 'avtales' }}")
    for number in range(1, 7):
        document.add_heading(f"{number} {{{{ avtale.tittel }}}}, del {number}", 1)
        paragraph = document.add_paragraph("Partene er enige om at ")
        paragraph.add_run("{{ avtale.leverandør }}").bold = True
        paragraph.add_run(
            " skal levere det som er beskrevet nedenfor, til {{ avtale.oppdragsgiver }}, og at"
            " leveransen er ferdig når den er godkjent skriftlig. " + _BREAD * 3
        )
        document.add_paragraph("{% if avtale.forbehold %}")
        document.add_paragraph("Forbehold: {{ avtale.forbehold }}. " + _BREAD)
        document.add_paragraph("{% endif %}")
    document.add_heading("Vilkår", 1)
    document.add_paragraph("{% for vilkår in avtale.vilkår %}")
    document.add_paragraph("{{ vilkår }}{% if not loop.last %};{% endif %}", "List Bullet")
    document.add_paragraph("{% endfor %}")
    document.add_heading("Leveranser", 1)
    _loop_table(
        document,
        ("Leveranse", "Ansvarlig", "Frist", "Beløp"),
        "{% for leveranse in leveranser %}",
        ("navn", "ansvarlig", "frist", "beløp"),
        "leveranse",
    )
    document.add_paragraph("Sum: {{ avtale.sum }} kroner.")
    document.save(str(target))
    return {
        "avtale": {
            "tittel": "Avtale om rehabilitering",
            "oppdragsgiver": "Viken & Buskerud eiendom",
            "leverandør": "Bygg <og> vedlikehold AS",
            "dato": None,
            "forbehold": "budsjettet vedtas i desember",
            "vilkår": [f"vilkår nummer {n} gjelder fra første dag" for n in range(1, 9)],
            "sum": 1_230_000,
        },
        "leveranser": [
            {
                "navn": f"Leveranse {n}",
                "ansvarlig": f"Ansvarlig {n % 4}",
                "frist": f"{n}. mai",
                "beløp": 60_000 + 1_000 * n,
            }
            for n in range(1, 21)
        ],
    }


def tabellmal(target: Path) -> None:
    """A heading and a table whose row of three cells is repeated."""
    document = docx.Document()
    document.add_heading("{{ tittel }}", 1)
    cells = [f"c{n}" for n in range(CELLS)]
    _loop_table(document, cells, "{% for rad in rader %}", cells, "rad")
    document.save(str(target))


def tabelldata(rows: int) -> dict[str, object]:
    names = [f"c{n}" for n in range(CELLS)]
    return {
        "tittel": "Tabell",
        "rader": [{name: f"Rad {row}, {name}" for name in names} for row in range(rows)],
    }


def _loop_table(document, headings, loop, names, variable) -> None:
    table = document.add_table(rows=4, cols=len(headings), style="Table Grid")
    table.cell(1, 0).text, table.cell(3, 0).text = loop, "{% endfor %}"
    for column, (heading, name) in enumerate(zip(headings, names, strict=True)):
        table.cell(0, column).text = heading
        table.cell(2, column).text = f"{{{{ {variable}.{name} }}}}"


_BREAD = (
    "Arbeidet følger planen som partene har blitt enige om, og avvik meldes uten ugrunnet opphold."
    " Den som oppdager et avvik, sier fra til den andre og foreslår hva som skal gjøres. "
)
