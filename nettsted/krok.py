"""What MkDocs does for the site beside turning docs/ into pages.

The pages are read in git as well, so their links are those that hold there; here they are made
to hold on the site. The reference is made of the program, and nothing is fetched from the network.
"""

import re
from pathlib import Path
from typing import Any

from hentes import fra_nettet
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from referanse import sett_inn

ROT = Path(__file__).resolve().parents[1]
# Files beside docs/, and where they are on the site; the first page has what README has
UTENFOR = {
    "CONTRIBUTING.md": "bidra.md",
    "CHANGELOG.md": "endringer.md",
    "README.md": "index.md",
    "maler/dialoggrunnlag.docx": "maler/dialoggrunnlag.docx",
}
PÅ_ENGELSK = {"engine.md"}
_LENKE = re.compile(r"\[([^][]*)\]\(([^()\s#:]+)(?=[#)])")
# In a table, git's readers want a bar in code escaped; Python-Markdown shows the backslash
_RAD, _KODE = re.compile(r"^\|.*", re.MULTILINE), re.compile(r"`[^`\n]+`")


def on_files(files: Any, config: Any) -> Any:
    """Let the site have the files beside docs/ that its pages lead to."""
    for fil, på_nettstedet in UTENFOR.items():
        if files.get_file_from_path(på_nettstedet) is None:
            files.append(File.generated(config, på_nettstedet, abs_src_path=str(ROT / fil)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """A page with its reference put in, and its links and bars made the site's."""
    mappe = Path(page.file.abs_src_path).parent
    navn = _navn_i(config.nav)
    markdown = _RAD.sub(lambda rad: _KODE.sub(_med_strek, rad[0]), sett_inn(markdown))
    markdown = _innrykket(markdown)
    return _LENKE.sub(lambda lenke: _lenke(mappe, navn, *lenke.groups()), markdown)


def _innrykket(markdown: str) -> str:
    """What belongs to a point of a list moved in by four, which Python-Markdown wants.

    Git's readers ask for as much as the point's own mark: two, or three.
    """
    linjer, gjerde, flytt = [], False, ""
    for linje in markdown.splitlines():
        innrykk = len(linje) - len(linje.lstrip(" "))
        if not gjerde:
            flytt = " " * (4 - innrykk) if innrykk in (2, 3) else ""
        if linje.lstrip().startswith("```"):
            gjerde = not gjerde
        linjer.append(flytt + linje)
    return "\n".join(linjer)


def _med_strek(kode: re.Match[str]) -> str:
    return kode[0].replace(r"\|", "|")


def _navn_i(nav: Any) -> dict[str, str]:
    """What each page is called in the navigation."""
    if isinstance(nav, list):
        return {side: navn for del_ in nav for side, navn in _navn_i(del_).items()}
    [(navn, under)] = nav.items()
    return {under: navn} if isinstance(under, str) else _navn_i(under)


def _lenke(mappe: Path, navn: dict[str, str], tekst: str, mål: str) -> str:
    """A link from a file in ``mappe`` as one from the top of the site, without its end.

    In git a page is called by its file's name; here by its own.
    """
    fil = (mappe / mål).resolve()
    if not fil.is_relative_to(ROT):
        return f"[{tekst}]({mål}"
    sti = fil.relative_to(ROT).as_posix()
    side = UTENFOR.get(sti, sti.removeprefix("docs/"))
    if tekst == mål:
        tekst = navn.get(side, tekst)
    return f"[{tekst}]({side}"


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """A page with the language that it is in, where that isn't the site's."""
    return f'<div lang="en">{html}</div>' if page.file.src_uri in PÅ_ENGELSK else html


def on_post_build(config: Any) -> None:
    """Refuse a site that would fetch something from the network."""
    if hentes := list(fra_nettet(Path(config.site_dir))):
        raise PluginError("Nettstedet ville hentet noe fra nettet:\n" + "\n".join(hentes))
