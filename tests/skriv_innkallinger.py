"""Write every school's invitation and calendar: ``python tests/skriv_innkallinger.py FOLDER``.

For both languages: FOLDER/LANGUAGE-uten without names and addresses, -alt with them, and -endret
after one meeting has been moved and one cancelled.
"""

import re
import shutil
import sys
from pathlib import Path

from hjelp import REPO, SKOLER, sett_dialog

from dialoggrunnlag.cli.app import run

NAVN = (
    "deltakere: [{rolle: rektor, navn: 'Åse Øby-Ødegård, «rektor»; \"sjef\"', epost: r@example.no}]",
    "fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]",
)
KONTAKT = "    kontakt: {navn: 'Åse Øby, rektor', epost: post@example.no}\n"
KONTOR = "\nkontor:\n  bokmål: Utdanning & læring\n  nynorsk: Utdanning & læring\nepost: utd@example.no\n"


def dialoger(project, *, names, changed):
    for number, skole in enumerate(SKOLER):
        day = 2 + number % 5 + 7 * (number // 5)
        lines = [f"dato: {day}. november 2015", "sted: Møterom 2, Øvre Å; 3. etasje"]
        lines += NAVN if names else ()
        if changed and number == 0:
            lines = ["dato: 26. november 2015", *lines[1:], "endring: 1"]
        elif changed and number == 1:
            lines += ["endring: 1", "avlyst: ja"]
        sett_dialog(project, skole, *lines)


def adresser(project):
    schools, owner = project / "data/skoler.yaml", project / "data/skoleeier.yaml"
    source = schools.read_text("utf-8")
    for skole in SKOLER:
        source = source.replace(f"\n  {skole}:\n", f"\n  {skole}:\n{KONTAKT}")
    schools.write_text(source, "utf-8")
    owner.write_text(owner.read_text("utf-8").replace("\nkontor:\n", KONTOR), "utf-8")


def skriv(project, out):
    base = ("--prosjekt", str(project), "--ut", str(out))
    for words in (
        ("generer", "--alle", "--alle-dokumenter", *base),
        ("plan", "--kalender", *base),
        ("innkalling", "--alle", *base),
    ):
        if run(words):
            sys.exit(f"dialog {' '.join(words)} failed")


def main(folder: Path) -> None:
    for language in ("bokmål", "nynorsk"):
        project = folder / f"prosjekt-{language}"
        for name in ("data", "maler"):
            shutil.copytree(REPO / name, project / name)
        if language == "nynorsk":
            path = project / "data/skoler.yaml"
            source = re.sub(
                r"(?m)^    navn: ", r"    målform: nynorsk\n\g<0>", path.read_text("utf-8")
            )
            path.write_text(source, "utf-8")
        dialoger(project, names=False, changed=False)
        skriv(project, folder / f"{language}-uten")
        adresser(project)
        dialoger(project, names=True, changed=False)
        skriv(project, folder / f"{language}-alt")
        shutil.copytree(folder / f"{language}-alt", folder / f"{language}-endret")
        dialoger(project, names=True, changed=True)
        skriv(project, folder / f"{language}-endret")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
