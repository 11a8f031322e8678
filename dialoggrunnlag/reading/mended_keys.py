"""Corrections of keys: the colon after them, their names, and where they begin."""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from .draft import (
    WORD,
    Correction,
    Draft,
    Line,
    Stage,
    as_value,
    one_line,
    shown,
    with_rest,
    with_value,
)

_COLONS = "：﹕∶ː꞉︓:"
_SIGN_FOR_COLON = rf"(?:[-=–—]+>|→|[{_COLONS}=;,./–—-]+)"


def colon_missing(rest: str, keys: Collection[str]) -> tuple[str, str, str] | None:
    """A known key without its colon and a space: the key, what is wrong, and what was meant."""
    match = re.fullmatch(
        rf"(?P<quote>['\"]?)(?P<key>{WORD})(?P=quote)"
        rf"(?P<sign>\s*{_SIGN_FOR_COLON}(?:\s*[:=])*|\s+|$)(?P<space>\s*)(?P<value>.*)",
        rest,
    )
    if not match or match["key"] not in keys:
        return None
    sign = " ".join(match["sign"].split())
    value = match["value"]
    if sign == ":" and (not value or match["space"]):
        return None
    key = match["key"]
    if not sign:
        message = f"Kolonet etter «{key}» mangler."
    elif sign == ":":
        message = f"Mellomrommet etter kolonet mangler i «{key}:»."
    elif set(sign) <= {":", " "}:
        message = f"Etter «{key}» står det flere kolon, ikke ett."
    else:
        message = f"Etter «{key}» står det «{sign}», ikke kolon og mellomrom."
    return key, message, f"{key}: {as_value(value)}".rstrip()


def colon(line: Line, draft: Draft) -> Iterator[Correction]:
    """A key without its colon, or with another sign for it."""
    found = colon_missing(line.rest, draft.keys)
    if found:
        key, message, new = found
        at = line.column + len(key)
        above = draft.above(line.nr)
        if above and not line.marks and above.column != line.column:
            yield one_line(3, line, " " * above.column + new, message)
        yield one_line(
            1, line, with_rest(line, new), message, at=at if at < len(line.text) else None
        )
    else:
        yield from _misspelt_without_colon(line, draft)
    yield from _colon_too_far_out(line, draft)
    yield from _unknown_keys_colon(line, draft)


def _misspelt_without_colon(line: Line, draft: Draft) -> Iterator[Correction]:
    """A misspelt key, and no colon either."""
    match = re.match(rf"{WORD}", line.rest)
    if not match or line.key:
        return
    for key in _similar(match[0], draft.keys, likeness=0.7):
        found = colon_missing(key + line.rest[match.end() :], draft.keys)
        if found:
            message = f"Nøkkelen heter «{key}», og kolonet etter den mangler."
            yield one_line(4, line, with_rest(line, found[2]), message)


def _colon_too_far_out(line: Line, draft: Draft) -> Iterator[Correction]:
    """The colon after the first words of the value."""
    match = re.fullmatch(rf"(?P<key>{WORD})\s+(?P<words>[^:]*):(?:\s+(?P<value>.*))?", line.rest)
    if match and match["key"] in draft.keys:
        value = f"{match['words']} {match['value'] or ''}".strip()
        message = f"Kolonet står ikke rett etter «{match['key']}»."
        yield one_line(4, line, with_rest(line, f"{match['key']}: {value}"), message)


def _unknown_keys_colon(line: Line, draft: Draft) -> Iterator[Correction]:
    """A school's, a role's or a link's id without its colon."""
    match = re.fullmatch(
        rf"(?P<key>{WORD})(?P<sign>\s*{_SIGN_FOR_COLON}|\s+|)\s*(?P<value>.*)", line.rest
    )
    if not match or line.key:
        return
    key, sign, value = match["key"], match["sign"].strip(), match["value"]
    new = f"{key}: {as_value(value)}".rstrip()
    message = f"Kolonet etter «{key}» mangler."
    if sign == ":":
        message = f"Mellomrommet etter kolonet mangler i «{key}:»."
    elif sign:
        message = f"Etter «{key}» står det «{sign}», ikke kolon."
    below = draft.below(line.nr)
    opens_block = not value and below and below.column > line.column
    yield one_line(2 if opens_block else 6, line, with_rest(line, new), message)


def line_in_two(line: Line, draft: Draft) -> Iterator[Correction]:
    """A line that is broken in the midst of its key, or before its colon."""
    end = line.nr + 1
    if not re.fullmatch(WORD, line.rest) or end == len(draft.lines):
        return
    rest = draft.lines[end].rest
    match = re.match(r"(?P<ending>[\w-]*)\s*:(?:\s|$)", rest)
    if not match or line.rest + match["ending"] not in draft.keys:
        return
    message = f"Linjen er delt i to etter «{line.rest}»."
    whole = with_rest(line, line.rest + rest)
    yield Correction(1, line.nr, end + 1, (whole,), message, shown(whole), line.column + 1)


def two_keys(line: Line, draft: Draft) -> Iterator[Correction]:
    """Two keys on one line."""
    for match in re.finditer(rf"[\s,;]+(?P<following>(?P<key>{WORD}):(?:\s.*|$))", line.rest):
        if match["key"] not in draft.keys or not line.key:
            continue
        first = with_rest(line, line.rest[: match.start()])
        following = " " * line.column + match["following"]
        at = line.column + match.start("following") + 1
        remedy = f"Skriv «{match['following']}» på sin egen linje."
        message = "To nøkler står på den samme linjen."
        yield Correction(2, line.nr, line.nr + 1, (first, following), message, remedy, at)


def on_a_new_line(line: Line, draft: Draft) -> Iterator[Correction]:
    """A list or a block that begins beside its key."""
    match = re.match(rf"(?P<mark>- )?(?:(?P<key>{WORD}):)?", line.value)
    if not line.key or not match or not match[0]:
        return
    if match["key"] == line.key and not match["mark"]:
        message = f"«{line.key}:» står to ganger på linjen."
        yield one_line(2, line, with_rest(line, line.value), message, at=line.value_column)
    what = "Listen" if match["mark"] else f"Nøkkelen «{match['key']}»"
    message = f"{what} må begynne på en ny linje under «{line.key}:»."
    remedy = f"Skriv «{line.value}» på linjen under, med {line.column + 2} mellomrom foran."
    new_lines = (with_rest(line, f"{line.key}:"), " " * (line.column + 2) + line.value)
    is_known = match["key"] in draft.keys if match["key"] else bool(match["mark"])
    at = line.value_column + 1
    cost = 3 if is_known else 8
    yield Correction(cost, line.nr, line.nr + 1, new_lines, message, remedy, at)


def colon_at_the_end(line: Line, draft: Draft) -> Iterator[Correction]:
    """A colon after the value as well."""
    value = line.value.removesuffix(":")
    if line.key and value not in ("", line.value):
        may_be_key = value in draft.keys and line.key != "id"
        message = "Kolonet på slutten av linjen hører ikke hjemme her."
        at = line.value_column + len(value)
        yield one_line(3 if may_be_key else 1, line, with_value(line, value), message, at=at)


def value_and_keys(line: Line, draft: Draft) -> Iterator[Correction]:
    """A key with a value, and a block below it."""
    below = draft.below(line.nr)
    has_block = below and below.column > line.column and (below.key or below.marks)
    if line.key and line.value and has_block:
        key = line.key
        message = f"«{key}» har både en verdi på linjen og noe under seg."
        remedy = f"Skriv «{key}:» alene på linjen, eller ta bort det som står under."
        at = line.value_column
        yield one_line(6, line, with_rest(line, f"{key}:"), message, remedy=remedy, at=at)


def key_name(line: Line, draft: Draft) -> Iterator[Correction]:
    """A key that is misspelt."""
    match = line.with_key or re.match(
        r"(?P<key>[^:{\[(][^:]{0,40}):(?P<value>\W*(?:\s|$).*)", line.rest
    )
    if not match or match["key"] in draft.keys or draft.stage is Stage.YAML:
        return
    written = match["key"].strip("'\"")
    if written in draft.keys:
        return
    value = (match["value"] or "").lstrip("*_”\"' ")
    for key in _similar(re.sub(r"[^\w-]", "", written), draft.keys):
        new = with_rest(line, f"{key}: {value}".rstrip())
        message, remedy = f"Ukjent nøkkel «{written}».", f"Mente du «{key}»?"
        yield one_line(3, line, new, message, remedy=remedy)


def _similar(written: str, keys: Collection[str], *, likeness: float = 0.6) -> list[str]:
    """The keys that are spelt much like this, the likeliest first."""
    folded = {key.casefold(): key for key in sorted(keys)}
    similar_words = get_close_matches(written.casefold(), folded, n=3, cutoff=likeness)
    return [folded[similar] for similar in similar_words]
