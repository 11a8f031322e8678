"""Days as people type them: read as they are meant, or refused with what to write."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoggrunnlag.errors import InvalidError
from dialoggrunnlag.model import dagord
from dialoggrunnlag.model.dagsett import uker_i
from dialoggrunnlag.model.dagsettleser import les_dagsett, les_periode
from dialoggrunnlag.model.datoformer import MÅNEDER

HØSTEN = [date(2026, 9, 1) + timedelta(dag) for dag in range(88)]  # to the 27th of November
SKOLEÅRET = [date(2026, 9, 1) + timedelta(dag) for dag in range(270)]


def dager(text, blant=HØSTEN):
    """The days of a text, Saturdays and Sundays left out."""
    alle = les_dagsett(text, 2026).dager(blant)
    return {dag for dag in alle if dag.weekday() < 5}


def i_uke(*numre):
    return {dag for dag in HØSTEN if dag.isocalendar().week in numre and dag.weekday() < 5}


def fra_til(fra, til, blant=HØSTEN):
    """The days from Monday to Friday from (month, day) to (month, day) of the same year."""
    return {dag for dag in blant if fra <= (dag.month, dag.day) <= til and dag.weekday() < 5}


def feil(text, rundens_år=2026):
    """What is said of a text: message and remedy."""
    with pytest.raises(InvalidError) as caught:
        les_dagsett(text, rundens_år)
    return f"{caught.value.message} {caught.value.remedy}"


HVERDAGER = {dag for dag in HØSTEN if dag.weekday() < 5}
FREDAGER = {dag for dag in HØSTEN if dag.weekday() == 4}
LEST = {
    "uke 43": i_uke(43),
    "Uke 43": i_uke(43),
    "veke 43": i_uke(43),
    "uke43": i_uke(43),
    "uke nr. 43": i_uke(43),
    "2026-W43": i_uke(43),
    "uke 43/2026": i_uke(43),
    "uke 43 i 2026": i_uke(43),
    "uke 43–45": i_uke(43, 44, 45),
    "uke 43 - 45, 2026": i_uke(43, 44, 45),
    "fra uke 43 til uke 45": i_uke(43, 44, 45),
    "uke 43 og 45": i_uke(43, 45),
    "uke 43, 44 og uke 46": i_uke(43, 44, 46),
    "ukene 36-38": i_uke(36, 37, 38),
    "ukene 36–38 og 41–48": i_uke(36, 37, 38, *range(41, 49)),
    "vekene 36–38 (og 41)": i_uke(36, 37, 38, 41),
    "partallsuker": i_uke(*range(36, 50, 2)),
    "odde uker i oktober": i_uke(41, 43),
    "fredager": FREDAGER,
    "fredagar": FREDAGER,
    "hver fredag": FREDAGER,
    "på fredager": FREDAGER,
    "ikke fredager": HVERDAGER - FREDAGER,
    "helst ikkje fredag": HVERDAGER - FREDAGER,
    "alle dager unntatt fredager": HVERDAGER - FREDAGER,
    "mandag–torsdag": HVERDAGER - FREDAGER,
    "måndag til torsdag": HVERDAGER - FREDAGER,
    "mandag, tysdag, ons. og tors.": HVERDAGER - FREDAGER,
    "fredag–mandag": {dag for dag in HVERDAGER if dag.weekday() in (0, 4)},
    "12. oktober 2026": {date(2026, 10, 12)},
    "mandag 12. oktober": {date(2026, 10, 12)},
    "den 12. oktober": {date(2026, 10, 12)},
    "12 okt.": {date(2026, 10, 12)},
    "12.10.2026": {date(2026, 10, 12)},
    "12.10.26": {date(2026, 10, 12)},
    "12-okt-26": {date(2026, 10, 12)},
    "12.10.": {date(2026, 10, 12)},
    "12.10": {date(2026, 10, 12)},
    "12/10": {date(2026, 10, 12)},
    "2026-10-12": {date(2026, 10, 12)},
    "2026-10-12 og 2026-10-14": {date(2026, 10, 12), date(2026, 10, 14)},
    "12/10-2026, 12-11-2026": {date(2026, 10, 12), date(2026, 11, 12)},
    "12.–16. oktober": i_uke(42),
    "12.-16.10.": i_uke(42),
    "12.10.–16.10.": i_uke(42),
    "12.10–16.10.2026": i_uke(42),
    "12/10–16/10": i_uke(42),
    "12. til 16. oktober 2026": i_uke(42),
    "mandag 12.–fredag 16. oktober": i_uke(42),
    "mellom 12. og 16. oktober": i_uke(42),
    "2026-10-12–2026-10-16": i_uke(42),
    "12. oktober – 3. november": fra_til((10, 12), (11, 3)),
    "12. oktober – uke 45": fra_til((10, 12), (11, 8)),
    "uke 43 til 12. november": fra_til((10, 19), (11, 12)),
    "uke 43–12.11.2026": fra_til((10, 19), (11, 12)),
    "uke 43 – mandag 19. oktober": {date(2026, 10, 19)},
    "fra uke 43 til 2026-11-12": fra_til((10, 19), (11, 12)),
    "12. oktober til utgangen av november": fra_til((10, 12), (11, 30)),
    "fra begynnelsen av oktober til slutten av november": fra_til((10, 1), (11, 30)),
    "ut oktober": fra_til((9, 1), (10, 31)),
    "12/10 – november": fra_til((10, 12), (11, 30)),
    "oktober–uke 46": fra_til((10, 1), (11, 15)),
    "uke 43–44/2026 og 46/2026": i_uke(43, 44, 46),
    "mellom uke 43 og 12. november": fra_til((10, 19), (11, 12)),
    "12., 13. og 16. oktober": {date(2026, 10, dag) for dag in (12, 13, 16)},
    "fredag 16. og torsdag 22. oktober": {date(2026, 10, 16), date(2026, 10, 22)},
    "12. og 13. oktober, uke 44": {date(2026, 10, 12), date(2026, 10, 13)} | i_uke(44),
    "uke 44, 12. og 13. oktober": {date(2026, 10, 12), date(2026, 10, 13)} | i_uke(44),
    "oktober": fra_til((10, 1), (10, 31)),
    "hele oktober": fra_til((10, 1), (10, 31)),
    "i oktober 2026": fra_til((10, 1), (10, 31)),
    "september og oktober": fra_til((9, 1), (10, 31)),
    "sept.–okt.": fra_til((9, 1), (10, 31)),
    "første halvdel av oktober": fra_til((10, 1), (10, 15)),
    "andre halvdel av oktober": fra_til((10, 16), (10, 31)),
    "etter 15. oktober": fra_til((10, 16), (11, 30)),
    "fra og med 15. oktober": fra_til((10, 15), (11, 30)),
    "f.o.m. 15. oktober": fra_til((10, 15), (11, 30)),
    "til og med 15. oktober": fra_til((9, 1), (10, 15)),
    "senest 15. oktober": fra_til((9, 1), (10, 15)),
    "før uke 40": i_uke(*range(36, 40)),
    "t.o.m. uke 40": i_uke(*range(36, 41)),
    "fra uke 45": i_uke(*range(45, 50)),
    "etter uke 40 og før uke 45": i_uke(*range(41, 45)),
    "før uke 45, etter uke 40": i_uke(*range(41, 45)),
    "før uke 40 og etter uke 45": HVERDAGER - i_uke(*range(40, 46)),
    "før uke 45 eller etter uke 40": HVERDAGER,
    "fredager i oktober": FREDAGER & fra_til((10, 1), (10, 31)),
    "fredager i oktober og november": FREDAGER & fra_til((10, 1), (11, 30)),
    "fredager etter 15. oktober": FREDAGER & fra_til((10, 16), (11, 30)),
    "fredager 12.–30. oktober": FREDAGER & fra_til((10, 12), (10, 30)),
    "mandag og tirsdag i uke 43": {date(2026, 10, 19), date(2026, 10, 20)},
    "mandag uke 43": {date(2026, 10, 19)},
    "uke 43 mandag–onsdag": {date(2026, 10, dag) for dag in (19, 20, 21)},
    "mandag i uke 43 og tirsdag i uke 44": {date(2026, 10, 19), date(2026, 10, 27)},
    "mandager, uke 43": i_uke(43) | {dag for dag in HØSTEN if dag.weekday() == 0},
    "ikke uke 43": HVERDAGER - i_uke(43),
    "ikke uke 43 og 44": HVERDAGER - i_uke(43, 44),
    "uke 43, ikke fredag": i_uke(43) - FREDAGER,
    "uke 43 bortsett fra fredagen": i_uke(43) - FREDAGER,
    "oktober med unntak av uke 41": fra_til((10, 1), (10, 31)) - i_uke(41),
    "u. 43": i_uke(43),
    "v43–45": i_uke(43, 44, 45),
    "uke 43/44": i_uke(43, 44),
    "uke 43/uke 45": i_uke(43, 45),
    "tirsdag/torsdag": {dag for dag in HVERDAGER if dag.weekday() in (1, 3)},
    "uke 43 man/tirs": {date(2026, 10, 19), date(2026, 10, 20)},
    "oktober/november": fra_til((10, 1), (11, 30)),
    "12./13. oktober": {date(2026, 10, 12), date(2026, 10, 13)},
    "uke 43, og 44": i_uke(43, 44),
    "uke 43 og/eller 44": i_uke(43, 44),
    "enten 12. eller 13. oktober": {date(2026, 10, 12), date(2026, 10, 13)},
    "12. el. 13. oktober": {date(2026, 10, 12), date(2026, 10, 13)},
    "1. til 15. i oktober": fra_til((10, 1), (10, 15)),
    "i løpet av oktober": fra_til((10, 1), (10, 31)),
    "annen halvdel av oktober": fra_til((10, 16), (10, 31)),
    "ikke senere enn 15. oktober": fra_til((9, 1), (10, 15)),
    "ikkje tidlegare enn 15. oktober": fra_til((10, 15), (11, 30)),
    "kan ikke uke 43": HVERDAGER - i_uke(43),
    "fredag og uke 43": FREDAGER | i_uke(43),
    "hver fredag, uke 43": FREDAGER | i_uke(43),
    "1.–15. jul": set(),
    "uke 2": set(),
    "29. februar": set(),
}


@pytest.mark.parametrize(("text", "ventet"), LEST.items())
def test_days_are_read_as_people_type_them(text, ventet):
    assert dager(text) == ventet
    assert les_dagsett(text, 2026).tekst == text


REFUSERT = {
    "fredagger": "«fredagger» er verken en dag, en uke eller en måned. Mente du «fredager»?",
    "oktber": "«oktber» er verken en dag, en uke eller en måned. Mente du «oktober»?",
    "6. novembr": "«novembr» er verken en dag, en uke eller en måned. Mente du «november»?",
    "uke 54": "Uke 54 finnes ikke. Et år har 52 eller 53 uker.",
    "uke 100": "Uke 100 finnes ikke. Et år har 52 eller 53 uker.",
    "uke 53 2025": "Uke 53 finnes ikke i 2025. 2025 har 52 uker.",
    "uke 45–43": "«uke 45–43» slutter før det begynner. Mente du «uke 43–45»?",
    "onsdag–mandag": "«onsdag–mandag» slutter før det begynner. Mente du «mandag–onsdag»?",
    "3. november – 12. oktober": "«3. november – 12. oktober» slutter før det begynner. Bytt om på "
    "dem, eller rett årstallet.",
    "12. oktober 2027 – 3. november 2026": "«12. oktober 2027 – 3. november 2026» slutter før det "
    "begynner. Bytt om på dem, eller rett årstallet.",
    "uke 43 – 12. oktober": "«uke 43 – 12. oktober» slutter før det begynner. Bytt om på dem, eller "
    "rett årstallet.",
    "12.–uke 45": "Måneden mangler etter «12». Skriv for eksempel «uke 12» eller «12. oktober».",
    "31. september": "Datoen «31. september» finnes ikke. September har 30 dager.",
    "29. februar 2026": "Datoen «29. februar 2026» finnes ikke. Februar 2026 har 28 dager.",
    "12/13": "Datoen «12/13» finnes ikke. Året har ikke mer enn 12 måneder. Mente du 13. desember?",
    "torsdag 16. oktober": "16. oktober 2026 er en fredag, ikke en torsdag. Rett ukedagen eller "
    "datoen.",
    "fredag 15. oktober": "15. oktober 2026 er en torsdag, ikke en fredag. Rett ukedagen eller "
    "datoen.",
    "10/15": "Datoen «10/15» finnes ikke. Året har ikke mer enn 12 måneder. Mente du 15. oktober?",
    "2026/10/15": "«2026/10/15» er ikke en dato. Skriv 15. oktober 2026.",
    "20261015": "«20261015» er ikke en dato. Skriv 15. oktober 2026.",
    "oktober 15": "«oktober 15» kan ikke leses: dagen står etter måneden. Skriv 15. oktober.",
    "oktober 26": "«oktober 26» kan ikke leses: dagen står etter måneden. Skriv 26. oktober, eller "
    "hele årstallet.",
    "Oct 15": "«Oct» er verken en dag, en uke eller en måned. Mente du «okt»?",
    "11/3/2026": "«11/3/2026» kan leses på to måter. Skriv 11. mars 2026 eller 3. november 2026.",
    "43": "«43» er bare et tall: det er ikke sagt om det er en uke eller en dag. Skriv for "
    "eksempel «uke 43».",
    "12": "«12» er bare et tall: det er ikke sagt om det er en uke eller en dag. Skriv for "
    "eksempel «uke 12» eller «12. oktober».",
    "12. oktober – 16.": "Måneden mangler etter «16». Skriv for eksempel «uke 16» eller "
    "«16. oktober».",
    "43–45": "«43–45» er bare tall: det er ikke sagt om det er uker eller dager. Skriv for "
    "eksempel «uke 43–45».",
    "12-16": "«12-16» er bare tall: det er ikke sagt om det er uker eller dager. Skriv for "
    "eksempel «uke 12-16» eller «12-16. oktober».",
    "uke 43/26": "«uke 43/26» kan leses på to måter. Skriv «uke 26 og 43», eller hele årstallet.",
    "uke 43, fredag": "«uke 43, fredag» kan leses på to måter. Ta bort kommaet hvis «fredag» er i "
    "«uke 43», eller skriv «og» i stedet hvis det er begge deler.",
    "mandag og tirsdag, oktober": "«mandag og tirsdag, oktober» kan leses på to måter. Ta bort "
    "kommaet hvis «mandag og tirsdag» er i «oktober», eller skriv «og» i stedet hvis det er begge "
    "deler.",
    "uke 43 unntatt fredag, uke 44": "«uke 44» står som unntak, men er ikke blant de andre dagene. "
    "Skriv unntakene til slutt, eller rett dem.",
    "uke 43, ikke 12. oktober": "«12. oktober» står som unntak, men er ikke blant de andre dagene. "
    "Skriv unntakene til slutt, eller rett dem.",
    "tirsdag uke 43 – torsdag uke 44": "«tirsdag uke 43 – torsdag uke 44» kan ikke leses. Skriv "
    "datoene i stedet.",
    "uke": "Ukenummeret mangler etter «uke». Skriv for eksempel uke 43.",
    "etter fredag": "«etter fredag» sier ikke hvilken fredag det er. Skriv datoen, for eksempel "
    "16. oktober.",
    "begynnelsen av oktober": "«begynnelsen» sier ikke hvilke dager det er. Skriv datoene, for "
    "eksempel 1.–10. oktober, eller ukenummeret.",
    "første uke i oktober": "«første» sier ikke hvilke dager det er. Skriv datoene, for eksempel "
    "1.–10. oktober, eller ukenummeret.",
    "1. uke i oktober": "«1. uke» sier ikke hvilke dager det er. Skriv datoene, for eksempel "
    "1.–10. oktober, eller ukenummeret.",
    "3. mandag i oktober": "«3. mandag» sier ikke hvilke dager det er. Skriv datoene, for eksempel "
    "1.–10. oktober, eller ukenummeret.",
    "dagen før 15. oktober": "«dagen før» sier ikke hvilke dager det er. Skriv datoene, for "
    "eksempel 1.–10. oktober, eller ukenummeret.",
    "annenhver torsdag": "«annenhver» sier ikke hvilke uker det er. Skriv for eksempel «torsdager "
    "i partallsuker» eller «torsdager i oddetallsuker».",
    "hverdager": "«hverdager» er ingen bestemt ukedag. Skriv mandag–fredag.",
    "før jul": "«jul» er verken en dag, en uke eller en måned. Skriv dagene eller uken, for "
    "eksempel uke 40.",
    "etter nyttår": "«nyttår» er verken en dag, en uke eller en måned. Skriv dagene eller uken, "
    "for eksempel uke 40.",
    "uke 47 (eksamen)": "«eksamen» er verken en dag, en uke eller en måned. "
    f"{dagord.RÅD} Grunnen kan stå etter #, som kommentar.",
    "høstferien": "«høstferien» er verken en dag, en uke eller en måned. Skriv dagene eller uken, "
    "for eksempel uke 40.",
    "neste uke": "«neste» blir en annen dag når filen leses senere. Skriv ukenummeret eller "
    "datoen.",
    "fredag kl. 10": "«fredag kl. 10» er ikke hele dager. Her kan det ikke stå klokkeslett. "
    f"{dagord.RÅD}",
    "fredag 9–11:30": "«fredag 9–11:30» er ikke hele dager. Her kan det ikke stå klokkeslett. "
    f"{dagord.RÅD}",
    "9999-12-31": "«9999» er ikke et årstall. Skriv for eksempel 2026.",
    "ikke": f"«ikke» sier ikke hvilke dager det er. {dagord.RÅD}",
    "etter": f"Det mangler noe etter «etter». {dagord.RÅD}",
    "uke 43?": f"«uke 43?» kan ikke leses: «?» kommer uventet. {dagord.RÅD}",
    "uke 43, " * 40: "Teksten er for lang til å være dager. Del den opp i flere, med hver sin "
    "linje.",
}


@pytest.mark.parametrize(("text", "ventet"), REFUSERT.items())
def test_what_is_no_days_is_refused_with_what_is_wrong_and_what_to_write(text, ventet):
    assert feil(text) == ventet


def test_a_year_without_week_53_has_none():
    assert feil("uke 53", 2025) == "Uke 53 finnes ikke i 2025. 2025 har 52 uker."


# --- over New Year --------------------------------------------------------------------------------


def test_without_a_year_the_words_are_of_the_years_of_the_days():
    assert dager("januar", SKOLEÅRET) == {d for d in HVERDAGER_I_ÅRET if d.month == 1}
    assert dager("januar 2026", SKOLEÅRET) == set()
    assert dager("uke 2", SKOLEÅRET) == {date(2027, 1, 11) + timedelta(dag) for dag in range(5)}
    vinter = {d for d in HVERDAGER_I_ÅRET if date(2026, 12, 20) <= d <= date(2027, 1, 10)}
    assert dager("20. desember – 10. januar", SKOLEÅRET) == vinter
    assert dager("uke 52–1", SKOLEÅRET) == vinter
    assert dager("etter 15. oktober og før 1. februar", SKOLEÅRET) == {
        d for d in HVERDAGER_I_ÅRET if date(2026, 10, 15) < d < date(2027, 2, 1)
    }


HVERDAGER_I_ÅRET = {dag for dag in SKOLEÅRET if dag.weekday() < 5}


def test_what_is_before_or_after_a_day_outside_them_is_all_or_none_of_the_days():
    assert dager("etter 15. august") == HVERDAGER == dager("før 15. desember")
    assert dager("før 15. august") == set() == dager("etter 15. desember")
    assert les_dagsett("etter 15. oktober").dager([]) == frozenset()


def test_week_53_is_in_the_years_that_have_one():
    assert uker_i(2026) == 53
    dag = date(2026, 12, 30)
    assert les_dagsett("uke 53").dager([dag]) == {dag}
    neste = [date(2027, 12, 1) + timedelta(dag) for dag in range(60)]
    assert les_dagsett("uke 53").dager(neste) == frozenset()
    assert les_dagsett("uke 52–53").dager(neste) == les_dagsett("uke 52").dager(neste)


PERIODER = {
    "1. september 2026 – 27. november 2026": (date(2026, 9, 1), date(2026, 11, 27)),
    "1. september – 27. november 2026": (date(2026, 9, 1), date(2026, 11, 27)),
    "1.9.2026–27.11.2026": (date(2026, 9, 1), date(2026, 11, 27)),
    "2026-09-01 til 2026-11-27": (date(2026, 9, 1), date(2026, 11, 27)),
    "fra 1. september til 27. november 2026": (date(2026, 9, 1), date(2026, 11, 27)),
    "uke 36–48 2026": (date(2026, 8, 31), date(2026, 11, 29)),
    "september–november 2026": (date(2026, 9, 1), date(2026, 11, 30)),
    "uke 45 2026 – uke 5 2027": (date(2026, 11, 2), date(2027, 2, 7)),
    "15. november – 20. mars 2027": (date(2026, 11, 15), date(2027, 3, 20)),
    "uke 36 2026 – 27. november": (date(2026, 8, 31), date(2026, 11, 27)),
    "15. november – uke 2 2027": (date(2026, 11, 15), date(2027, 1, 17)),
    "15. november 2026 – 20. mars": (date(2026, 11, 15), date(2027, 3, 20)),
}


@pytest.mark.parametrize(("text", "ventet"), PERIODER.items())
def test_a_period_has_a_first_and_a_last_day(text, ventet):
    assert les_periode(text, 2026) == ventet


IKKE_PERIODER = {
    "1. september – 27. november": "Året mangler i perioden «1. september – 27. november». Skriv "
    "1. september 2026 – 27. november 2026.",
    "uke 36–48": "Året mangler i perioden «uke 36–48». Skriv første og siste dag, for eksempel "
    "1. september 2026 – 27. november 2026.",
    "fredager": "«fredager» er ikke en periode. Skriv første og siste dag, for eksempel "
    "1. september 2026 – 27. november 2026.",
    "1. september 2026 – 27. november 2036": "Perioden «1. september 2026 – 27. november 2036» er "
    "på mer enn et år. Rett årstallene.",
}


@pytest.mark.parametrize(("text", "ventet"), IKKE_PERIODER.items())
def test_what_is_no_period_is_refused(text, ventet):
    with pytest.raises(InvalidError) as caught:
        les_periode(text, 2026)
    assert f"{caught.value.message} {caught.value.remedy}" == ventet


# --- laws -----------------------------------------------------------------------------------------

UKEDAGENE = (
    *(("mandag", "måndag", "mandager", "mandagene", "man."), ("tirsdag", "tysdag", "Tirsdager")),
    *(("onsdag", "onsdager", "ons"), ("torsdag", "torsdagar", "tors."), ("fredag", "fredagane")),
)
STREK = st.sampled_from(["–", "-", " – ", " - ", " til ", "—"])
SKILLE = st.sampled_from([", ", " og ", ",", " samt ", "; "])


@st.composite
def ramset_opp(draw, deler):
    """Some texts in a row, as people list them."""
    text = deler[0]
    for del_ in deler[1:]:
        text += draw(SKILLE) + del_
    return text


@st.composite
def uker(draw):
    """Weeks, and how they are typed."""
    starter = draw(st.lists(st.integers(36, 46), min_size=1, max_size=3, unique=True))
    numre, deler = set(), []
    for start in starter:
        slutt = start + draw(st.integers(0, 2))
        numre.update(range(start, slutt + 1))
        ord_ = "" if deler and draw(st.booleans()) else draw(st.sampled_from(UKEORD))
        deler.append(ord_ + (str(start) if slutt == start else f"{start}{draw(STREK)}{slutt}"))
    året = draw(st.sampled_from(["", " 2026"])) if len(deler) == 1 else ""
    return draw(ramset_opp(deler)) + året, i_uke(*numre)


UKEORD = ("uke ", "Uke ", "uke", "ukene ", "veke ", "vekene ", "uke nr. ")


@st.composite
def datoer(draw):
    """Dates, and how they are typed."""
    dagene, deler = set(), []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.sampled_from(HØSTEN[:-10]))
        slutt = start + timedelta(draw(st.integers(0, 9)))
        dagene.update(d for d in HVERDAGER if start <= d <= slutt)
        deler.append(draw(dato_tekst(slutt)))
        if start < slutt:
            deler[-1] = draw(dato_tekst(start)) + draw(STREK) + deler[-1]
            if start.month == slutt.month and draw(st.booleans()):
                navn, strek = MÅNEDER[slutt.month - 1], draw(STREK)
                deler[-1] = f"{start.day}.{strek}{slutt.day}. {navn}"
    return draw(ramset_opp(deler)), dagene


@st.composite
def dato_tekst(draw, dag):
    navn = MÅNEDER[dag.month - 1]
    ukedag = ("mandag", "tysdag", "ons.", "torsdag", "fredag", "lørdag", "søndag")[dag.weekday()]
    former = (
        *(f"{dag.day}. {navn}", f"{dag.day}.{navn}", f"{dag.day}. {navn[:3]}."),
        *(f"{dag.day}.{dag.month}.", f"{dag.day:02d}.{dag.month:02d}", f"{dag.day}/{dag.month}"),
        *(f"{dag.day}. {navn} {dag.year}", f"{dag.day}.{dag.month}.{dag.year}", f"{dag}"),
        *(f"{ukedag} {dag.day}. {navn}", f"den {dag.day}. {navn}"),
    )
    return draw(st.sampled_from(former))


@st.composite
def ukedager(draw):
    """Days of the week, and how they are typed."""
    numre = draw(st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True))
    deler = [draw(st.sampled_from(UKEDAGENE[nummer])) for nummer in numre]
    return draw(ramset_opp(deler)), {d for d in HVERDAGER if d.weekday() in numre}


@st.composite
def sett(draw):
    """Days of any kind, and how they are typed."""
    text, dagene = draw(st.one_of(uker(), datoer(), ukedager()))
    if draw(st.booleans()):
        ukene, i_ukene = draw(uker())
        text, dagene = draw(ukedager())
        text, dagene = f"{text}{draw(st.sampled_from([' i ', ' ']))}{ukene}", dagene & i_ukene
    if draw(st.booleans()):
        bort, borte = draw(st.one_of(uker(), ukedager()).filter(lambda bort: bort[1] & dagene))
        unntatt = st.sampled_from([", ikke ", " unntatt ", " bortsett fra ", ", men ikkje "])
        text, dagene = f"{text}{draw(unntatt)}{bort}", dagene - borte
    return text, dagene


@given(st.one_of(uker(), datoer(), ukedager(), sett()))
def test_however_days_are_typed_they_are_the_same(skrevet):
    text, ventet = skrevet
    assert dager(text) == ventet, text


@given(st.one_of(uker(), datoer(), ukedager()))
def test_ikke_turns_the_days_round(skrevet):
    text, ventet = skrevet
    assert dager(f"ikke {text}") == HVERDAGER - ventet, text


ORD = [
    *dagord.BETYR,
    *("fredag", "mandager", "oktober", "12.", "43", "2026", "2026-W43", "–", ",", "/", "31", "0"),
    *("99", ":", "?", "(", "kl", "ferie", "neste", "12.10.2026", "10", "29.", "februar", "53"),
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(ORD), max_size=8).map(" ".join)))
def test_any_text_is_days_or_a_message(text):
    for år in (None, 2026):
        try:
            funnet = les_dagsett(text, år).dager(SKOLEÅRET)
        except InvalidError as error:
            sagt = (error.message, error.remedy)
        else:
            sagt = ()
            assert funnet <= set(SKOLEÅRET)
        assert all(setning.endswith((".", "?")) for setning in sagt)


@given(st.lists(st.sampled_from(ORD), max_size=8).map(" ".join))
def test_any_text_is_a_period_or_a_message(text):
    try:
        første, siste = les_periode(text, 2026)
    except InvalidError:
        return
    assert første <= siste
