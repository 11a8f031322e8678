"""The signs of Word's symbol fonts as plain ones, and what counts as nothing at all.

Word's autocorrect makes ``-->`` and ``:)`` into signs of Wingdings, which are others or none in
any other font. They become the nearest sign that most fonts have, not the exact shape.
"""

import re
import unicodedata

_PRIVATE = re.compile("[\uf000-\uf0ff]")  # where symbol fonts have their signs
UKJENT = "\ufffd"
# Control characters, halves of characters, and codes that are never one
_ULESELIG = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(map(chr, (plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))))
    + "]"
)
# Of the signs that show nothing, those that are neither spaces nor signs of format
_BLANKS = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"}
_FORMAT = "Cf"

# Signs in a row, by the code of the first
_WINGDINGS = {
    0x20: " ✏✂✁👓🔔📖🕯☎✆✉✉📪📫📬📭📁📂📄📄📄🗄⌛⌨🖱🖲💻💻💾💾✇✍",
    0x40: "✍✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚑⚐✈☼💧❄✞✞✠✠✡☪☯ॐ☸♈♉",
    0x60: "♊♋♌♍♎♏♐♑♒♓&&●❍■☐□❑❒◆◆◆❖◆⌧⍓⌘❀✿❝❞▯",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿❦❦❦❦❦❦❦❦·•",
    0xA0: "▪○○○◉◎○▪☐▴✦★✶✴✹✵⌖⌖◇⌑◇✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘",
    0xC0: "🕙🕚🕛↲↳↰↱↵↴↶↷❦❦❦❦❦❦❦❦❦❦⌫⌦◁➢△▽⇦➲⇧⇩←",
    0xE0: "→↑↓↖↗↙↘⇐⇒⇑⇓↖↗↙↘⇦⇨⇧⇩⇔⇕⇖⇗⇙⇘▭▫✗✓☒☑",
}
_WINGDINGS_2 = {0x4F: "✗✓☒☑☒☒", 0x69: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x95: "·••●○", 0xA0: "■■■☐☐☐☐■▣"}
_WINGDINGS_3 = {0x21: "←→↑↓↖↗↙↘", 0x66: "←→↑↓↖↗↙↘↔↕▲▼△▽◀▶◁▷◣◢◤◥"}
_WEBDINGS = {0x61: "✔", 0x63: "☐", 0x67: "■", 0x69: "ℹ", 0x6E: "●", 0x72: "✗"}
_SYMBOL = {
    0x20: " !∀#∃%&∍()*+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x60: "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    0xE0: "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}


def _by_code(lines: dict[int, str]) -> dict[int, str]:
    """A font's signs by their code, from 0x20 to 0xFF."""
    return {start + n: sign for start, signs in lines.items() for n, sign in enumerate(signs)}


_FONTS = {
    "wingdings": _by_code(_WINGDINGS),
    "wingdings 2": _by_code(_WINGDINGS_2),
    "wingdings 3": _by_code(_WINGDINGS_3),
    "webdings": _by_code(_WEBDINGS),
    "symbol": _by_code(_SYMBOL),
}
# Where no font is named, most are of Wingdings; this one is the bullet that Word's lists have
_GUESSED = {**_FONTS["wingdings"], 0xB7: "•"}


def symbol(font: str, code: int) -> str:
    """The plain sign for one that is inserted from a font."""
    signs = _FONTS.get(font.casefold())
    if signs is not None:
        return signs.get(code & 0xFF, UKJENT)
    try:
        return uten_private(chr(code).encode("utf-8").decode())
    except (ValueError, OverflowError):  # half of a sign, or none that there can be
        return ""


def i_skrift(text: str, latin: str, other: str) -> str:
    """A text as it is seen in its run's fonts: for ASCII, and for all other signs."""
    of_latin, of_other = _FONTS.get(latin.casefold()), _FONTS.get(other.casefold())
    if of_latin is None and of_other is None:
        return text if text.isascii() else uten_private(text)
    signs = []
    for char in text:
        if _PRIVATE.match(char):
            font = of_other or of_latin or {}
            signs.append(font.get(ord(char) & 0xFF, UKJENT))
        else:
            font = (of_latin if char.isascii() else of_other) or {}
            signs.append(font.get(ord(char), char))
    return "".join(signs)


def lesbar(text: str) -> str:
    """A text of characters that a file can hold: what has no plain meaning is the sign for that.

    From 0x80 to 0x9F they are left over from Windows-1252: 0x92 was meant as ’.
    """
    return _ULESELIG.sub(lambda match: _windows_1252(match[0]), text)


def _windows_1252(char: str) -> str:
    """What a character was where a program has taken Windows-1252 for Latin-1."""
    if not "\x80" <= char <= "\x9f":
        return UKJENT
    return char.encode("latin-1").decode("cp1252", "replace")


def uten_private(text: str) -> str:
    """A text in which signs that only a symbol font has are the likeliest plain ones."""
    return _PRIVATE.sub(lambda match: _GUESSED.get(ord(match[0]) & 0xFF, UKJENT), text)


def er_synlig(text: str) -> bool:
    """Whether a text shows anything: more than spaces and signs without width."""
    return bool(text.strip()) and (text.isascii() or bool(uten_usynlige(text).strip()))


def uten_usynlige(text: str) -> str:
    """A text without signs that nobody sees; a joiner may hold a picture sign together."""
    if text.isascii():
        return text
    return "".join(char for char in text if not _er_usynlig(char))


def _er_usynlig(char: str) -> bool:
    return char in _BLANKS or unicodedata.category(char) == _FORMAT
