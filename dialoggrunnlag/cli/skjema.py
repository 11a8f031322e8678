"""``dialog skjema``: write the JSON Schemas of the data files."""

from ..disk.folder import Carried, Edited, OutputFolder
from ..disk.marks import marks
from ..kontroller.register import beskrivelser
from ..reading.datafiler import krev_ny_nok
from ..reading.json_schema import skjemaer
from ..reading.project import Project
from .kommandolinje import Skjema
from .skjerm import print_result, say, shown, today


def run(valg: Skjema) -> bool:
    """Write them to skjema/ in the project."""
    project = Project.find(valg.prosjekt)
    krev_ny_nok(project)  # whose schemas know keys that ours don't
    folder = project.folder / "skjema"
    output = OutputFolder(folder, shown(folder))
    output.create()
    for name, data in skjemaer(beskrivelser()).items():
        carried = Carried(marks(data)[1], marks)
        written = output.write(name, data, edited=Edited.OVERWRITE, today=today(), carried=carried)
        if written.kept:
            say(f"{shown(written.path)} var redigert for hånd, og er nå {shown(written.kept)}")
        print_result(shown(written.path))
    return True
