"""What a template may make grow: every way to it ends in a document or at the tag, and soon."""

import ctypes
import subprocess
import sys

import pytest
from hjelp import i_egen_prosess, i_mappen
from lag import docx, p, tekst

from dialoggrunnlag.errors import DialogError
from dialoggrunnlag.innhold.bygger import lag_grunnlag
from dialoggrunnlag.innhold.grunnlag import FILTERS
from dialoggrunnlag.innhold.text_tags import TextError
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.reading.datafiler import Datafiler
from dialoggrunnlag.reading.project import Project
from dialoggrunnlag.word import TemplateError, WordTemplate
from dialoggrunnlag.word.windows_job import Limits

if sys.platform != "win32":
    from vekst import outcomes, template

unix = pytest.mark.skipif(sys.platform == "win32", reason="measures with resource")
BATCH = 25
SECONDS = 1.0  # that each may take: less than the program gives it, which is stopped the same way


@unix
@pytest.mark.treg
@pytest.mark.parametrize("first", range(0, 500, BATCH))
def test_an_expression_that_grows_ends_within_its_bounds(first):
    wrong, count = [], 0
    for seed, kind, what, memory, seconds in outcomes(first, BATCH, SECONDS):
        count += 1
        if what.startswith("galt"):
            wrong.append((seed, kind, what, memory, seconds, template(seed)))
    assert not wrong
    assert count >= BATCH


HONEST = {
    "'{:,}'.format(1500000)": "1,500,000",
    "'%d elever'|format(15000)": "15000 elever",
    "'%s, tlf. 32000000' % 'Kari'": "Kari, tlf. 32000000",
    "'%s * 2' % 3": "3 * 2",
    "'{} (91000000)'.format('Kari')": "Kari (91000000)",
    "15000|default(20000)": "15000",
    "[20000, 30000]|sum": "50000",
    "[[1], [2]]|sum(start=[])|join": "12",
    "[1, 2, 3]|batch(2)|map('join')|join(' ')": "12 3",
    "[[2, 'b'], [1, 'a']]|sort|map('last')|join": "ab",
    "'abcdef'[1:3]": "bc",
    "range(99999)|list|length": "99999",
    "(1, 2) == (1, 2)": "True",
}


@pytest.mark.parametrize("expression", HONEST)
def test_what_somebody_honestly_writes_is_not_refused(expression):
    source = f"{{{{ {expression} }}}}"
    assert TextTemplates(FILTERS).render(source, {}) == HONEST[expression]
    assert tekst(WordTemplate(docx(p(source))).render({})) == HONEST[expression]


def test_the_numbers_of_ones_own_filters_are_no_widths():
    filters = {"over": lambda value, limit: value > limit}
    assert TextTemplates(filters).render("{{ 15000|over(20000) }}", {}) == "False"


def test_a_list_may_grow_item_by_item():
    source = (
        "{% set n = namespace(x=[]) %}{% for i in range(9999) %}"
        "{% set n.x = n.x + ['Kari Nordmann'] %}{% endfor %}{{ n.x|length }}"
    )
    assert TextTemplates(FILTERS).render(source, {}) == "9999"


@pytest.mark.parametrize("source", ["{{ x|map('upper') }}", "{{ x|map('upper')|length }}"])
def test_what_a_filter_gives_item_by_item_is_a_list(source):
    expected = TextTemplates(FILTERS).render(source.replace(") ", ")|list "), {"x": ["a", "b"]})
    assert TextTemplates(FILTERS).render(source, {"x": ["a", "b"]}) == expected


def test_of_a_text_with_thousands_of_unknown_fields_the_first_are_told():
    errors = TextTemplates(FILTERS).check("{{ ukjent }}\n" * 1000, {"kjent": "a"})
    assert [error.line for error in errors] == list(range(1, 201))


def test_a_template_with_thousands_of_tags_is_refused_before_it_is_compiled():
    with pytest.raises(TemplateError, match="urimelig mange tagger"):
        WordTemplate(docx(p("{{ x }} " * 5001)))


WITHOUT_BOUNDS = {
    "a list within itself": "{% set n = namespace(x=1) %}{% for i in range(60) %}"
    "{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
    "one that is compared": "{% set n = namespace(x=[1]) %}{% for i in range(60) %}"
    "{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x == n.x }}",
    "a macro's list": "{% macro m(n) %}{{ n and m(n - 1, varargs, varargs) }}{% endmacro %}{{ m(60) }}",
    "long texts in a list": "{{ (['a' * 5000000] * 1000)|join }}",
    "adding lists": "{{ ([[1]] * 1000000)|sum(start=[])|length }}",
    "a block that doubles": "{% set n = namespace(x='ab') %}{% for i in range(60) %}"
    "{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
    "a precision": "{{ 1|round(-10**8) }}",
    "long texts over and over": "{% for i in range(9999) %}{% set x = ('a' * 999999)|upper %}{% endfor %}",
    "counting over and over": "{% set x = 'a ' * 2222222 %}{% for i in range(9999) %}"
    "{% set y = x|wordcount %}{% endfor %}",
    "what comes item by item": "{{ range(9999)|batch(1)|map('batch', 9999, 'x')|map('list')|list }}",
}


# Until the turns or the time are counted up, seconds go by
SLOW = ("a macro's list", "counting over and over")
CASES = [pytest.param(w, marks=pytest.mark.treg if w in SLOW else ()) for w in WITHOUT_BOUNDS]


@pytest.mark.parametrize("what", CASES)
def test_most_growth_is_refused_by_its_size_wherever_the_engine_is_used(what):
    with pytest.raises(TemplateError, match=r"urimelig|for lang tid") as error:
        WordTemplate(docx(p(WITHOUT_BOUNDS[what]))).render({})
    assert error.value.problems[0].place.paragraph == 1


@pytest.mark.parametrize("what", CASES)
def test_and_in_texts_alike(what):
    with pytest.raises(TextError, match=r"urimelig|for lang tid") as error:
        TextTemplates(FILTERS).render(f"Hei\n{WITHOUT_BOUNDS[what]}", {})
    assert error.value.line == 2


FILLS_THE_MEMORY = "{{ (('a\\n' * 1000000)|indent(9999))|length }}"
# Looking for what isn't there makes nothing, so that nothing is counted but the turns
TAKES_FOREVER = (
    "{% set x = 'a' * 4999999 %}{% for h in range(9) %}{% for i in range(99999) %}"
    "{% if 'b' in x %}{% endif %}{% endfor %}{% endfor %}"
)
MESSAGES = {
    FILLS_THE_MEMORY: "Utregningen fyller minnet.",
    TAKES_FOREVER: "Utregningen tar for lang tid.",
}


@unix
@pytest.mark.treg
@pytest.mark.parametrize("source", MESSAGES)
def test_the_program_stops_what_sizes_do_not_tell(prosjekt, source):
    (prosjekt / "maler/vekst.txt.j2").write_text(f"Hei\n{source}\n", "utf-8")
    (prosjekt / "maler/vekst.docx").write_bytes(docx(p("Hei"), p(source)))
    before = i_mappen(prosjekt)
    argv = ("generer", "--skole", "ål", "--dokument", "vekst")
    kode, ut, feil = i_egen_prosess(*argv, cwd=prosjekt)
    assert (kode, ut) == (1, "")
    assert feil.count(MESSAGES[source]) == 4, feil  # each again at the end
    assert "maler/vekst.txt.j2:2:" in feil
    assert "maler/vekst.docx, avsnitt 2" in feil
    assert "Traceback" not in feil
    after = i_mappen(prosjekt)
    assert not [name for name in after if name not in before and not name.startswith("ut/")]
    assert not [name for name in after if name.endswith((".txt", ".docx")) and name not in before]


@unix
@pytest.mark.treg
def test_a_program_may_be_run_without_bounds(prosjekt):
    (prosjekt / "maler/vekst.txt.j2").write_text(FILLS_THE_MEMORY.replace("9999", "600"), "utf-8")
    argv = ("generer", "--skole", "ål", "--dokument", "vekst")
    feil = i_egen_prosess(*argv, cwd=prosjekt, env={"DIALOG_GRENSER": "0"}).feil
    assert "Verdien blir urimelig lang." in feil


_IN_A_PROCESS = """
import resource, signal, sys, threading
sys.path.insert(0, "tests/word")
from lag import docx, p, tekst
from dialoggrunnlag.word import TemplateError, WordTemplate, bounds
def state():
    return resource.getrlimit(resource.RLIMIT_AS), signal.getitimer(signal.ITIMER_PROF)
mal, grov = WordTemplate(docx(p("{{ x }}"))), WordTemplate(docx(p("{{ ('a\\\\n' * 999999)|indent(9999) }}")))
before = state()
"""
_LIBRARY = """
mal.render({"x": 1})
assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
assert state() == before
"""
_PROGRAM = """
bounds.enforce()
for _ in range(3):
    try:
        grov.render({})
    except TemplateError as error:
        assert "fyller minnet" in str(error), error
    else:
        raise AssertionError
    assert state() == before
thread = threading.Thread(target=lambda: filled.append(tekst(mal.render({"x": 1}))))
filled = []
thread.start(); thread.join()
assert filled == ["1"]
assert tekst(mal.render({"x": 2})) == "2"
"""
_IN_VAIN = """
bounds.enforce()
loops = "{% for h in range(9) %}{% for i in range(99999) %}{% if 'b' in x %}{% endif %}"
long = WordTemplate(docx(p(loops + "{% endfor %}{% endfor %}")))
used = []
for _ in range(3):
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    try:
        long.render({"x": "a" * 4999999})
    except TemplateError as error:
        assert "for lang tid" in str(error), error
    else:
        raise AssertionError
    used.append(resource.getrusage(resource.RUSAGE_SELF).ru_utime - begun)
assert used[1] + used[2] < used[0], used
"""
_SLOW_BUT_RIGHT = """
import time
def slowly(value):
    begun = time.process_time()
    while time.process_time() - begun < 0.25:
        pass
    return value
bounds.enforce()
bounds._bounds.each = 0.5
slow = WordTemplate(docx(p("{{ x|slowly }}")), filters={"slowly": slowly})
for _ in range(12):
    assert tekst(slow.render({"x": 1})) == "1"
bounds._bounds.all = 0.0  # a minute of it later
try:
    slow.render({"x": 1})
except TemplateError as error:
    assert "for lang tid" in str(error), error
else:
    raise AssertionError
"""


_NARROWER = """
resource.setrlimit(resource.RLIMIT_AS, (2**29, before[0][1]))
before = state()
bounds.enforce()
mal.render({"x": 1})
assert bounds._bounds.memory is None  # theirs is the one that holds
assert state() == before
"""
_IN_A_THREAD_FIRST = """
import os
os.environ["DIALOG_GRENSER"] = "1"
thread = threading.Thread(target=mal.render, args=({"x": 1},))
thread.start(); thread.join()
assert not bounds._bounds.asked
mal.render({"x": 1})
assert bounds._bounds.enforced
"""
_FORKED = """
import os
bounds.enforce()
child = os.fork()
if child == 0:
    try:
        grov.render({})
    except TemplateError as error:
        os._exit(0 if "fyller minnet" in str(error) and state() == before else 1)
    os._exit(2)
assert os.waitpid(child, 0)[1] == 0
"""
_CODE = {
    "library": _LIBRARY,
    "program": _PROGRAM,
    "in vain": _IN_VAIN,
    "slow but right": _SLOW_BUT_RIGHT,
    "narrower": _NARROWER,
    "thread": _IN_A_THREAD_FIRST,
    "forked": _FORKED,
}


@unix
@pytest.mark.treg
@pytest.mark.parametrize("code", _CODE.values(), ids=_CODE)
def test_the_process_is_bounded_where_a_program_asks_and_only_while_it_fills(code):
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_PROCESS + code], check=False, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the sizes of 64 bits")
def test_windows_gets_its_limits_in_the_structure_that_it_knows():
    assert ctypes.sizeof(Limits) == 144
    assert (Limits.flags.offset, Limits.process_memory.offset) == (16, 112)


def test_the_texts_of_a_school_have_a_limit_together(prosjekt):
    path = prosjekt / "data/runder/2015.yaml"
    loop = "{% for i in range(999) %}{{ 'a b ' * 200 }}{% endfor %}"  # 0.8 million characters
    texts = "".join(f'  - {{bokmål: "{loop}", nynorsk: x}}\n' for _ in range(3))
    path.write_text(path.read_text("utf-8").replace("\ndelmål:\n", f"\ndelmål:\n{texts}"), "utf-8")
    files = Datafiler(Project(prosjekt), 2015)
    with pytest.raises(DialogError, match="Teksten blir urimelig stor") as error:
        lag_grunnlag(files, "drammen", TextTemplates(FILTERS))
    assert [problem.path for problem in error.value.problems][:1] == ["delmål[3].bokmål"]
