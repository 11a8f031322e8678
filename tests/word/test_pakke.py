"""Word files from elsewhere: a clear error, little memory."""

import io
import struct
import zipfile

import pytest
from lag import docx, med, medlem, p, tabell, tekst

from dialoggrunnlag.cli.app import run as dialog
from dialoggrunnlag.errors import InvalidError
from dialoggrunnlag.utfylt.skjemafil import les_innhold
from dialoggrunnlag.word import TemplateError, WordTemplate
from dialoggrunnlag.word.package import Member, Package, join
from dialoggrunnlag.word.plain_text import plain_text


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


def pakket(data):
    """The file as a zip would be made to hide its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def uten(name, data):
    """The file without a member that it refers to."""
    return join(m for m in Package(data).members.values() if m.name != name)


MANGE = {
    "paragraphs": lambda: docx(p("{{ x }}"), "<w:p/>" * 1_500_000),
    "small elements": lambda: docx(p("{{ x }}"), "<w:p/>" * 250_000),
    "relationships": lambda: med(
        docx(p("{{ x }}")),
        **{
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org'
            '/package/2006/relationships">'
            + '<Relationship Id="a" Type="http://x" Target="y"/>' * 100_000
            + "</Relationships>"
        },
    ),
    "one long text": lambda: docx(p("{{ x }}"), p("a" * 9_000_000)),
    "content types": lambda: med(docx(p("x")), **{"[Content_Types].xml": " " * 9_000_000}),
}


@pytest.mark.parametrize("what", MANGE)
def test_a_small_file_of_a_huge_document_is_refused_before_it_is_read(what):
    data = pakket(MANGE[what]())
    assert len(data) < 2**20
    assert "urimelig stor" in melding(data)


@pytest.mark.parametrize("what", MANGE)
def test_a_huge_form_is_refused_as_a_template_is(what):
    data = pakket(MANGE[what]())
    with pytest.raises((InvalidError, TemplateError), match="urimelig stor"):
        les_innhold(Package(data), set())


@pytest.mark.parametrize("what", MANGE)
def test_a_huge_file_is_refused_by_whatever_reads_it(what, tmp_path, capsys):
    path = tmp_path / "mal.docx"
    path.write_bytes(pakket(MANGE[what]()))
    assert dialog(["sjekk", str(path), "--merk", str(tmp_path / "merket.docx")]) == 1
    assert "urimelig stor" in capsys.readouterr().err
    assert not (tmp_path / "merket.docx").exists()


UTENFOR = (
    "../utenfor.txt",
    "word/../../utenfor.txt",
    "..\\utenfor.txt",
    "/etc/x",
    "C:/x",
    "word/..",
)


@pytest.mark.parametrize("name", UTENFOR)
def test_a_member_outside_the_package_is_refused_and_never_copied(name):
    assert "peker ut av pakken" in melding(docx(p("x"), extra={name: b"x"}))


@pytest.mark.parametrize("name", ["word/a..bin", "word/..a", "word/...", "a/C:"])
def test_dots_in_a_members_name_are_no_way_out(name):
    assert WordTemplate(docx(p("x"), extra={name: b"x"}))


def test_a_file_that_refers_to_what_it_lacks_gets_its_comments(tmp_path, capsys):
    path, marked = tmp_path / "mal.docx", tmp_path / "merket.docx"
    path.write_bytes(uten("word/footnotes.xml", docx(p("{{ ukjent }}"), fotnote=p("x"))))
    assert dialog(["sjekk", str(path), "--merk", str(marked)]) == 1
    assert "Merknadene står i" in capsys.readouterr().err
    assert b"ukjent" in zipfile.ZipFile(marked).read("word/comments.xml")


@pytest.mark.parametrize(
    "change",
    [
        ("[Content_Types].xml", "wordprocessingml.styles+xml", "x+xml"),
        ("word/styles.xml", 'w:type="paragraph"', 'w:type="{% x"'),
    ],
    ids=["styles of no kind", "a style of no kind"],
)
def test_a_file_that_takes_no_comments_says_so(tmp_path, capsys, change):
    path, marked = tmp_path / "mal.docx", tmp_path / "merket.docx"
    path.write_bytes(bytt(*change))
    assert dialog(["sjekk", str(path), "--merk", str(marked)]) == 1
    assert "merknadene kan ikke settes inn" in capsys.readouterr().err
    assert not marked.exists()


def test_tables_within_tables_are_told_once():
    table = p("innerst")
    for _ in range(60):
        table = tabell([table, ""])
    text = plain_text(docx(table))
    assert text.count("innerst") == 1
    assert len(text) < 1000


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
