"""The peer: docxtemplater's dialect, and a node process that fills its templates.

``as_docxtemplater_template`` rewrites one of our templates mechanically: ``{% for tema in
dagsorden %}`` becomes ``{#dagsorden}``, ``{{ tema.tittel }}`` becomes ``{tema_tittel}``, ``{{ a or
b }}`` becomes ``{#a}{a}{/a}{^a}{b}{/a}``, and a loop's tags move from rows of their own into the
row that repeats. ``flat`` rewrites the data alike, to names without dots, so that docxtemplater's
own parser (its fastest) will do; a condition that is more than a field is answered there as well.
"""

import json
import re
import shutil
import subprocess
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path

import docx
from docx.oxml.ns import qn
from jinja2 import Environment

from dialoggrunnlag.innhold.grunnlag import IngenTall

HERE = Path(__file__).resolve().parent
_TAG = re.compile(r"\{\{ (.+?) \}\}|\{% (.+?) %\}")
_CHOICE = re.compile(r"\(?('[^']*'|[\w.]+) if (.+?)(?: else (.+?))?\)?")


class NotInstalledError(Exception):
    """npm could not install docxtemplater, or there is no node."""


def install() -> str:
    """Install the locked versions beside this file, outside git; gives the versions in use."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    for name in wanted:
        installed = HERE / "node_modules" / name / "package.json"
        if (
            installed.exists()
            and json.loads(installed.read_text("utf-8"))["version"] == wanted[name]
        ):
            continue
        npm = shutil.which("npm")
        if not npm:
            raise NotInstalledError("npm finnes ikke her")
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts"], cwd=HERE, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise NotInstalledError(f"npm ci: {done.stderr.strip()[-300:]}")
        break
    node = shutil.which("node")
    if not node:
        raise NotInstalledError("node finnes ikke her")
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    return f"{wanted['docxtemplater']} (node {version.strip()})"


_COLUMNS = "{% if dialog.deltakere | length > 6 %}"


class Docxtemplater:
    """A warm node process that makes documents when asked."""

    def __init__(self, jobs: dict[str, tuple[Path, object]], work: Path) -> None:
        config = {}
        for number, (job, (template, data)) in enumerate(jobs.items()):
            rewritten, values = work / f"peer-{number}.docx", work / f"peer-{number}.json"
            loops, conditions = as_docxtemplater_template(template, rewritten)
            values.write_text(json.dumps(flat(data, loops, conditions)), "utf-8")
            config[job] = {"template": str(rewritten), "data": str(values)}
        (work / "jobs.json").write_text(json.dumps(config), "utf-8")
        self._process = subprocess.Popen(
            [shutil.which("node"), str(HERE / "docxtemplater_peer.mjs"), str(work / "jobs.json")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def make(self, job: str, count: int, save: Path | None = None) -> list[float]:
        """Seconds that each of ``count`` documents took, as node's own clock has it."""
        question = {"job": job, "count": count, "save": str(save) if save else None}
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("docxtemplater sluttet uten svar")
        return [milliseconds / 1000 for milliseconds in json.loads(answer)]

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=10)


# --- the dialect --------------------------------------------------------------------------


def as_docxtemplater_template(source: Path, target: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Rewrite a template.

    Gives the loops' variables by the (flat) name of their lists, and by the names made up for them
    the conditions that are more than a field.
    """
    document = docx.Document(str(source))
    _without_columns(document.element.body)
    sections = document.sections[0]
    loops: dict[str, str] = {}
    conditions: dict[str, str] = {}
    body, properties = document.element.body, document.core_properties._element
    for row in list(body.iter(qn("w:tr"))):
        _into_the_rows(row)
    stories = [sections.header, sections.footer, sections.first_page_header]
    stories.append(sections.first_page_footer)
    for story in (body, *(story._element for story in stories), properties):
        opened: list[str] = []
        for node in properties if story is properties else story.iter(qn("w:t")):
            replace = partial(_tag, opened=opened, loops=loops, conditions=conditions)
            node.text = _TAG.sub(replace, node.text or "")
            if re.search(r"\{\{|\{%|%\}|\}\}", node.text):
                raise ValueError(f"tag over more than one run: {node.text}")
        if opened:
            raise ValueError(f"unclosed: {opened}")
    document.save(str(target))
    return loops, conditions


def _without_columns(body) -> None:
    """Leave out the columns that many participants stand in: the data have few.

    The peer has no lists without their last item.
    """
    paragraphs = [node for node in body if node.tag == qn("w:p")]
    texts = ["".join(t.text or "" for t in node.iter(qn("w:t"))) for node in paragraphs]
    if _COLUMNS not in texts:
        return
    first = texts.index(_COLUMNS)
    otherwise = texts.index("{% else %}", first)
    end = texts.index("{% endif %}", otherwise)
    for paragraph in (*paragraphs[first : otherwise + 1], paragraphs[end]):
        body.remove(paragraph)


def _into_the_rows(row) -> None:
    """Move the tag of a row with nothing else into the row that it repeats."""
    text = "".join(node.text or "" for node in row.iter(qn("w:t")))
    if not re.fullmatch(r"\{% .+? %\}", text):
        return
    closes = text.startswith("{% end")
    beside = row.getprevious() if closes else row.getnext()
    node = list(beside.iter(qn("w:t")))[-1 if closes else 0]
    node.text = node.text + text if closes else text + node.text
    row.getparent().remove(row)


def _tag(
    tag: re.Match[str], opened: list[str], loops: dict[str, str], conditions: dict[str, str]
) -> str:
    value, control = tag[1], tag[2]
    if value:
        return _value(value, conditions)
    if control.startswith("end"):
        return opened.pop()
    if control == "else":
        return _else(opened[-1])
    word, rest = control.split(" ", 1)
    if word == "set":  # what it stands for is put where it is asked for
        name, _, expression = rest.partition(" = ")
        conditions[f"set {name}"] = expression
        return ""
    if word == "for":
        variable, _, expression = rest.partition(" in ")
        name = _flat_name(expression)
        loops[name] = variable
        opened.append(f"{{/{name}}}")
        return f"{{#{name}}}"
    parts = [_condition(part, conditions) for part in rest.split(" and ")]
    opened.append("".join(f"{{/{name}}}" for _, name in reversed(parts)))
    return "".join(f"{{{sign}{name}}}" for sign, name in parts)


def _else(end: str) -> str:
    """The end of what stands where one field has a value, and the beginning of what stands else."""
    if not re.fullmatch(r"\{/\w+\}", end):
        raise ValueError(f"no rule for rewriting «else» after {end}")
    return end + end.replace("/", "^")


def _value(expression: str, conditions: dict[str, str]) -> str:
    """A field, a text in quotation marks, one of two, or the first of several that isn't empty."""
    choice = _CHOICE.fullmatch(expression)
    if choice:
        _, name = _condition(choice[2], conditions)
        return _either(name, _value(choice[1], conditions), _value(choice[3] or "''", conditions))
    first, _, others = expression.partition(" or ")
    if first.startswith("'"):
        return first[1:-1]
    name = _flat_name(first)
    if not others:
        return f"{{{name}}}"
    return _either(name, f"{{{name}}}", _value(others, conditions))


def _either(name: str, one: str, other: str) -> str:
    """What stands there where a field has a value, and what else."""
    return f"{{#{name}}}{one}{{/{name}}}{{^{name}}}{other}{{/{name}}}"


def _condition(part: str, conditions: dict[str, str]) -> tuple[str, str]:
    sign, expression = "#", part
    if part.startswith("not "):
        sign, expression = "^", part.removeprefix("not ")
    for name in re.findall(r"(?<![.\w])\w+", expression):
        if f"set {name}" in conditions:
            expression = re.sub(
                rf"(?<![.\w]){name}\b", f"({conditions[f'set {name}']})", expression, count=1
            )
    if _is_field(expression):
        return sign, _flat_name(expression)
    name = f"condition_{len(conditions)}"
    conditions[name] = expression
    return sign, name


def _is_field(expression: str) -> bool:
    return bool(re.fullmatch(r"\w+(\.\w+)*", expression))


def _flat_name(expression: str) -> str:
    if not _is_field(expression):
        raise ValueError(f"no rule for rewriting: {expression}")
    return expression.replace(".", "_")


def flat(
    values: dict[str, object], loops: dict[str, str], conditions: dict[str, str]
) -> dict[str, object]:
    """The values by their flat names: ``{"tema_tittel": …}`` in the items of ``dagsorden``.

    The conditions are of fields outside of the loops.
    """
    data = {key: v for name, value in values.items() for key, v in _flat(name, value, loops)}
    for name, expression in conditions.items():
        if name.startswith("set "):
            continue
        data[name] = bool(Environment().compile_expression(expression)(**values))  # noqa: S701
    return data


def _flat(name: str, value, loops: dict[str, str]):
    if isinstance(value, IngenTall):
        return
    if isinstance(value, list):
        if name in loops:
            last = len(value) - 1
            items = [dict(_flat(loops[name], item, loops)) for item in value]
            yield name, [item | {"loop_last": n == last} for n, item in enumerate(items)]
        return
    if is_dataclass(value):
        if type(value).__str__ is not object.__str__:
            yield name, str(value)
        value = {item.name: getattr(value, item.name) for item in fields(value)}
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}_{key}", inner, loops)
    else:
        yield name, value
