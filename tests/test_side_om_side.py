"""What all schools share is read and made once, and many schools give the same as few: counted."""

from __future__ import annotations

import email
import errno
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from email import policy
from email.message import EmailMessage

import pytest
from hjelp import SKOLER, bytt
from hypothesis import given
from hypothesis import strategies as st
from status_hjelp import full_dialog

from dialoggrunnlag.disk import side_by_side as side_om_side
from dialoggrunnlag.disk.marks import MARK, marked, marks
from dialoggrunnlag.disk.side_by_side import side_by_side
from dialoggrunnlag.dokumenter import epost, flyttinger, ical, kjede
from dialoggrunnlag.dokumenter.epost import Vedlegg
from dialoggrunnlag.dokumenter.innkallingsmal import Innkallingsmal
from dialoggrunnlag.innhold import text_template
from dialoggrunnlag.innhold.text_tags import TextError
from dialoggrunnlag.innhold.text_template import TextTemplates
from dialoggrunnlag.kontroller.mangler import Fil
from dialoggrunnlag.model.arv import Arv
from dialoggrunnlag.word import WordTemplate

KOMMANDOER = [("status",), ("sjekk",), ("plan", "--kalender"), ("innkalling", "--alle")]


@pytest.fixture
def runden(prosjekt, dialog):
    """A round where most schools have a date, and everything is made."""
    for number, skole_id in enumerate(list(SKOLER)[:-2]):
        full_dialog(prosjekt, skole_id, f"{number + 2}. november 2015")
    for words in (("generer", "--alle", "--alle-dokumenter"), *KOMMANDOER[2:]):
        assert dialog(*words).kode == 0
    return prosjekt


@pytest.fixture
def teller(monkeypatch):
    """Counts the calls of a function by its first argument."""

    def tell(owner, name):
        calls = Counter()
        function = getattr(owner, name)

        def counted(*arguments, **named):
            calls[arguments[0] if arguments else None] += 1
            return function(*arguments, **named)

        monkeypatch.setattr(owner, name, counted)
        return calls

    return tell


@pytest.mark.parametrize("words", KOMMANDOER, ids=" ".join)
def test_what_schools_share_is_read_and_built_once_a_run(runden, dialog, teller, words):
    calendars, names = teller(flyttinger, "read_file"), teller(kjede, "names")
    templates = teller(WordTemplate, "fields")
    assert dialog(*words).kode == 0
    assert calendars.pop(runden / "ut/2015/kalender-2015.ics") <= 2  # and for those without a date
    assert len(calendars) == len(SKOLER) - 2
    assert set(calendars.values()) == {1}
    assert names.total() == 1
    assert set(templates.values()) <= {1}


def test_status_fills_each_invitation_once(runden, dialog, teller):
    filled = teller(Innkallingsmal, "fyll")
    assert dialog("status").kode == 0
    assert filled.total() == len(SKOLER) - 2


def test_an_invitation_that_is_not_made_is_tried(runden, dialog):
    """Where nothing is made yet, or it is out of date, a wrong template is told all the same."""
    full_dialog(runden, "gol", "27. november 2015")
    (runden / "ut/2015/innkalling-2015-lier.eml").unlink()
    mal = runden / "maler/felles/innkalling.txt.j2"
    mal.write_text("Emne: {{ 1 // (skole.id not in ['gol', 'lier']) }}\n\nHei\n", "utf-8")
    assert dialog("status").feil.count("maler/felles/innkalling.txt.j2:1:") == 1
    assert dialog("sjekk").feil.count("maler/felles/innkalling.txt.j2:1:") == 1


@pytest.mark.parametrize("words", [("sjekk",), ("status",)], ids=" ".join)
def test_a_file_that_schools_share_is_looked_for_once(runden, dialog, teller, words):
    (runden / "tall.csv").write_text("1", "utf-8")
    runde = runden / "data/runder/2015.yaml"
    bytt(runde, "  - id: tilstandsrapport\n", "  - id: tilstandsrapport\n    fil: tall.csv\n")
    assert dialog(*words).kode == 0
    looked_for = teller(Fil, "_problem")
    assert dialog(*words).kode == 0
    assert set(looked_for.values()) == {1}


def test_when_schools_are_closed_is_seen_once_for_all_summaries(runden, dialog, monkeypatch):
    class Skoler(dict):
        gjennomgått = 0

        def values(self):
            Skoler.gjennomgått += 1
            return super().values()

    made = Arv.__init__
    monkeypatch.setattr(Arv, "__init__", lambda self, skoler: made(self, Skoler(skoler)))
    ganger = []
    for skole_id in ("gol", "lier", "ål"):
        path = runden / f"data/oppsummeringer/2014/{skole_id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"skole: {skole_id}\nrunde: 2014\nmål: [{{mål: Bedre}}]\n", "utf-8")
        Skoler.gjennomgått = 0
        assert "ufullstendig-mål" in dialog("sjekk").feil
        ganger.append(Skoler.gjennomgått)
    assert len(set(ganger)) == 1


def test_the_time_zone_is_written_once_for_each_sort_of_calendar(runden, dialog, teller):
    ical._rundt.cache_clear()
    written = teller(ical, "_tidssone")
    assert dialog("plan", "--kalender").kode == 0
    assert written.total() == 2  # the round's, which has a name, and the schools'


@given(navn=st.from_regex(r"[a-zA-Z0-9_åÅ–](?:[a-zA-Z0-9.å –-]{0,80}[a-z])?", fullmatch=True))
@pytest.mark.parametrize("method", ["", "REQUEST"])
def test_the_header_of_a_file_says_what_the_one_that_the_library_writes_says(method, navn):
    part = EmailMessage(policy=policy.SMTP)
    kind = ("text", "calendar") if method else ("application", "pdf")
    header = epost._part_header(Vedlegg(navn, b"", method), "/".join(kind))
    params = {"method": method, "charset": "utf-8"} if method else {}
    part.set_content(b"", *kind, disposition="attachment", filename=navn, params=params)
    ours = email.message_from_bytes(header.encode(), policy=policy.default)
    for key in ("Content-Transfer-Encoding", "Content-Disposition"):
        assert ours[key] == part[key]
    assert ours["Content-Disposition"].defects == ()
    theirs = dict(part["Content-Type"].params)
    if not navn.isascii():
        theirs["name"] = navn
    assert (ours.get_content_type(), dict(ours["Content-Type"].params)) == ("/".join(kind), theirs)


# --- many schools --------------------------------------------------------------------------------

# The program where few schools are many, and two processes share them
_MANGE = """
from dialoggrunnlag.cli.app import main
from dialoggrunnlag.disk import side_by_side
side_by_side.MANY, side_by_side.BATCH = 2, 3
side_by_side._cores = lambda: 2
main()
"""


def kjørt(prosjekt, program, *words):
    """What a run printed, and the files that there are after it."""
    done = subprocess.run(
        [sys.executable, *program, *words], cwd=prosjekt, capture_output=True, check=False
    )
    files = {p: p.read_bytes() for p in sorted((prosjekt / "ut").rglob("*")) if p.is_file()}
    return done.returncode, done.stdout, done.stderr, files


@pytest.mark.parametrize(
    "words",
    [("status", "--format", "json"), ("plan", "--kalender"), ("innkalling", "--alle")],
    ids=" ".join,
)
def test_side_by_side_says_and_writes_what_one_process_does(runden, words):
    full_dialog(runden, "gol", "27. november 2015")  # out of date, and moved without a word
    shutil.copy(runden / "ut/2015/kalender-2015.ics", runden / "ut/2015/kalender-2015-lier.ics")
    (runden / "ut/2015/dialoggrunnlag-2015-eiker.docx").unlink()
    before = runden.with_name("kopi")
    shutil.copytree(runden, before)
    alone = kjørt(runden, ["-m", "dialoggrunnlag"], *words)
    shutil.rmtree(runden)
    before.rename(runden)
    assert kjørt(runden, ["-c", _MANGE], *words) == alone


@pytest.fixture
def mange(monkeypatch):
    """Three items are many, and two processes share them."""
    monkeypatch.setattr(side_om_side, "MANY", 3)
    monkeypatch.setattr(side_om_side, "BATCH", 2)
    monkeypatch.setattr(side_om_side, "_cores", lambda: 2)


uten_windows = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")


@uten_windows
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_what_other_processes_give_comes_in_order(mange):
    items = [str(number) for number in range(11)]

    def work(batch):
        for item in batch:
            yield item, os.getpid()

    given = list(side_by_side(work, items))
    assert [item for item, _ in given] == items
    assert len({process for _, process in given} - {os.getpid()}) == 2


@uten_windows
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("slutt", ["drept", "feil", "avbrutt", "ikke til å sende"])
def test_what_another_process_could_not_do_is_done_here(mange, capfd, slutt):
    items, own = [str(number) for number in range(11)], os.getpid()

    def work(batch):
        for item in batch:
            if item == "5" and os.getpid() != own:
                if slutt == "drept":
                    os.kill(os.getpid(), signal.SIGKILL)
                if slutt == "feil":
                    raise MemoryError
                if slutt == "avbrutt":
                    raise KeyboardInterrupt
                yield print.__self__  # a module
            yield item

    assert list(side_by_side(work, items)) == items
    assert capfd.readouterr() == ("", "")
    no_process_is_left()


@uten_windows
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("flest", [0, 1])
def test_where_no_more_processes_can_be_made_there_are_fewer(mange, monkeypatch, flest):
    fork, made = os.fork, []

    def few():
        if len(made) == flest:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        made.append(True)
        return fork()

    monkeypatch.setattr(os, "fork", few)
    items = [str(number) for number in range(11)]
    assert list(side_by_side(iter, items)) == items
    assert len(made) == flest
    no_process_is_left()


@uten_windows
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_an_error_is_raised_where_it_is_asked_for(mange, capfd):
    def work(batch):
        for item in batch:
            yield 1 // (int(item) - 5)

    with pytest.raises(ZeroDivisionError):
        list(side_by_side(work, [str(number) for number in range(11)]))
    assert capfd.readouterr().err == ""
    no_process_is_left()


@uten_windows
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_whoever_wants_no_more_leaves_no_process_behind(mange):
    given = side_by_side(iter, [str(number) for number in range(1000)])
    assert next(given) == "0"
    given.close()
    no_process_is_left()


def no_process_is_left():
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_few_are_worked_on_in_this_process():
    assert list(side_by_side(lambda batch: (os.getpid() for _ in batch), ["a", "b"])) == (
        [os.getpid()] * 2
    )


# --- the page of the whole round -----------------------------------------------------------------


def test_a_page_of_all_schools_may_cost_more_than_one_schools_text(monkeypatch):
    monkeypatch.setattr(text_template, "_MOST_TURNS", 100)
    source, values = "{% for skole in skoler %}{{ skole }}{% endfor %}", {"skoler": ["a"] * 500}
    with pytest.raises(TextError, match="Løkkene går mer enn 100 ganger"):
        TextTemplates({}).render(source, values)
    assert TextTemplates({}, size=10).render(source, values) == "a" * 500


@pytest.mark.parametrize(
    "source", ["{{ x }} – {{ x * 2 }}\n", "uten tagger – æ", "{{ '\\ud83d' }}"]
)
def test_a_page_is_what_the_text_is_in_utf_8(source):
    texts, values = TextTemplates({}), {"x": "blåbær"}
    try:
        text = texts.render(source, values)
    except TextError as error:
        with pytest.raises(TextError, match=re.escape(str(error))):
            texts.page(source, values)
    else:
        assert texts.page(source, values) == text.encode()


def test_the_table_of_the_status_page_is_written_row_by_row(runden, dialog, monkeypatch):
    """As one value it would take twice the memory, and each copy of it as much again."""
    rows = []
    added = text_template._Encoded.append

    def noted(self, piece):
        rows.append(piece.count('<tr role="row" id='))
        added(self, piece)

    monkeypatch.setattr(text_template._Encoded, "append", noted)
    assert dialog("status", "--format", "html").kode == 0
    assert sum(rows) == len(SKOLER)
    assert max(rows) == 1


@pytest.mark.parametrize("slutt", ["\n", "\r\n"])
def test_a_mark_is_that_of_the_file_without_it(slutt):
    text = f"<!doctype html>\n<!-- {MARK} -->\næøå\n"
    data = marked(text)
    made, now = marks(data.replace(b"\n", slutt.encode()))
    assert made == now == hashlib.sha256(text.encode()).hexdigest()
    assert marks(data + b"x")[0] != marks(data + b"x")[1]
