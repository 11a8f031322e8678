"""What shuts readers out: each rule has a template that it finds, and one that comes close."""

import json
import re

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from hjelp import REPO
from lag import NUMMERERT, STYLES, W, b, celle, docx, p, run

from dialoggrunnlag.word import WordTemplate

NAVN = "[tilgjengelighet]"
EGENSKAPER = "<dc:title>Dialog med {{ skole }}</dc:title><dc:language>nb-NO</dc:language>"
ALT = '<w:tblCaption w:val="Dagsordenen"/>'
H1 = p("Hensikt", style="Overskrift1")
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def mal(*blocks, stiler=STYLES, språk=("nb-NO", "nn-NO"), **parts):
    """What is found in a template of these blocks, as lines; the file itself is right."""
    extra = {"word/styles.xml": f'<w:styles xmlns:w="{W}">{stiler}</w:styles>'}
    data = docx(*blocks, egenskaper=parts.pop("egenskaper", EGENSKAPER), extra=extra, **parts)
    found = WordTemplate(data).accessibility(språk)
    assert all(problem.warning and str(problem).endswith(NAVN) for problem in found)
    return [str(problem).removesuffix(f" {NAVN}") for problem in found]


def stil(ident, navn, innhold, kind="paragraph", bygger=""):
    base = f'<w:basedOn w:val="{bygger}"/>' if bygger else ""
    return f'<w:style w:type="{kind}" w:styleId="{ident}"><w:name w:val="{navn}"/>{base}{innhold}</w:style>'


def rad(*celler, egenskaper="<w:cantSplit/>"):
    body = "".join(c if c.startswith(("<w:tc", "<w:sdt")) else celle(c) for c in celler)
    return f"<w:tr><w:trPr>{egenskaper}</w:trPr>{body}</w:tr>"


def tabell(*rader, egenskaper=ALT, hode=("Tid", "Tema")):
    """A table that everybody can read, but for what the case changes in it."""
    head = rad(*hode, egenskaper="<w:cantSplit/><w:tblHeader/>") if hode else ""
    grid = '<w:gridCol w:w="2000"/>' * 2
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{egenskaper}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(rader)}</w:tbl>"
    )


def farget(text, colour, more=""):
    return run(text, f'<w:color w:val="{colour}"/>{more}')


def bilde(alt, *, kind="inline", extra=""):
    described = f' descr="{alt}"' if alt else ""
    return run(
        f'<w:drawing><wp:{kind} xmlns:wp="{WP}"><wp:docPr id="1" name="Bilde 1"{described}>{extra}'
        f"</wp:docPr></wp:{kind}></w:drawing>"
    )


def lenke(text, anker="a", egenskaper='<w:u w:val="single"/>'):
    return f'<w:hyperlink w:anchor="{anker}">{run(text, egenskaper)}</w:hyperlink>'


def felt(text, code='HYPERLINK "https://example.no"'):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    shown = run(text, '<w:u w:val="single"/>')
    return p(mark.format("begin") + code + mark.format("separate") + shown + mark.format("end"))


def kontroll(alias="", kind="<w:text/>"):
    named = f'<w:alias w:val="{alias}"/>' if alias else ""
    properties = f"<w:sdtPr>{named}<w:id w:val='1'/>{kind}</w:sdtPr>"
    return p("Dato: ", f"<w:sdt>{properties}<w:sdtContent>{run('Velg')}</w:sdtContent></w:sdt>")


NIVÅ2 = stil("Overskrift2", "heading 2", "")
NIVÅ3 = stil("Overskrift3", "heading 3", "")
OVERSKRIFTER = STYLES + NIVÅ2 + NIVÅ3
DEKORATIV = '<a:decorative xmlns:a="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'  # fmt: skip
MØRK = "<w:shd w:val='clear' w:color='auto' w:fill='1F3B57'/>"
TABELLSTIL = stil(
    "Farget", "Farget",
    f'<w:rPr><w:color w:val="333333"/></w:rPr><w:tblStylePr w:type="firstRow"><w:rPr>{{hode}}</w:rPr><w:tcPr>{MØRK}</w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="band2Horz"><w:tcPr><w:shd w:val="clear" w:fill="{bånd}"/></w:tcPr></w:tblStylePr>',
    "table",
)  # fmt: skip
FARGET = f'<w:tblStyle w:val="Farget"/><w:tblLook w:val="0020"/>{ALT}'
BOKS = f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps"><w:txbxContent>{p("Husk")}</w:txbxContent></mc:Choice></mc:AlternateContent>'


def _stil(hode="<w:color w:val='FFFFFF'/>", bånd="EEEEEE"):
    return STYLES + TABELLSTIL.format(hode=hode, bånd=bånd)


# name: (what is found, of which place, the blocks and parts)
FUNNET = {
    "no title": ("dokumentegenskaper, tittel: Dokumentet har ingen tittel. Skriv den i Fil >", [], {"egenskaper": "<dc:language>nb-NO</dc:language>"}),
    "a title that says nothing": ("dokumentegenskaper, tittel: Tittelen «Dokument1» sier ikke", [], {"egenskaper": EGENSKAPER.replace("Dialog med {{ skole }}", "Dokument1")}),
    "no language at all": ("stilen «Normal»: Teksten har ikke noe språk. Hjem > Stiler, høyreklikk Normal", [], {"stiler": STYLES.replace('<w:lang w:val="nb-NO"/>', "")}),
    "another base language": ("stilen «Normal»: Teksten er på språket en-US.", [], {"stiler": STYLES.replace("nb-NO", "en-US")}),
    "a style in another language": ("stilen «Boks»: Stilen er på språket sv-SE.", [], {"stiler": STYLES + stil("Boks", "Boks", '<w:rPr><w:lang w:val="sv-SE"/></w:rPr>')}),
    "a text in another language": ("avsnitt 2: Teksten er merket som språket en-US.", [p("a"), p(run("b", '<w:lang w:val="en-US"/>'))], {}),
    "a level skipped": ("avsnitt 2: Overskriften er på nivå 3 etter nivå 1. Velg Hjem > Stiler > Overskrift 2.", [H1, p("Mål", style="Overskrift3")], {"stiler": OVERSKRIFTER}),
    "a first heading of level 2": ("avsnitt 1: Overskriften er på nivå 2 først i", [p("Mål", style="Overskrift2")], {"stiler": OVERSKRIFTER}),
    "a heading by outline level": ("avsnitt 1: Overskriften er på nivå 2 først", [p("Mål", properties='<w:outlineLvl w:val="1"/>')], {}),
    "an empty heading": ("avsnitt 1: Overskriften er tom.", [p("", style="Overskrift1")], {}),
    "a heading with a number": ("avsnitt 1: Overskriften begynner med et tall", [p("1. Hensikt", style="Overskrift1")], {}),
    "a heading numbered by a tag": ("avsnitt 1: Overskriften begynner med et tall", [p("{{ tema.nummer }}. {{ tema.tittel }}", style="Overskrift1")], {}),
    "bold for a heading": ("avsnitt 2 (under «Hensikt»): Avsnittet ser ut som en overskrift", [H1, p(b("Mål"))], {}),
    "bold by style for a heading": ("avsnitt 1: Avsnittet ser ut som en overskrift", [p("Mål", style="Sitat")], {"stiler": STYLES.replace('<w:name w:val="Quote"/>', '<w:name w:val="Quote"/><w:rPr><w:b/></w:rPr>')}),
    "bold by character style for a heading": ("avsnitt 1: Avsnittet ser ut som en overskrift", [p(run("Mål", '<w:rStyle w:val="Fet"/>'))], {"stiler": STYLES + stil("Fet", "Fet", "<w:rPr><w:b/></w:rPr>", "character")}),
    "a long text without headings": ("avsnitt 1: Dokumentet er langt", [p("ord " * 400)], {}),
    "an empty paragraph": ("avsnitt 2: Tomt avsnitt. Slett det", [p("a"), p(), p("b")], {}),
    "an empty paragraph in a header": ("topptekst, avsnitt 2: Tomt avsnitt.", [p("a")], {"topptekst": p("a") + p()}),
    "an empty paragraph in a cell": ("tabell 1, rad 2, kolonne 1: Tomt avsnitt.", [tabell(rad(celle(["a", ""]), "b"))], {}),
    "two line breaks": ("avsnitt 1: To linjeskift", [p("a", run("<w:br/><w:br/>"), "b")], {}),
    "spaces for layout": ("avsnitt 1: Teksten er flyttet", [p("Dato:    i dag")], {}),
    "a page break alone": ("avsnitt 2: Avsnittet inneholder bare et sideskift.", [p("a"), p(run('<w:br w:type="page"/>')), p("b")], {}),
    "an empty paragraph after a table": ("avsnitt 1: Etter tabellen står et tomt avsnitt.", [tabell(rad("a", "b")), p()], {}),
    "a paragraph that a condition empties": ("avsnitt 1: Avsnittet blir stående tomt", [p("{% if a %}Husk{% endif %}")], {}),
    "a typed bullet": ("avsnitt 1: Listen er laget med et skrevet punkttegn.", [p("• en")], {}),
    "a typed bullet in a loop": ("avsnitt 2: Listen er laget", [p("{% for x in y %}"), p("- {{ x }}"), p("{% endfor %}")], {}),
    "a dash": ("avsnitt 1: Listen er laget", [p("– en"), p("– to")], {}),
    "a bullet of a symbol font": ("avsnitt 1: Listen er laget", [p(run('<w:sym w:font="Wingdings" w:char="F0B7"/>'), "\ten")], {}),
    "typed numbers": ("avsnitt 2: Listen er laget med et skrevet nummer. Slett det, merk punktene og velg Hjem > Nummerering.", [p("1. en"), p("2. to")], {}),
    "typed letters": ("avsnitt 2: Listen er laget med et skrevet nummer.", [p("a) en"), p("b) to")], {}),
    "a number from the loop": ("avsnitt 2: Listen er laget med et skrevet nummer.", [p("{% for x in y %}"), p("{{ loop.index }}. {{ x }}"), p("{% endfor %}")], {}),
    "bullets by line breaks": ("avsnitt 1: Listen er laget med linjeskift", [p("Ta med", run("<w:br/>"), "- mat")], {}),
    "a bullet typed in a real list": ("avsnitt 1: Listepunktet har et skrevet", [p("- en", properties=NUMMERERT)], {}),
    "no header row": ("tabell 1: Den første raden er ikke merket som overskriftsrad. Merk raden, og velg Tabelloppsett > Gjenta overskriftsrader.", [tabell(rad("Tid", "Tema"), rad("9", "a"), hode=())], {}),
    "header rows only": ("tabell 1: Tabellen har bare", [tabell()], {}),
    "a header row further down": ("tabell 1, rad 3: En overskriftsrad", [tabell(rad("9", "a"), rad("Tid", "b", egenskaper="<w:cantSplit/><w:tblHeader/>"))], {}),
    "an empty header cell": ("tabell 1, rad 1, kolonne 2: Cellen i overskriftsraden er tom.", [tabell(rad("9", "a"), hode=("Tid", ""))], {}),
    "a cell over two columns": ("tabell 1, rad 2, kolonne 1: Cellen er slått sammen", [tabell(rad(celle("a", '<w:gridSpan w:val="2"/>')))], {}),
    "a cell over two rows": ("tabell 1, rad 2, kolonne 1: Cellen er slått sammen med en annen. Det samme gjelder ett sted til.", [tabell(rad(celle("a", '<w:vMerge w:val="restart"/>'), "b"), rad(celle("", "<w:vMerge/>"), "c"))], {}),
    "a row with fewer cells": ("tabell 1: Radene i tabellen har ulike celler.", [tabell(rad("a"))], {}),
    "a row that is pushed in": ("tabell 1: Radene i tabellen har ulike celler.", [tabell(rad("a", "b", egenskaper='<w:gridBefore w:val="1"/><w:cantSplit/>'))], {}),
    "a table in a table": ("tabell 2: Tabellen ligger inne i", [tabell(rad(celle([tabell(rad("a", "b")), p("c")]), "b"))], {}),
    "a table without a text": ("tabell 1 (under «Hensikt»): Tabellen har ingen alternativ tekst.", [H1, tabell(rad("a", "b"), egenskaper="")], {}),
    "a row that may break": ("tabell 1, rad 2: Raden kan bli delt", [tabell(rad("a", "b", egenskaper=""))], {}),
    "an empty row": ("tabell 1, rad 2: Raden er tom.", [tabell(rad("", ""), rad("a", "b"))], {}),
    "a floating table": ("tabell 1: Tabellen flyter", [tabell(rad("a", "b"), egenskaper=f'<w:tblpPr w:tblpX="1"/>{ALT}')], {}),
    "a picture without a text": ("avsnitt 1: Bildet har ingen alternativ tekst.", [p(bilde(""))], {}),
    "a picture named after its file": ("avsnitt 1: Bildet har en alternativ tekst som ikke sier noe («logo.png»)", [p(bilde("logo.png"))], {}),
    "a picture that Word described": ("avsnitt 1: Bildet har en alternativ tekst som ikke", [p(bilde("Et bilde som inneholder tekst Automatisk generert beskrivelse"))], {}),
    "a picture described at length": ("avsnitt 1: Den alternative teksten er på 400 tegn", [p(bilde("a" * 400))], {}),
    "a floating picture": ("avsnitt 1: Bildet eller figuren flyter", [p(bilde("Skolen", kind="anchor"))], {}),
    "a picture in a footnote": ("fotnote, avsnitt 1: Bildet har ingen", [p("a")], {"fotnote": p(bilde(""))}),
    "an old shape": ("avsnitt 1: Figuren har ingen alternativ", [p(run('<w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict>'))], {}),
    "a text box": ("avsnitt 1: Teksten står i en tekstboks", [p(run(BOKS))], {}),
    "a frame": ("avsnitt 1: Avsnittet står i en ramme", [p("a", properties='<w:framePr w:w="1"/>')], {}),
    "a link that says nothing": ("avsnitt 1: Lenketeksten «Klikk her» sier ikke hvor lenken fører.", [p("Se: ", lenke("Klikk her"))], {}),
    "a link that says nothing in nynorsk": ("avsnitt 1: Lenketeksten «les meir …»", [p(lenke("les meir …"))], {}),
    "a link without text": ("avsnitt 1: Lenken har ingen tekst.", [p("a", lenke(""))], {}),
    "an address for a link": ("avsnitt 1: Lenketeksten er bare en adresse (https://example.no).", [p(lenke("https://example.no"))], {}),
    "a link to two places": ("avsnitt 2: Lenketeksten «Rapporten» fører to ulike", [p(lenke("Rapporten", "a")), p(lenke("Rapporten", "b"))], {}),
    "a link as a field": ("avsnitt 1: Lenketeksten «her»", [felt("her")], {}),
    "a link as a simple field": ("avsnitt 1: Lenketeksten «her»", [p(f"""<w:fldSimple w:instr='HYPERLINK "https://example.no"'>{run("her", '<w:u w:val="single"/>')}</w:fldSimple>""")], {}),
    "a link that only its colour shows": ("avsnitt 1: Lenken er ikke understreket", [p("Se ", lenke("rapporten", egenskaper=""))], {}),
    "links of values that only their colour shows": ("stilen «Hyperkobling»: Lenkene er ikke understreket", [p("{{ a }}")], {"stiler": STYLES.replace('"Hyperlink"/>', '"Hyperlink"/><w:rPr><w:color w:val="0000AA"/></w:rPr>')}),
    "links of values in a faint colour": ("stilen «Hyperkobling»: Lenkene har kontrasten 1,", [p("{{ a }}")], {"stiler": STYLES.replace('"Hyperlink"/>', '"Hyperlink"/><w:rPr><w:color w:val="DDDDDD"/><w:u w:val="single"/></w:rPr>')}),
    "a control without a title": ("avsnitt 1: Innholdskontrollen har ingen tittel.", [kontroll()], {}),
    "small letters": ("avsnitt 1: Teksten «a» er bare 8,5 punkt.", [p(run("a", '<w:sz w:val="17"/>'))], {}),
    "small letters by style": ("avsnitt 1: Teksten «a» er bare 8 punkt.", [p("a", style="Sitat")], {"stiler": STYLES.replace('"Quote"/>', '"Quote"/><w:rPr><w:sz w:val="16"/></w:rPr>')}),
    "grey on white": ("avsnitt 1: Teksten har kontrasten 3,54 : 1 (farge 888888 på FFFFFF); minst 4,5 : 1 trengs.", [p(farget("a", "888888"))], {}),
    "grey by style": ("avsnitt 1: Teksten har kontrasten", [p("a", style="Sitat")], {"stiler": STYLES.replace('"Quote"/>', '"Quote"/><w:rPr><w:color w:val="999999"/></w:rPr>')}),
    "black on a dark paragraph": ("avsnitt 1: Teksten har kontrasten", [p(farget("a", "000000"), properties=MØRK)], {}),
    "red on a highlight": ("avsnitt 1: Teksten har kontrasten", [p(farget("a", "FF0000", '<w:highlight w:val="yellow"/>'))], {}),
    "dark on a dark cell": ("tabell 1, rad 2, kolonne 1: Teksten har kontrasten", [tabell(rad(celle([p(farget("a", "333333"))], MØRK), "b"))], {}),
    "dark on a dark header by table style": ("tabell 1, rad 1, kolonne 1: Teksten har kontrasten 1,1", [tabell(rad("a", "b"), egenskaper=FARGET)], {"stiler": _stil(hode="")}),
    "a band that only a loop makes": ("tabell 1, rad 3, kolonne 1: Teksten har kontrasten", [tabell(rad("{%tr for x in y %}", ""), rad("{{ x }}", "b"), rad("{%tr endfor %}", ""), egenskaper=FARGET)], {"stiler": _stil(bånd="444444")}),
    "white on a cell that has no colour": ("tabell 1, rad 1, kolonne 1: Teksten har kontrasten 1,00", [tabell(rad("a", "b"), egenskaper=FARGET, hode=(celle("Tid", '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>'), "Tema"))], {"stiler": _stil()}),
    "a colour that a tag gives": ("tabell 1, rad 2, kolonne 1: Teksten har kontrasten", [tabell(rad(celle([p("{% cellbg '444444' if x else 'FFFFFF' %}", farget("a", "333333"))]), "b"))], {}),
    "a faint prompt": ("avsnitt 1: Teksten har kontrasten", [p("<w:sdt><w:sdtPr><w:alias w:val='Dato'/><w:text/></w:sdtPr><w:sdtContent>" + farget("Velg", "AAAAAA") + "</w:sdtContent></w:sdt>")], {}),
    "a red word": ("avsnitt 1: «straks» skiller seg ut bare med fargen.", [p("Svar ", farget("straks", "C00000"), ".")], {}),
    "a cell with a colour and no word": ("tabell 1, rad 2, kolonne 2: Cellen sier noe bare med farge.", [tabell(rad("a", "{% cellbg farge %}"))], {}),
}  # fmt: skip


def uten_ordene(line):
    """A message without the words that a paragraph begins with, which other tests look at."""
    return re.sub(r"(avsnitt \d+) \(«[^»]*»(?:, (under «[^»]*»))?\)", _uten_ordene, line)


def _uten_ordene(place):
    return f"{place[1]} ({place[2]})" if place[2] else place[1]


@pytest.mark.parametrize("name", FUNNET)
def test_it_is_found_with_its_place(name):
    expected, blocks, parts = FUNNET[name]
    found = mal(*blocks, **parts)
    assert any(uten_ordene(line).startswith(expected) for line in found), found


GREIT = {
    "nothing but a text": ([p("Hei")], {}),
    "a title with tags alone": ([], {"egenskaper": EGENSKAPER.replace("Dialog med ", "")}),
    "both written languages": ([p(run("eg", '<w:lang w:val="nn-NO"/>'))], {}),
    "any language, where the caller names none": ([p(run("a", '<w:lang w:val="en-US"/>'))], {"språk": ()}),
    "headings in order, and back": ([H1, p("a", style="Overskrift2"), p("b", style="Overskrift3"), H1], {"stiler": OVERSKRIFTER}),
    "a heading that Word numbers": ([p("Hensikt", style="Overskrift1", properties=NUMMERERT)], {}),
    "a heading that is a value": ([p("{{ tittel }}", style="Overskrift1")], {}),
    "a bold sentence": ([p(b("Husk å svare."))], {}),
    "a bold word in a text": ([p(b("Dato:"), " i dag")], {}),
    "bold in a table": ([tabell(rad(p(b("a")) and celle([p(b("a"))]), "b"))], {}),
    "a bold control tag": ([p(b("{% if a %}")), p("Ja"), p(b("{% endif %}"))], {}),
    "a long text with a heading": ([H1, p("ord " * 400)], {}),
    "paragraphs that vanish": ([p("{% if a %}"), p("b"), p("{% endif %}"), p("{# husk #}")], {}),
    "paragraphs that tags with p take": ([p("{%p if a %}"), p("b"), p("{%p endif %}")], {}),
    "a value alone": ([p("{{ a }}")], {}),
    "an empty cell": ([tabell(rad("a", ""))], {}),
    "a cell with a condition": ([tabell(rad("a", "{% if a %}b{% endif %}"))], {}),
    "a cell whose paragraphs vanish": ([tabell(rad("a", celle([p("{% if a %}"), p("b"), p("{% endif %}")])))], {}),
    "an empty header": ([p("a")], {"topptekst": p()}),
    "a condition with two branches": ([p("{% if a %}Ja{% else %}Nei{% endif %}")], {}),
    "a condition after a text": ([p("Dato{% if a %}: {{ a }}{% endif %}")], {}),
    "spaces in a tag": ([p("{{ a   or   'b' }}")], {}),
    "one tabulator, one line break": ([p("a\tb", run("<w:br/>"), "c")], {}),
    "a page break in a text": ([p(run('<w:br w:type="page"/>'), "b")], {}),
    "a real list": ([p("en", properties=NUMMERERT), p("to", properties=NUMMERERT)], {}),
    "a minus, a dash in a text": ([p("-5 grader"), p("kl. 9 – 10")], {}),
    "one number": ([p("1. november 2015 er en søndag.")], {}),
    "a value and a full stop": ([p("{% for x in y %}"), p("{{ x.navn }}. {{ x.tekst }}"), p("{% endfor %}")], {}),
    "a table as it should be": ([tabell(rad("a", "b"))], {}),
    "rows that tags take": ([tabell(rad("{% for x in y %}", "", egenskaper=""), rad("{{ x }}", "b"), rad("{% endfor %}", "", egenskaper=""))], {}),
    "rows that tags with tr take": ([tabell(rad("{%tr for x in y %}", "", egenskaper=""), rad("{{ x }}", "b"), rad("{%tr endfor %}", "", egenskaper=""))], {}),
    "a row that a comment takes away": ([tabell(rad("{#tr nei #}", "   ", egenskaper=""), rad("a", "b"))], {}),
    "columns that tags take": ([tabell(rad("{%tc for x in y %}", "{{ x }}", "{%tc endfor %}"), hode=("{%tc for x in y %}", "{{ x }}", "{%tc endfor %}"))], {}),
    "a picture described": ([p(bilde("Skolen sett fra elva"))], {}),
    "a picture described by a value": ([p(bilde("{{ bilde.tekst }}"))], {}),
    "a picture for decoration": ([p(bilde("", extra=DEKORATIV))], {}),
    "a picture alone in its paragraph": ([p(bilde("Skolen")), p("a")], {}),
    "a copy for older programs": ([p(run(f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Fallback><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></mc:Fallback></mc:AlternateContent>'), "a")], {}),
    "a first letter in a frame": ([p("D", properties='<w:framePr w:dropCap="drop"/>')], {}),
    "a link that says where": ([p("Se ", lenke("Tilstandsrapporten her"), " og ", lenke("Tilstandsrapporten her"))], {}),
    "a link that is a value": ([p(lenke("{{ a }}", "a"), lenke("{{ a }}", "b"))], {}),
    "a page number": ([felt("1", "PAGE")], {}),
    "a control with a title": ([kontroll("Dato")], {}),
    "a control that holds others": ([kontroll(kind="<w:group/>")], {}),
    "nine points": ([p(run("a", '<w:sz w:val="18"/>'))], {}),
    "dark grey": ([p(farget("a", "595959"))], {}),
    "Word's own colour on what is dark": ([p(run("a", '<w:color w:val="auto"/>'), properties=MØRK)], {}),
    "white on a dark cell": ([tabell(rad(celle([p(farget("a", "FFFFFF"))], MØRK), "b"))], {}),
    "white on a dark header by table style": ([tabell(rad("a", "b"), egenskaper=FARGET)], {"stiler": _stil()}),
    "a style that the table doesn't use": ([tabell(rad("a", "b"), egenskaper=FARGET.replace("0020", "0600"))], {"stiler": _stil(hode="")}),
    "a faint control tag": ([p(farget("{% if a %}", "DDDDDD"), "b", farget("{% endif %}", "DDDDDD"), "c")], {}),
    "a red word that is bold": ([p("Svar ", farget("straks", "C00000", "<w:b/>"), " i dag.")], {}),
    "a red sign": ([p("Svar", farget("!", "C00000"))], {}),
    "a paragraph in one colour": ([p(farget("a", "C00000"), farget("b", "C00000"))], {}),
    "a cell with a colour and a word": ([tabell(rad("a", "{% cellbg farge %}nådd"))], {}),
}  # fmt: skip


@pytest.mark.parametrize("name", GREIT)
def test_what_is_readable_is_left_in_peace(name):
    blocks, parts = GREIT[name]
    assert mal(*blocks, **parts) == []


MALER = sorted((REPO / "maler").glob("*.docx"))


def finn(dok, tekst):
    return next(avsnitt for avsnitt in dok.paragraphs if avsnitt.text == tekst)


def _xml(text):
    return parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {nsdecls('w', 'r')}", text))


def tittel_bort(dok):
    dok.core_properties.title = ""


def engelsk(dok):
    properties = finn(dok, "{{ runde.hensikt }}").runs[0]._r.get_or_add_rPr()
    properties.append(_xml('<w:lang w:val="en-GB"/>'))


def nivå(dok):
    dok.styles["heading 1"].element.pPr.find(qn("w:outlineLvl")).set(qn("w:val"), "1")
    dok.styles["heading 1"].name = "Del"


def fet(dok):
    overskrift = finn(dok, "Hensikt")
    overskrift.style = "Normal"
    overskrift.runs[0].bold = True


def nummer(dok):
    finn(dok, "Hensikt").runs[0].text = "1. Hensikt"


def luft(dok):
    finn(dok, "Hensikt").insert_paragraph_before()


def linjeskift(dok):
    finn(dok, "{{ runde.hensikt }}").add_run("\n\nTakk.")


def mellomrom(dok):
    finn(dok, "Tid: {{ tidsramme }}").add_run("     (se under)")


def strek(dok):
    punkt = finn(dok, "{{ delmål }}")
    punkt.style = "Normal"
    punkt.runs[0].text = "- {{ delmål }}"


def _uten(properties, name):
    for element in properties.findall(qn(name)):
        properties.remove(element)


def hode(dok):
    _uten(dok.tables[0].rows[0]._tr.trPr, "w:tblHeader")


def slå_sammen(dok):
    rad = dok.tables[0].rows[0]
    rad.cells[1].merge(rad.cells[2])


def tom_celle(dok):
    dok.tables[0].rows[0].cells[1].paragraphs[0].clear()


def brudd(dok):
    _uten(dok.tables[0].rows[2]._tr.trPr, "w:cantSplit")


def tabelltekst(dok):
    for navn in ("w:tblCaption", "w:tblDescription"):
        _uten(dok.tables[0]._tbl.tblPr, navn)


def grå(dok):
    finn(dok, "{{ runde.hovedmål }}").runs[0].font.color.rgb = RGBColor(0x99, 0x99, 0x99)


def grå_stil(dok):
    dok.styles["Tematekst"].font.color.rgb = RGBColor(0x99, 0x99, 0x99)


def mørk_tabell(dok):
    for skygge in dok.styles["Dagsordentabell"].element.iter(qn("w:shd")):
        for navn in list(skygge.attrib):
            del skygge.attrib[navn]
        skygge.set(qn("w:val"), "clear")
        skygge.set(qn("w:fill"), "1F3B57")
    dok.styles["Kolonneoverskrift"].font.color.rgb = RGBColor(0, 0, 0)


def liten(dok):
    dok.sections[0].footer.paragraphs[0].runs[0].font.size = Pt(7)


def rødt(dok):
    finn(dok, "{{ runde.hensikt }}").add_run(" Husk fristen!").font.color.rgb = RGBColor(0xC0, 0, 0)


def bilde_uten(dok):
    finn(dok, "Hensikt").insert_paragraph_before().add_run().add_picture(
        str(REPO / "docs/bilder/dialoggrunnlag-al.png"), width=Pt(100)
    )


def lenke_her(dok):
    finn(dok, "{{ runde.hensikt }}")._p.append(_xml(lenke("her")))


def lenkestil(dok):
    dok.styles["Hyperlink"].font.underline = False


def sideskift(dok):
    finn(dok, "Deltakelse").insert_paragraph_before().add_run().add_break(WD_BREAK.PAGE)


def topptekst(dok):
    dok.sections[0].header.add_paragraph()


ENDRET = {
    tittel_bort: "dokumentegenskaper, tittel: Dokumentet har ingen tittel.",
    engelsk: "avsnitt 16 (under «Hensikt»): Teksten er merket som språket en-GB.",
    nivå: "avsnitt 15: Overskriften er på nivå 2 først i dokumentet.",
    fet: "avsnitt 15: Avsnittet ser ut som en overskrift",
    nummer: "avsnitt 15: Overskriften begynner med et tall",
    luft: "avsnitt 15: Tomt avsnitt.",
    linjeskift: "avsnitt 16 (under «Hensikt»): To linjeskift",
    mellomrom: "avsnitt 10: Teksten er flyttet",
    strek: "avsnitt 21 (under «Delmål»): Listen er laget",
    hode: "tabell 1 (under «Temaer/organisering»): Den første raden er ikke merket",
    slå_sammen: "tabell 1, rad 1, kolonne 2 (under «Temaer/organisering»): Cellen er slått",
    tom_celle: "tabell 1, rad 1, kolonne 2 (under «Temaer/organisering»): Cellen i",
    brudd: "tabell 1, rad 3 (under «Temaer/organisering»): Raden kan bli delt",
    tabelltekst: "tabell 1 (under «Temaer/organisering»): Tabellen har ingen alternativ",
    grå: "avsnitt 18 (under «Hovedmål»): Teksten har kontrasten 2,85 : 1",
    grå_stil: "tabell 1, rad 3, kolonne 1 (under «Temaer/organisering»): Teksten har kontrasten",
    mørk_tabell: "tabell 1, rad 1, kolonne 1 (under «Temaer/organisering»): Teksten har kontrasten",
    liten: "bunntekst (footer1.xml), avsnitt 1: Teksten «{{ … }} · Saksnummer {{ … }}» er bare 7",
    rødt: "avsnitt 16 (under «Hensikt»): «Husk fristen!» skiller seg ut bare med fargen.",
    bilde_uten: "avsnitt 15: Bildet har ingen alternativ tekst.",
    lenke_her: "avsnitt 16 (under «Hensikt»): Lenketeksten «her» sier ikke",
    lenkestil: "stilen «Hyperkobling»: Lenkene er ikke understreket",
    sideskift: "avsnitt 27 (under «Datagrunnlag»): Avsnittet inneholder bare et sideskift.",
    topptekst: "topptekst (header1.xml), avsnitt 2: Tomt avsnitt.",
}


def endret(folder, endring):
    """The project's template with one change, saved."""
    path = folder / "maler/dialoggrunnlag.docx"
    dok = Document(str(path))
    endring(dok)
    dok.save(str(path))
    return path


@pytest.mark.parametrize("endring", ENDRET, ids=lambda endring: endring.__name__)
@pytest.mark.treg
def test_sjekk_says_what_an_adviser_broke_in_word_and_where(endring, prosjekt, dialog):
    endret(prosjekt, endring)
    ran = dialog("sjekk", "maler/dialoggrunnlag.docx")
    lines = list(map(uten_ordene, ran.feil.splitlines()))
    expected = f"advarsel: maler/dialoggrunnlag.docx, {ENDRET[endring]}"
    assert any(line.startswith(expected) and line.endswith(NAVN) for line in lines), ran.feil


def test_the_projects_own_templates_shut_nobody_out():
    assert len(MALER) > 2
    for path in MALER:
        assert WordTemplate(path).accessibility(("nb-NO", "nn-NO")) == []


def test_the_whole_project_is_looked_at_and_streng_counts_it(prosjekt, dialog):
    before = dialog("sjekk").feil
    endret(prosjekt, hode)
    ran = dialog("sjekk")
    assert NAVN not in before
    assert dialog("sjekk", "maler/dialoggrunnlag.docx").kode == 0
    assert next(line for line in ran.feil.splitlines() if NAVN in line).startswith(
        "advarsel: maler/dialoggrunnlag.docx, tabell 1 (under «Temaer/organisering»): Den første"
    )
    assert dialog("sjekk", "maler/dialoggrunnlag.docx", "--streng").kode == 1


def test_a_template_with_wrong_fields_is_looked_at_as_well(prosjekt, dialog):
    path = endret(prosjekt, luft)
    dok = Document(str(path))
    finn(dok, "Tid: {{ tidsramme }}").add_run("{{ tull }}")
    dok.save(str(path))
    for ran in (dialog("sjekk"), dialog("sjekk", path)):
        assert "avsnitt 10: {{ tull }}: Feltet «tull» finnes ikke." in uten_ordene(ran.feil)
        assert "avsnitt 15: Tomt avsnitt." in ran.feil


def test_the_warnings_are_in_the_json_too(prosjekt, dialog):
    path = endret(prosjekt, grå)
    [found] = json.loads(dialog("sjekk", path, "--format", "json").ut)
    assert found["advarsel"] is True
    assert found["sted"] == "avsnitt 18 («{{ runde.hovedmål }}», under «Hovedmål»)"
    assert found["råd"].endswith(NAVN)


def test_merk_sets_a_comment_where_it_is(prosjekt, dialog):
    for endring in (grå, hode, brudd, topptekst):
        endret(prosjekt, endring)
    assert dialog("sjekk", "maler/dialoggrunnlag.docx", "--merk", "merket.docx").kode == 0
    dok = Document("merket.docx")
    texts = {comment.comment_id: comment.text for comment in dok.comments}
    at = {}
    for start in dok.element.iter(qn("w:commentRangeStart")):
        message = texts[int(start.get(qn("w:id")))].split(" (")[0].split(". ")[0]
        at[message] = "".join(t.text for t in start.getparent().iter(qn("w:t")))
    assert at == {
        "Teksten har kontrasten 2,85 : 1": "{{ runde.hovedmål }}",
        "Den første raden er ikke merket som overskriftsrad": "Tema",
        "Raden kan bli delt over to sider": "{{ tema.tittel }}{{ tema.skilletegn if tema.tekst }}"
        "{% if tema.tekst and tema.skilletegn %} {{ tema.tekst }}{% endif %}",
        "topptekst": "{% if runde.dokumentdato or runde.saksnummer %}",
    }


def test_generating_never_looks_for_barriers(prosjekt, dialog, monkeypatch):
    monkeypatch.setattr(WordTemplate, "accessibility", None)
    endret(prosjekt, hode)
    ran = dialog("generer", "--skole", "ål")
    assert ran.kode == 0
    assert NAVN not in ran.feil


def test_looking_leaves_the_template_as_it_is():
    template = WordTemplate(docx(p("{{ a }}"), p(), egenskaper=EGENSKAPER))
    first = template.render({"a": "x", "skole": "y"})
    assert template.accessibility() == template.accessibility() != []
    assert template.render({"a": "x", "skole": "y"}) == first


def test_what_is_the_same_at_several_places_is_one_warning_with_a_count():
    control = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    found = mal(*(p("Dato: ", control.format(run(f"Velg {n}"))) for n in "abc"))
    assert len(found) == 1
    assert "Innholdskontrollen har ingen tittel. Det samme gjelder 2 steder til." in found[0]


def test_the_rows_of_a_table_are_counted_once_however_many_texts_ask(monkeypatch):
    from dialoggrunnlag.word.accessibility import appearance

    sett = []
    inner = appearance.inner

    def tellende(element, tag):
        for funnet in inner(element, tag):
            sett.append(tag)
            yield funnet

    monkeypatch.setattr(appearance, "inner", tellende)
    antall = {}
    for rader in (20, 40):
        sett.clear()
        mal(H1, tabell(*[rad("09.00", "Tema")] * rader), p())
        antall[rader] = len(sett)
    assert 0 < antall[40] < 2.1 * antall[20]
