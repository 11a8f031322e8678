"""The fields that maler/felles/status.html.j2 may use (docs/status.md)."""

from .felt import Felter, felt
from .grunnlag import ProsjektFelt


class TotalFelt(Felter):
    """totaler.*."""

    skoler: int = felt("skolene", "13")
    med_dato: int = felt("dialoger med dato", "9")
    uten_dato: int = felt("dialoger uten dato", "3")
    avlyst: int = felt("avlyste dialoger", "1")
    ukjent: int = felt("dialoger som feil i dataene gjør ukjent", "0")
    dokumenter: int = felt("dokumentene, uten PDF-ene", "52")
    i_orden: int = felt("ferske dokumenter, og redigerte som fortsatt holder", "40")
    mangler: int = felt("dokumenter som mangler", "8")
    utdatert: int = felt("dokumenter som er utdatert", "4")
    ukjente_dokumenter: int = felt("dokumenter som feil i dataene gjør ukjent", "0")
    redigert: int = felt("dokumenter som er redigert for hånd", "2")
    innkallinger: int = felt("skoler med innkalling", "9")
    oppsummeringer: int = felt("skoler med oppsummering lest tilbake", "0")
    feil: int = felt("feil som «dialog sjekk» finner", "0")
    advarsler: int = felt("advarsler som «dialog sjekk» finner", "5")


class SlagFelt(Felter):
    """An item of slag: a document kind, a column of the table."""

    navn: str = felt("malens navn", "dialoggrunnlag")
    type: str = felt("«Word», «tekst» …", "Word")


class FilFelt(Felter):
    """An item of skoler.dokumenter and skoler.pdf.filer; skoler.innkalling."""

    navn: str = felt("hva det er", "dialoggrunnlag")
    type: str = felt("«Word», «tekst», «PDF» …", "Word")
    tilstand: str = felt("tilstanden i ord", "redigert for hånd")
    merke: str = felt("tilstanden som klasse: fersk, redigert, mangler …", "redigert")
    lenke: str | None = felt("hvor filen ligger, sett fra siden", "./dialoggrunnlag-2015-gol.docx")


class PdfFelt(Felter):
    """skoler.pdf.*."""

    tilstand: str = felt("tilstanden til alle PDF-ene i ett ord", "delvis")
    merke: str = felt("tilstanden som klasse", "delvis")
    filer: list[FilFelt] = felt("PDF-ene")


class FunnFelt(Felter):
    """An item of felles and skoler.funn: what «dialog sjekk» says."""

    tekst: str = felt("meldingen og rådet", "Gol vgs. har dialog i helgen …")
    sted: str = felt("hvor det står", "data/runder/2015.yaml:280:11")
    advarsel: bool = felt("ja for en advarsel, nei for en feil")


class SkolestatusFelt(Felter):
    """An item of skoler."""

    id: str = felt("skolens id", "gol")
    navn: str = felt("skolens navn", "Gol vidaregåande skule")
    kortnavn: str = felt("kortnavnet", "Gol vgs.")
    anker: str = felt("hvor på siden skolen står", "skole-gol")
    ukedag: str | None = felt("ukedagen", "tirsdag")
    dato: str | None = felt("datoen", "3. november 2015")
    dag: str | None = felt("datoen for maskiner", "2015-11-03")
    avlyst: bool = felt("ja når dialogen er avlyst")
    feil: bool = felt("ja når feil i dataene gjør at resten ikke er kjent")
    dokumenter: list[FilFelt] = felt("dokumentene, ett for hver dokumenttype")
    pdf: PdfFelt = felt("PDF-ene")
    innkalling: FilFelt = felt("innkallingen")
    oppsummering: bool = felt("ja når oppsummeringen er lest tilbake")
    mangler: list[str] = felt("det som mangler i dataene, i få ord", "kontakt")
    ord: list[str] = felt("det noen må gjøre noe med, til veggen", "Kontakt mangler")
    kommandoer: list[str] = felt("kommandoene som lager det som mangler eller er utdatert")
    funn: list[FunnFelt] = felt("det «dialog sjekk» sier om skolen")
    i_orden: bool = felt("ja når ingenting mangler eller er galt")
    antall_feil: int = felt("hvor mange feil", "0")
    antall_advarsler: int = felt("hvor mange advarsler", "1")


class DialogtidFelt(Felter):
    """An item of uker.dager.dialoger."""

    skole: str = felt("skolens kortnavn", "Gol vgs.")
    anker: str = felt("hvor på siden skolen står", "skole-gol")
    tid: str | None = felt("tidsrammen", "09:00–13:00")
    sted: str | None = felt("stedet", "Møterom 2")
    avlyst: bool = felt("ja når dialogen er avlyst")


class NesteDialogFelt(Felter):
    """An item of neste.dialoger."""

    skole: str = felt("skolens navn", "Gol vidaregåande skule")
    anker: str = felt("hvor på siden skolen står", "skole-gol")
    tid: str | None = felt("tidsrammen", "09:00–13:00")
    sted: str | None = felt("stedet", "Møterom 2")
    ord: list[str] = felt("det noen må gjøre noe med", "Kontakt mangler")


class NesteFelt(Felter):
    """neste.*: the first day with a dialogue, from the page's own day on."""

    dato: str = felt("dagen", "tirsdag 3. november")
    dag: str = felt("dagen for maskiner", "2015-11-03")
    om: str = felt("hvor lenge det er til", "om 5 dager")
    dialoger: list[NesteDialogFelt] = felt("dialogene den dagen")


class DagFelt(Felter):
    """An item of uker.dager."""

    ukedag: str = felt("ukedagen", "tirsdag")
    dato: str = felt("dagen", "3. november")
    dag: str = felt("dagen for maskiner", "2015-11-03")
    kolonne: int = felt("ukedagens nummer, 1 er mandag", "2")
    dialoger: list[DialogtidFelt] = felt("dialogene den dagen")


class UkeFelt(Felter):
    """An item of uker: a week with dialogues."""

    nummer: int = felt("ukens nummer", "45")
    tekst: str = felt("fra mandag til søndag", "2.–8. november 2015")
    opphold: int = felt("uker uten dialog siden den forrige", "0")
    dager: list[DagFelt] = felt("dagene med dialog")


class StatusFelt(Felter):
    """All that the template can use."""

    år: int = felt("runden", "2015")
    prosjekt: ProsjektFelt = felt("det som gjelder hele prosjektet, på bokmål")
    per: str = felt("dagen siden gjelder for", "29. oktober 2015")
    neste: NesteFelt | None = felt("den neste dagen med dialog; tom når det ikke kommer flere")
    totaler: TotalFelt = felt("tallene for hele runden")
    uker: list[UkeFelt] = felt("tidslinjen: ukene med dialog")
    uten_dato: list[str] = felt("skolene som ikke har dato")
    slag: list[SlagFelt] = felt("dokumenttypene")
    skoler: list[SkolestatusFelt] = felt("skolene etter dato, de uten dato til slutt")
    i_orden: list[str] = felt("skolene der ingenting mangler eller er galt")
    felles: list[FunnFelt] = felt("det «dialog sjekk» sier om det skolene deler")
