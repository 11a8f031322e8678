"""``dialog felt``: the fields that a template may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..innhold.grunnlag import describe_fields
from .kommandolinje import Form
from .tabeller import print_json, print_table

if TYPE_CHECKING:
    from .kommandolinje import Feltliste


def run(valg: Feltliste) -> bool:
    """Show every field with its type and an example."""
    fields = describe_fields()
    if valg.form is Form.JSON:
        print_json([field._asdict() for field in fields])
    else:
        print_table(("FELT", "TYPE", "BETYDNING", "EKSEMPEL"), fields)
    return True
