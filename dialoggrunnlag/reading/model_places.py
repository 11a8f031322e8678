"""Where in the data a key belongs that stands at a wrong place, or is called by another name."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..model.runde import Runde
from ..model.skole import Skoleeierfil, Skolefil
from ..model.verdityper import ID
from .model_types import is_model, item_type, keys_at, plain, type_at
from .regler import BY_SCHOOL
from .yaml_reader import Path_

_SOME_ID = "…"  # in a path, where any id may stand

# What a key is called by those who write nynorsk or English, or think of another word.
_OTHER_WORDS = {
    "ansvarlig": "ansvarleg eier eigar owner responsible",
    "avlyst": "avlyse cancelled canceled",
    "avtaler": "avtalar agreements",
    "begrunnelse": "grunn grunngiving grunngjeving hvorfor kvifor reason why",
    "dagsorden": "saksliste program agenda",
    "datagrunnlag": "grunnlag kilder kjelder data sources",
    "dato": "dag når date day when",
    "datoer": "datoregler datoreglar dates",
    "deler": "delar parts",
    "delmål": "goals",
    "deltakelse": "deltaking participation",
    "deltakere": "deltakarar deltagere deltakarane participants attendees",
    "dialoger": "skoler dialogar møter dialogs dialogues meetings",
    "endring": "versjon change version sequence",
    "epost": "mail email adresse epostadresse",
    "fil": "vedlegg file attachment",
    "filer": "vedlegg files attachments",
    "fra_skoleeier": "skoleeier skuleeigar frå_skuleeigar",
    "fri": "fridager fridagar ferie ferier feriar stengt holidays",
    "frist": "deadline due",
    "hensikt": "formål føremål purpose",
    "hovedmål": "hovudmål",
    "høyst_i_uken": "høgst_i_veka høyst_per_uke maks_i_uken maks_per_uke max_per_week",
    "høyst_på_dagen": "høgst_på_dagen høyst_per_dag maks_på_dagen maks_per_dag max_per_day",
    "kalender": "kalenderfil ics calendar",
    "kan_ikke": "kan_ikkje opptatt oppteken borte busy unavailable",
    "kommune": "municipality",
    "kontakt": "kontaktperson contact",
    "kortnavn": "kortnamn forkortelse shortname short_name",
    "lenke": "lenkje link url adresse",
    "lenker": "lenkjer links urls",
    "minst_fra_skoleeier": "minst minst_frå_skuleeigar minimum",
    "minutter": "minutt varighet lengde tid minutes duration",
    "må": "krav obligatorisk påkrevd må_være_med må_vere_med must required",
    "målform": "språk language",
    "navn": "namn name",
    "nedlagt": "nedlagd lagt_ned stengt closed",
    "opprettet": "oppretta ny opened",
    "organisasjonsnummer": "orgnr orgnummer org_nr",
    "periode": "period",
    "reisetid": "reise reiseveg kjøretid køyretid travel travel_time",
    "rolle": "stilling tittel funksjon role title",
    "roller": "rollar roles",
    "runde": "år round",
    "samme_tur": "same_tur tur turer turar trip trips",
    "skolen": "skulen skole school",
    "skoler": "skular schools",
    "slutt": "til sluttar end stop to",
    "start": "fra frå begynner byrjar begin from",
    "sted": "stad rom møterom møtested hvor kvar place location room",
    "stille": "ignorer silent ignore",
    "tekst": "innhold innhald beskrivelse text description",
    "tidligere": "tidlegare forrige førre forgjengere previous former",
    "tidsramme": "tid tidspunkt klokkeslett klokka time",
    "tittel": "overskrift title",
    "ukedager": "ukedag vekedagar hverdager kvardagar weekdays",
    "varighet": "varigheit lengde minutter tid duration minutes",
    "vekt": "prioritet viktighet weight priority",
    "ønsker": "ønske ønskjer ønskje ønska ynskje wish wishes",
    "år": "year",
}


class Sted(NamedTuple):
    """A place at which a key may stand, in the file whose model it is."""

    model: type[BaseModel]
    path: Path_


def is_key(name: str) -> bool:
    """Whether a key of that name stands anywhere in the data."""
    return any(_all_places_of(name, root) for root in (Runde, Skolefil, Skoleeierfil))


# --- where a key belongs --------------------------------------------------------------------------


def known_by(key: str, keys: Iterable[str]) -> str:
    """The one of the keys that is also called ``key``; an empty string where there is none."""
    word = key.casefold().replace(" ", "_").replace("-", "_")
    for known in keys:
        if word in _OTHER_WORDS.get(known, "").split():
            return known
    return ""


def belongs_at(key: str, model: type[BaseModel], path: Path_) -> Sted | None:
    """The nearest place where a key may stand that can't at ``path``; None where there is none.

    Near is in the same file, then at a school's entry where ``path`` is, then below the same
    keys, then with the fewest keys above it.
    """
    names = [key, *(known for known in _OTHER_WORDS if known_by(key, (known,)))]
    for name in names:
        places = []
        roots: tuple[type[BaseModel], ...] = (model, Runde, Skolefil, Skoleeierfil)
        for root in dict.fromkeys(roots):
            places += [Sted(root, (*above, name)) for above in _all_places_of(name, root)]
        if places:
            nearest = min(places, key=lambda place: _distance(place, model, path))
            return Sted(nearest.model, _in_the_same_school(nearest.path, path))
    return None


def entry_belongs_at(key: str, entry: Any, model: type[BaseModel], path: Path_) -> Path_ | None:
    """Where an entry belongs that stands above or below ``path`` because of its indentation.

    It is the nearest place for entries by id that have most of the keys that the entry has.
    """
    if not isinstance(entry, dict) or not entry or not ID.fullmatch(key):
        return None
    for length in range(len(path), -1, -1):
        for place in _by_id(model, path[:length]):
            known = entry.keys() & set(keys_at(model, place))
            if 3 * len(known) >= 2 * len(entry):  # what follows it may have got into it
                return place
    return None


def _by_id(model: type[BaseModel], path: Path_) -> Iterator[Path_]:
    """The places at ``path``, or one key below it, that hold entries by their ids."""
    kind = plain(type_at(model, path))
    places = [path]
    if is_model(kind):
        places += [(*path, key) for key in kind.model_fields]
    for place in places:
        if get_origin(plain(type_at(model, place))) is dict:
            yield place


def _distance(place: Sted, model: type[BaseModel], path: Path_) -> tuple[bool, bool, int, int]:
    shared = 0
    if place.model is model:
        for one, other in zip(_in_the_same_school(place.path, path), path, strict=False):
            if one != other:
                break
            shared += 1
    both_of_schools = len(path) > 1 and path[0] in BY_SCHOOL and place.path[0] in BY_SCHOOL
    return place.model is not model, not both_of_schools, -shared, len(place.path)


def _in_the_same_school(place: Path_, path: Path_) -> Path_:
    """A place below the school whose entry ``path`` is in."""
    if len(path) > 1 and path[0] in BY_SCHOOL and place[0] in BY_SCHOOL and len(place) > 1:
        return (place[0], path[1], *place[2:])
    return place


@lru_cache(maxsize=500)
def _all_places_of(key: str, root: type[BaseModel]) -> tuple[Path_, ...]:
    return tuple(_places_of(key, root, ()))


def _places_of(key: str, kind: Any, path: Path_) -> Iterator[Path_]:
    """The paths below ``path`` at which a key may stand."""
    kind = plain(kind)
    if is_model(kind):
        if key in kind.model_fields:
            yield path
        for name, field in kind.model_fields.items():
            yield from _places_of_field(key, field, (*path, name))
    elif item_type(kind) is not None:
        yield from _places_of(key, item_type(kind), (*path, 0))


def _places_of_field(key: str, field: FieldInfo, path: Path_) -> Iterator[Path_]:
    kind = plain(field.annotation)
    if get_origin(kind) is dict:
        yield from _places_of(key, item_type(kind), (*path, _SOME_ID))
    else:
        yield from _places_of(key, kind, path)
