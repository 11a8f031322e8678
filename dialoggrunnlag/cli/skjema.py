"""``dialog skjema``: write the JSON Schemas of the data files."""

from ..disk.folder import OutputFolder, save
from ..kontroller.register import beskrivelser
from ..reading.json_schema import skjemaer
from ..reading.project import Project
from .kommandolinje import Skjema
from .skjerm import print_result, shown


def run(valg: Skjema) -> bool:
    """Write them to skjema/ in the project."""
    folder = Project.find(valg.prosjekt).folder / "skjema"
    OutputFolder(folder, shown(folder)).create()
    for name, text in skjemaer(beskrivelser()).items():
        save(folder / name, text.encode(), shown(folder / name))
        print_result(shown(folder / name))
    return True
