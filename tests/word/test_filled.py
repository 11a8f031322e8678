"""A filled document is known in a file without being packed, and nothing else is taken for it."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lag import docx, p
from test_verdier import PNG

from dialoggrunnlag.word import Image, Link, WordTemplate
from dialoggrunnlag.word.fingerprint import read_stamp
from dialoggrunnlag.word.package import Member, Package, join
from dialoggrunnlag.word.properties import Properties

MERKE = "dialog-fingeravtrykk"
MAL = WordTemplate(docx(p("{{ x }}"), p("{{ bilde }}"), p("{{ lenke }}")))
VERDIER = {
    "x": "Hei",
    "bilde": Image(PNG, alt="Et bilde"),
    "lenke": Link("her", "https://example.no"),
}


def fylt(**verdier):
    return MAL.filled({**VERDIER, **verdier}, Properties(custom={"dialog-a": "b"}), MERKE)


def members(data):
    return Package(data).members


def packed(member, level):
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    data = packer.compress(member.content()) + packer.flush()
    return Member.packed(member.name, member.content(), data)


def test_what_is_packed_is_known_again():
    filled = fylt()
    assert filled.is_in(filled.pack())
    assert read_stamp(filled.pack(), MERKE) == (filled.fingerprint, filled.fingerprint)


@pytest.mark.parametrize("level", [0, 1, 9])
def test_another_version_of_zlib_makes_no_other_document(level):
    filled = fylt()
    parts = members(filled.pack())
    for name in nye(filled):
        parts[name] = packed(parts[name], level)
    other = join(parts.values())
    assert other != filled.pack()
    assert filled.is_in(other)


def nye(filled):
    """The names of the members that aren't the template's as they lie."""
    own = MAL._stamper.package.members.values()
    return [name for name, member in members(filled.pack()).items() if member not in own]


def test_another_text_is_another_document():
    assert not fylt().is_in(fylt(x="Hade").pack())
    assert not fylt(x="Hade").is_in(fylt().pack())
    assert not fylt(lenke="").is_in(fylt().pack())  # with a part less


def test_a_carried_fingerprint_that_is_another_is_another_file():
    filled = fylt()
    parts = members(filled.pack())
    custom = parts["docProps/custom.xml"]
    other = custom.content().replace(filled.fingerprint.encode(), b"0" * 64)
    assert not filled.is_in(join({**parts, custom.name: Member.pack(custom.name, other)}.values()))


def test_members_in_another_order_or_one_too_many_are_another_file():
    filled = fylt()
    parts = list(members(filled.pack()).values())
    assert not filled.is_in(join(reversed(parts)))
    assert not filled.is_in(join([*parts, Member.pack("word/ny.xml", b"<a/>")]))
    assert not filled.is_in(join(parts[:-1]))


@given(st.data())
def test_one_changed_byte_is_seen(data):
    """But for what is between the end of what is compressed and the next byte: it says nothing."""
    filled = fylt()
    whole = bytearray(filled.pack())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    if filled.is_in(bytes(whole)):
        assert read_stamp(bytes(whole), MERKE) == (filled.fingerprint, filled.fingerprint)


@given(st.integers(0, 10_000), st.binary(max_size=40))
def test_a_file_cut_off_or_longer_is_seen(length, more):
    filled = fylt()
    whole = filled.pack()
    assert filled.is_in(whole[:length] + more) == (whole[:length] + more == whole)


@pytest.mark.parametrize("other", [b"", b"PK", b"PK\3\4" + b"\xff" * 400, b"Hei"])
def test_anything_else_is_no_document(other):
    assert not fylt().is_in(other)
