"""Random expressions that grow: each must end in a right result or a placed error, and soon.

    python tests/word/vekst.py [ANTALL] [FRØ]

composes 2,000 expressions (or ANTALL) of whatever grows, fills a text and a Word template with
each in a process of its own, which goes on with the next while all is well, and prints what became
of them; the exit code is 1 where one took more memory or time than BYTES and SECONDS, or ended in
anything but a document or an error at its tag. pytest runs 500.
"""

import multiprocessing
import random
import resource
import sys
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from io import BytesIO

from lag import docx, p
from lxml import etree

from dialoggrunnlag.innhold.grunnlag import FILTERS
from dialoggrunnlag.innhold.text_tags import TextError
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.word import TemplateError, WordTemplate, bounds

BYTES, SECONDS = 2**30, 9.0  # of the process at its largest; of processor time for one
KILLED_AFTER = 30  # seconds of processor time, where nothing else has ended it

# What the issue names, and others of their kinds; written as they stand in a tag
KNOWN = (
    "([A5]*1000)|join",
    "(['a'*5000000]*1000)|join|length",
    "'{0}{0}{0}{0}{0}{0}{0}{0}'.format(A5)|length",
    "('{0}'*100000).format(A1)|length",
    "('%s'*100000) % ((A1,)*100000)",
    "'%099999999d' % 1",
    "'%9999d'*1000 % ((1,)*1000)",
    "('{:>9999}'*1000).format(*[1]*1000)",
    "'{:{}}'.format('x', 10**9)",
    "'%.*f' % (10**9, 1.0)",
    "('a\\n'*1000000)|indent(9999)|length",
    "('a\\n'*1000000)|indent(A5)|length",
    "('\\t'*1000000).expandtabs(9999)|length",
    "(A5).translate({97: A5})|length",
    "A5.replace('a', A5)|length",
    "A5.replace('', A1)|length",
    "A1.join(A5)|length",
    "([A1]*1000)|oppramsing|length",
    "([[A1]*1000]*1000)|tojson|length",
    "([1]*1000000)|tojson(indent=9999)|length",
    "([[1]]*1000000)|sum(start=[])|length",
    "([[1,2]*1000]*10000)|sum(start=[])|length",
    "([(1,)]*1000000)|sum(start=())|length",
    "1|round(-10**8)",
    "1|round(-9999)",
    "(5).__round__(-10**8)",
    "(1).to_bytes(10**9, 'big')|length",
    "(10**3000)**100",
    "[[10**2000]*100000]*100|map('sum')|list|length",
    "(['9'*4000]*100000)|map('int')|sum",
    "'x'|center(10**9)|length",
    "'x'.zfill(10**9)|length",
    "[1]|batch(10**9, 'x')|list|length",
    "[1]|slice(10**9)|list|length",
    "[1]|slice(10**9)|select('none')|list|length",
    "range(99999)|batch(1)|list|batch(1)|list|batch(1)|list|length",
    "A5|list|sort|length",
    "A5|wordwrap(1)|length",
    "A5|wordwrap(1, true, A1)|length",
    "('a '*2000000)|wordcount",
    "('a '*2000000)|title|length",
    "('<!--x-->'*500000)|striptags|length",
    "A5|truncate(10, true, A5)|length",
    "A5.split('a')|map('upper')|list|length",
    "A5|groupby('real')|list|length",
    "A5|list|unique|list|length",
    "[A5, A5, A5, A5, A5, A5]|string|length",
    "A5.encode('utf-32')|length",
    "A5[1:] ~ A5[1:]",
    "dict(a=[A5]*2, b=[A5]*2)|items|list|length",
    "range(99999)|map('string')|map('center', 9999)|join|length",
    "range(99999)|map('center', 9999)|list|length",
    "cycler(*range(99999)).next()",
)
STATEMENTS = (
    "{% set n = namespace(x=X) %}{% for i in range(60) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
    "{% set n = namespace(x=X) %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x=X) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=X) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}{% endfor %}{{ n.x == n.y }}",
    "{% set n = namespace(x=(1,)) %}{% for i in range(60) %}{% set n.x = (n.x, n.x) %}{% endfor %}{{ {n.x: 1}|length }}",
    "{% set n = namespace(x=1) %}{% for i in range(60) %}{% set n.x = {'a': n.x, 'b': n.x} %}{% endfor %}{{ n.x|tojson }}",
    "{% set n = namespace(x=[]) %}{% for i in range(99999) %}{% set n.x = n.x + [X] %}{% endfor %}",
    "{% set n = namespace(x=3) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{{ X }}{% endmacro %}{{ m(20)|length }}",
    "{% macro m(n) %}{{ varargs == varargs and n and m(n - 1, varargs, varargs) }}{% endmacro %}{{ m(60) }}",
    "{% set b %}{% for i in range(99999) %}{{ X }}{% endfor %}{% endset %}{{ b|length }}",
    "{% for i in range(99999) %}{% set y = X|upper %}{% endfor %}",
    "{% for i in range(99999) %}{% if X|wordcount %}{% endif %}{% endfor %}",
    "{% for i in range(99999) %}{% if 'b' in X %}{% endif %}{% endfor %}",
    "{% for i in range(99999) %}{% if X[1:] == X[:-1] %}{% endif %}{% endfor %}",
    "{% for i in range(99999) %}{% set y = X|list|sort %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% filter replace('a', A1) %}{% for i in range(9999) %}{{ X }}{% endfor %}{% endfilter %}",
    "{% call(x) m() %}{{ X }}{% endcall %}{% macro m() %}{% for i in range(99999) %}{{ caller(1) }}{% endfor %}{% endmacro %}",
)
# What once crashed Python, or stayed in one step of it that nothing can stop
_OVER = "{% set n = namespace(x=['a'], y=['a']) %}{% for i in range(COUNT) %}STEP{% endfor %}END"
_STEPS = (
    (99999, "{% set n.x = n.x|map('upper') %}", "{{ n.x|list }}"),
    (99999, "{% set n.x = n.x|batch(1) %}", "{{ n.x|first }}"),
    (99999, "{% set n.x = (n.x,) %}", "{{ {n.x: 1}|length }}"),
    (60, "{% set n.x = {'a': n.x, 'b': n.x}.values() %}", "{{ n.x|string|length }}"),
    (60, "{% set n.x = {'a': n.x, 'b': n.x}.items() %}", "{{ n.x }}"),
    (60, "{% set n.x = namespace(a=n.x, b=n.x) %}", "{{ [n.x]|string|length }}"),
    (60, "{% set n.x = n %}", "{{ [n.x]|string|length }}"),
    (60, "{% set n.x = cycler(n.x, n.x).items %}{% set n.y = cycler(n.y, n.y).items %}",
     "{{ n.x == n.y }}"),
)  # fmt: skip
CRASHING = (
    *(
        _OVER.replace("COUNT", str(n)).replace("STEP", step).replace("END", end)
        for n, step, end in _STEPS
    ),
    "{{ A5.strip('b' * 4999999 ~ 'a')|length }}",
    "{{ A5|trim('b' * 4999999 ~ 'a')|length }}",
    "{{ A5.encode().strip(('b' * 4999999 ~ 'a').encode())|length }}",
    "{{ A5.rfind('a' * 999999 ~ 'b' ~ 'a' * 999999) }}",
    f"{{{{ 0x{'f' * 400_000} // 0x{'e' * 200_000} }}}}",
    "{{ 1.5[1:] }}",
)
_SMALL = (
    "'ab'",
    "'a b\\n'",
    "[1, 2]",
    "('x', 'y')",
    "{'a': 'b'}",
    "7",
    "'<>'",
    "1.5",
    "'\\t'",
    "x",
)
_GROWS = (
    "({0})*{n}", "({0})*({1})", "[{0}]*{n}", "[{0}, {1}]", "({0}, {0})", "{{'k': {0}, 'l': {1}}}",
    "({0})|string", "({0})|list", "({0})|join({1})", "({0})|join", "({0})|tojson", "({0})|upper",
    "({0})|replace('a', {1})", "({0})|indent({n})", "({0})|center({n})", "({0})|batch({n}, {1})|list",
    "({0})|slice({n})|list", "({0})|wordwrap({n})", "({0})|wordcount", "({0})|sort", "({0})|unique|list",
    "({0})|map('string')|list", "({0})|map('upper')|join", "({0})|sum(start=[])", "({0})|sum",
    "({0})|oppramsing", "({0})|round(-{n})", "({0})|int", "({0})|reverse|list", "({0})|title",
    "({0})|groupby(0)|list", "({0})|items|list", "({0})|dictsort", "({0})|striptags", "({0})|truncate({n})",
    "'%{n}s' % ({0})", "('%s'*{n}) % ({0})", "'{{0:>{n}}}'.format({0})", "('{{0}}'*{n}).format({0})",
    "({0}).replace('', {1})", "({0}).join({1})", "({0}).ljust({n})", "({0}).expandtabs({n})",
    "({0}).translate({{97: {1}}})", "({0}).split()", "({0}).encode()", "({0}) + ({1})", "({0}) ~ ({1})",
    "({0})**({1})", "({0})**{n}", "({0}) == ({1})", "({0}) in ({1})", "({0})[1:]", "({0}) < ({1})",
    "dict(a={0}, b={1})", "range({n})|list", "range({n})|map('center', {n})|list",
    "range({n})|batch(2)|list", "({0})|tojson(indent={n})", "({0})|select('eq', {1})|list",
)  # fmt: skip
_NUMBERS = (2, 3, 60, 1000, 9_999, 99_999, 5_000_000, 10**9, 10**30)


_FIXED = [f"{{{{ {one} }}}}" for one in KNOWN] + [
    statement.replace("X", x) for statement in STATEMENTS for x in ("'ab'", "('a b'*1000000)")
]
_FIXED += CRASHING
FIXED = len(_FIXED)


def expression(chance, depth):
    """A random expression of so many steps within one another."""
    if depth == 0:
        return chance.choice(_SMALL)
    form = chance.choice(_GROWS)
    inside = [expression(chance, depth - 1), expression(chance, chance.randrange(depth))]
    return form.format(*inside, n=chance.choice(_NUMBERS))


def template(seed):
    """A template that grows: one of those above, and then random ones."""
    if seed < FIXED:
        text = _FIXED[seed]
    else:
        chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
        made = expression(chance, chance.randint(1, 5))
        shapes = [f"{{{{ {made} }}}}", f"{{{{ ({made})|length }}}}"]
        shapes += [s.replace("X", f"({made})") for s in STATEMENTS]
        text = chance.choice(shapes)
    return text.replace("A5", "('a'*5000000)").replace("A1", "('a'*100000)")


def fill(source, kind):
    """What becomes of a template: 'dokument', or 'feil' at a place; raises for anything else."""
    values = {"x": ["a", "<&>", 3]}
    try:
        if kind == "tekst":
            TextTemplates(FILTERS).render(source, values).encode()
        else:
            data = WordTemplate(docx(p(source)), name="mal.docx", filters=FILTERS).render(values)
            with zipfile.ZipFile(BytesIO(data)) as archive:
                huge = etree.XMLParser(huge_tree=True)
                etree.fromstring(archive.read("word/document.xml"), huge)
    except TextError as error:
        return "feil med sted" if error.line and error.column else f"galt: uten sted: {error}"
    except TemplateError as error:
        is_placed = all(str(one).startswith("mal.docx, avsnitt 1") for one in error.problems)
        return "feil med sted" if is_placed else f"galt: uten sted: {error}"
    return "dokument"


def _measured(seed, kind, seconds):
    """What becomes of a template, its process's memory in bytes and the seconds that it took."""
    bounds._bounds.each, bounds._bounds.all = seconds, bounds.ALL  # as in a program's beginning
    before = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(before.ru_utime + before.ru_stime)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + KILLED_AFTER, most))
    try:
        what = fill(template(seed), kind)
    except Exception as error:  # noqa: BLE001 - the point is to find them all
        what = f"galt: {type(error).__name__}: {str(error)[:200]}"
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    memory = after.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    if memory > BYTES or used > SECONDS:
        what = "galt: for mye"
    return what, memory, used


def outcomes(first, count, seconds=bounds.SECONDS):
    """What becomes of so many templates: seed, kind, outcome, memory and time of each.

    ``seconds`` are what each may take before it is stopped. Those that the issue names are filled
    as a text and as a Word template, the random ones as either.
    """
    both = ("tekst", "word")
    cases = []
    for seed in range(first, first + count):
        kinds = both if seed < FIXED else both[seed % 2 :][:1]
        cases += [(seed, kind) for kind in kinds]
    # Processes that begin small, whatever the one that runs the tests has come to hold
    server = multiprocessing.get_context("forkserver")
    while cases:
        with ProcessPoolExecutor(1, mp_context=server, initializer=bounds.enforce) as process:
            while cases:
                case = cases.pop(0)
                try:
                    yield *case, *process.submit(_measured, *case, seconds).result()
                except BrokenProcessPool:
                    yield *case, "galt: prosessen ble borte", 0, 0.0
                    break


def main(count=2000, first=0):
    """Fill ``count`` templates and print what became of them; returns the exit code."""
    ends, wrong, most = Counter(), 0, [0, 0.0]
    for seed, kind, what, memory, used in outcomes(first, count):
        ends[what.split(":")[0]] += 1
        most = [max(most[0], memory), max(most[1], used)]
        if what.startswith("galt"):
            wrong += 1
            cost = f"{memory >> 20} MB, {used:.1f} s"
            print(f"{seed} {kind}: {what}, {cost}: {template(seed)[:300]}")  # noqa: T201
    print(dict(ends), f"høyst {most[0] >> 20} MB og {most[1]:.1f} s")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
