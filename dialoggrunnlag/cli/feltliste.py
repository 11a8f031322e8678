"""``dialog felt``: the fields that a template may use."""

from ..innhold.grunnlag import describe_fields
from .kommandolinje import Feltliste, Form
from .tabeller import Kolonne, print_json, print_table

_TABLE = (
    Kolonne("felt"),
    Kolonne("type", 3),
    Kolonne("betydning", 2, 28),
    Kolonne("eksempel", 4, 24),
)


def run(valg: Feltliste) -> bool:
    """Show every field with its type and an example."""
    fields = describe_fields()
    if valg.form is Form.JSON:
        print_json([field._asdict() for field in fields])
    else:
        print_table(_TABLE, fields)
    return True
