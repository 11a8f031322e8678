"""What libyaml and PyYAML say of a file that isn't YAML, in Norwegian, with what to do."""

import re

import yaml

from ..disk.encoding import line_of
from ..errors import Problem

ESCAPE = "«\\» betyr noe eget mellom doble anførselstegn.", "Bruk enkle anførselstegn: '…'."
_SYNTAX = (
    (r"tab|'\\t'",
     "Her står det en tabulator.", "Bruk mellomrom til innrykk."),
    (r"mapping values are not allowed",
     "Et kolon inne i verdien blir lest som en ny nøkkel.",
     "Sett verdien i anførselstegn, eller på linjen under «>-»."),
    (r"could not find expected ':'",
     "Linjen er verken en nøkkel med kolon eller en del av teksten over.",
     "Sett inn kolon, eller rett innrykket."),
    (r"did not find expected key|expected <block end>",
     "Innrykket passer ikke til linjene over, eller et tegn mangler.",
     "Gi nøkler på samme nivå samme innrykk; sett tekst med kolon i anførselstegn."),
    (r"did not find expected '-' indicator",
     "Innrykket passer ikke til punktene over.", "Gi alle punktene («- …») samme innrykk."),
    (r"unexpected end of stream|found unexpected end",
     "Anførselstegnet som begynner her, er ikke lukket.", "Lukk det."),
    (r"expected ',' or|expected (?:the )?node content",
     "Klammen som begynner her, er ikke lukket.", "Sett inn komma, ] eller }."),
    (r"expected (?:a )?comment or (?:a )?line break|expected chomping or|indentation indicator",
     "«|» eller «>» foran en tekst betyr noe eget i YAML.", "Sett verdien i anførselstegn."),
    (r"tag handle|URI|expected '[!>]'|non-specific tag|octet|whitespace or|expected ' '",
     "«!» i begynnelsen av en verdi betyr noe eget i YAML.", "Sett verdien i anførselstegn."),
    (r"escape|hexdecimal", *ESCAPE),
    (r"duplicate anchor|second occurrence",
     "Det samme navnet står etter «&» to ganger.",
     "Gi det andre et annet navn. Er «&» en del av verdien, så sett den i anførselstegn."),
    (r"incompatible|directive|version|expected whitespace|digit|non-alphabetical",
     "En linje som begynner med «%», betyr noe eget i YAML.", "Fjern linjen."),
    (r"undefined alias|found undefined alias",
     "«*» i begynnelsen av en verdi betyr en henvisning i YAML.", "Sett verdien i anførselstegn."),
    (r"expected alphabetic or numeric character",
     "«&» eller «*» i begynnelsen av en verdi betyr noe eget i YAML.",
     "Sett verdien i anførselstegn."),
    (r"cannot start any token",
     "Dette tegnet kan ikke begynne en verdi.", "Sett verdien i anførselstegn."),
    (r"entries are not allowed|keys are not allowed",
     "Tegnet her betyr noe eget i YAML, og kan ikke stå midt i en linje.",
     "Begynn en ny linje, eller sett verdien i anførselstegn."),
    (r"document indicator|document separator|<document start>",
     "Linjen med «---» eller «...» betyr noe eget i YAML.", "Fjern den."),
    (r"unexpected ':'",
     "Kolonet her betyr noe eget i YAML.", "Sett verdien i anførselstegn."),
    (r"control characters|special characters|not allowed",
     "Filen inneholder et kontrolltegn.", "Fjern det."),
    (r"expected a single document|but found another document",
     "Filen inneholder mer enn ett dokument.", "Fjern «---» mellom dem."),
)  # fmt: skip


def syntax_problem(error: yaml.YAMLError, name: str, text: str) -> Problem:
    """Put libyaml's and PyYAML's own messages in Norwegian, with the place."""
    message = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if re.search(r"unexpected end|expected ',' or", message):
        mark = getattr(error, "context_mark", None) or mark  # where what isn't closed begins
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    source = line_of(text, line)
    if re.match(r" *\t", source):
        message = "tab"
    if re.search(r"[:-] +[{][{%]", source):
        message = "Verdien begynner med {, som betyr noe eget i YAML."
        remedy = "Sett hele verdien i anførselstegn, eller på linjen under «>-»."
        return Problem(message, remedy, name, line, column)
    for pattern, norwegian, remedy in _SYNTAX:
        if re.search(pattern, message):
            return Problem(norwegian, remedy, name, line, column)
    remedy = "Sett verdien i anførselstegn hvis den inneholder tegn som : # { [ & * ! | > %."
    return Problem("Linjen er ikke gyldig YAML.", remedy, name, line, column)
