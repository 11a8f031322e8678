"""Reads a filled-in summary form back into data.

``les`` is the way in; what stands below is its own. From the file to the data:
``innhold`` (opens the file) → ``blokker`` (paragraphs, tables, controls) → ``svar`` and
``tabell`` (what belongs to which field) → ``verdier`` (texts, dates, statuses).
"""

from .lesing import Lest, les

__all__ = ["Lest", "les"]
