"""Which schools a new round has that the one before it hadn't, and the other way round."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Self

from ..errors import DialogError, InvalidError, Problem
from ..model.arv import Arv
from ..model.norsk import oppramsing
from ..reading import yaml_editor, yaml_reader
from ..reading.yaml_editor import Node, line_end, line_start, set_value, tree


class Skifte(NamedTuple):
    """The schools that leave the round, those that have another id now, and those that come."""

    ut: list[str]
    omdøpte: dict[str, str]
    inn: list[str]

    @classmethod
    def mellom(cls, dialoger: Sequence[str], arv: Arv, år: int) -> Self:
        """What differs in the round ``år`` from one with ``dialoger``."""
        ut: list[str] = []
        omdøpte: dict[str, str] = {}
        for id_ in dialoger:
            if id_ in arv.skoler:
                if not arv.skoler[id_].er_med(år):
                    ut.append(id_)
                continue
            etter = [ny for ny in arv.etter.get(id_, ()) if arv.skoler[ny].er_med(år)]
            ledige = [ny for ny in etter if ny not in dialoger and ny not in omdøpte.values()]
            if len(etter) == 1 and ledige:
                omdøpte[id_] = ledige[0]
            elif id_ in arv.etter:
                ut.append(id_)
        med = {*dialoger, *omdøpte.values()}
        inn = [id_ for id_, skole in arv.skoler.items() if skole.er_med(år) and id_ not in med]
        return cls(ut, omdøpte, inn)


def skift(text: str, skifte: Skifte, name: str) -> str:
    """The text of a round with its schools changed; raises InvalidError, or DialogError."""
    data: Any = yaml_reader.parse(text, name).data
    nøklene = _nøklene(data["dialoger"])
    dialoger: dict[str, Any] = {}
    for id_, dialog in data["dialoger"].items():
        if id_ not in skifte.ut:
            dialoger[skifte.omdøpte.get(id_, id_)] = dialog
    dialoger |= {id_: dict.fromkeys(nøklene) or None for id_ in skifte.inn}
    if not dialoger:
        message = "Ingen av skolene er med i den nye runden."
        raise DialogError([Problem(message, "Rett «nedlagt» i data/skoler.yaml.", name)])
    if dialoger == data["dialoger"]:
        return text
    node = tree(text).pairs["dialoger"][1]
    if node.is_flow:
        return set_value(text, ("dialoger",), dialoger)
    new = _skiftet(text, node, skifte, nøklene)
    if not yaml_editor.reads_as(new, {**data, "dialoger": dialoger}):
        raise InvalidError("Skolene kan ikke skiftes ut.")
    return new


def _nøklene(dialoger: dict[str, Any]) -> list[str]:
    """The keys that a new dialogue is given, to be filled in: those that the others have."""
    for dialog in dialoger.values():
        if dialog:
            return list(dialog)
    return []


def _skiftet(text: str, node: Node, skifte: Skifte, nøklene: Sequence[str]) -> str:
    """The text without the schools that go, with their new ids, and with those that come, last."""
    line_break = yaml_editor.line_break(text)
    new, done = "", 0
    for id_, (key, dialog) in node.pairs.items():
        if id_ in skifte.ut:
            new += text[done : line_start(text, key.start)]
            done = line_end(text, max(key.end, dialog.end))
            if text.startswith(line_break, done):
                done += len(line_break)
            if new.endswith(2 * line_break) and text.startswith(line_break, done):
                done += len(line_break)  # one empty line between those around it
        elif id_ in skifte.omdøpte:
            new += text[done : key.start] + skifte.omdøpte[id_]
            done = key.end
    end = max(done, line_end(text, node.end))
    new += text[done:end]
    indent = " " * (node.start - line_start(text, node.start))
    har_luft = _har_luft(text, node)
    lines: list[str] = []
    for id_ in skifte.inn:
        if har_luft:
            lines.append("")
        lines.append(f"{indent}{id_}:")
        lines += [f"{indent}  {nøkkel}:" for nøkkel in nøklene]
    if not lines:
        return new + text[end:]
    written = line_break.join(lines)
    if new.endswith(line_break):  # the last one is gone, with its line break
        return new + written + line_break + text[end:]
    return new + line_break + written + text[end:]


def _har_luft(text: str, node: Node) -> bool:
    """Whether an empty line stands above the last of several schools."""
    keys = node.children[::2]
    if not keys[1:]:
        return False
    last = line_start(text, keys[-1].start)
    above = text[line_start(text, last - 1) : last]
    return not above.strip()


def skiftemerknader(text: str, skifte: Skifte, arv: Arv, fra: int, name: str) -> Iterator[Problem]:
    """What a person should know of the schools that aren't the same: each as a warning."""
    file = yaml_reader.parse(text, name)
    for id_ in skifte.ut:
        hva, råd = _hvorfor_ute(id_, arv)
        yield Problem(f"{hva} og er ikke tatt med.", råd, name, warning=True)
    for gammel, ny in skifte.omdøpte.items():
        message = f"«{gammel}» heter nå «{ny}»."
        råd = "Dialogen har fått den nye id-en."
        yield file.problem(("dialoger", ny), message, råd, at_key=True)._replace(warning=True)
    for id_ in skifte.inn:
        message = f"{arv.skoler[id_].kortnavn} var ikke med i {fra}, og er lagt til."
        råd = "Fyll ut dialogen, eller ta den bort."
        yield file.problem(("dialoger", id_), message, råd, at_key=True)._replace(warning=True)


def _hvorfor_ute(id_: str, arv: Arv) -> tuple[str, str]:
    """Why a school isn't in the new round, and what becomes of its agreements."""
    etter = [arv.skoler[ny].kortnavn for ny in arv.etter.get(id_, ())]
    råd = f"{oppramsing(etter)} får avtalene derfra."
    skole = arv.skoler.get(id_)
    if skole is None:
        return f"«{id_}» finnes ikke lenger i data/skoler.yaml", råd
    if not skole.nedlagt:
        return f"{skole.kortnavn} er ikke med før {skole.opprettet}", ""
    if not etter:
        råd = "Har en annen tatt over, så skriv id-en under «tidligere» ved den."
    return f"{skole.kortnavn} er nedlagt fra {skole.nedlagt}", råd
