"""``dialog datoer --skriv``: dates are put into the round, and all else is as it was."""

from __future__ import annotations

from datetime import date

import pytest
from datorunde import lag_datorunde
from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag.disk import writing
from dialoggrunnlag.errors import DialogError, InvalidError
from dialoggrunnlag.model.norsk import Dato
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.runden import datoskriving
from dialoggrunnlag.runden.datoskriving import NyDato, med_datoer, skriv_datoer

ROLLER = ("fylkesutdanningssjef", "kvalitetsrådgiver")
# An entry as people write it, with the line that says it is another's
DIALOGER = [
    "  {}:   # en til\n    dato:\n    sted: 'Rom: 2'   # k\n    fra_skoleeier:\n",
    "  {}:\n    dato:   # settes siden\n    periode: sen\n    # slutt\n",
    "  {}:\n    sted: |\n      Rom 2\n\n      øverst\n",
    "  {}:\n    fra_skoleeier:\n      - kvalitetsrådgiver   # alltid\n    dato: ~\n",
    "  {}:\n    deltakere:\n    - {{navn: Kari, rolle: rektor}}\n\n",
    "  {}:\n\n",
    "  {}:   # ingenting ennå\n",
    "  {}: {{}}\n",
    "  {}: {{sted: Rom 2, dato: }}   # k\n",
    '  {}: {{"dato": "", "endring": 1}}\n',
]
IDER = ("gol", "ål", "st-hallvard", "lier", "drammen")
DATOER = st.dates(date(2026, 9, 1), date(2026, 11, 27)).map(Dato)
NYE = st.builds(
    NyDato,
    DATOER,
    st.none() | st.just(()) | st.permutations(ROLLER).map(tuple),
    st.none() | st.integers(1, 3),
)
RUNDT = ["# en runde\n", "år: 2026\n\n", "a: |\n  dialoger:\n   gol:\n"]


@given(st.data(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_the_file_reads_back_to_the_dates_and_all_else_is_the_same(data, linjeskift, etter):
    valgte = data.draw(st.lists(st.sampled_from(IDER), min_size=1, unique=True))
    text = data.draw(st.sampled_from(RUNDT)) + "dialoger:\n"
    dialoger = [data.draw(st.sampled_from(DIALOGER)).format(id_) for id_ in valgte]
    deler = [text, *dialoger]
    deler.append("# slutt\nb: [c]   # d\n" if etter else "")
    deler = [del_.replace("\n", linjeskift) for del_ in deler]
    før = "".join(deler)
    nye = {id_: data.draw(NYE) for id_ in valgte if data.draw(st.booleans())}
    nå = med_datoer(før, nye)
    ventet = yaml_reader.parse(før, "").data
    for id_, ny in nye.items():
        dialog = ventet["dialoger"][id_] = ventet["dialoger"][id_] or {}
        dialog["dato"] = ny.dato.kort
        if ny.fra_skoleeier is not None:
            dialog["fra_skoleeier"] = list(ny.fra_skoleeier) or None
        if ny.endring is not None:
            dialog["endring"] = str(ny.endring)
    assert yaml_reader.parse(nå, "").data == ventet
    assert nå.startswith(deler[0])
    assert nå.endswith(deler[-1])
    assert nå.count("\r\n") == nå.count("\n") * (linjeskift == "\r\n")
    for id_, del_ in zip(valgte, deler[1:], strict=False):
        if id_ not in nye:
            assert del_ in nå
        else:  # every line of it but those that are set
            andre = [line for line in del_.splitlines() if _er_uberørt(line)]
            assert all(line in nå.splitlines() for line in andre)


def _er_uberørt(line):
    return "{" not in line and not any(
        key in line for key in ("dato", "skoleeier", "endring", "- kv")
    )


@pytest.fixture
def files(prosjekt):
    lag_datorunde(prosjekt)
    return Datafiler(Project(prosjekt), 2026)


NY = {"ål": NyDato(Dato(date(2026, 10, 27)), ROLLER)}


@pytest.mark.parametrize("koding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_file_is_saved_as_it_was_saved(prosjekt, koding):
    path = lag_datorunde(prosjekt)
    text = path.read_text("utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode(koding))
    skriv_datoer(Datafiler(Project(prosjekt), 2026), NY)
    nå = path.read_bytes().decode(koding)
    assert len(nå.splitlines()) == len(text.splitlines())
    assert "    dato: 27. oktober 2026\r\n" in nå
    assert "    fra_skoleeier: [fylkesutdanningssjef, kvalitetsrådgiver]\r\n" in nå
    assert path.read_bytes()[:3] == text.encode(koding)[:3]


def test_a_file_that_was_saved_meanwhile_is_left_alone(files, prosjekt):
    path = prosjekt / "data/runder/2026.yaml"
    path.write_text(path.read_text("utf-8") + "# mer\n", "utf-8")
    før = path.read_bytes()
    with pytest.raises(DialogError, match="Filen ble endret imens, så ingenting er skrevet"):
        skriv_datoer(files, NY)
    assert path.read_bytes() == før


def test_a_file_that_is_saved_in_the_last_moment_is_left_alone(files, prosjekt, monkeypatch):
    path = prosjekt / "data/runder/2026.yaml"

    def med_en_som_lagrer(text, nye):
        path.write_bytes(path.read_bytes() + b"# mer\n")
        return med_datoer(text, nye)

    monkeypatch.setattr(datoskriving, "med_datoer", med_en_som_lagrer)
    with pytest.raises(DialogError, match="Filen ble endret imens"):
        skriv_datoer(files, NY)
    assert path.read_bytes().endswith(b"# mer\n")
    assert b"27. oktober" not in path.read_bytes()


def test_nothing_is_half_written_where_the_disk_is_full(files, prosjekt, monkeypatch):
    path = prosjekt / "data/runder/2026.yaml"
    før = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_flush_to_disk", full)
    with pytest.raises(DialogError, match="Disken er full"):
        skriv_datoer(files, NY)
    assert path.read_bytes() == før
    assert not list(path.parent.glob(".dialog-*"))


def test_what_hangs_on_an_alias_is_refused():
    text = "dialoger:\n  gol: &a {dato: }\n  ål: *a\n"
    with pytest.raises(InvalidError, match="kan ikke endres"):
        med_datoer(text, {"gol": NyDato(Dato(date(2026, 10, 27)))})


def test_a_link_to_the_file_stays_a_link(prosjekt):
    path = lag_datorunde(prosjekt)
    ekte = path.rename(prosjekt / "runden.yaml")
    path.symlink_to(ekte)
    skriv_datoer(Datafiler(Project(prosjekt), 2026), NY)
    assert path.is_symlink()
    assert "dato: 27. oktober 2026" in ekte.read_text("utf-8")
