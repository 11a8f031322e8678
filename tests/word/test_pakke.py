"""Word files from elsewhere: a clear error, little memory."""

import io
import struct
import zipfile

import pytest
from lag import docx, medlem, p, tekst

from dialoggrunnlag.word import TemplateError, WordTemplate
from dialoggrunnlag.word.package import Member, Package, join


def melding(data):
    with pytest.raises(TemplateError) as caught:
        WordTemplate(data, name="mal.docx")
    return str(caught.value)


def bytt(name, old, new):
    source = docx(p("{{ x }}"))
    return docx(p("{{ x }}"), extra={name: medlem(source, name).decode().replace(old, new)})


HODE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]>'
LATTER = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "Dette er ikke en Word-fil: filen er tom."),
        (b"Hei", "Dette er ikke en Word-fil: den er ikke en zip-pakke, eller den er avkortet."),
        (docx(p("x"))[:-30], "den er ikke en zip-pakke, eller den er avkortet"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Filen er et gammelt .doc-dokument, eller den er beskyttet"),
        (bytt("word/document.xml", "</w:body>", ""), "Delen «word/document.xml» er ikke gyldig XML"),
        (bytt("word/document.xml", "<w:document", HODE.format("") + "<w:document"), "(en DOCTYPE)"),
        (bytt("word/document.xml", "<w:document", HODE.format(LATTER) + "<w:document"), "DOCTYPE"),
        (bytt("[Content_Types].xml", "wordprocessingml.document.main", "x"), "ingen dokumentdel"),
        (
            bytt("[Content_Types].xml", "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                 "vnd.ms-word.document.macroEnabled.main"),
            "Word-filen inneholder makroer (.docm).",
        ),
        (bytt("word/document.xml", "<w:body>", "<w:body>" + "<w:p>" * 5000), "mer enn 256 lag"),
    ],
    ids=["empty", "text", "cut", "doc", "broken", "doctype", "laughs", "no main", "macros", "deep"],
)  # fmt: skip
def test_what_is_no_sound_word_file_is_refused(data, expected):
    assert expected in melding(data)
    assert melding(data).startswith("mal.docx: ")


RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("kind", "target", "refused"),
    [
        ("image", "https://example.no/sporing.png", "henter bildet"),
        ("attachedTemplate", "https://example.no/ond.dotm", "Utvikler > Dokumentmal"),
        ("attachedTemplate", "file:///Users/kari/Normal.dotm", "Utvikler > Dokumentmal"),
        ("attachedTemplate", "Normal.dotm", "Utvikler > Dokumentmal"),
        ("attachedTemplate", "file:///C:/Users/kari/Normal.dotm", ""),
        ("mailMergeSource", "file:///C:/liste.xlsx", "Vanlig Word-dokument"),
        ("video", "https://example.no/film", "som ligger utenfor filen"),
        ("hyperlink", "https://example.no", ""),
    ],
)
def test_what_word_would_fetch_from_elsewhere_is_refused(kind, target, refused):
    entry = (
        f'<Relationship Id="rId9" Type="{RELS}/{kind}" Target="{target}" TargetMode="External"/>'
    )
    data = bytt("word/_rels/document.xml.rels", "</Relationships>", entry + "</Relationships>")
    if refused:
        assert refused in melding(data)
        assert target in melding(data)
    else:
        assert WordTemplate(data)


def test_a_macro_in_a_docx_is_refused():
    assert "makroer" in melding(docx(p("x"), extra={"word/vbaProject.bin": b"x"}))


def test_other_kinds_of_word_file_are_refused_by_name():
    kind = "wordprocessingml.document.main"
    dotx = bytt("[Content_Types].xml", kind, "wordprocessingml.template.main")
    assert "av typen .dotx" in melding(dotx)
    strict = bytt(
        "_rels/.rels",
        "http://schemas.openxmlformats.org/officeDocument/2006",
        "http://purl.oclc.org/ooxml/officeDocument",
    )
    assert "Strict Open XML" in melding(strict)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert "urimelig stor" in melding(docx(p("x"), extra={"word/bombe.xml": b"\0" * (65 * 2**20)}))


def test_a_member_that_lies_about_its_size_is_refused():
    data = bytearray(docx(p("{{ x }}")))
    package = Package(bytes(data))
    members = [
        m._replace(size=m.size - 1) if m.name == "word/document.xml" else m
        for m in package.members.values()
    ]
    assert "Delen «word/document.xml» i Word-filen er skadet." in melding(join(members))


def test_an_encrypted_member_is_refused():
    data = bytearray(docx(p("x")))
    central = data.find(b"PK\1\2")
    struct.pack_into("<H", data, central + 8, 1)
    assert "Word-filen er kryptert." in melding(bytes(data))


def test_two_members_of_one_name_are_refused():
    out = io.BytesIO(docx(p("x")))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "x")
    assert "finnes to ganger" in melding(out.getvalue())


def test_external_entities_are_not_read(tmp_path):
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmelig")
    head = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    data = bytt("word/document.xml", "<w:document", head + "<w:document")
    assert "hemmelig" not in melding(data).replace("hemmelig.txt", "")


def test_a_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        WordTemplate(tmp_path / "finnes ikke.docx")


def test_a_path_is_the_name_in_messages(tmp_path):
    path = tmp_path / "mal.docx"
    path.write_bytes(docx(p("{{ a b }}")))
    with pytest.raises(TemplateError, match=r"mal\.docx, avsnitt 1"):
        WordTemplate(path)


def test_what_join_writes_zipfile_reads():
    members = [
        Member.pack("a/å.xml", b"x" * 1000),
        Member.pack("tom", b""),
        Member("rå", 0, 0x8CDC1683, 1, b"x"),
    ]
    with zipfile.ZipFile(io.BytesIO(join(members))) as archive:
        assert archive.testzip() is None
        assert archive.read("a/å.xml") == b"x" * 1000
    assert [m.content() for m in Package(docx(p("x"))).members.values()]


def test_a_document_with_another_prefix_than_w_is_filled():
    source = docx(p("{{ x }}"))
    xml = medlem(source).decode().replace("<w:", "<ord:").replace("</w:", "</ord:")
    xml = xml.replace("xmlns:w=", "xmlns:ord=").replace(" w:", " ord:")
    data = WordTemplate(docx(p("{{ x }}"), extra={"word/document.xml": xml})).render({"x": "a\nb"})
    assert tekst(data) == "a\nb"
