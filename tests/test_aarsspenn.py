"""The years of a school year: one place knows them (model/datoformer.py)."""

import pytest

from dialoggrunnlag.model.datoformer import årsspenn


@pytest.mark.parametrize(
    ("skrevet", "første", "siste", "målt"),
    [
        ("2026", 2026, 2026, 2026),
        ("2025-26", 2025, 2026, 2025),
        ("1999-00", 1999, 2000, 1999),
        ("2019-2025", 2019, 2025, 2025),
    ],
)
def test_the_first_and_the_last_year_and_the_one_that_figures_are_of(skrevet, første, siste, målt):
    spenn = årsspenn(skrevet)
    assert (*spenn, spenn.målt) == (første, siste, målt)
