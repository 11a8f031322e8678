"""Work grows with the schools and no faster; what all share is done once. Calls are counted."""

from __future__ import annotations

import sys

import pytest
import yaml
from hjelp import REPO

from dialoggrunnlag.cli.app import run
from dialoggrunnlag.disk import side_by_side
from dialoggrunnlag.dokumenter import dokumentmaler
from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.innhold.bygger import lag_grunnlag
from dialoggrunnlag.innhold.grunnlag import FILTERS
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.word.fingerprint import Stamper
from dialoggrunnlag.word.package import Member

SKOLE = "  skole-{n}:\n    navn: Skole nummer {n}\n    kortnavn: Skole {n}\n    kommune: Gol\n"
DIALOG = """  skole-{n}:
    dato: {dag}. november 2015
    periode: tidlig
    deltakere:
      - navn: Navn Navnesen {n}
    fra_skoleeier: [kvalitetsrådgiver, seksjonsleder]
    lenker: {{ tilstandsrapport: https://example.no/{n} }}
"""


def med_skoler(prosjekt, antall):
    """Let the project have so many schools; every second writes nynorsk."""
    skoler = ""
    for n in range(antall):
        skoler += SKOLE.format(n=n) + ("    målform: nynorsk\n" if n % 2 else "")
    (prosjekt / "data/skoler.yaml").write_text(f"skoler:\n{skoler}", "utf-8")
    runde = prosjekt / "data/runder/2015.yaml"
    felles = runde.read_text("utf-8").split("\ndialoger:\n")[0]
    dialoger = "".join(DIALOG.format(n=n, dag=1 + n % 20) for n in range(antall))
    runde.write_text(f"{felles}\ndialoger:\n{dialoger}", "utf-8")


def antall_kall(*argv):
    """How many functions of Python's are called, or go on, in a run."""
    antall = 0

    def tell(_frame, event, _argument):
        nonlocal antall
        antall += event == "call"

    før = sys.getprofile()
    sys.setprofile(tell)
    try:
        run(argv)
    finally:
        sys.setprofile(før)
    return antall


def husk_kall(monkeypatch, owner, name):
    """Note the calls of a function, which does as before."""
    ekte, kall = getattr(owner, name), []

    def noterer(*arguments, **named):
        kall.append(arguments)
        return ekte(*arguments, **named)

    monkeypatch.setattr(owner, name, noterer)
    return kall


@pytest.mark.parametrize("uendret", [False, True])
@pytest.mark.parametrize("kommando", [("generer", "--alle"), ("sjekk",)])
def test_twice_the_schools_are_twice_the_work(prosjekt, kommando, uendret):
    kall = []
    for antall in (20, 20, 40, 80):  # the first for what is loaded when it is first used
        med_skoler(prosjekt, antall)
        ut = ("--ut", f"ut-{antall}") if "--alle" in kommando else ()
        if uendret:
            run((*kommando, *ut))
        kall.append(antall_kall(*kommando, *ut))
    _, få, flere, mange = kall
    assert mange - flere <= 2.01 * (flere - få)


def test_what_is_unchanged_is_neither_packed_nor_read_as_a_package(prosjekt, dialog, monkeypatch):
    med_skoler(prosjekt, 5)
    dialog("generer", "--alle")
    pakket = husk_kall(monkeypatch, Member, "pack")
    lest = husk_kall(monkeypatch, dokumentmaler, "read_stamp")
    assert dialog("generer", "--alle").feil.count("uendret") == 5
    assert (pakket, lest) == ([], [])
    dokument = prosjekt / "ut/2015/dialoggrunnlag-2015-skole-3.docx"
    dokument.write_bytes(dokument.read_bytes() + b"\0")
    dialog("generer", "--alle")
    assert len(lest) == 1


def test_sjekk_packs_no_document_and_stamps_none(prosjekt, dialog, monkeypatch):
    med_skoler(prosjekt, 5)
    dialog("sjekk")  # the templates are compiled, which packs what is translated
    pakket = husk_kall(monkeypatch, Member, "pack")
    stemplet = husk_kall(monkeypatch, Stamper, "stamp")
    assert dialog("sjekk").kode == 0
    assert (pakket, stemplet) == ([], [])


def innhold(prosjekt):
    files = Datafiler(Project(prosjekt), 2015)
    texts = TextTemplates(FILTERS)
    return [lag_grunnlag(files, id_, texts) for id_ in files.ids()]


def test_what_has_no_tags_is_built_once_for_a_written_language(prosjekt):
    med_skoler(prosjekt, 4)
    a, b, c, d = innhold(prosjekt)
    assert a.runde is c.runde
    assert b.dagsorden is d.dagsorden
    assert a.datagrunnlag[0] is c.datagrunnlag[0]
    assert a.runde.hensikt != b.runde.hensikt
    assert a.datagrunnlag[-1].lenke != c.datagrunnlag[-1].lenke


def test_what_has_tags_is_each_schools_own(prosjekt):
    med_skoler(prosjekt, 4)
    runde = prosjekt / "data/runder/2015.yaml"
    tekst = runde.read_text("utf-8").replace("Lunsj v/skolen", "Lunsj v/{{ skole.kortnavn }}")
    runde.write_text(tekst, "utf-8")
    a, b, c, d = innhold(prosjekt)
    assert [x.dagsorden[2].tittel for x in (a, c)] == ["Lunsj v/Skole 0", "Lunsj v/Skole 2"]
    assert b.dagsorden is d.dagsorden


def test_another_time_frame_is_another_agenda(prosjekt):
    med_skoler(prosjekt, 4)
    skoler = prosjekt / "data/skoler.yaml"
    skoler.write_text(skoler.read_text("utf-8") + "    tidsramme: 10:00–14:00\n", "utf-8")
    _, b, _, d = innhold(prosjekt)
    assert (b.dagsorden[0].start, d.dagsorden[0].start) == ("09:00", "10:00")


def test_each_file_is_parsed_once_also_where_much_is_found(prosjekt, dialog, monkeypatch):
    med_skoler(prosjekt, 30)
    lest = husk_kall(monkeypatch, yaml_reader, "_composed")
    assert "helg" in dialog("sjekk").feil
    navn = [name for _, name in lest]
    assert sorted(navn) == sorted(set(navn))


# --- YAML --------------------------------------------------------------------------------------


def test_a_list_on_each_of_many_lines_is_not_looked_through_for_depth(monkeypatch):
    monkeypatch.setattr(yaml_reader, "_first_too_deep", None)
    text = "".join(f"a{n}: [b, c]\nd{n}: {{ e: f }}\n" for n in range(500))
    assert len(yaml_reader.parse(text, "x.yaml").data) == 1000


@pytest.mark.parametrize("innmat", ['"]", ', "']', ", "!a] , ", "[], ", "{a: b}, ", "x, # ]\n "])
def test_no_bracket_hides_how_deep_others_lie(innmat):
    text = f"[{innmat}" * 5000 + "]" * 5000
    with pytest.raises(DialogError):
        yaml_reader.parse(text, "x.yaml")


def stier(value, sti=()):
    """The paths of all that is in a value, and some that nothing is at."""
    yield sti
    yield (*sti, "finnes ikke")
    yield (*sti, 99)
    items = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        items = enumerate(value)
    for step, item in items:
        yield from stier(item, (*sti, step))


def sted(node, sti, *, at_key):
    """Where PyYAML's nodes say that a place is."""
    key = None
    for number, step in enumerate(sti, 1):
        pair = (None, None)
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), pair)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            pair = (None, node.value[step]) if step < len(node.value) else pair
        if pair[1] is None:
            key = None
            break
        key, node = pair[0] if number == len(sti) else None, pair[1]
    is_empty = isinstance(node, yaml.ScalarNode) and not node.value
    mark = (key if key and (at_key or is_empty) else node).start_mark
    return mark.line + 1, mark.column + 1


ALLE = [path.read_text("utf-8") for path in sorted((REPO / "data").rglob("*.yaml"))]
TEKSTER = [text for text in ALLE if yaml.compose(text)]  # not those that are comments alone
TEKSTER += [
    "a: &x {b: [1, '', {c: }]}\nd: *x\ne:\n  - \n  - f:\n  -\n    - g\n",
    "[a, {b: c}]",
    "x",
]


@pytest.mark.parametrize("text", TEKSTER)
def test_the_places_that_are_kept_are_those_of_the_nodes(text):
    file = yaml_reader.parse(text, "x.yaml")
    for sti in stier(file.data):
        for at_key in (False, True):
            problem = file.problem(sti, "", at_key=at_key)
            assert (problem.line, problem.column) == sted(file.root, sti, at_key=at_key)


# --- both processors ----------------------------------------------------------------------------


# pytest-xdist has a thread of its own, for which the program would have used one process
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process")
def test_sjekk_says_the_same_in_two_processes(prosjekt, dialog, monkeypatch):
    med_skoler(prosjekt, 9)
    (prosjekt / "maler/brev.txt.j2").write_text(
        "{{ skole.navn }} {% if skole.id in ('skole-2', 'skole-7') %}{{ 1 / 0 }}{% endif %}\n",
        "utf-8",
    )
    alene = dialog("sjekk")
    delt = husk_kall(monkeypatch, side_by_side, "_help")
    monkeypatch.setattr(side_by_side, "MANY", 2)
    monkeypatch.setattr(side_by_side, "_cores", lambda: 2)
    assert dialog("sjekk") == alene
    assert alene.kode == 1
    assert "brev.txt.j2" in alene.feil
    assert delt == []  # what is noted in the other process is lost with it
