"""Who collides with whom on a day, found without holding everyone against everyone."""

from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag.kontroller import tider

TIDER = st.builds(
    lambda start, lengde, skole: tider._Opptatt(start, start + lengde, skole, ()),
    *(st.integers(0, 12), st.integers(1, 5), st.sampled_from("abcde")),
)


@given(st.lists(TIDER, max_size=9))
def test_they_are_those_that_overlap_in_the_days_order(dagen):
    alle = [(en, annen) for en in dagen for annen in filter(en.overlapper, dagen)]
    assert list(tider._kolliderer(dagen)) == alle


def test_those_that_meet_one_after_the_other_are_not_held_against_each_other(monkeypatch):
    sammenlignet = []
    overlapper = tider._Opptatt.overlapper

    def telt(en, annen):
        sammenlignet.append(en)
        return overlapper(en, annen)

    monkeypatch.setattr(tider._Opptatt, "overlapper", telt)
    dagen = [tider._Opptatt(start, start + 2, str(start), ()) for start in range(1000)]
    assert len(list(tider._kolliderer(dagen))) == 2 * 999
    assert len(sammenlignet) == 999
