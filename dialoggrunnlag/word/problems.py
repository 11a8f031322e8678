"""What can be wrong with a Word template, and where in the document it is."""

from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """Where in a Word document something stands, as a person would look for it.

    Numbers count from 1; 0 means that the number does not apply. ``part`` is empty in the
    body and otherwise the Norwegian name of the part ('topptekst', 'bunntekst' …). ``words``
    are what a paragraph begins with: nobody can count to its number in Word. ``within`` is
    what in it is no text: an alternative text, a bookmark's name.
    """

    part: str = ""
    heading: str = ""
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    words: str = ""
    within: str = ""

    def __str__(self) -> str:
        steps = []
        if self.part:
            steps.append(self.part)
        if self.table:
            steps.append(f"tabell {self.table}")
            if self.row:
                steps.append(f"rad {self.row}")
            if self.column:
                steps.append(f"kolonne {self.column}")
        elif self.paragraph:
            steps.append(f"avsnitt {self.paragraph}")
        if self.within:
            steps.append(self.within)
        where = ", ".join(steps)
        near = [f"«{self.words}»"] if self.words else []
        if self.heading:
            near.append(f"under «{self.heading}»")
        return f"{where} ({', '.join(near)})" if near else where


class TemplateProblem(NamedTuple):
    """One thing that is wrong in a template: a sentence each for what and for the remedy.

    A ``warning`` stops nothing.
    """

    message: str
    remedy: str = ""
    template: str = ""
    place: Place = Place()
    tag: str = ""
    turns: tuple[str, ...] = ()
    warning: bool = False

    @property
    def where(self) -> str:
        """File and place, joined as a person reads them."""
        place = self.place
        words = place.words.rstrip(" …")
        if self.tag and (words in self.tag or words.startswith(self.tag)):
            place = place._replace(words="")  # the tag itself is said in any case
        return ", ".join(filter(None, (self.template, str(place), *self.turns)))

    def __str__(self) -> str:
        sentence = ": ".join(filter(None, (self.where, self.tag, self.message)))
        return f"{sentence} {self.remedy}" if self.remedy else sentence


class TemplateError(Exception):
    """A template that can't be used, or values it can't be filled with; every problem at once."""

    def __init__(self, problems: Iterable[TemplateProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
