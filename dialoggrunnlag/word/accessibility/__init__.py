"""Whether everybody can read what a template makes: what shuts readers out, and the remedy.

The template is looked at as its documents will be: what the tags take away on rendering is
taken away first, and a value counts as a text. Everything found is a warning.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby

from ..names import OFFICE
from ..package import Package
from ..problems import TemplateProblem
from . import colours, objects, order, tables, whole
from .appearance import Appearance
from .as_read import Finding, Story

_STORY_CHECKS: tuple[Callable[[Story], Iterator[Finding]], ...] = (
    *(order.find_headings, order.find_spacing, order.find_typed_lists, tables.find_tables),
    *(objects.find_pictures, objects.find_links, objects.find_link_style, objects.find_controls),
    colours.find_colours,
)
_PROMPTS = "ledetekster"  # what a control shows when it is emptied: no document, only looks
_WITHOUT_TAGS = (("comments", "merknad"), ("glossaryDocument", _PROMPTS))


def find_barriers(
    package: Package,
    stories: Iterable[tuple[str, str]],
    headings: frozenset[str],
    languages: Collection[str],
) -> list[TemplateProblem]:
    """Everything in a template that shuts readers out, part by part, as warnings.

    ``stories`` are the parts with text and what messages call them; ``languages`` are those that
    a text may be in, any where it is empty.
    """
    look = Appearance(package, headings)
    base = whole.base_language(look)
    found = list(_merged(whole.find_title(package)))
    found += _merged(whole.find_language(look, languages))
    all_stories = list(stories)
    for kind, label in _WITHOUT_TAGS:
        names = package.related(package.main, f"{OFFICE}/{kind}")
        all_stories += [(name, label) for name in names]
    for name, label in all_stories:
        story = Story(package, name, label, look)
        of_story: list[Finding] = []
        for check in (colours.find_colours,) if label == _PROMPTS else _STORY_CHECKS:
            of_story += check(story)
        of_story += whole.find_foreign(story, base, languages)
        found += _merged(of_story)
    return found


def _merged(findings: Iterable[Finding]) -> Iterator[TemplateProblem]:
    """The warnings; the same at many places is one, at the first of them."""
    several: dict[object, list[Finding]] = {}
    for finding in findings:
        key = finding.same or (finding.message, finding.remedy)
        several.setdefault(key, []).append(finding)
    for same in several.values():
        places = list(groupby(finding.place for finding in same))
        yield same[0].problem(len(places) - 1)
