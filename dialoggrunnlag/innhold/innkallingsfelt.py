"""The fields that the invitation's templates in maler/felles/ may use (docs/innkalling.md)."""

from .felt import Felter, felt
from .grunnlag import Grunnlag


class FørFelt(Felter):
    """før.*: what the last invitation said, where that is something else than now."""

    tid: str | None = felt("når dialogen var, når den er flyttet", "tirsdag 3. november 2015 kl. …")
    sted: str | None = felt("stedet, når det er et annet nå", "Møterom 2")
    møtelenke: str | None = felt("møtelenken, når den er en annen nå, eller borte", "https://…")
    avlyst: bool = felt("ja når dialogen var avlyst og ikke er det lenger")


class InnkallingFelt(Grunnlag):
    """All that maler/felles/innkalling.txt.j2 can use."""

    vedlegg: list[str] = felt("navnene på filene som følger med", "Oppsummering 2015 - Ål vgs.docx")
    før: FørFelt = felt("det forrige innkalling sa, når noe er et annet nå")


class BitFelt(Felter):
    """An item of biter: a stretch of a line, which may be a link."""

    tekst: str = felt("teksten", "https://example.no/møte")
    lenke: str | None = felt("adressen, når det er en lenke", "https://example.no/møte")


class LinjeFelt(Felter):
    """An item of avsnitt.linjer and avsnitt.punkter."""

    ledetekst: str | None = felt("ordet foran kolonet, i et avsnitt av opplysninger", "Dato")
    biter: list[BitFelt] = felt("resten av linjen, delt der det er lenker")


class AvsnittFelt(Felter):
    """An item of avsnitt: lines, and the list that follows them."""

    linjer: list[LinjeFelt] = felt("linjene i avsnittet")
    punkter: list[LinjeFelt] = felt("punktene i listen som følger, kan være tom")


class InnkallingHtmlFelt(InnkallingFelt):
    """All that maler/felles/innkalling.html.j2 can use: the text, finished, beside its fields."""

    emne: str = felt("emnet, slik innkalling.txt.j2 skrev det", "Innkalling til …")
    språk: str = felt("språkkoden", "nn-NO")
    avsnitt: list[AvsnittFelt] = felt("teksten, slik innkalling.txt.j2 skrev den")
