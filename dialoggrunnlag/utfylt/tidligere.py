"""What the program's own form has said in earlier versions, and says no more.

Forms that were made then still come back, and some of them without their content controls.
"""

from collections.abc import Mapping

TIDLIGERE_LEDETEKSTER = (
    "Skriv hvilke positive fremskritt fylkesutdanningssjefen ser på skolen",
    "Skriv kva for positive framsteg fylkesutdanningssjefen ser på skulen",
    "Skriv hva vi har lært sammen, med skolens og skoleeiers arbeid i et 5-års perspektiv",
    "Skriv kva vi har lært saman om arbeidet til skulen og skuleeigaren, sett over fem år",
)
TIDLIGERE_OVERSKRIFTER: Mapping[str, str] = {  # and the field that follows
    "Fremskritt som fylkesutdanningssjefen ser": "fremskritt",
    "Framsteg som fylkesutdanningssjefen ser": "fremskritt",
}
