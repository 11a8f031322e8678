"""Each template compiled once a process, not once a run of ``dialog``: two thirds of its time.

A compiled template doesn't change after it is made, as WordTemplate promises; one that can't be
compiled is tried anew each time.
"""

from __future__ import annotations

from hjelp import husk

from dialoggrunnlag.dokumenter import dokumentmaler
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.word import WordTemplate


def husk_maler(patch):
    """Have every run from now on find the templates that one before it has compiled."""
    husk(patch, dokumentmaler, "word_template", lambda *template: repr(template))
    husk(patch, WordTemplate, "accessibility", lambda mal, språk=(): (mal, *språk))
    husk(patch, TextTemplates, "_compile", lambda texts, source: (source, *_av(texts._env)))


def _av(env):
    """What a compiled text depends on beside its source; filters of one name are one filter."""
    return env.autoescape, *env.filters
