"""Fill in Word forms through LibreOffice Writer, for real: opened, typed into, saved as .docx.

The tests' own Python (in a virtual environment) can't import ``uno``; so this file is run twice.
Imported, it is :class:`Kontor`, which starts one headless office for a whole batch of documents.
Run as a program by a Python that has ``uno`` (the system's, or LibreOffice's own), it is the hand
that drives that office; the two talk in lines of JSON. Only the standard library is used at the
top, and nothing newer than Python 3.8, since that other Python may be an old one.

How it types: the view's cursor is put where a person would put it, and ``.uno:InsertText``,
``.uno:InsertPara`` (Enter) and ``.uno:InsertLinebreak`` (Shift+Enter) are dispatched. These are
the commands that Writer's keys are bound to; they end in the same code, heed what is read-only
and leave content controls and fields as typing leaves them. ``XText.setString`` would change the
model behind the editor's back, and be let in where a person isn't. Real key presses can be asked
for too (``taster=True``); they aren't the rule since each takes some ten milliseconds. Autocorrection
is off, since a round trip must be exact («i gang» first in a cell would become «I gang», even by
``.uno:InsertLinebreak`` after it); ``Kontor(autokorrektur=True)`` leaves it on, as people have it.
"""

# ruff: noqa: FBT003 - UNO has no keyword arguments

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MÅTER = ("alt", "ledetekst", "i feltet")
_START = 90  # seconds until the office must answer: a cold start on a busy machine takes long
_AUTOKORREKTUR = {
    "/org.openoffice.Office.Common/AutoCorrect": [
        *("UseReplacementTable", "TwoCapitalsAtStart", "CapitalAtStartSentence"),
        *("ChangeUnderlineWeight", "SetInetAttribute", "ChangeOrdinalNumber", "ChangeDash"),
        *("AddNonBreakingSpace", "RemoveDoubleSpaces", "ReplaceSingleQuote"),
        *("ReplaceDoubleQuote", "CorrectAccidentalCapsLock"),
    ],
    "/org.openoffice.Office.Writer/AutoFunction/Completion": ["Enable"],
    "/org.openoffice.Office.Writer/AutoFunction/Format/ByInput/ApplyNumbering": ["Enable"],
}
_IKKE_SVAR = {"Påminnelse", "Svarlinje"}  # below a heading, but nothing that is typed over


class KontorFeil(Exception):  # noqa: N818 - Norwegian, as the rest of its name
    """LibreOffice didn't do as it was told: crashed, hung, or took no text."""


class Valgt(str):
    """A choice from a drop-down list, rather than typed text."""

    __slots__ = ()


@functools.cache
def uno_python():
    """A Python that can import ``uno``; '' where there is none."""
    own = [Path(SOFFICE).resolve().parent / "python"] if SOFFICE else []
    for candidate in (*own, "/usr/bin/python3", shutil.which("python3") or "", sys.executable):
        if candidate and Path(candidate).exists():
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                ran = subprocess.run(
                    [candidate, "-c", "import uno"],
                    env=_miljø(),
                    capture_output=True,
                    check=False,
                    timeout=60,
                )
                if ran.returncode == 0:
                    return str(candidate)
    return ""


def finnes():
    """Whether forms can be filled in here."""
    return bool(SOFFICE and uno_python())


def har_calc():
    """Whether spreadsheets can be opened here: Calc is a package of its own in Debian."""
    program = Path(SOFFICE).resolve().parent if SOFFICE else Path("finnes ikke")
    return any(list(folder.glob("*sclo.*")) for folder in (program, program.parent / "Frameworks"))


def _miljø():
    """The environment without what leads another Python astray."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COVERAGE"))}


class Kontor:
    """One running LibreOffice. ``with Kontor() as kontor: kontor.fyll(inn, ut, felt)``.

    ``frist`` is the number of seconds that one document may take; an office that takes longer is
    killed, and so is one that crashed. The next document then gets a new office.
    """

    def __init__(self, *, frist=60, autokorrektur=False):
        self.frist = frist
        self._autokorrektur = autokorrektur
        self.prosess = self._hånd = self._mappe = None

    def __enter__(self):
        self._start()
        return self

    def __exit__(self, *_):
        self.lukk()

    def lagre_om(self, inn, ut):
        """Open a document and save it as .docx, nothing else."""
        self._gjør(inn, ut, [], "alt", taster=False)

    def fyll(self, inn, ut, felt, *, måte="alt", taster=False):
        """Open a document, type into it, save it as .docx. ``felt`` is gone through in its order.

        Where, as a person would say it:

        * ``"Til stede"`` – the field below that heading, however many paragraphs it is;
        * ``"Dato:"`` – what stands after that label (a key that ends in a colon);
        * ``("Avtalte utviklingsmål", 2, "Frist")`` – table, row, column. The table by the heading
          above it or by number; the row by number, the first below the column headings being 1;
          the column by its heading or number, from 1. Rows that are missing come at the end;
        * ``("Avtalte utviklingsmål", 2)`` – the whole row; its only value is None: delete it;
        * ``"Ingen elever kan kjennes igjen"`` – with True or False, the check box of that line.

        What: text, where ``\\n`` is Enter and ``\\v`` is Shift+Enter, ``""`` leaves the field
        empty; a list of texts, made a bulleted one; True and False for a check box; a
        ``datetime.date`` as picked in the calendar; ``Valgt("i gang")`` as chosen from the list.

        ``måte`` is how the prompt or old text goes: «alt» selects all there is (paragraph, cell)
        and types over it, so that the control goes too; «ledetekst» selects the control's
        contents and types over them, as a click on a prompt does; «i feltet» types inside the
        control and deletes the rest. The last two are as «alt» where there is no control.
        """
        assert måte in MÅTER, måte
        steg = [[list(k) if isinstance(k, tuple) else k, _kodet(v)] for k, v in felt.items()]
        self._gjør(inn, ut, steg, måte, taster=taster)

    def lukk(self):
        """Stop everything that was started; nothing is left running. May be called again."""
        if self._hånd:
            with contextlib.suppress(OSError):
                self._hånd.stdin.close()  # it asks the office to quit, then goes itself
            _vent_eller_drep(self._hånd, 10)
            self._hånd.stdout.close()
        if self.prosess:
            _vent_eller_drep(self.prosess, 10)
        if self._mappe:
            self._mappe.cleanup()
        self.prosess = self._hånd = self._mappe = None

    def _start(self):
        if not finnes():
            raise KontorFeil("LibreOffice or a Python with uno is missing")
        self._mappe = tempfile.TemporaryDirectory(
            prefix="dialog-kontor-", ignore_cleanup_errors=True
        )
        profile = Path(self._mappe.name, "profil")
        if not self._autokorrektur:
            _uten_autokorrektur(profile)
        pipe = f"dialog-{uuid.uuid4().hex}"
        # A session of its own: soffice starts others (oosplash, soffice.bin), which must go too.
        self.prosess = subprocess.Popen(
            [SOFFICE, "--headless", "--norestore", "--nologo", "--nodefault",
             f"--accept=pipe,name={pipe};urp", f"-env:UserInstallation={profile.as_uri()}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self._hånd = subprocess.Popen(
            [uno_python(), __file__, pipe, str(self.prosess.pid), str(_START)],
            env={**_miljø(), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        self._svar(_START + 10, "to start")

    def _gjør(self, inn, ut, steg, måte, *, taster):
        if not self._hånd:
            self._start()
        # A copy: an office leaves a lock beside what it opens, and a killed one leaves it for good.
        copy = Path(self._mappe.name, "inn", Path(inn).name)
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(inn, copy)
        task = {
            "inn": copy.as_uri(),
            "ut": Path(ut).resolve().as_uri(),
            "steg": steg,
            "måte": måte,
            "taster": taster,
            "ettergå": not self._autokorrektur,
        }
        with contextlib.suppress(BrokenPipeError):  # the answer that is missing tells of it
            self._hånd.stdin.write(json.dumps(task).encode("ascii") + b"\n")
            self._hånd.stdin.flush()
        self._svar(self.frist, f"for {Path(inn).name}")

    def _svar(self, frist, hva):
        """The hand's answer; killing the office makes a reader that waits for one go on."""
        late = threading.Event()

        def stopp():
            late.set()
            _drep(self.prosess)
            _drep(self._hånd)

        timer = threading.Timer(frist, stopp)
        timer.start()
        try:
            line = self._hånd.stdout.readline()
        finally:
            timer.cancel()
            timer.join()
        if late.is_set() or not line:
            self.lukk()
            what = f"took more than {frist} s" if late.is_set() else "crashed"
            raise KontorFeil(f"LibreOffice {what} {hva}")
        answer = json.loads(line)
        if answer.get("borte"):
            self.lukk()
        if answer.get("feil"):
            raise KontorFeil(f"{answer['feil']} ({hva})")


def _uten_autokorrektur(profile):
    """Write the settings of a new user who has switched it all off."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>false</value>'
        "</prop></item>"
        for path, names in _AUTOKORREKTUR.items()
        for name in names
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        "utf-8",
    )


def _kodet(value):
    """A value of ``felt`` as JSON has it."""
    if isinstance(value, dt.date):
        return {"dato": value.isoformat()}
    if isinstance(value, Valgt):
        return {"valgt": str(value)}
    return value


def _drep(process):
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            # Its group is its own, and stays so while any of its children lives.
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _vent_eller_drep(process, seconds):
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    _drep(process)  # also what a parent that is gone has left behind
    process.wait()
    end = time.monotonic() + 5  # children that lost their parent are init's to bury
    with contextlib.suppress(OSError):
        while hasattr(os, "killpg") and time.monotonic() < end:
            os.killpg(process.pid, 0)
            time.sleep(0.01)


# What follows runs in the Python that has uno.

_MÅNEDER = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
_DAGER = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_CTRL = 2  # com.sun.star.awt.KeyModifier.MOD1


def _egenskap(name, value):
    from com.sun.star.beans import PropertyValue

    entry = PropertyValue()
    entry.Name, entry.Value = name, value
    return entry


def _alle(enumerable):
    entries = enumerable.createEnumeration()
    while entries.hasMoreElements():
        yield entries.nextElement()


def _er(block, service):
    return block.supportsService(f"com.sun.star.text.{service}")


class _Skrivehånd:
    """The cursor and the keys of one open document."""

    def __init__(self, doc, context, *, taster, ettergå):
        make = context.ServiceManager.createInstanceWithContext
        self.doc = doc
        self.frame = doc.CurrentController.Frame
        self.cursor = doc.CurrentController.ViewCursor
        self._dispatcher = make("com.sun.star.frame.DispatchHelper", context)
        self._toolkit = make("com.sun.star.awt.Toolkit", context)
        self.taster = taster
        self.ettergå = ettergå

    def kommando(self, name, **arguments):
        values = tuple(_egenskap(k, v) for k, v in arguments.items())
        self._dispatcher.executeDispatch(self.frame, f".uno:{name}", "", 0, values)

    def tast(self, name, char="", modifiers=0):
        """Press a key for real: the event goes to the window that the text is edited in."""
        import uno
        from com.sun.star.awt import KeyEvent

        event = KeyEvent()
        event.Source = self.frame.ComponentWindow.getWindows()[0].getWindows()[0]
        event.Modifiers = modifiers
        if name:
            event.KeyCode = uno.getConstantByName(f"com.sun.star.awt.Key.{name}")
        if char:
            event.KeyChar = uno.Char(char)
        self._toolkit.keyPress(event)
        self._toolkit.keyRelease(event)
        self._toolkit.processEventsToIdle()

    def skriv(self, text):
        """Type: ``\\n`` is Enter, ``\\v`` is Shift+Enter. What is selected is replaced."""
        if self.taster:
            for char in text:
                keys = {"\n": ("RETURN", "\n"), "\v": ("RETURN", "\n", 1), " ": ("SPACE", " ")}
                self.tast(*keys.get(char, ("", char)))
            return
        for number, paragraph in enumerate(text.split("\n")):
            if number:
                self.kommando("InsertPara")
            for count, line in enumerate(paragraph.split("\v")):
                if count:
                    self.kommando("InsertLinebreak")
                if line:
                    self.kommando("InsertText", Text=line)

    def slett(self, times=1):
        for _ in range(times):
            if self.taster:
                self.tast("DELETE")
            else:
                self.kommando("Delete")

    def skriv_over(self, start, end, value):
        """Select from start to end and type a value."""
        self.cursor.gotoRange(start, False)
        self.cursor.gotoRange(end, True)
        items = value if isinstance(value, list) else [value]
        if not self.cursor.isCollapsed():
            self.slett()
        for number, item in enumerate(items):
            if number:
                self.skriv("\n")
            self.skriv(item)
            if not number and isinstance(value, list):
                self.kommando("DefaultBullet")

    # Where things are, as a person finds them.

    @functools.cached_property
    def blokker(self):
        """Each paragraph and table, with the heading that it stands below.

        Looked up once, since each question is a trip to another process. Typing over a field
        makes its own paragraphs stale, but never those around it.
        """
        heading, found = "", []
        for block in _alle(self.doc.Text):
            paragraph = _er(block, "Paragraph")
            if paragraph and block.OutlineLevel:
                heading = block.String
                found.append(("overskrift", heading, "", block))
            elif paragraph:
                found.append((block.ParaStyleName, heading, block.String, block))
            else:
                names = [block.getCellByPosition(n, 0) for n in range(block.Columns.Count)]
                found.append(("tabell", heading, [cell.String.strip() for cell in names], block))
        return found

    def under(self, heading):
        """The numbers of the paragraphs below a heading that are there to be typed over."""
        other = {*_IKKE_SVAR, "overskrift", "tabell"}
        found = [n for n, b in enumerate(self.blokker) if b[1] == heading and b[0] not in other]
        if not found:
            raise LookupError(f"no field below the heading «{heading}»")
        return found

    def linje(self, label, *, avkryssing=False):
        """The number of the paragraph that starts with a label, or the check box's that has it."""
        for number, (kind, _, text, block) in enumerate(self.blokker):
            if kind in {"overskrift", "tabell"} or label not in text:
                continue
            if any(c.Checkbox for c in kontroller(block)) if avkryssing else text.startswith(label):
                return number
        raise LookupError(f"no line «{label}»")

    def celle(self, which, row, column):
        tables = [b[1:] for b in self.blokker if b[0] == "tabell"]
        for number, (heading, names, table) in enumerate(tables, 1):  # noqa: B007 - used below
            if which in (number, heading):
                break
        else:
            raise LookupError(f"no table «{which}»")
        while table.Rows.Count <= row:
            # Tab in the last cell makes a new row, in Writer as in Word.
            count = table.Rows.Count
            last = table.getCellByPosition(len(names) - 1, count - 1)
            self.cursor.gotoRange(last.End, False)
            if self.taster:
                self.tast("TAB", "\t")
            else:
                self.kommando("JumpToNextCell")
            if table.Rows.Count != count + 1:
                raise LookupError(f"the table «{which}» got no new row")
        place = column - 1 if isinstance(column, int) else names.index(column)
        return table.getCellByPosition(place, row)

    def tekst(self, first, last):
        """What stands from one block to another now, however many there are between."""
        text = self.doc.Text
        cursor = text.createTextCursorByRange(self.blokker[first][3].Start)
        if last + 1 < len(self.blokker):
            after = self.blokker[last + 1]
            end = after[3].Anchor if after[0] == "tabell" else after[3]
            cursor.gotoRange(end.Start, True)
        else:
            cursor.gotoEnd(True)
        return cursor.String


def kontroller(paragraph):
    """The content controls of a paragraph."""
    return [p.ContentControl for p in _alle(paragraph) if p.TextPortionType == "ContentControl"]


def _første(paragraph):
    """The paragraph's first content control or input field, which is what other controls become."""
    for portion in _alle(paragraph):
        if portion.TextPortionType == "ContentControl":
            return portion.ContentControl
        if portion.TextPortionType == "TextField":
            return portion
    return None


def _marker_i(hand, control):
    """Put the cursor around what a control or input field holds; the number of characters."""
    if hasattr(control, "ShowingPlaceHolder"):
        inner = [p for p in _alle(control) if p.TextPortionType == "Text" and p.String]
        length = sum(len(p.String) for p in inner)
        hand.cursor.gotoRange(inner[0].Start if inner else control.Start, False)
    else:
        length = len(control.String.rstrip("\r"))
        hand.cursor.gotoRange(control.Start, False)
        hand.cursor.goRight(1, False)  # over the edge into the field
    return length


def _skriv_i(hand, control, text, *, marker):
    """Type in a control: over its selected contents, or before them, which then are deleted."""
    length = _marker_i(hand, control)
    if marker:
        hand.cursor.goRight(length, True)
        if not text:
            hand.slett()
        hand.skriv(text)
    else:
        hand.skriv(text)
        hand.slett(length)


def _velg(hand, control, text, day):
    """What choosing in the calendar or the list leaves behind.

    Their windows can't be opened here (a headless office crashes on Alt+Down, seen in 7.4).
    """
    if control is None or not hasattr(control, "ShowingPlaceHolder"):
        raise LookupError("there is nothing to choose from")
    if day:
        control.CurrentDate = f"{day.isoformat()}T00:00:00Z"
    elif text not in [p.Value for item in control.ListItems for p in item]:
        raise LookupError(f"«{text}» is not in the list")
    _skriv_i(hand, control, text, marker=False)
    control.ShowingPlaceHolder = False


def _dato(day, pattern):
    """A date as the control's own format has it; the two formats of the forms."""
    text = f"{day.day}. {_MÅNEDER[day.month - 1]} {day.year}"
    return f"{_DAGER[day.weekday()]} {text}" if pattern.startswith("dddd") else text


def _kryss(hand, label, *, wanted):
    """Toggle a check box with the space key."""
    line = hand.blokker[hand.linje(label, avkryssing=True)][3]
    box = next(c for c in kontroller(line) if c.Checkbox)
    if box.Checked == wanted:
        return
    hand.cursor.gotoRange(next(iter(_alle(box))).Start, False)
    hand.tast("SPACE", " ")
    if box.Checked != wanted:
        raise LookupError(f"the check box «{label}» can't be toggled")


def _ett_steg(hand, key, value, måte):
    """Fill in one field."""
    if isinstance(value, bool):
        _kryss(hand, key, wanted=value)
    elif value is None:
        table, row = key
        hand.cursor.gotoRange(hand.celle(table, row, 1).Start, False)
        hand.kommando("DeleteRows")
    else:
        _i_felt(hand, key, value, måte)


def _i_felt(hand, key, value, måte):
    if isinstance(key, list):
        cell = hand.celle(*key)
        paragraphs, start, end = list(_alle(cell)), cell.Start, cell.End
    else:
        label = key.endswith(":")
        numbers = [hand.linje(key)] if label else hand.under(key)
        paragraphs = [hand.blokker[n][3] for n in numbers]
        start, end = paragraphs[0].Start, paragraphs[-1].End
        if label:
            hand.cursor.gotoRange(start, False)
            hand.cursor.goRight(len(key) + 1, False)
            start = hand.cursor.Start
    control = _første(paragraphs[0])
    if isinstance(value, dict):
        day = dt.date.fromisoformat(value["dato"]) if "dato" in value else None
        value = _dato(day, control.DateFormat) if day else value["valgt"]
        _velg(hand, control, value, day)
    elif måte == "alt" or control is None or isinstance(value, list) or len(paragraphs) > 1:
        hand.skriv_over(start, end, value)
    else:
        _skriv_i(hand, control, value, marker=måte == "ledetekst")
    if not hand.ettergå:
        return  # autocorrection has had its say
    # The heading or line before the field stays as it is, and so does the block after it.
    got = cell.String if isinstance(key, list) else hand.tekst(numbers[0] - 1, numbers[-1])
    for line in value if isinstance(value, list) else value.split("\n"):
        if line.replace("\v", "\n") not in got:
            raise LookupError(f"the field {key} took no text: «{line}» became «{got}»")


def _ett_dokument(desktop, context, task):
    # Not hidden: keys and the cursor need a window, even one that nobody sees.
    doc = desktop.loadComponentFromURL(task["inn"], "_blank", 0, ())
    if doc is None:
        raise LookupError("LibreOffice can't open the document")
    try:
        hand = _Skrivehånd(doc, context, taster=task["taster"], ettergå=task["ettergå"])
        for key, value in task["steg"]:
            _ett_steg(hand, key, value, task["måte"])
        doc.storeToURL(task["ut"], (_egenskap("FilterName", "MS Word 2007 XML"),))
    finally:
        doc.close(True)


def _koble_til(pipe, pid, seconds):
    """The office's component context, as soon as it answers."""
    import uno
    from com.sun.star.connection import NoConnectException

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            if hasattr(os, "killpg"):
                os.killpg(pid, 0)  # raises where the office is gone already
            time.sleep(0.05)


def _svarer(desktop):
    try:
        desktop.getCurrentFrame()
    except Exception:  # noqa: BLE001 - a bridge that is down raises one of several
        return False
    return True


def _drevet(pipe, pid, seconds):
    """Do what the lines of standard input say, one answer each, until they end."""

    def svar(**answer):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    context = _koble_til(pipe, pid, seconds)
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    svar(klar=True)
    for line in sys.stdin:
        try:
            _ett_dokument(desktop, context, json.loads(line))
        except Exception as error:  # noqa: BLE001 - UNO's have no other parent; the test gets it
            gone = not _svarer(desktop)
            svar(feil=f"{'it crashed: ' * gone}{type(error).__name__}: {error}", borte=gone)
            if gone:
                return
        else:
            svar(ferdig=True)
    with contextlib.suppress(Exception):  # it may hang up before it answers
        desktop.terminate()


if __name__ == "__main__":
    _drevet(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
