"""A seeded tenth of the interruptions; avbrudd.py makes them all."""

import random
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("kill -9 and resource limits are POSIX's", allow_module_level=True)

from avbrudd import Folder, full_disk, killed, two_at_once

pytestmark = pytest.mark.treg


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("avbrudd"))


@pytest.mark.parametrize(
    ("what", "times"),
    [(killed, 30), (full_disk, 10), (two_at_once, 10)],
    ids=lambda case: getattr(case, "__name__", str(case)),  # a function's repr is another each time
)
def test_every_file_is_whole_whatever_interrupts(folder, what, times):
    chance = random.Random(what.__name__)  # noqa: S311 - repeatable on purpose
    outcomes = {what(folder, chance) for _ in range(times)}
    assert outcomes & {"drept", "full disk", "to samtidig"}
