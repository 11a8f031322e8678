"""Two laws: a text comes back as it was; how a tag is split over runs doesn't matter."""

from hypothesis import example, given
from hypothesis import strategies as st
from lag import docx, medlem, p, tabell, tekst

from dialoggrunnlag.word import WordTemplate

# Any text that XML 1.0 can hold, but for what becomes Word's own elements (\n \t \a \f, and \r)
# and the noncharacters that no text may hold.
LEGAL = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        exclude_characters="".join(map(chr, [*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF])),
    )
)
TEMPLATE = WordTemplate(
    docx(
        p("[{{ x }}]"),
        tabell(["{% for y in [x] %}"], ["{{ y }}"], ["{% endfor %}"]),
        topptekst=p("{{ x }}"),
    )
)


@given(LEGAL)
@example("{{ x }} {% if %} {_{ }_}")
@example("&lt;&amp;]]>")
@example("  \u00a0 \u2028 \u0085 ")
def test_any_legal_text_comes_back_unchanged(text):
    data = TEMPLATE.render({"x": text})
    assert tekst(data) == f"[{text}]\n{text}"
    assert tekst(data, "word/header1.xml") == text


SOURCES = (
    "Hei {{ navn|upper }} og {% if x > 1 %}ja{% else %}nei{% endif %}!",
    "{% for i in liste %}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}{# x #}",
    "{_{ navn }_} {{ “a” ~ navn }} {{ {'a': 1}.a }}",
)
VALUES = {"navn": "Kari <&>", "x": 2, "liste": [1, 2, 3]}


@given(st.sampled_from(SOURCES), st.data())
def test_splitting_a_text_over_runs_changes_nothing(source, data):
    cuts = sorted(data.draw(st.sets(st.integers(1, len(source) - 1))))
    bits = [source[a:b] for a, b in zip([0, *cuts], [*cuts, len(source)], strict=True)]
    whole = WordTemplate(docx(p(source))).render(VALUES)
    split = WordTemplate(docx(p(*bits))).render(VALUES)
    assert tekst(split) == tekst(whole)


@given(
    st.sampled_from(["{{ navn }}", "{% if x %}{{ navn }}{% endif %}", "{{ navn|upper }}"]),
    st.data(),
)
def test_a_tag_split_over_runs_gives_the_same_document(tag, data):
    end = tag.index("}") + 2
    cuts = sorted(data.draw(st.sets(st.integers(1, end - 1))))
    bits = [tag[a:b] for a, b in zip([0, *cuts], [*cuts, len(tag)], strict=True)]
    whole = WordTemplate(docx(p(tag))).render(VALUES)
    split = WordTemplate(docx(p(*bits))).render(VALUES)
    strip = [
        x.replace(b'<w:r><w:t xml:space="preserve"/></w:r>', b"")
        for x in (medlem(whole), medlem(split))
    ]
    assert tekst(split) == tekst(whole)
    if len(bits) == 1 or end == len(tag):
        assert strip[0] == strip[1]
