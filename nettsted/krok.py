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
# Files beside docs/, and where they are on the site
UTENFOR = {
    "CONTRIBUTING.md": "bidra.md",
    "CHANGELOG.md": "endringer.md",
    "maler/dialoggrunnlag.docx": "maler/dialoggrunnlag.docx",
}
_LENKE = re.compile(r"\]\(([^()\s#:]+)(?=[#)])")
# In a table, git's readers want a bar in code escaped; Python-Markdown shows the backslash
_RAD, _KODE = re.compile(r"^\|.*", re.MULTILINE), re.compile(r"`[^`\n]+`")


def on_files(files: Any, config: Any) -> Any:
    """Let the site have the files beside docs/ that its pages lead to."""
    for fil, på_nettstedet in UTENFOR.items():
        files.append(File.generated(config, på_nettstedet, abs_src_path=str(ROT / fil)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """A page with its reference put in, and its links and bars made the site's."""
    mappe = Path(page.file.abs_src_path).parent
    markdown = _RAD.sub(lambda rad: _KODE.sub(_med_strek, rad[0]), sett_inn(markdown))
    return _LENKE.sub(lambda lenke: f"]({_på_nettstedet(mappe, lenke[1])}", markdown)


def _med_strek(kode: re.Match[str]) -> str:
    return kode[0].replace(r"\|", "|")


def _på_nettstedet(mappe: Path, mål: str) -> str:
    """A link from a file in ``mappe`` as one from the top of the site."""
    fil = (mappe / mål).resolve()
    if not fil.is_relative_to(ROT):
        return mål
    sti = fil.relative_to(ROT).as_posix()
    return UTENFOR.get(sti, sti.removeprefix("docs/"))


def on_post_build(config: Any) -> None:
    """Refuse a site that would fetch something from the network."""
    if hentes := list(fra_nettet(Path(config.site_dir))):
        raise PluginError("Nettstedet ville hentet noe fra nettet:\n" + "\n".join(hentes))
