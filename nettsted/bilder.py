"""Make the pictures of docs/et-ar.md anew: ``python nettsted/bilder.py``.

The page is followed from the top, and each picture is made where it stands, of what the commands
above it have made. Needs LibreOffice, pdftoppm and Chromium.
"""

import contextlib
import email
import email.policy
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from eksempler import Fortelling, blokker
from PIL import Image

from dialoggrunnlag.cli.app import run

ROT = Path(__file__).resolve().parents[1]
SIDE = ROT / "docs/et-ar.md"
_BILDE = re.compile(r"^!\[.*\]\(bilder/(.*)\)$")
_PUNKTER = "75"  # per inch: a page of A4 is 620 wide


def word_side(dokument: str, runde: str, side: int, bilde: Path) -> None:
    """A picture of one page of Ål's document."""
    valg = ["--skole", "ål", "--dokument", dokument, "--runde", runde]
    if run(["generer", *valg, "--pdf", "--ut", "bilder"]):
        raise SystemExit(f"{dokument} ble ikke laget")
    pdf = f"bilder/{runde}/{dokument}-{runde}-ål.pdf"
    sider = ["-f", str(side), "-l", str(side), "-singlefile"]
    _kjør("pdftoppm", "-r", _PUNKTER, *sider, "-png", pdf, str(bilde.with_suffix("")))


def nettside(fil: Path, bredde: int, høyde: int, bilde: Path) -> None:
    """A picture of the top of a page as Chromium shows it."""
    _kjør(
        "chromium",
        *("--headless", "--no-sandbox", "--hide-scrollbars", f"--screenshot={bilde}"),
        *(f"--window-size={bredde},{høyde}", fil.resolve().as_uri()),
    )


def innkalling(bilde: Path) -> None:
    """A picture of what the invitation to Ål says."""
    utkast = Path("ut/2016/innkalling-2016-ål.eml").read_bytes()
    melding = email.message_from_bytes(utkast, policy=email.policy.default)
    html = melding.get_body(("html",))
    if html is None:
        raise SystemExit("innkallingen har ingen HTML")
    side = Path("innkalling.html")
    side.write_text(html.get_content(), "utf-8")
    nettside(side, 760, 590, bilde)


def _kjør(*kommando: str) -> None:
    subprocess.run(kommando, check=True, capture_output=True, timeout=120)


BILDER = {
    "dagsorden-al.png": lambda bilde: word_side("dagsorden", "2016", 1, bilde),
    "innkalling-al.png": innkalling,
    "status.png": lambda bilde: nettside(Path("ut/2016/status-2016.html"), 1100, 760, bilde),
    "skjema-al.png": lambda bilde: word_side("oppsummering", "2016", 1, bilde),
    "avtaler-al.png": lambda bilde: word_side("dialoggrunnlag", "2017", 2, bilde),
}


def main() -> None:
    """Follow the page, and make its pictures."""
    blokkene = {blokk.linje: blokk for blokk in blokker(SIDE)}
    with tempfile.TemporaryDirectory() as midlertidig:
        for navn in ("data", "maler"):
            shutil.copytree(ROT / navn, Path(midlertidig, navn))
        fortelling = Fortelling(Path(midlertidig))
        for nummer, linje in enumerate(SIDE.read_text("utf-8").splitlines(), 1):
            if nummer in blokkene:
                fortelling.gjør(blokkene[nummer])
            elif treff := _BILDE.match(linje):
                fil = ROT / "docs/bilder" / treff[1]
                with contextlib.chdir(fortelling.mappe):
                    BILDER[treff[1]](fil)
                Image.open(fil).convert("RGB").quantize(64).save(fil, optimize=True)


if __name__ == "__main__":
    main()
