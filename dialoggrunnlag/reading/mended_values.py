"""Corrections of values: quotes, brackets, and what YAML takes for something else."""

import re
from collections.abc import Iterator

from .draft import WORD, Correction, Draft, Line, one_line, quoted, with_rest, with_value
from .mended_brackets import NOT_CLOSED
from .mended_keys import colon_missing


def quotes(line: Line, draft: Draft) -> Iterator[Correction]:
    """Quotes that aren't closed, or are closed too early."""
    value = line.value
    sign = value[:1]
    if sign not in ("'", '"') or len(value) < 2:  # noqa: PLR2004 - a quote and a letter
        return
    at = line.value_column
    inside = value[1:-1] if value.endswith(sign) else value[1:]
    if value.rstrip(",;").endswith(sign) and value[-1] in ",;":
        name = "Kommaet" if value[-1] == "," else "Semikolonet"
        message = f"{name} etter anførselstegnet hører ikke hjemme her."
        yield one_line(1, line, with_value(line, value.rstrip(",;")), message)
    if value.endswith(sign) and sign in inside:
        what = "Apostrofen" if sign == "'" else "Anførselstegnet"
        message = f"{what} inne i teksten avslutter den."
        new = with_value(line, quoted(inside))
        yield one_line(2, line, new, message, at=at + 1 + inside.index(sign))
    if sign == '"' and value.endswith(sign) and "\\" in inside:
        message = "«\\» betyr noe eget mellom doble anførselstegn."
        new = with_value(line, quoted(inside))
        yield one_line(2, line, new, message, at=at + 1 + inside.index("\\"))
    if sign in inside and not value.endswith(sign):
        message = "Teksten fortsetter etter anførselstegnet som lukker den."
        new = with_value(line, quoted(value))
        yield one_line(2, line, new, message, at=at + 2 + inside.index(sign))
    if not value.endswith(sign) and value[-1] in "'\"’”´`":
        message = f"Teksten begynner med {sign} og slutter med {value[-1]}."
        yield one_line(1, line, with_value(line, _closed(sign, value[1:-1])), message, at=at)
    if not value.endswith(sign):
        whole = line.text[at:].rstrip()  # what looks like a comment may be part of the text
        for closed in (value, whole):
            message = "Anførselstegnet som begynner her, er ikke lukket."
            new = line.text[:at] + _closed(sign, closed[1:]) + line.text[at + len(closed) :]
            yield one_line(2, line, new, message, at=at)
        end = draft.block(line)
        if end > line.nr + 1:
            new_lines = [below.text for below in draft.lines[line.nr : end]]
            new_lines[-1] += sign
            remedy = f"Lukk det på slutten av linje {end}."
            yield Correction(2, line.nr, end, tuple(new_lines), message, remedy, at + 1)


def _closed(sign: str, text: str) -> str:
    """The text between quotes, of this kind where that is possible."""
    return quoted(text) if sign in text else sign + text + sign


def words_quotes(line: Line, _draft: Draft) -> Iterator[Correction]:
    """Word's quotes, which YAML takes for letters."""
    match = re.fullmatch("[“”„‟‘’‚«»](?P<text>.*?)[“”„‟‘’»«\"']", line.value)
    if match:
        message = f"«{line.value[0]}» er ikke et anførselstegn i YAML."
        new = with_value(line, quoted(match["text"]))
        yield one_line(2, line, new, message, at=line.value_column)


def whole_in_quotes(line: Line, draft: Draft) -> Iterator[Correction]:
    """A value that YAML takes for something else than a text."""
    value = line.value
    if not value or not (line.key or line.marks):
        return
    if draft.is_yaml and value[0] in "[!{" and not value.startswith("{{"):
        return  # a list, a type or keys: they are what they look like
    at = line.value_column
    new = with_value(line, quoted(value))
    colon = re.search(r":(?:\s|$)", value)
    if colon and not (line.rest == value and line.key):
        message = "Et kolon inne i verdien blir lest som en ny nøkkel."
        yield one_line(4, line, new, message, at=at + colon.start())
        yield from _several_lines(line, draft, message, at + colon.start())
    if value[0] in "|>":
        yield from _text_on_the_line(line)
        message = "«|» eller «>» foran en tekst betyr noe eget i YAML."
        yield one_line(4, line, new, message, at=at)
    elif value[0] in "@`%&*!{[,?]}" or value.startswith("- "):
        message = f"«{value[0]}» i begynnelsen av en verdi betyr noe eget i YAML."
        yield one_line(4, line, new, message, at=at)
        yield from _several_lines(line, draft, message, at)


def _text_on_the_line(line: Line) -> Iterator[Correction]:
    """What is wrong beside «>-»: the text begins there, or Word has made a dash of its hyphen."""
    value = line.value
    at = line.value_column
    if re.fullmatch("[|>][–—−]", value):
        new = with_value(line, f"{value[0]}-")
        message = f"Etter «{value[0]}» står det en tankestrek, ikke en bindestrek."
        yield one_line(1, line, new, message, at=at + 1)
    match = re.fullmatch(r"(?P<sign>[|>][-+]?)\s+(?P<text>.+)", value)
    if match and line.key:
        indent = line.column + 2
        new_lines = (with_value(line, match["sign"]), " " * indent + match["text"])
        message = f"Teksten må begynne på linjen under «{match['sign']}»."
        remedy = f"Flytt den dit, med {indent} mellomrom foran."
        yield Correction(
            3, line.nr, line.nr + 1, new_lines, message, remedy, at + 1 + match.start("text")
        )


def _several_lines(line: Line, draft: Draft, message: str, at: int) -> Iterator[Correction]:
    """A value of several lines between quotes."""
    end = draft.block(line)
    if end == line.nr + 1:
        return
    texts = [line.value, *(below.text for below in draft.lines[line.nr + 1 : end])]
    first, *others = quoted("\n".join(texts)).split("\n")
    remedy = "Sett hele verdien i anførselstegn, eller på linjene under «>-»."
    new_lines = (with_value(line, first), *others)
    yield Correction(4, line.nr, end, new_lines, message, remedy, at + 1)


def line_in_quotes(line: Line, _draft: Draft) -> Iterator[Correction]:
    """Quotes around the key and its value together."""
    match = re.fullmatch(
        rf"(?P<sign>['\"])(?P<inside>(?P<key>{WORD}):(?:\s[^'\"]*)?)(?P=sign)?,?", line.rest
    )
    if match:
        message = f"Anførselstegnene står rundt både «{match['key']}» og verdien."
        yield one_line(2, line, with_rest(line, match["inside"]), message)


def brackets(line: Line, draft: Draft) -> Iterator[Correction]:
    """What is wrong in «[a, b]» and in «{a: b}»."""
    value = line.value
    if value[:1] in ("[", "(", "{") or value.rstrip(",;.")[-1:] in ("]", ")", "}"):
        at = line.value_column
        if value[:2] != "[[":
            for cost, at_in_value, message, mended in _lists(value):
                new = with_value(line, mended)
                yield one_line(cost, line, new, message, at=at + at_in_value)
    if value[:1] == "{":
        yield from _keys_in_braces(line, draft)


def _lists(value: str) -> Iterator[tuple[int, int, str, str]]:
    """What a list on one line was meant as: the cost, the place, what is wrong, and the list."""
    inside = value.strip("[](){},;. ")
    items = [bit.strip() for bit in re.split(r"[;,]", inside) if bit.strip()]
    listed = f"[{', '.join(items)}]"
    if ";" in value:
        yield 1, value.index(";"), "Mellom punktene står det semikolon, ikke komma.", listed
    if value[0] == "[" and "]" not in value:
        yield 2, 0, NOT_CLOSED, listed
    if value[0] != "[" and value[-1] == "]":
        yield 2, 0, "Klammen foran listen mangler.", listed
    is_list = len(items) > 1 or value[-1] in ")}]"
    if value[0] in "({" and ":" not in value and is_list:
        yield 2, 0, "Listen står ikke mellom [ og ].", listed
    foreign = re.search("[“”„‟]", value)
    if value[0] == "[" and foreign:
        without = re.sub("[“”„‟]", "", listed)
        yield 2, foreign.start(), f"«{foreign[0]}» er ikke et anførselstegn i YAML.", without
    if re.search(r",\s*,|\[\s*,", value):
        yield 2, 0, "Et komma for mye står i listen.", listed
    if "]" in value[:-1]:
        after = value.index("]") + 1
        yield 2, after, "Teksten fortsetter etter klammen som lukker listen.", listed
    if value[0] == "[" and " " in inside:
        words = re.split(r"[;,.\s]+(?:og\s+)?", inside)
        yield 4, 0, "Kommaet mellom punktene i listen mangler.", f"[{', '.join(words)}]"


def _keys_in_braces(line: Line, draft: Draft) -> Iterator[Correction]:
    """What is wrong in «{a: b}»: it isn't closed, or a key is without its colon."""
    if ";" in line.value:
        new = with_value(line, line.value.replace(";", ","))
        at = line.value_column + line.value.index(";")
        yield one_line(1, line, new, "Her står det semikolon, ikke komma.", at=at)
    bits = [bit.strip() for bit in re.split("[;,]", line.value[1:-1])]
    for number, bit in enumerate(bits):
        found = colon_missing(bit, draft.keys)
        if found:
            mended = ", ".join([*bits[:number], found[2], *bits[number + 1 :]])
            at = line.text.index(bit, line.value_column)
            yield one_line(2, line, with_value(line, f"{{{mended}}}"), found[1], at=at)


def without_brackets(line: Line, _draft: Draft) -> Iterator[Correction]:
    """A comma after a value, as in JSON."""
    if (line.key or line.marks) and line.value[-1:] in (",", ";") and len(line.value) > 1:
        name = "Kommaet" if line.value[-1] == "," else "Semikolonet"
        message = f"{name} på slutten av linjen hører ikke hjemme her."
        yield one_line(3, line, with_value(line, line.value[:-1]), message)
