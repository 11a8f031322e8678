"""Damages to a project's files, as people, editors and disks make them; each by a seeded chance."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile

import yaml

DATAFILER = (
    "data/skoler.yaml",
    "data/skoleeier.yaml",
    "data/runder/2014.yaml",
    "data/runder/2015.yaml",
    "data/oppsummeringer/2014/gol.yaml",
    "data/oppsummeringer/2014/ål.yaml",
    "maler/ordliste.yaml",
)
TEKSTMALER = (
    "maler/dagsorden.txt.j2",
    "maler/felles/innkalling.txt.j2",
    "maler/felles/status.html.j2",
)
WORDFILER = (
    "maler/dialoggrunnlag.docx",
    "maler/dagsorden.docx",
    "maler/oppsummering.docx",
    "skjemaer/gol.docx",
    "skjemaer/ål.docx",
)
BITER = (
    "\t", ":", ": ", "- ", "\n", "  ", "[", "]", "{", "}", '"', "'", "#", "&a ", "*a", "!!x ",
    "|", ">", "@", "`", "%", "\\", "\x00", "\x07", "\ufeff", "\u2028", "æ", "a\u030a", "{{ x }}",
    "{% if x %}", "{{ skole.navm }}", "0900", "25:00", "null", "~", "- - - -", "? ", "<<: *a",
    "...", "---", "../../x", "con", "🎓", "x" * 5000, "30. februar 2015", "{{ 1 // 0 }}",
    "{{ [1] * 10**9 }}", "%YAML 3.0\n", "\r", "\x85", "\u202e", "\ud7ff", "\ufdd0", "{#", "{%",
    "{{ skole }}", "{{ dagsorden[99].tittel }}", "{% for x in dagsorden %}", "{{ 'æ'.encode() }}",
    "{{ (1).__class__ }}", "{{ dialog.dato + 1 }}", "{{ 'x' * 10**7 }}", "{{ runde.år ** 9999 }}",
)  # fmt: skip
VERDIER = (
    None, "", " ", "x", "ja", "0", "-1", "1e9", "99999999999999999999", "2015", "2014", "1899",
    "25:00", "10:00–14:00", "14:00–10:00", "00:00–24:00", "31.12.9999", "1.1.0001", "2015-02-30",
    "3. november 2015", "mandag 3. november 2015", "{{ x", "{{ skole.navn }}", "{% if x %}",
    "{{ 1 // 0 }}", "{{ skole.navm }}", "../../etc/passwd", "/etc/passwd", "con", "a/b", "a\\b",
    "kari@", "kari@example.no", "https://", "javascript:alert(1)", "http://[::1", "\u202e", "a\x00",
    "a\u0085b", "a\nb\n\nc", "x" * 300, "æ" * 5000, "nynorsk", "bokmål", "gol", "ål", "rektor",
    [], {}, [None], [[]], ["x", "x"], {"x": None}, {"bokmål": "a"}, {"nynorsk": ""}, {"2015": "a"},
    {"2014": "a", "2015": "b"}, {"9999": "a"}, {"navn": "x"}, [{"navn": "x", "rolle": "y"}],
    {"start": "10:00", "slutt": "14:00"}, {"a": {"b": {"c": ["d"]}}}, ["gol", "ål"], ["gol"],
)  # fmt: skip
NØKLER = (
    "navn", "gol", "år", "2015", "dato", "tittel", "x", "", " ", "stille", "tidligere", "nedlagt",
    "opprettet", "målform", "epost", "fil", "filer", "kopi", "vedlegg_fra", "id", "avlyst", "endring",
    "con", "a/b", "../x", "Ål", "a\u030al", "\u202e", "mål", "status", "frist", "dialoger",
)  # fmt: skip
# In the XML of a Word file: what may be wrong in a tag, in what Word itself writes, and in neither
I_WORD = (
    "{{", "}}", "{%", "%}", "{{ x }}", "{% if x %}", "{% endif %}", "{% for t in dagsorden %}",
    "{% endfor %}", "{{ 1 // 0 }}", "{{ skole.navm }}", "{{ runde.år ** 99 }}", "{#", "", "\u202e",
    "{{ dagsorden[9].x }}", "{{ skole | x }}", "{% set a = 1 %}", "{{ 'x' * 10**9 }}", "&amp;", "æ",
)  # fmt: skip


def _linjevis(text, chance):
    """One change to a text: characters, lines, indentation."""
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(text) + 1)
    number = chance.randrange(len(lines)) if lines else 0
    match chance.randrange(7):
        case 0:
            return text[:at] + chance.choice(BITER) + text[at:]
        case 1:
            return text[:at] + text[at + chance.randint(1, 12) :]
        case 2 if lines:
            lines.insert(number, chance.choice(lines))
        case 3 if lines:
            del lines[number]
        case 4 if lines:
            lines[number] = " " * chance.randint(0, 7) + lines[number].lstrip()
        case 5 if lines:
            key = lines[number].split(":")[0]
            lines[number] = f"{key}: {chance.choice(BITER)}\n"
        case _:
            letter = chance.choice(("o", "e", ":", "-", "0"))
            return text.replace(letter, chance.choice("eo:1-"), 1)
    return "".join(lines)


def endret_tekst(text, chance):
    """One to four changes to a text."""
    for _ in range(chance.randint(1, 4)):
        text = _linjevis(text, chance)
    return text


def _steder(data):
    """Every place in YAML data: what holds it, and its key there."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(pairs):
        yield data, key
        if isinstance(value, dict | list):
            yield from _steder(value)


def endret_yaml(text, chance):
    """The YAML of a file whose values are other ones: right YAML, and wrong to the model."""
    data = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - makes text only
    for _ in range(chance.randint(1, 3)):
        holder, key = chance.choice(list(_steder(data)) or [(data, None)])
        match chance.randrange(5):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[chance.choice(NØKLER)] = holder.pop(key)
            case 2 if isinstance(holder, dict):
                holder[chance.choice(NØKLER)] = chance.choice(VERDIER)
            case 3 if isinstance(holder, list):
                holder.append(holder[key])
            case _:
                holder[key] = chance.choice(VERDIER)
    return yaml.dump(data, allow_unicode=True, sort_keys=False, width=chance.choice((40, 90, 9999)))


def endrede_bytes(data, chance):
    """The bytes of a file as another program, or half a copy, has them."""
    match chance.randrange(5):
        case 0:
            return data.decode("utf-8", "replace").encode("cp1252", "replace")
        case 1:
            return data.decode("utf-8", "replace").encode("utf-16")
        case 2:
            return data[: chance.randrange(len(data) + 1)]
        case 3:
            return b""
        case _:
            at = chance.randrange(len(data) + 1)
            return data[:at] + chance.randbytes(chance.randint(1, 40)) + data[at:]


def endret_word(data, chance):
    """A Word file with other texts in its paragraphs, other markup, or other bytes."""
    if chance.random() < 0.2:
        return endrede_bytes(data, chance)
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        wanted = "word/document.xml"
        if chance.random() < 0.2:
            wanted = chance.choice(old.namelist())
        for info in old.infolist():
            content = old.read(info)
            if info.filename == wanted:
                content = _endret_xml(content.decode("utf-8"), chance).encode("utf-8", "replace")
            new.writestr(info.filename, content)
    return out.getvalue()


def _endret_xml(source, chance):
    """Markup of Word in which texts, elements or attributes are other ones."""
    for _ in range(chance.randint(1, 4)):
        match chance.randrange(4):
            case 0 | 1:
                pieces = re.split(r"(<w:t(?: [^>]*)?>[^<]*</w:t>)", source)
                if len(pieces) > 1:
                    number = chance.randrange(1, len(pieces), 2)
                    text = re.sub(r"<[^>]*>", "", pieces[number])
                    at = chance.randrange(len(text) + 1)
                    text = text[:at] + chance.choice(I_WORD) + text[at + chance.randrange(4) :]
                    pieces[number] = f'<w:t xml:space="preserve">{text}</w:t>'
                    source = "".join(pieces)
            case 2:
                names = re.findall(r"<(w:(?:p|r|tr|tc|tbl|sdt|t))>", source)
                if names:
                    name = chance.choice(names)
                    whole = re.compile(rf"<{name}>(?:(?!<{name}>).)*?</{name}>", re.DOTALL)
                    source = whole.sub(chance.choice(("", r"\g<0>\g<0>")), source, count=1)
            case _:
                values = list(re.finditer(r'(?<==")[^"]*(?=")', source))
                if values:
                    value = chance.choice(values)
                    new = chance.choice(("", "-1", "x", "9" * 20, "æ"))
                    source = source[: value.start()] + new + source[value.end() :]
    return source


def skad(folder, chance):
    """Spoil one or two of a project's files; returns their names."""
    which = chance.choices((DATAFILER, TEKSTMALER, WORDFILER), (70, 15, 15), k=2)
    names = [chance.choice(files) for files in which[: chance.randint(1, 2)]]
    for name in dict.fromkeys(names):
        path = folder / name
        data = path.read_bytes()
        kind = chance.random()
        if kind < 0.02:
            path.unlink()
        elif kind < 0.03:
            path.unlink()
            path.mkdir()
        elif name.endswith(".docx"):
            path.write_bytes(endret_word(data, chance))
        elif kind < 0.08:
            path.write_bytes(endrede_bytes(data, chance))
        elif name.endswith(".yaml") and kind < 0.6:
            path.write_text(endret_yaml(data.decode(), chance), "utf-8")
        else:
            path.write_bytes(endret_tekst(data.decode(), chance).encode("utf-8", "replace"))
    return names
