"""The documents as pages: what LibreOffice makes of them. CI has it; elsewhere it may be missing."""

import os
import subprocess

import pytest
from hjelp import sett_dialog
from sidevarianter import SOFFICE, i_libreoffice

pytestmark = [
    pytest.mark.treg,
    pytest.mark.skipif(
        not SOFFICE and not os.environ.get("CI"), reason="LibreOffice is not installed"
    ),
]

FIRE = [
    "dato: 3. november 2015",
    "sted: Møterommet i andre etasje på Numedal videregående skole",
    "møtelenke: https://example.no/møte",
    "avlyst: ja",
    "deltakere:",
    "  - rolle: rektor",
    "  - rolle: assisterende rektor og avdelingsleder for studiespesialisering",
    "  - rolle: avdelingsleder for yrkesfag",
    "  - rolle: elevrådsleder",
    "fra_skoleeier: [fylkesutdanningssjef, assisterende, seksjonsleder, kvalitetsrådgiver]",
    "lenker:",
    "  pedagogisk-grunnlag: https://example.no/grunnlag",
    "  tilstandsrapport: https://example.no/rapport",
]


def pages(files, folder):
    """The number of pages of each Word file, and its text by page."""
    texts = []
    for pdf in i_libreoffice(files, folder):
        done = subprocess.run(
            ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, timeout=60
        )
        texts.append(done.stdout.decode().rstrip("\f").split("\f"))
    return texts


@pytest.mark.parametrize("with_names", [False, True], ids=["nothing set", "everything set"])
def test_two_pages_and_one_page_with_header_and_page_numbers(
    prosjekt, dialog, tmp_path, with_names
):
    if with_names:
        for school in ("ål", "numedal"):
            sett_dialog(prosjekt, school, *FIRE)
    ran = dialog(
        *("generer", "--skole", "ål", "--skole", "numedal"),
        *("--dokument", "dialoggrunnlag", "--dokument", "dagsorden"),
    )
    assert ran.kode == 0, ran.feil
    files = [prosjekt / path for path in ran.ut.splitlines() if path.endswith(".docx")]
    assert len(files) == 4
    for file, texts in zip(files, pages(files, tmp_path), strict=True):
        if file.name.startswith("dagsorden"):
            assert len(texts) == 1, file.name
            continue
        assert len(texts) == 2, file.name
        assert [f"Side {n} av 2" in text for n, text in enumerate(texts, 1)] == [True, True]
        school = "Ål vidaregåande skule" if "ål" in file.name else "Numedal videregående skole"
        assert school in texts[0]
        assert school in texts[1].splitlines()[0]
        assert "Utviklingsdialoger 2015" in texts[1].splitlines()[0]
