"""``dialog maler oppdater``: bring the project's templates up to the program's."""

from collections.abc import Sequence

from ..model.prosjektfil import Prosjektfil
from ..oppstart.malfornying import NYE, Fornyet, Hva, Malfornying, gjennomfør, planlegg, ukjente
from ..reading.datafiler import les_innstillinger
from ..reading.project import Project
from ..reading.yaml_reader import YamlFile
from .kommandolinje import Oppdater
from .skjerm import print_result, say, show_problems, shown

_INDENT = 17  # the words for what happened stand before this column
_FLEST_LINJER = 40  # of differences that are told of one template
_VIL_BLI = {Hva.NY: "blir lagt til", Hva.FORNYES: "blir oppdatert", Hva.FÅR_ORD: "får nye ord"}


def run(valg: Oppdater) -> bool:
    """Renew the untouched ones, lay new versions beside the others; or tell what would be done."""
    project = Project.find(valg.prosjekt)
    innstillinger = les_innstillinger(project)  # its templates may be newer than ours
    uten = _uten_maler(innstillinger) if innstillinger else ()
    plan = planlegg(project, uten)
    if valg.vis:
        for mal in plan:
            _fortell(mal, _VIL_BLI.get(mal.hva, mal.hva.value))
        say("Ingenting er skrevet. Uten --vis blir det gjort.")
        return True
    utfall = []
    for fornyet in gjennomfør(project, plan):
        utfall.append(fornyet)
        _meld(fornyet)
    _oppsummer(project, utfall)
    return not any(fornyet.problems for fornyet in utfall)


def _uten_maler(innstillinger: tuple[YamlFile, Prosjektfil]) -> Sequence[str]:
    """The templates that the project does without; of a name that is none, it is told."""
    fil, innhold = innstillinger
    navnene = innhold.uten_maler
    for navn in ukjente(navnene):
        message = f"Programmet har ingen mal som heter «{navn}»."
        plass = ("uten_maler", navnene.index(navn))
        show_problems([fil.problem(plass, message)._replace(warning=True)])
    return navnene


def _meld(fornyet: Fornyet) -> None:
    """Say what came of one template, and give the path of the program's version of it."""
    if fornyet.problems:
        say(f"{'feil':{_INDENT}} maler/{fornyet.mal.navn}")
        show_problems(fornyet.problems)
        return
    _fortell(fornyet.mal, fornyet.mal.hva.value)
    if fornyet.mal.hva is Hva.ENDRET:
        say(f"{'':{_INDENT}} Den er ikke rørt. Den nye versjonen: {shown(fornyet.path)}")
    print_result(shown(fornyet.path))


def _fortell(mal: Malfornying, hva: str) -> None:
    """What is done with a template, and what its new version has another way."""
    say(f"{hva:{_INDENT}} maler/{mal.navn}")
    for linje in mal.forskjeller[:_FLEST_LINJER]:
        say(f"{'':{_INDENT}} {linje}")
    flere = len(mal.forskjeller) - _FLEST_LINJER
    if flere > 0:
        say(f"{'':{_INDENT}} … og {flere} til")


def _oppsummer(project: Project, utfall: list[Fornyet]) -> None:
    """Say what a person is left to do."""
    endret = [ett for ett in utfall if ett.mal.hva is Hva.ENDRET and not ett.problems]
    skrevet = [ett for ett in utfall if ett.mal.hva is not Hva.FERSK and not ett.problems]
    if endret:
        say("\n«−» er det som står i malen deres, «+» det som står i den nye versjonen.")
        if any(not ett.mal.navn.endswith(".docx") for ett in endret):
            say("Tallet foran er linjen i malen.")
        say(
            "Før det dere vil ha med, over i malen deres. Vil dere heller ha den nye som den er, så"
        )
        say(f"flytt den fra {project.display(project.folder / 'maler' / NYE)}/ over den gamle.")
    nye = [ett.mal.navn for ett in utfall if ett.mal.hva is Hva.NY and not ett.problems]
    if nye:
        say(f"\nTrenger dere ikke en av de nye, så slett den, og skriv «uten_maler: [{nye[0]}]» i")
        say(f"{project.display(project.settings_file)}. Da blir den ikke hentet igjen.")
    if skrevet:
        say("Kjør «dialog sjekk», og se over dokumentene.")
    elif not any(ett.problems for ett in utfall):
        say("Malene er som programmets.")
