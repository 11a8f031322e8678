"""The word list: the templates' own words, in bokmål and nynorsk side by side."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from ..errors import FETCH, DialogError, Problem
from ..model.norsk import MÅLFORMER, SPRÅKKODER
from ..model.verdityper import Modell, Tekst
from ..word.wording import Translation, folded
from .datafiler import read_checked
from .file_names import rename_remedy
from .yaml_reader import YamlFile

_TAG_SIGN = re.compile(r"\{[{%#]|[}%#]\}")
FELT = "skole.målform"  # by which a template can say itself what each language is to have
# How a template may call each of the languages
_KODER = {"bokmål": ("nb-no", "nb", "no-no", "no"), "nynorsk": ("nn-no", "nn")}


class Ordpar(Modell):
    """A text of the templates in both written languages."""

    beskrivelse: ClassVar[str] = "En tekst i malene på bokmål og nynorsk."
    bokmål: Tekst = Field(description="Teksten slik den står i malen.")
    nynorsk: Tekst = Field(description="Det en skole med «målform: nynorsk» får i stedet.")


class Ordlistefil(Modell):
    """maler/ordliste.yaml."""

    beskrivelse: ClassVar[str] = "Malenes egne ord på bokmål og nynorsk (maler/ordliste.yaml)."
    ord: tuple[Ordpar, ...] = Field(min_length=1, description="Tekstene, hver på begge målformer.")


class Ordliste:
    """maler/ordliste.yaml, read when a template is needed in another language than its own."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name

    @property
    def finnes(self) -> bool:
        """Whether there is one: a county that writes one language needs none."""
        return self._path.is_file()

    def feil(self) -> list[Problem]:
        """What is wrong in the list itself; nothing where there is none."""
        try:
            if self.finnes:
                self._ord  # noqa: B018 - read, and kept
        except DialogError as error:
            return list(error.problems)
        return []

    def oversettelse(self, målform: str, språkkode: str = "") -> Translation:
        """What templates written in the other language say in this one; raises DialogError.

        ``språkkode`` is the tag that the template gives its language, whatever that is.
        """
        other = "bokmål" if målform == "nynorsk" else "nynorsk"
        codes = {*_KODER[other], språkkode.casefold()} - {""}
        languages = dict.fromkeys(sorted(codes), SPRÅKKODER[målform])
        return Translation(self._ord[målform], languages, self._name, FELT)

    @cached_property
    def _ord(self) -> dict[str, dict[str, str]]:
        """The texts of each written language by what the other one says."""
        if not self.finnes:
            message = "Malene er på én målform, og ordlisten finnes ikke."
            remedy = rename_remedy(self._path) or FETCH
            raise DialogError([Problem(message, remedy, self._name)])
        file, ordliste = read_checked(self._path, self._name, Ordlistefil)
        problems = list(_motstridende(file, ordliste))
        if problems:
            raise DialogError(problems)
        pairs = [(folded(par.bokmål), folded(par.nynorsk)) for par in ordliste.ord]
        backwards = {nynorsk: bokmål for bokmål, nynorsk in reversed(pairs)}
        return {"nynorsk": dict(pairs), "bokmål": backwards}


def _motstridende(file: YamlFile, ordliste: Ordlistefil) -> Iterator[Problem]:
    """A text with two translations, of which nobody could say which one counts, or with tags."""
    nynorsk_for: dict[str, str] = {}
    for index, par in enumerate(ordliste.ord):
        for key in MÅLFORMER:
            if _TAG_SIGN.search(getattr(par, key)):
                message = "En tekst i ordlisten kan ikke ha tagger."
                remedy = "Skriv teksten før og etter taggen hver for seg."
                yield file.problem(("ord", index, key), message, remedy)
        if nynorsk_for.setdefault(folded(par.bokmål), par.nynorsk) != par.nynorsk:
            message = f"«{par.bokmål}» står her fra før, med en annen nynorsk tekst."
            yield file.problem(("ord", index, "bokmål"), message, "Fjern den ene.")
