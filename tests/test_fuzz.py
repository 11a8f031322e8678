"""A seeded tenth of the mutated data folders and damaged documents; fuzz_data.py runs them all."""

from collections import Counter

import pytest
from fuzz_data import SHARE, data_case, document_case, prepare

pytestmark = pytest.mark.treg


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")
    prepare(folder)
    return folder


def test_mutated_data_gives_placed_errors_and_whole_documents(work):
    located = Counter()
    outcomes = Counter(data_case(work, seed, located) for seed in range(0, 2000, 10))
    assert outcomes["feil"] > 100
    assert located[True] / sum(located.values()) >= SHARE


def test_a_damaged_document_is_somebodys_work(work):
    outcomes = Counter(document_case(work, seed) for seed in range(0, 200, 10))
    assert outcomes["latt være"] > 10
