"""Random mutations of templates' XML and zip: each must end in a sound document or a placed error.

    python tests/word/mutasjoner.py [ANTALL] [FRØ]

runs 2,000 mutations (or ANTALL) and prints what became of them; the exit code is 1 where
something hung, crashed or came out broken. pytest runs a seeded tenth.
"""

import contextlib
import io
import random
import re
import signal
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from lag import W, docx, p, tabell
from lxml import etree

from dialoggrunnlag.cli.app import run as dialog
from dialoggrunnlag.innhold.grunnlag import FILTERS, shape
from dialoggrunnlag.word import Limits, TemplateError, WordTemplate

MALER = Path(__file__).resolve().parents[2] / "maler"
SECONDS = 20
TAGS = (
    *("{{ x }}", "{{", "}}", "{% if x %}", "{% endif %}", "{% for y in x %}", "{% endfor %}"),
    *("{%p if x %}", "{%p endif %}", "{%tr for y in x %}", "{%tr endfor %}", "{%tc x %}", "{#"),
    *(
        "{% else %}",
        "{%- x -%}",
        "{{ y.z }}",
        "{{r x }}",
        "{{p x }}",
        "{% cellbg x %}",
        "{% raw %}",
    ),
    *("{{ x|upper", "%}", "{_{", "“", "\u00a0", "{% macro m() %}", "{% endmacro %}", "{% set x %}"),
)
BASES = (
    *(path.read_bytes() for path in sorted(MALER.glob("*.docx"))),
    docx(
        p("{% for y in x %}", "{{ y }}", "{% endfor %}"),
        tabell(["{%tr for y in x %}", ""], ["{{ y }}", "{%p if y %}"], ["{%tr endfor %}", ""]),
        tabell(["{%tc for y in x %}", "{{ y }}", "{%tc endfor %}"], ["a", "b", "c"]),
        topptekst=p("{{ x[0] }}"),
        fotnote=p("{{ x }}"),
    ),
)


class HangError(Exception):
    """A case took too long."""


def mutate(data, chance):
    """The file with one to four random changes in its XML or its zip."""
    if chance.random() < 0.15:
        return _mutate_bytes(bytearray(data), chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.randint(1, 4)):
        name = chance.choice([n for n in members if n.endswith((".xml", ".rels"))] or [""])
        if name == "" or chance.random() < 0.03:
            members.pop(name, None)
        elif chance.random() < 0.1:
            members[name] = bytes(_mutate_bytes(bytearray(members[name]), chance))
        else:
            with contextlib.suppress(etree.XMLSyntaxError):
                members[name] = _mutate_xml(members[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _mutate_bytes(data, chance):
    kind = chance.randrange(3)
    if kind == 0 and data:
        del data[chance.randrange(len(data)) :]
    elif kind == 1 and data:
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    elif data:
        start = chance.randrange(len(data))
        data[start:start] = data[start : start + chance.randint(1, 200)]
    return bytes(data)


def _mutate_xml(content, chance):
    root = etree.fromstring(content)
    elements = [e for e in root.iter(etree.Element) if e is not root]
    if not elements:
        return content
    element = chance.choice(elements)
    parent = element.getparent()
    match chance.randrange(7):
        case 0:
            parent.remove(element)
        case 1:
            other = etree.fromstring(etree.tostring(element))
            element.addnext(other)
        case 2:
            target = chance.choice(elements)
            if target is not element and element not in target.iterancestors():
                target.append(element)
        case 3 | 4:
            texts = [e for e in elements if e.tag == f"{{{W}}}t"] or [element]
            chosen = chance.choice(texts)
            text = chosen.text or ""
            at = chance.randint(0, len(text))
            chosen.text = text[:at] + chance.choice(TAGS) + text[at:]
        case 5:
            element.text = "".join(chance.sample(element.text or "", len(element.text or "")))
        case 6:
            for name in list(element.attrib)[:1]:
                element.set(name, chance.choice(("", "-1", "99999999999", "x", "{{ x }}", "{% x")))
    return etree.tostring(root)


def check(data):
    """Raise where a finished document is not a sound zip of sound XML and whole tables."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        broken = archive.testzip()
        assert broken is None, broken
        for name in archive.namelist():
            if name == "word/document.xml":
                root = etree.fromstring(archive.read(name))
                for cell in root.iter(f"{{{W}}}tc"):
                    kinds = [etree.QName(e).localname for e in cell.iterchildren(etree.Element)]
                    assert {"p", "sdt"} & set(kinds), "a cell without a paragraph"
                assert not re.search(rb"<\?(tag|region)", archive.read(name)), "a mark is left"


def run(seed):
    """What became of one mutation: 'dokument' or the error's first words."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    data = mutate(chance.choice(BASES), chance)
    with tempfile.TemporaryDirectory() as folder:
        through_the_command(data, Path(folder))
    values = {**shape(), "x": ["a", "<&>", 3], "y": {"z": 1}}
    limits = Limits(characters=5_000_000, turns=50_000)
    try:
        template = WordTemplate(data, name="mal.docx", filters=FILTERS, limits=limits)
        template.fields()
        template.check(shape())
        made = template.render(values)
    except TemplateError as error:
        for problem in error.problems:
            assert str(problem).startswith("mal.docx"), problem
            assert (
                str(problem.place) or "Delen «" in problem.message or "Word-fil" in problem.message
            )
        return "feil med sted"
    check(made)
    return "dokument"


def through_the_command(data, folder):
    """Have ``dialog sjekk`` look at a mutated file, as its user would; raises on a traceback."""
    path = folder / "mal.docx"
    path.write_bytes(data)
    for more in ([], ["--merk", str(folder / "merket.docx")]):
        silent = io.StringIO()
        with contextlib.redirect_stderr(silent), contextlib.redirect_stdout(silent):
            code = dialog(["sjekk", str(path), *more])
        assert code in (0, 1), code
        assert "Uventet feil" not in silent.getvalue(), silent.getvalue()


def main(count=2000, first=0):
    """Run ``count`` mutations and print what became of them; returns the exit code."""

    def ring(*_):
        raise HangError

    signal.signal(signal.SIGALRM, ring)
    outcomes, bad = Counter(), []
    for seed in range(first, first + count):
        signal.alarm(SECONDS)
        try:
            outcomes[run(seed)] += 1
        except Exception as error:  # noqa: BLE001 - the point is to find them all
            bad.append((seed, f"{type(error).__name__}: {error}"))
        finally:
            signal.alarm(0)
    print(dict(outcomes), f"galt: {len(bad)}")  # noqa: T201
    for seed, what in bad[:40]:
        print(f"  frø {seed}: {what[:200]}")  # noqa: T201
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
