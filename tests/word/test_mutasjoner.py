"""A seeded tenth of the mutations; mutasjoner.py runs them all."""

import pytest
from mutasjoner import run

pytestmark = pytest.mark.treg
TENTHS = 10


@pytest.mark.parametrize("tenth", range(TENTHS))
def test_a_mutated_template_ends_in_a_document_or_a_placed_error(tenth):
    outcomes = {run(seed) for seed in range(tenth * 200, tenth * 200 + 20)}
    assert outcomes <= {"dokument", "feil med sted"}
