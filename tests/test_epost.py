"""Drafts that every mail program reads alike: letters, names, attachments byte for byte."""

from __future__ import annotations

import email
import re
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header
from email.headerregistry import BaseHeader
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialoggrunnlag.dokumenter.epost import Utkast, Vedlegg, identitet, identitet_i, som_eml
from dialoggrunnlag.dokumenter.moter import Person

TID = datetime(2015, 1, 1, tzinfo=UTC)
TEGN = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
LINJE = st.text(TEGN, min_size=1, max_size=90).map(lambda t: " ".join(t.split())).filter(bool)
NAVN = st.from_regex(r"[a-zæøå0-9–][a-zæøå0-9 –-]{0,40}\.(docx|pdf|ics|bin)", fullmatch=True)


def utkast(**more):
    til, fra = Person("Åse Øby", "rektor@example.no"), Person("Kontoret", "post@example.no")
    vedlegg = (Vedlegg("dialoggrunnlag-2015-ål.docx", b"PK\r\n\0\xff"),)
    first = Utkast(
        "Innkalling – Ål vgs., tirsdag 3. november 2015", "Hei!\n", til, fra, TID, vedlegg
    )
    return first._replace(**more)


def lest(data):
    return email.message_from_bytes(data, policy=policy.default)


@given(
    emne=LINJE,
    tekst=st.lists(LINJE, max_size=4).map("\n".join),
    navn=LINJE,
    vedlegg=st.lists(st.tuples(NAVN, st.binary(max_size=300)), max_size=3),
)
@example(emne="«Ål» – 50 % av =? (ny)", tekst="ÆØÅ", navn='Åse "Å" Øby, rektor <x>', vedlegg=[])
def test_what_goes_in_comes_out(emne, tekst, navn, vedlegg):
    til, filer = Person(navn, "rektor@example.no"), tuple(Vedlegg(n, d) for n, d in vedlegg)
    sent = utkast(emne=emne, tekst=tekst, til=til, vedlegg=filer)
    data = som_eml(sent)
    assert som_eml(sent) == data
    read = lest(data)
    assert read["Subject"] == emne
    # The newer reader puts a space between two encoded words in a name (Python 3.11)
    words, address = email.message_from_bytes(data)["To"].rsplit(" ", 1)
    assert address == "<rektor@example.no>"
    assert navn in (parseaddr(f"{words} {address}")[0], str(make_header(decode_header(words))))
    assert read.get_body().get_content().replace("\r\n", "\n").rstrip("\n") == tekst
    parts = [(p.get_filename(), p.get_payload(decode=True)) for p in read.iter_attachments()]
    assert parts == vedlegg


@given(emne=LINJE, navn=LINJE)
def test_the_header_is_ascii_in_short_lines(emne, navn):
    head = som_eml(utkast(emne=emne, fra=Person(navn, "post@example.no"))).split(b"\r\n\r\n")[0]
    lines = head.split(b"\r\n")
    assert head.isascii()
    assert max(map(len, lines)) <= 998
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^ ]*\?=", head))


@given(
    navn=st.one_of(LINJE, st.lists(LINJE, min_size=2, max_size=3).map("\n".join)),
    epost=st.from_regex(r"[a-z]{1,30}(\.[a-z]{1,20})?@[a-z]{1,40}\.example\.no", fullmatch=True),
)
@example(navn="Anne-Grethe Bjørnstad Kristoffersen", epost=f"{'a' * 58}@example.no")
@example(navn="Kari Nordmann,\nrektor", epost="kari@example.no")
def test_an_address_is_one_address_on_short_lines(navn, epost):
    data = som_eml(utkast(til=Person(navn, epost)))
    [to] = lest(data)["To"].addresses
    assert to.addr_spec == epost
    lines = data.split(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(len(line) <= 78 or line.count(b" ") <= 1 for line in lines)


def test_the_identity_is_found_in_the_file():
    sent = utkast()
    assert identitet_i(som_eml(sent)) == identitet(sent)
    assert identitet_i(b"Subject: x\r\n\r\nMessage-ID: <a@b>\r\n") == ""


def test_it_opens_as_a_draft_with_an_identity_that_follows_from_its_content():
    first, second = lest(som_eml(utkast())), lest(som_eml(utkast(tekst="Hallo!\n")))
    assert first["X-Unsent"] == "1"
    assert first["Message-ID"].endswith("@example.no>")
    assert first["Message-ID"] != second["Message-ID"]
    assert first.get_boundary() != second.get_boundary()
    assert first["Date"].datetime == TID


def test_without_addresses_there_are_none():
    read = lest(som_eml(utkast(til=None, fra=None)))
    assert read["To"] is None
    assert read["From"] is None
    assert read["Message-ID"].endswith("@dialoggrunnlag.invalid>")


@pytest.mark.parametrize(
    ("navn", "kind"),
    [
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("PULS-rapport.PDF", "application/pdf"),
        ("tall.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("noe.ukjent", "application/octet-stream"),
        ("uten-endelse", "application/octet-stream"),
    ],
)
def test_an_attachment_says_what_kind_of_file_it_is(navn, kind):
    read = lest(som_eml(utkast(vedlegg=(Vedlegg(navn, b"x"),))))
    [part] = read.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == (kind, navn)


def test_a_calendar_says_its_method_and_keeps_its_line_ends():
    data = "BEGIN:VCALENDAR\r\nSUMMARY:Å\r\nEND:VCALENDAR\r\n".encode()
    read = lest(som_eml(utkast(vedlegg=(Vedlegg("k.ics", data, "REQUEST"),))))
    [part] = read.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part["Content-Type"].params["charset"] == "utf-8"
    assert part.get_payload(decode=True) == data


@given(kopi=st.lists(LINJE, min_size=1, max_size=6))
@example(kopi=["Åse Øby", "Per Æ. Ås, rektor", 'Kari "K" <x>', "x" * 90, "Å" * 90])
def test_copies_are_told_by_name_on_lines_of_a_lawful_length(kopi):
    people = tuple(Person(navn, f"nr{n}@example.no") for n, navn in enumerate(kopi))
    data = som_eml(utkast(kopi=people))
    header = data.split(b"\r\n\r\n")[0].split(b"\r\n")
    for line in header:
        assert len(line) <= 998
        if b"=?utf-8?" in line:
            assert len(line) <= 76
    raw = email.message_from_bytes(data)["Cc"]
    assert raw.count("@") == len(people)
    read = lest(data)["Cc"].addresses
    assert [address.addr_spec for address in read] == [person.epost for person in people]
    # The newer reader puts a space between two encoded words in a name (Python 3.11)
    told = ["".join(address.display_name.split()) for address in read]
    assert told == ["".join(navn.split()) for navn in kopi]


def test_a_draft_without_copies_is_the_one_it_was():
    assert b"\r\nCc:" not in som_eml(utkast())
    assert identitet(utkast()) == identitet(utkast(kopi=()))
    assert identitet(utkast()) != identitet(utkast(kopi=(Person("", "kari@example.no"),)))


def test_the_classes_of_headers_are_made_once_for_thousands_of_drafts():
    som_eml(utkast())
    before = len(BaseHeader.__subclasses__())
    for number in range(20):
        som_eml(utkast(emne=f"Nr. {number}"))
    assert len(BaseHeader.__subclasses__()) <= before


# --- the text and its HTML ------------------------------------------------------------------------


def test_html_stands_after_the_text_that_it_says_again():
    sent = utkast(html="<p>Hei på deg & «meg»!</p>\n")
    read = lest(som_eml(sent))
    assert read.get_body(("plain",)).get_content().rstrip() == "Hei!"
    assert read.get_body(("html",)).get_content().rstrip() == "<p>Hei på deg & «meg»!</p>"
    first, *_ = read.iter_parts()
    assert first.get_content_type() == "multipart/alternative"
    boundaries = re.findall(rb'boundary="([^"]+)"', som_eml(sent))
    assert len(set(boundaries)) == 2
    assert not boundaries[1].startswith(boundaries[0])
    assert identitet(sent) != identitet(utkast())


def test_without_attachments_the_two_are_the_message():
    read = lest(som_eml(utkast(html="<p>Hei!</p>", vedlegg=())))
    assert read.get_content_type() == "multipart/alternative"
    assert len(list(read.iter_parts())) == 2


# --- names and mails as attachments ---------------------------------------------------------------


@pytest.mark.parametrize(
    "navn", ["Dialoggrunnlag 2015 - Ål vgs.pdf", "å" * 80 + ".pdf", "日本.pdf"]
)
def test_a_name_with_other_letters_stands_twice_since_outlook_reads_the_one_alone(navn):
    data = som_eml(utkast(vedlegg=(Vedlegg(navn, b"x"),)))
    [part] = lest(data).iter_attachments()
    assert part.get_filename() == navn
    assert re.search(rb"filename\*(?:0\*)?=utf-8''", data)
    [name] = re.findall(rb'name="((?:=\?utf-8\?[qb]\?[^?]*\?=(?:\r\n )?)+)"', data)
    assert str(make_header(decode_header(name.decode()))) == navn
    assert max(map(len, data.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("navn", ["R&D.pdf", "tilstandsrapport-" * 5 + ".pdf"])
def test_any_name_that_is_encoded_stands_twice(navn):
    data = som_eml(utkast(vedlegg=(Vedlegg(navn, b"x"),)))
    [part] = lest(data).iter_attachments()
    assert part.get_filename() == navn
    assert part["Content-Type"].params["name"].replace(" ", "") == navn


@pytest.mark.parametrize("navn", ["Dialoggrunnlag 2015 - Gol vgs.pdf", "a.pdf", "x" * 60])
def test_a_plain_name_stands_once(navn):
    data = som_eml(utkast(vedlegg=(Vedlegg(navn, b"x"),)))
    assert data.count(f' filename="{navn}"\r\n'.encode()) == 1
    assert b" name=" not in data


MAIL = "From: a@b.no\nSubject: Hei\nContent-Type: text/plain; charset=utf-8\n\nH{}\nslutt"


@pytest.mark.parametrize(
    ("letter", "line_end", "encoding"),
    [("ei", "\n", "7bit"), ("ei", "\r", "7bit"), ("å", "\r\n", "8bit")],
)
@pytest.mark.parametrize("name", ["e.eml", "e.EML"])
def test_a_mail_is_never_encoded_and_its_lines_end_as_they_must(name, letter, line_end, encoding):
    mail = MAIL.format(letter).replace("\n", line_end).encode()
    data = som_eml(utkast(vedlegg=(Vedlegg(name, mail), Vedlegg("b.pdf", b"x"))))
    read = lest(data)
    first, second = read.iter_attachments()
    assert first.get_content_type() == "message/rfc822"
    assert first["Content-Transfer-Encoding"] == encoding
    assert read["Content-Transfer-Encoding"] == ("8bit" if encoding == "8bit" else None)
    assert first.get_content()["Subject"] == "Hei"
    assert first.get_content().get_content().splitlines() == [f"H{letter}", "slutt"]
    assert second.get_payload(decode=True) == b"x"
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)


@pytest.mark.parametrize("mail", [b"A: b\n\n" + b"x" * 999, b"A: b\n\n\0"])
def test_a_mail_that_servers_would_change_is_sent_as_any_file(mail):
    [part] = lest(som_eml(utkast(vedlegg=(Vedlegg("e.eml", mail),)))).iter_attachments()
    assert part.get_content_type() == "application/octet-stream"
    assert part.get_payload(decode=True) == mail
