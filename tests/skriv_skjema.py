"""Write summary forms for validators that aren't ours.

    python tests/skriv_skjema.py MAPPE

makes MAPPE/fylt (empty, filled in, and filled from an earlier round) and MAPPE/libreoffice, the
same opened and saved by LibreOffice.
"""

import sys
from pathlib import Path

from libreoffice import Kontor
from skjema_hjelp import fylt_av_motoren, tomt

from dialoggrunnlag.model.oppsummering import Oppsummering

FYLT = {
    "skole": "gol",
    "runde": "2015",
    "dato": "3. november 2015",
    "til_stede": ["rektor", "kvalitetsrådgiver"],
    "oppnådd": "Flere fullfører.\nFraværet har gått ned.",
    "uten_elevnavn": "ja",
    "avtaler": [{"mål": "Lavere fravær", "status": "i gang", "frist": "før jul"}],
    "mål": [{"mål": f"Mål {n}", "tiltak": "a\nb", "frist": "1. mars 2016"} for n in range(5)],
    "evaluering": {"bra": "God tid"},
}


def main(folder):
    made, saved = folder / "fylt", folder / "libreoffice"
    for path in (made, saved):
        path.mkdir(parents=True)
    (made / "tomt.docx").write_bytes(tomt())
    (made / "fylt.docx").write_bytes(fylt_av_motoren(Oppsummering.model_validate(FYLT)))
    with Kontor() as office:
        for path in made.iterdir():
            office.lagre_om(path, saved / path.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
