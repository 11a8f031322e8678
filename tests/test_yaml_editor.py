"""A value is set in a YAML file, and all else in the file is the same to the character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag.errors import InvalidError
from dialoggrunnlag.reading import yaml_reader
from dialoggrunnlag.reading.yaml_editor import set_value, set_values

pytestmark = pytest.mark.usefixtures("hver_parser")


def data(text):
    return yaml_reader.parse(text, "a.yaml").data


def lest(value):
    """A text as it is read: with composed letters."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


# --- any file, any value ------------------------------------------------------------------

I_BLOKK = [
    "sted:",
    "sted:   # k",
    "sted: ~",
    "sted: Rom 2",
    "sted:    Rom 2  ",
    "sted: Ål\n  rådhus # k",
    "sted: 'Rom: 2'   # k",
    '"sted" : "Rom #2:\n\n  øverst"',
    "sted: |  # hvor\n   a # ikke en kommentar\n\n    b",
    "sted: >+\n  a",
    "sted: !!str &s Ål",
    "sted:   # hvor\n  # mer\n  Ål  # k",
    "sted:\n- a # en\n- b: c",
    "sted:   # her\n  - a\n  # b\n\n  - navn: Å",
    "sted:\n  [a, # en\n   b]  # to",
    "sted: {a: b}",
    "sted:\n  a: >\n    b\n  c:",
    "? sted\n: Rom 2",
]
I_KLAMMER = ["sted: ", "sted", "sted: Rom 2", '"sted":"Rom 2"', "sted: [a, # en\n    {b: c}]"]
RUNDT = [
    "",
    "# en kommentar\n",
    "a: b # c\n",
    "\n\n",
    "b:\n  - c: d\n\n  # e\n",
    "'#': |\n  x: y\n",
]
VERDIER = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=9),
    st.sampled_from(["2016", "no", "~", "10:00", "a: b", "a #b", "- a", "'", '"', "{{ a }}", " a"]),
    st.sampled_from(["a\nb", "\n", "a\\", "*a", "---", "]", "a, b", "€🗹", "\u2028", "a\u0085b"]),
    st.just(["kvalitetsrådgiver", {"a": "b: c", "d": None}]),
)
STEDER = [((), "{}"), (("ål",), "ål:  # Ål\n{}"), (("liste", 1), "liste:\n- x\n- y: z\n{}")]


def rykket(text, how):
    return "".join(how + line if line.strip() else line for line in text.splitlines(keepends=True))


@given(
    st.sampled_from(I_BLOKK),
    st.sampled_from(RUNDT),
    st.sampled_from(RUNDT),
    st.sampled_from(STEDER),
    st.sampled_from(["\n", "\r\n"]),
    VERDIER,
)
def test_a_value_in_a_block_is_set_and_nothing_else(entry, før, etter, sted, linjeskift, value):
    path, frame = sted
    indent = "  " if path else ""
    before, after = (text.replace("\n", linjeskift) for text in (før, etter))
    head = frame.format("").replace("\n", linjeskift)
    middle = rykket(f"{entry}\n".replace("\n", linjeskift), indent)
    # «a» and «b» may stand before or after, not twice
    after = after.replace("a:", "a2:").replace("b:", "b2:").replace("'#'", "'#2'")
    old = before + head + middle + after
    expected = data(old)
    new = set_value(old, (*path, "sted"), value)
    under = expected
    for step in path:
        under = under[step]
    under["sted"] = lest(value)
    assert data(new) == expected
    assert new.startswith(before + head)
    assert new.endswith(linjeskift + after)
    comments = [line.split("#")[-1] for line in middle.splitlines() if " # k" in line]
    assert all(comment in new for comment in comments)


@given(st.sampled_from(I_KLAMMER), st.booleans(), st.booleans(), VERDIER)
def test_a_value_between_brackets_is_set_and_nothing_else(entry, first, last, value):
    before = "x: y\nål: {" + ("" if first else "a: [b],  # c\n  ")
    after = ("" if last else ",   # d\n  e: f ") + "}   # etter\n# slutt\n"
    old = before + entry + after
    expected = data(old)
    new = set_value(old, ("ål", "sted"), value)
    expected["ål"]["sted"] = lest(value)
    assert data(new) == expected
    assert new.startswith(before)
    assert new.endswith(after)


def test_several_are_set_at_once_each_in_its_own_mapping():
    old = "# a\nål:\n  b: c  # d\ngol: {e: f}\nlier:\neiker: {}\n"
    values = {(id_, "dato"): "3. november 2015" for id_ in ("ål", "gol", "lier", "eiker")}
    assert set_values(old, values) == (
        "# a\nål:\n  b: c  # d\n  dato: 3. november 2015\ngol: {e: f, dato: 3. november 2015}\n"
        "lier:\n  dato: 3. november 2015\neiker: {dato: 3. november 2015}\n"
    )


def test_of_several_none_is_set_where_one_of_them_would_change_something_else():
    with pytest.raises(InvalidError):
        set_values("ål: &a {b: c}\ngol: *a\nlier:\n", {("lier", "b"): "x", ("ål", "b"): "x"})


# --- as a person reads the difference -----------------------------------------------------


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("a: b", "c", "a: c"),
        ("a:", "c", "a: c"),
        ("a:   # k\n", "c", "a: c   # k\n"),
        ("a:   b   # k\n", "c", "a:   c   # k\n"),
        ("a: 'b'   # k\n", "c", "a: 'c'   # k\n"),
        ('a: "b"\n', "c", 'a: "c"\n'),
        ("a: b\n", "c: d", "a: 'c: d'\n"),
        ("a: 3. november 2015 # k\n", None, "a: # k\n"),
        ("a: b  \n", None, "a:\n"),
        ("a: >-  # k\n  b\n  c\n\n# d\n", "e", "a: e  # k\n\n# d\n"),
        ("a:\n  - b  # c\n\nd: e\n", None, "a:\n\nd: e\n"),
        ("a:  # k\n  b\nd: e\n", "c", "a: c  # k\nd: e\n"),
        ("a:\n", ["b", "c d"], "a: [b, c d]\n"),
        ("a:\n", ["b", "c: d"], 'a: [b, "c: d"]\n'),
        ("{a: 1}\n", "2", "{a: 2}\n"),
        ('{"a":null}\n', "b", '{"a":"b"}\n'),
    ],
)
def test_the_new_value_stands_where_the_old_one_stood(old, value, new):
    assert set_value(old, ("a",), value) == new


@pytest.mark.parametrize(
    ("old", "path", "new"),
    [
        ("a: b\n", ("x",), "a: b\nx: 1\n"),
        ("a: b", ("x",), "a: b\nx: 1"),
        ("a: b\r\n# slutt\r\n", ("x",), "a: b\r\nx: 1\r\n# slutt\r\n"),
        ("ål:\n  a: b  # k\n\ngol:\n", ("ål", "x"), "ål:\n  a: b  # k\n  x: 1\n\ngol:\n"),
        ("ål:  # k\ngol:\n", ("ål", "x"), "ål:  # k\n  x: 1\ngol:\n"),
        ("ål:\n    a: b\ngol:\n", ("gol", "x"), "ål:\n    a: b\ngol:\n    x: 1\n"),
        ("a:\n  ål:\r\n  gol:", ("a", "gol", "x"), "a:\n  ål:\r\n  gol:\n    x: 1"),
        ("? ål\n: \ngol:\n", ("ål", "x"), '? ål\n: {"x": 1} \ngol:\n'),
        ("ål: ~\n", ("ål", "x"), 'ål: {"x": 1}\n'),
        ("ål: {a: b}\n", ("ål", "x"), "ål: {a: b, x: 1}\n"),
        ("ål: {}\n", ("ål", "x"), "ål: {x: 1}\n"),
        ('{"ål": {"a": null}}', ("ål", "x"), '{"ål": {"a": null, "x": 1}}'),
        ("l:\n- a: b\n- c:\n", ("l", 0, "x"), "l:\n- a: b\n  x: 1\n- c:\n"),
    ],
)
def test_a_key_that_is_not_there_comes_last(old, path, new):
    made = set_value(old, path, "1")
    assert made.replace('"1"', "1") == new
    assert data(made) != data(old)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: &a b\nc: *a\n", ("a",)),  # what is kept hangs on it
        ("a: &a {b: c, e: f}\nd: *a\n", ("d", "b")),  # not in the text itself
        ("a: [b]\n", ("a", 1, "c")),
        ("", ("a",)),
    ],
)
def test_what_would_change_something_else_is_refused(text, path):
    with pytest.raises(InvalidError) as caught:
        set_value(text, path, "x")
    assert caught.value.remedy == "Skriv verdier i stedet for henvisninger («&» og «*»)."


def test_a_path_through_what_has_no_keys_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        set_value("a: b\n", ("a", "c"), "x")
