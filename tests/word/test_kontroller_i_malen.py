"""Content controls filled beforehand: texts, dates, lists, check boxes, repeating sections."""

from datetime import date

import pytest
from docx import Document
from lag import W, docx, med, p, run, tabell
from lxml import etree

from dialoggrunnlag.word import TemplateError, WordTemplate

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
PROMPT = '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>Skriv her</w:t></w:r>'


def sdt(tag, content, kind="<w:text/>"):
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="Tittel"/><w:tag w:val="{tag}"/><w:id w:val="7"/>'
        f"<w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


BOKS = (
    f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" '
    'w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
LISTE = (
    '<w:dropDownList><w:listItem w:displayText="Velg" w:value=""/>'
    '<w:listItem w:displayText="nådd" w:value="1"/><w:listItem w:value="i gang"/></w:dropDownList>'
)
DATO = '<w:date><w:dateFormat w:val="d.M.yyyy"/><w:lid w:val="nb-NO"/></w:date>'
GJENTATT = f'<w15:repeatingSection xmlns:w15="{W15}"/>'
PUNKT = (
    '<w:sdt><w:sdtPr><w:id w:val="9"/>'
    f'<w15:repeatingSectionItem xmlns:w15="{W15}"/></w:sdtPr><w:sdtContent>{{}}</w:sdtContent></w:sdt>'
)


def fyll(data, **values):
    """The filled document's controls: tag, text, whether it shows its prompt, and the element."""
    import io

    made = WordTemplate(data).render(values)
    body = Document(io.BytesIO(made)).element.body
    found = []
    for control in body.iter(f"{{{W}}}sdt"):
        named = control.find(f"{{{W}}}sdtPr/{{{W}}}tag")
        if named is not None:
            shown = control.find(f"{{{W}}}sdtPr/{{{W}}}showingPlcHdr") is not None
            content = control.find(f"{{{W}}}sdtContent")
            lines = "".join(
                "\n" if e.tag == f"{{{W}}}br" else e.text or ""
                for e in content.iter(f"{{{W}}}t", f"{{{W}}}br")
            )
            found.append((named.get(f"{{{W}}}val"), lines, shown, control))
    return found


NIVÅER = {
    "tekstbit": lambda tag, kind="<w:text/>": p(run("Dato: "), sdt(tag, PROMPT, kind), run(".")),
    "avsnitt": lambda tag, kind="<w:text/>": sdt(tag, f"<w:p>{PROMPT}</w:p>", kind),
    "celle": lambda tag, kind="<w:text/>": tabell(
        [p("a"), "b"]
    ).replace("</w:tr>", sdt(tag, f"<w:tc><w:tcPr/><w:p>{PROMPT}</w:p></w:tc>", kind) + "</w:tr>"),
}  # fmt: skip


@pytest.mark.parametrize("level", NIVÅER)
def test_a_value_takes_the_prompts_place_and_an_empty_one_leaves_it(level):
    data = docx(NIVÅER[level]("{{ oppsummering.lært }}"))
    text = "Fox & Co <b>\nlinje 2"
    [(tag, lines, shown, control)] = fyll(data, oppsummering={"lært": text})
    assert (tag, lines, shown) == ("oppsummering.lært", text, False)
    assert control.find(f".//{{{W}}}rStyle") is None
    for empty in (None, ""):
        [(tag, lines, shown, _)] = fyll(data, oppsummering={"lært": empty})
        assert (tag, lines, shown) == ("oppsummering.lært", "Skriv her", True)


@pytest.mark.parametrize("level", NIVÅER)
def test_a_date_is_written_for_word_and_for_people(level):
    data = docx(NIVÅER[level]("{{ dato }}", DATO))
    [(_, lines, _, control)] = fyll(data, dato=date(2015, 11, 3))
    assert lines == "2015-11-03"
    assert control.find(f".//{{{W}}}date").get(f"{{{W}}}fullDate") == "2015-11-03T00:00:00Z"
    [(_, lines, _, control)] = fyll(data, dato="før jul")
    assert lines == "før jul"
    assert control.find(f".//{{{W}}}date").get(f"{{{W}}}fullDate") is None
    assert fyll(data, dato=None)[0][2]


def test_a_list_takes_only_what_it_offers_in_any_case():
    data = docx(NIVÅER["tekstbit"]("{{ status }}", LISTE))
    assert fyll(data, status="Nådd")[0][1] == "nådd"
    assert fyll(data, status="1")[0][1] == "nådd"
    assert fyll(data, status=None)[0][2]
    with pytest.raises(TemplateError, match=r"Nedtrekkslisten har ikke «ferdig».*i gang") as caught:
        fyll(data, status="ferdig")
    assert caught.value.problems[0].tag == "{{ status }}"


@pytest.mark.parametrize(("value", "expected"), [(True, "1"), (False, "0"), (None, "0")])
def test_a_check_box_is_ticked_or_not(value, expected):
    [(_, lines, _, control)] = fyll(docx(NIVÅER["tekstbit"]("{{ sett }}", BOKS)), sett=value)
    assert control.find(f".//{{{W14}}}checked").get(f"{{{W14}}}val") == expected
    assert lines == ("\u2612" if value else "Skriv her")


def rader(tag="{% for mål in liste %}"):
    row = f"<w:tr><w:tc><w:tcPr/>{sdt('{{ mål.navn }}', f'<w:p>{PROMPT}</w:p>')}</w:tc></w:tr>"
    section = sdt(tag, PUNKT.format(row) * 2, GJENTATT)
    return docx(tabell(["Mål"]).replace("</w:tbl>", f"{section}</w:tbl>"))


def test_a_repeating_section_has_an_item_for_each():
    found = fyll(rader(), liste=[{"navn": "A"}, {"navn": None}, {"navn": "C"}])
    assert [(tag, lines) for tag, lines, *_ in found] == [
        ("liste", "ASkriv herC"), ("mål.navn", "A"), ("mål.navn", "Skriv her"), ("mål.navn", "C"),
    ]  # fmt: skip
    items = found[0][3].findall(f"{{{W}}}sdtContent/{{{W}}}sdt")
    assert len(items) == 3
    ids = [e.get(f"{{{W}}}val") for e in found[0][3].iter(f"{{{W}}}id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("tag", "kind", "message"),
    [
        ("{{ a }} og mer", "<w:text/>", "ikke én tagg alene"),
        ("{{ a", "<w:text/>", "ikke én tagg alene"),
        ("{% if a %}", "<w:text/>", "ikke én tagg alene"),
        ("{{ a }}", "<w:picture/>", "kan ikke fylles ut"),
        ("{% for x in a %}", "<w:text/>", "kan ikke fylles ut"),
        ("{{ a }}", GJENTATT, "kan ikke fylles ut"),
        ("{{ a| }}", "<w:text/>", "Her står «}}»"),
    ],
)
def test_what_cannot_be_bound_is_said_with_the_place(tag, kind, message):
    with pytest.raises(TemplateError, match=message) as caught:
        WordTemplate(docx(p("Et avsnitt"), NIVÅER["avsnitt"](tag, kind)))
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].place.paragraph == 2
    assert caught.value.problems[0].tag == tag


def test_a_fields_name_is_checked_like_any_other():
    template = WordTemplate(docx(NIVÅER["avsnitt"]("{{ skole.navm }}")))
    assert template.fields() == {"skole", "skole.navm"}
    problems = template.check({"skole": {"navn": ""}})
    assert {problem.remedy for problem in problems} == {"Mente du «skole.navn»?"}
    assert problems[0].tag == "{{ skole.navm }}"


def test_a_control_without_a_tag_of_ours_is_left_alone():
    body = NIVÅER["avsnitt"]("kode") + p("{{ a }}")
    [(tag, lines, shown, _)] = fyll(docx(body), a="x")
    assert (tag, lines, shown) == ("kode", "Skriv her", True)
    assert etree.iselement(fyll(docx(body), a="x")[0][3])


@pytest.mark.parametrize(
    ("program", "expected"),
    [("LibreOffice/7.4.7.2$Linux_X86_64", "malen er lagret i LibreOffice 7.4"), ("Microsoft Office Word", "")],
)  # fmt: skip
def test_a_form_that_another_program_has_taken_the_codes_out_of_is_one_error(program, expected):
    controls = (sdt("", p("Skriv her")) for _ in range(5))
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'extended-properties"><Application>{program}</Application></Properties>'
    )
    kind = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    template = WordTemplate(med(docx(*controls), **{"docProps/app.xml": (app, kind)}))
    messages = [problem.message for problem in template.check({})]
    assert len(messages) == bool(expected)
    assert expected in "".join(messages)
    assert bool(template.accessibility()) != bool(expected)


def test_another_programs_code_in_a_control_is_left_alone():
    template = WordTemplate(docx(sdt("${felt}", p("Skriv her"))))
    assert template.fields() == set()
    with pytest.raises(TemplateError, match="ikke én tagg alene"):
        WordTemplate(docx(sdt("{ felt }}", p("Skriv her"))))
