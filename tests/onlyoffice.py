"""Fill in Word forms with ONLYOFFICE's engine, for real: opened, filled in, saved as .docx.

The engine is ONLYOFFICE's Document Builder, of the package ``document-builder`` (AGPL, 100 MB: a
tool of these tests alone, in the extra «onlyoffice»). It is a library in C++ that may crash, so
this file is run twice. Imported, it is :func:`fyll`; run as a program it is the hand that does it.

What is written stands in the content controls as a person who clicks in them leaves it, or in
cells whose content somebody has selected and typed over, so that the control is gone.

Without a licence the engine puts a text box into the header of what it saves: ``VANNMERKE``.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

VANNMERKE = "Unregistered Version"
_FRIST = 120  # seconds for a document; it takes less than one

# A step is its kind and what it is about. Content controls are counted by tag, tables, rows and
# columns from the document's beginning; all from 0
_JS = """
var dokument = Api.GetDocument();
function kontroll(tag, nummer) { return dokument.GetContentControlsByTag(tag)[nummer]; }
function tabell(nummer) { return dokument.GetAllTables()[nummer]; }
function bit(tekst) {
    var run = Api.CreateRun(), linjer = tekst.split("\\n");
    for (var i = 0; i < linjer.length; i++) { if (i) run.AddLineBreak(); run.AddText(linjer[i]); }
    return run;
}
var steg = {
    skriv: function (tag, nummer, tekst) {
        var control = kontroll(tag, nummer);
        control.RemoveAllElements();
        control.AddElement(bit(tekst), 0);
    },
    velg: function (tag, nummer, tekst) {
        var valg = kontroll(tag, nummer).GetDropdownList().GetAllItems();
        valg.filter(function (ett) { return ett.GetText() === tekst; })[0].Select();
    },
    dato: function (tag, nummer, år, måned, dag) {
        kontroll(tag, nummer).SetDate(new Date(år, måned - 1, dag));
    },
    kryss: function (tag, nummer) { kontroll(tag, nummer).SetCheckBoxChecked(true); },
    rad: function (nummer) {
        var siste = tabell(nummer).GetRow(tabell(nummer).GetRowsCount() - 1);
        tabell(nummer).AddRow(siste.GetCell(0), false);
    },
    slett: function (nummer, rad) {
        tabell(nummer).RemoveRow(tabell(nummer).GetRow(rad).GetCell(0));
    },
    celle: function (nummer, rad, kolonne, tekst) {
        var celle = tabell(nummer).GetRow(rad).GetCell(kolonne).GetContent();
        celle.RemoveAllElements();
        celle.GetElement(0).AddElement(bit(tekst), 0);
    }
};
var svar = "gjort";
try {
    STEG.forEach(function (ett) { steg[ett[0]].apply(null, ett.slice(1)); });
} catch (feil) { svar = String(feil); }
"""


def finnes():
    """Whether forms can be filled in here."""
    return importlib.util.find_spec("docbuilder") is not None


def fyll(inn, ut, steg=()):
    """Open a document, take the steps, save it as .docx; raises where the engine can't."""
    task = json.dumps([str(Path(inn).resolve()), str(Path(ut).resolve()), list(steg)])
    done = subprocess.run(
        [sys.executable, __file__],
        input=task,
        capture_output=True,
        check=False,
        text=True,
        timeout=_FRIST,
    )
    assert done.returncode == 0, f"ONLYOFFICE: {done.stdout}{done.stderr}"


def _hånd():
    """Do what the task on stdin says; the answer is the exit code, what went wrong on stdout."""
    import docbuilder  # it is in the extra «onlyoffice», and in this process alone

    inn, ut, steg = json.load(sys.stdin)
    builder = docbuilder.CDocBuilder()
    builder.OpenFile(inn, "")
    builder.ExecuteCommand(f"var STEG = {json.dumps(steg)};{_JS}")
    svar = builder.GetContext().GetGlobal()["svar"].ToString()
    if svar == "gjort":
        builder.SaveFile("docx", ut)
    builder.CloseFile()
    sys.stdout.write(svar)
    return 0 if svar == "gjort" and Path(ut).is_file() else 1


if __name__ == "__main__":
    sys.exit(_hånd())
