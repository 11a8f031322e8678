"""PDF/A-2b and PDF/UA-1 in one file from Word documents, by LibreOffice.

``office`` runs LibreOffice, ``repair`` mends what it writes, ``metadata`` says what the file is.
"""

from .making import Job, Made, made_from, make

__all__ = ["Job", "Made", "made_from", "make"]
