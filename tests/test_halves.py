"""Work in two processes: the same results in the same order, whatever becomes of the other one."""

import os
import signal
import sys

import pytest

from dialoggrunnlag.disk import halves

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process")


@pytest.fixture
def to_prosesser(monkeypatch):
    """As on a machine with two processors, for few items too."""
    monkeypatch.setattr(halves, "_FEWEST", 2)
    monkeypatch.setattr(halves, "_is_worth_it", lambda: True)


def doblet(items):
    return [2 * item for item in items]


@pytest.fixture(autouse=True)
def ingen_prosess_blir_igjen():
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.usefixtures("to_prosesser")
def test_the_two_halves_come_in_their_order():
    assert halves.in_halves(doblet, [1, 2, 3, 4, 5]) == [[2, 4], [6, 8, 10]]


@pytest.mark.usefixtures("to_prosesser")
def test_the_second_half_is_another_processs():
    first, second = halves.in_halves(lambda items: (os.getpid(), items), ["a", "b"])
    assert first == (os.getpid(), ["a"])
    assert second[0] != os.getpid()


@pytest.mark.usefixtures("to_prosesser")
def test_an_answer_longer_than_a_pipe_holds():
    assert halves.in_halves(lambda items: "x" * 1_000_000 + str(items), [1, 2])[1].endswith("x[2]")


@pytest.mark.parametrize("items", [[], [1], list(range(499))])
def test_few_items_are_done_at_once(monkeypatch, items):
    monkeypatch.setattr(halves, "_is_worth_it", lambda: True)
    assert halves.in_halves(doblet, items) == [doblet(items)]


def test_one_processor_does_all_at_once(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert halves.in_halves(doblet, range(1000)) == [doblet(range(1000))]


@pytest.mark.usefixtures("to_prosesser")
@pytest.mark.parametrize("død", ["drept", "feil", "avbrutt", "ikke til å sende"])
def test_what_the_other_process_could_not_do_is_done_here(død, capfd):
    denne = os.getpid()

    def work(items):
        if os.getpid() != denne:
            if død == "drept":
                os.kill(os.getpid(), signal.SIGKILL)
            if død == "feil":
                raise MemoryError
            if død == "avbrutt":
                raise KeyboardInterrupt
            return lambda: items
        return items

    assert halves.in_halves(work, [1, 2]) == [[1], [2]]
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("to_prosesser")
def test_what_goes_wrong_here_ends_the_other_process_too():
    denne = os.getpid()

    def work(items):
        if os.getpid() != denne:
            signal.pause()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        halves.in_halves(work, [1, 2])
