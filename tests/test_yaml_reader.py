"""The reader hands on what stands in the file; what is ambiguous or harmful it refuses."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.reading import yaml_reader

PARSERE = {"C": yaml.CBaseLoader, "Python": yaml.BaseLoader}


@pytest.fixture(params=PARSERE, autouse=True)
def parser(request, monkeypatch):
    """Every test here runs with libyaml's parser and with PyYAML's own."""
    monkeypatch.setattr(yaml_reader, "LOADER", PARSERE[request.param])
    return request.param


def les(text):
    return yaml_reader.parse(text, "fil.yaml").data


def problemer(text):
    with pytest.raises(DialogError) as caught:
        yaml_reader.parse(text, "fil.yaml")
    return [str(problem) for problem in caught.value.problems]


def les_fil(path):
    return yaml_reader.read(path, "fil.yaml").data


def problem_i_fil(path):
    with pytest.raises(DialogError) as caught:
        yaml_reader.read(path, "fil.yaml")
    [problem] = caught.value.problems
    return str(problem)


def skrevet(tmp_path, data):
    path = tmp_path / "fil.yaml"
    path.write_bytes(data)
    return path


SOM_DET_STÅR = (
    *("0900", "09.00", "09:00", "10:00", "0700", "0602", "900", "9", "kl. 09.00", "10:00:00"),
    *("10:00–14:00", "1000-1400", "09:00-13:00", "no", "ja", "nei", "yes", "on", "off", "Nei", "y"),
    *("true", "False", "1_000", "0x1F", "0o17", "1e3", ".inf", ".nan", "+1", "-0", "1.50"),
    *("2015-11-03", "3.11.2015", "2015-11-03 10:00:00", "974605937", "974 605 937", "012345678"),
    *("=", "<<", "nUll", "Ål vgs.", "https://example.no/a#b", "a:b", "Lunsj v/skolen", "«sitat»"),
)


@pytest.mark.parametrize("text", SOM_DET_STÅR)
def test_an_unquoted_value_is_the_text_that_stands_in_the_file(text):
    assert les(f"a: {text}\n") == {"a": text}


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("text", [*SOM_DET_STÅR, "", "~", "null", "{{ skole.navn }}", "a: b", "*x"])
def test_a_quoted_value_is_the_text_between_the_quotes(quote, text):
    assert les(f"a: {quote}{text}{quote}\n") == {"a": text}


@pytest.mark.parametrize("text", [*SOM_DET_STÅR, "~", "null"])
def test_a_key_is_text_as_well(text):
    assert les(f"{text}: x\n") == {text: "x"}


@pytest.mark.parametrize("text", SOM_DET_STÅR)
def test_a_list_item_is_text_as_well(text):
    assert les(f"- {text}\n- [x, '{text}']\n") == [text, ["x", text]]


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL", "# bare en kommentar", "&anker"])
def test_an_unquoted_empty_value_is_unset(text):
    assert les(f"a: {text}\nb: 1\n") == {"a": None, "b": "1"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: >-\n  en\n  to\n", "en to"),
        ("a: >\n  en\n  to\n", "en to\n"),
        ("a: |\n  en\n  to\n", "en\nto\n"),
        ("a: >-\n  kl. 09:00: {{ x }} # med\n", "kl. 09:00: {{ x }} # med"),
        ("a: en\n  to\n", "en to"),
        ('a: "linje\\nskift og \\u00e5"\n', "linje\nskift og å"),
        ("a: 'det''s'\n", "det's"),
        ("a: !!str 0900\n", "0900"),
        ("a: ! 0900\n", "0900"),
    ],
)  # fmt: skip
def test_every_way_to_write_a_text_gives_that_text(text, value):
    assert les(text) == {"a": value}


@pytest.mark.parametrize("text", ["", "# bare en kommentar\n", "---\n", "\n\n", "~\n"])
def test_a_file_without_content_is_none(text):
    assert les(text) is None


def test_aliases_are_followed_and_a_merge_key_is_only_a_key():
    text = "b: &b {x: 1}\nc: *b\nd:\n  <<: *b\n"
    assert les(text) == {"b": {"x": "1"}, "c": {"x": "1"}, "d": {"<<": {"x": "1"}}}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_text_is_composed_when_it_is_read(tmp_path, form):
    path = tmp_path / "fil.yaml"
    path.write_text(unicodedata.normalize(form, "målform: Ålæøå\n"), "utf-8")
    assert les_fil(path) == {"målform": "Ålæøå"}


@pytest.mark.parametrize(
    "encoded",
    [
        "å: é".encode(),
        b"\xef\xbb\xbf" + "å: é".encode(),
        b"\xff\xfe" + "å: é".encode("utf-16-le"),
        b"\xfe\xff" + "å: é".encode("utf-16-be"),
        "å: é\r\n".encode(),
        "# æ\rå: é\r".encode(),
    ],
    ids=["UTF-8", "UTF-8 med BOM", "UTF-16 LE", "UTF-16 BE", "CRLF", "CR"],
)
def test_unicode_encodings_and_line_ends_of_every_editor_are_read(tmp_path, encoded):
    path = skrevet(tmp_path, encoded)
    assert les_fil(path) == {"å": "é"}


@pytest.mark.parametrize(
    ("encoded", "place"),
    [
        ("a: 1\nb: få\n".encode("cp1252"), "2:5"),
        ("æ: 1\n".encode("cp1252"), "1:1"),
        ("a: 1\rb: 2\rc: få\r".encode("cp1252"), "3:5"),
        ("å: 1\n".encode("utf-16-le"), "1:1"),
        ("a: 1\n".encode("utf-16-be"), "1:1"),
        ("å: 1\n".encode("utf-32"), "1:1"),
        ("a: 1\n".encode("utf-32-le"), "1:1"),
        ("a: 1\n".encode("utf-32-be"), "1:1"),
    ],
)
def test_a_file_in_another_encoding_is_refused_with_the_place(tmp_path, encoded, place):
    path = skrevet(tmp_path, encoded)
    assert problem_i_fil(path).startswith(f"fil.yaml:{place}: Filen er ikke lagret som UTF-8")


def test_a_line_saved_as_windows_1252_is_shown_as_it_was_meant(tmp_path):
    path = skrevet(tmp_path, "a: på\n".encode() + "b: «få»\x1b\n".encode("cp1252"))
    with pytest.raises(DialogError) as caught:
        yaml_reader.read(path, "fil.yaml")
    [problem] = caught.value.problems
    assert (problem.line, problem.column, problem.source) == (2, 4, "b: «få»\ufffd")


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-16-le", "UTF-16 uten BOM"), ("utf-16-be", "UTF-16 uten BOM"), ("utf-32", "UTF-32")],
)
def test_the_encoding_that_a_file_seems_to_have_is_named(tmp_path, encoding, named):
    path = skrevet(tmp_path, "skoler:\n  ål: {}\n".encode(encoding))
    assert f"ser ut til å være {named}. Velg «Lagre som»" in problem_i_fil(path)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("a: 1\nb: ål".encode("utf-16")[:-1], "2:5"),
        ("a: 1\nb: 😀".encode("utf-16")[:-2], "2:4"),
        (b"\xff\xfe\x00", "1:1"),
    ],
)
def test_utf_16_that_is_cut_off_is_refused_where_it_ends(tmp_path, data, place):
    path = skrevet(tmp_path, data)
    assert problem_i_fil(path).startswith(f"fil.yaml:{place}: Filen er lagret som UTF-16, men er")


def test_a_file_of_zeros_has_control_characters_and_no_encoding(tmp_path):
    path = skrevet(tmp_path, bytes(100))
    assert problem_i_fil(path).startswith("fil.yaml:1:1: Filen inneholder kontrolltegnet U+0000.")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_place_is_found_whatever_ends_the_lines(end):
    [problem] = problemer(f"a: 1{end}b: 2{end}c: x\x01{end}")
    assert problem.startswith("fil.yaml:3:5: Filen inneholder kontrolltegnet")
    [problem] = problemer(f"a: 1{end}b: 2{end}b: 3{end}")
    assert problem.startswith("fil.yaml:3:1: b: ")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOENT, "Filen finnes ikke."),
        (errno.ENOTDIR, "Filen finnes ikke."),
        (errno.EACCES, "Filen kan ikke leses: du har ikke tilgang."),
        (errno.EPERM, "Filen kan ikke leses: du har ikke tilgang."),
        (errno.ELOOP, "Filen kan ikke leses: lenken leder i ring."),
        (errno.ENAMETOOLONG, "Filen kan ikke leses: navnet er for langt."),
        (errno.EIO, "Filen kan ikke leses: disken svarer ikke."),
        (errno.ENOMEM, "Filen kan ikke leses. Se etter"),
    ],
)
@pytest.mark.parametrize("method", ["stat", "read_bytes"])
def test_what_keeps_a_file_from_being_read_is_said_in_norwegian(
    tmp_path, monkeypatch, number, says, method
):
    path = tmp_path / "fil.yaml"
    path.write_text("a: 1\n")

    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, method, fail)
    assert problem_i_fil(path).startswith(f"fil.yaml: {says}")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_pipe_and_a_device_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "rør.yaml")
    assert problem_i_fil(tmp_path / "rør.yaml").startswith("fil.yaml: Dette er ikke en vanlig fil.")
    assert problem_i_fil(Path("/dev/zero")).startswith("fil.yaml: Dette er ikke en vanlig fil.")


def test_a_link_to_itself_and_a_long_name_are_refused(tmp_path):
    (tmp_path / "ring.yaml").symlink_to(tmp_path / "ring.yaml")
    assert "lenken leder i ring" in problem_i_fil(tmp_path / "ring.yaml")
    assert "navnet er for langt" in problem_i_fil(tmp_path / ("x" * 300))


def test_a_missing_file_a_folder_and_a_giant_are_refused(tmp_path, monkeypatch):
    (tmp_path / "stor.yaml").write_text("a: 123456\n")
    assert problem_i_fil(tmp_path / "x.yaml").startswith("fil.yaml: Filen finnes ikke.")
    assert problem_i_fil(tmp_path).startswith("fil.yaml: Dette er en mappe")
    assert les_fil(tmp_path / "stor.yaml") == {"a": "123456"}
    monkeypatch.setattr(yaml_reader, "_MAX_BYTES", 9)
    assert problem_i_fil(tmp_path / "stor.yaml").startswith("fil.yaml: Filen er ")


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a: 1\na: 2\n", "2:1: a", "Nøkkelen «a» står to ganger (også på linje 1)."),
        ("x:\n  a: 1\n  'a': 2\n", "3:3: x.a", "Nøkkelen «a» står to ganger"),
        ("å: 1\na\u030a: 2\n", "2:1: å", "Nøkkelen «å» står to ganger"),
        ("a: !!python/object:os.system x\n", "1:4: a", "«!!python/object:os.system»"),
        ("a: !!python/object/apply:os.abort []\n", "1:4: a", "«!!python/object/apply:os.abort»"),
        ("a: !!int 3\n", "1:4: a", "«!!int» foran verdien kan ikke brukes."),
        ("a: !min {b: 1}\n", "1:4: a", "«!min» foran verdien kan ikke brukes."),
        ("!!python/object/apply:os.system a: x\n", "1:1", "foran nøkkelen kan ikke brukes."),
        ("x:\n  !y a: x\n", "2:3: x", "«!y» foran nøkkelen"),
        ("a: !%1bx y\n", "1:4: a", "«!\ufffdx»"),
        ('a: "x\\0"\n', "1:4: a", "Teksten inneholder kontrolltegnet U+0000."),
        ('a:\n  - 1\n  - "x\\e[31m"\n', "3:5: a[2]", "Teksten inneholder kontrolltegnet U+001B."),
        ('a: "\\uFFFF"\n', "1:4: a", "Teksten inneholder kontrolltegnet U+FFFF."),
        ('a: "\\uFDD0"\n', "1:4: a", "Teksten inneholder kontrolltegnet U+FDD0."),
        ('"x\\b": 1\n', "1:1", "Teksten inneholder kontrolltegnet U+0008."),
        ("a: &b 1\nc: &b 2\n", "2:4", "Det samme navnet står etter «&» to ganger."),
        ("a: - b\n", "1:4", "kan ikke stå midt i en linje."),
        ("a: |0\n", "1:5", "«|» eller «>»"),
        ('a: "x\n---\n"\n', "2:1", "«---»"),
        ("a: {{ skole.navn }}\n", "1:5: a", "En nøkkel må være en enkel tekst."),
        ("? [a]\n: 1\n", "1:3", "En nøkkel må være en enkel tekst."),
        ("a:\n\tb: 1\n", "2:1", "Her står det en tabulator."),
        ("a: 1\n\tb: 2\n", "2:1", "Her står det en tabulator."),
        ("a:\n  - x\n\t- y\n", "3:1", "Her står det en tabulator."),
        ("a:\n  b: 1\n c: 2\n", "3:2", "Innrykket passer ikke til linjene over"),
        ("a: b: c\n", "1:5", "Et kolon inne i verdien"),
        ("a: 'x\nb: 2\n", "1:4", "Anførselstegnet som begynner her"),
        ("a: *b\n", "1:4", "«*»"),
        ("a: & b\n", "1:5", "«&»"),
        ("a: @x\n", "1:4", "Dette tegnet kan ikke begynne en verdi."),
        ("a: x\x01\n", "1:5", "kontrolltegn"),
        ("a: x\0\n", "1:5", "kontrolltegn"),
        ("a: 1\n---\nb: 2\n", "2:1", "Filen inneholder mer enn ett dokument."),
    ],
)  # fmt: skip
def test_a_trap_is_refused_with_its_place_and_what_is_wrong(text, place, what):
    [problem] = problemer(text)
    assert problem.startswith(f"fil.yaml:{place}: ")
    assert what in problem


def test_everything_wrong_in_a_file_is_said_at_once_in_the_order_of_the_lines():
    found = problemer("a: !x 1\nb: {c: 1, c: 2}\nb: 3\n")
    places = [problem.split(": ")[0] for problem in found]
    assert places == ["fil.yaml:1:4", "fil.yaml:2:11", "fil.yaml:3:1"]


def test_an_alias_bomb_is_refused_instead_of_unfolded():
    lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    for above, name in zip("abcdefghi", "bcdefghij", strict=True):
        lines.append(f"{name}: &{name} [{','.join([f'*{above}'] * 10)}]")
    [problem] = problemer("\n".join(lines))
    assert "henvisningene" in problem
    assert len(problem) < 300


def test_an_alias_of_itself_is_refused():
    [problem] = problemer("a: &a [*a]\n")
    assert problem.startswith("fil.yaml:1:")
    assert "60 nivåer" in problem


@pytest.mark.parametrize(("depth", "levels"), [(100, 60), (5000, 59)])
@pytest.mark.parametrize("shape", [("[", "]"), ("{a: ", "}")])
def test_deep_nesting_is_refused_where_it_gets_too_deep(depth, levels, shape):
    start, end = shape
    [problem] = problemer("a: " + start * depth + end * depth)
    place = 4 + levels * len(start)  # whatever limit PyYAML has itself
    message, remedy = problem.split(". ", 1)
    assert message == f"fil.yaml:1:{place}: Filen har mer enn 60 nivåer inni hverandre"
    assert remedy == "Skriv dataene enklere, med færre innrykk, { og [."


@pytest.mark.parametrize("depth", [1, 40])
def test_reasonable_nesting_is_read(depth):
    value = les("a: " + "[" * depth + "]" * depth)["a"]
    for _ in range(depth - 1):
        [value] = value
    assert value == []


def test_a_problem_points_at_the_value_the_key_or_the_nearest_place_above():
    file = yaml_reader.parse("a:\n  b: [x, y]\n  tom:\n", "fil.yaml")
    assert str(file.problem(("a", "b", 1), "Feil.")) == "fil.yaml:2:10: a.b[2]: Feil."
    assert str(file.problem(("a", "b"), "Feil.", at_key=True)) == "fil.yaml:2:3: a.b: Feil."
    assert str(file.problem(("a", "tom"), "Feil.")) == "fil.yaml:3:3: a.tom: Feil."
    assert str(file.problem(("a", "c"), "Feil.", "Rett.")) == "fil.yaml:2:3: a.c: Feil. Rett."


@pytest.mark.parametrize(
    "text",
    [
        *('a: "\\xZZ"', 'a: "\\uD800"', 'a: "\\U99999999"', 'a: "\\q"', "a: !<x y", "a: !x!y z"),
        *("a: !! x", "a: !%zz x", "%TAG ! x\n%TAG ! y\n---\na: 1", "%YAML 3\n---\na: 1", "%a: 1"),
        *("%YAML 1.x\n--- 1", "a: &b &c 1", "? - a\n: - ?", "a: &b", "a: [*b, &b x]", "{a: 1]"),
        *("a: |x\n", "a: >9\n x", "a\n--- b: 1\n%", "a: {b: c: d}", "- a\nb: 1", "a: `x`", "a: %x"),
    ],
)
def test_nothing_is_said_in_english(text):
    try:
        yaml_reader.parse(text, "fil.yaml")
    except DialogError as error:
        [problem] = error.problems
        assert not re.search(r"found|expected|did not|second|could", problem.message)
        assert problem.remedy
        assert problem.line


@pytest.mark.parametrize(
    ("text", "letters", "place"),
    [
        ("a: |\n  en\n  to\n\n  tre {x}\n", 7, "5:7"),
        ("a: >-  # her\n  en\n    to\n\n  tre {x}\nb: 1\n", 7, "5:7"),
        ("a:\n  - en\n    to {x}\n", 4, "3:8"),
        ("a:\n  - >+\n   {x} en\n", 0, "3:4"),
        ("a: en to {x}\n", 4, "1:4"),
        ("a: 'en\n  to {x}'\n", 4, "1:4"),
        ('a: "en\\n\n  to {x}"\n', 4, "1:4"),
        ("a: |\n  en\n", 99, "1:4"),
    ],
)
def test_a_problem_inside_a_text_is_placed_where_its_lines_stand_in_the_file(text, letters, place):
    file = yaml_reader.parse(text, "fil.yaml")
    path = ("a", 0) if isinstance(file.data["a"], list) else ("a",)
    problem = file.problem_in_text(path, letters, "Feil.")
    assert f"{problem.line}:{problem.column}" == place
    assert problem.source == text.splitlines()[problem.line - 1]
