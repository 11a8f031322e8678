"""Reads a filled-in summary form back into data.

``les`` is the way in; what stands below is its own. From the file to the data:
``skjemafil`` (opens the file) → ``blokkleser`` (paragraphs, tables, controls) → ``svar`` and
``tabell`` (what belongs to which field) → ``verdier`` (texts, dates, statuses). Where a form has
lost its controls, it is read by the words of its template, which ``lær_skjema`` learns.
"""

from .lesing import IkkeFyltUtError, Lest, les
from .skjemafil import Skjemafil
from .skjemaord import Skjema, lær_skjema

__all__ = ["IkkeFyltUtError", "Lest", "Skjema", "Skjemafil", "les", "lær_skjema"]
