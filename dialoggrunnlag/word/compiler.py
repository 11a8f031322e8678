"""From a part's tree with placed tags to a compiled Jinja2 template that writes its XML."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import Template
from jinja2.exceptions import TemplateSyntaxError
from jinja2.visitor import NodeTransformer
from lxml import etree

from .chart_tags import PLACED
from .controls import CONTROL_FILTERS
from .explain import syntax_error
from .growth import MAX_BITS
from .names import XML_DECLARATION
from .problems import TemplateProblem
from .sandbox import CONCATENATE, MADE, Sandbox, made_block
from .story import MARK_CLOSE, MARK_OPEN, PlacedTag, Story
from .structure import COLOUR
from .validity import REGION_CLOSE, REGION_OPEN
from .values import colour, escape

# Noncharacters: legal in XML, never in a document, so that no text is taken for a tag
DELIMITERS = {
    "variable_start_string": "\ufdd4",
    "variable_end_string": "\ufdd5",
    "block_start_string": "\ufdd6",
    "block_end_string": "\ufdd7",
    "comment_start_string": "\ufdd8",
    "comment_end_string": "\ufdd9",
}
EMIT, TURNS, BLOCK = "_emit", "_turns", "_block"
_MARKER = re.compile(rf"<\?tag (\d+)\?>|{MARK_OPEN}(\d+){MARK_CLOSE}|<\?region (\w+)\?>")
_FILTERED = "_filtered"
# Names of the engine's own beside its filters, which all begin with a line as well
_RESERVED = re.compile(r"_(?:rendering|(?:chart|filtered|list|name|part|turn)\d+)")


class CompiledPart(NamedTuple):
    """A part that can be written: its Jinja2 template, which tag stands in which line, and more.

    ``uncertain`` are the bookmarks that a block may leave out, ``pointed`` those pointed at.
    """

    name: str
    template: Template
    lines: dict[int, PlacedTag]
    ast: nodes.Template
    fenced: bool
    uncertain: set[str]
    pointed: set[str]


def environment(
    filters: Mapping[str, Callable[..., Any]], own: Mapping[str, Callable[..., Any]]
) -> Sandbox:
    """Make the sandbox of the parts; ``filters`` are the caller's, ``own`` the rendering's."""
    engines: dict[str, Callable[..., Any]] = {COLOUR: colour, BLOCK: made_block}
    own_filters = {**own, **CONTROL_FILTERS, **engines}
    env = Sandbox({**filters, **own_filters}, autoescape=True, optimized=False, **DELIMITERS)
    env.code_generator_class = EmittingGenerator
    return env


class EmittingGenerator(CodeGenerator):
    """Has what EMIT gives written as it is: it is XML, with the value in it escaped.

    To have Jinja2 escape it would take longer than to make it.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if isinstance(node, nodes.Filter) and node.name == EMIT:
            self.write("str(")
        else:
            super()._output_child_pre(node, frame, finalize)


def compile_part(
    env: Sandbox, name: str, story: Story, first_number: int
) -> CompiledPart | list[TemplateProblem]:
    """Compile a part, or say everything that is wrong with its tags.

    ``first_number`` is what the part's first tag is called in EMIT and TURNS.
    """
    if story.problems:
        return [*story.problems, *_lone_problems(env, story)]
    source, lines = _source(story)
    numbers = {line: first_number + index for line, index in lines.items()}
    try:
        ast = env.parse(source, name)
        problems = _forbidden(env, ast, story, lines)
        if problems:
            return problems
        _Preparation(numbers).visit(ast)
        code = env.compile(ast, name, name)
    except TemplateSyntaxError as error:
        # Every tag that is wrong by itself; where none is, the one the parser stopped at
        placed = story.tags[lines.get(error.lineno, 0)]
        stopped = [_problem(placed, *syntax_error(error.message or ""))]
        return _lone_problems(env, story) or stopped
    except _TOO_DEEP:
        return [_problem(_longest(story), *_NESTED)]
    except ValueError:
        return [_problem(_longest(story), *_TOO_LONG)]
    return CompiledPart(
        name,
        Template.from_code(env, code, env.globals),
        {line: story.tags[index] for line, index in lines.items()},
        ast,
        REGION_OPEN in source,
        story.uncertain,
        story.pointed,
    )


def _source(story: Story) -> tuple[str, dict[int, int]]:
    """The part as Jinja2 source in which every tag begins on a line of its own.

    Returns the source, and the tag's index by line.
    """
    xml = etree.tostring(story.root, encoding="unicode")
    if story.root_fence:
        xml = f"<?region {story.root_fence}?>{xml}<?region end?>"
    for number, inlined in story.inlined.items():
        xml = xml.replace(f"<?tag {number}?>", f"<?tag {number}?>{inlined}")
    out, lines, line = [XML_DECLARATION], dict[int, int](), 2
    position = 0
    for marker in _MARKER.finditer(xml):
        static = xml[position : marker.start()]
        position = marker.end()
        line += static.count("\n")
        out.append(static)
        if marker[3]:
            out.append(REGION_CLOSE if marker[3] == "end" else REGION_OPEN + marker[3])
            continue
        index = int(marker[1] or marker[2])
        tag = story.tags[index].tag
        if tag.kind == "raw":
            out.append(escape(tag.code))
        elif tag.kind != "{#":
            line += 1
            lines[line] = index
            out.append(_tag_source(tag.kind, tag.code))
    out.append(xml[position:])
    return "".join(out), lines


def _tag_source(kind: str, code: str) -> str:
    """A tag in our delimiters, its code on the line after the opening one."""
    start, end = ("\ufdd4", "\ufdd5") if kind == "{{" else ("\ufdd6", "\ufdd7")
    return f"{start}\n{code} {end}"


def through(node: nodes.Node, name: str, arguments: Sequence[nodes.Expr] = ()) -> nodes.Filter:
    """``node`` as the argument of a filter."""
    expression = cast("nodes.Expr", node)
    return nodes.Filter(expression, name, list(arguments), [], None, None, lineno=node.lineno)


def counted(node: nodes.Node) -> nodes.Node:
    """An expression that makes a text or a list, sent through what counts what is made.

    Raises ValueError for a number as long as Python reads none in decimals.
    """
    match node:
        case nodes.Const(value=int(number)) if number.bit_length() > MAX_BITS:
            raise ValueError
        case nodes.Concat():
            return through(nodes.List(node.nodes, lineno=node.lineno), CONCATENATE)
        case nodes.Getitem(arg=nodes.Slice(), ctx="load"):
            # What is sliced rather than the slice: Python warns of ``1.5[1:]`` where it compiles it
            node.node = through(node.node, MADE)
        case nodes.Tuple(ctx="load") | nodes.List() | nodes.Dict():
            return through(node, MADE)
    return node


class _Preparation(NodeTransformer):
    """Makes the template's blocks values, has what it makes counted, and numbers its tags."""

    def __init__(self, numbers: Mapping[int, int]) -> None:
        self._numbers = numbers

    def visit(self, node: nodes.Node, *_args: Any, **_kwargs: Any) -> Any:
        """What a node becomes, when all within it has been prepared."""
        self.generic_visit(node)
        match node:
            case nodes.For():
                node.iter = self._numbered(node.iter, TURNS)
            case nodes.Output():
                for index, part in enumerate(node.nodes):
                    if not isinstance(part, nodes.TemplateData):
                        node.nodes[index] = self._numbered(part, EMIT)
            case nodes.AssignBlock(filter=nodes.Filter(name=name)) if name == PLACED:
                return node  # a chart's part, which its own filter takes
            case nodes.AssignBlock():
                return from_block(node, BLOCK)
            case nodes.FilterBlock(lineno=line):  # as a set block whose value is then written
                target = nodes.Name(f"{_FILTERED}{line}", "store", lineno=line)
                block_set = nodes.AssignBlock(target, node.filter, node.body, lineno=line)
                read = self._numbered(nodes.Name(target.name, "load", lineno=line), EMIT)
                return [from_block(block_set, BLOCK), nodes.Output([read], lineno=line)]
        return counted(node)

    def _numbered(self, node: nodes.Node, name: str) -> nodes.Filter:
        """An expression through a filter that is told the number of its tag."""
        number = nodes.Const(self._numbers.get(node.lineno, 0), lineno=node.lineno)
        return through(node, name, [number])


def from_block(assigned: nodes.AssignBlock, name: str) -> nodes.AssignBlock:
    """Have ``{% set x %}…{% endset %}`` make its value with a filter, before filters of its own."""
    made = nodes.Filter(None, name, [], [], None, None, lineno=assigned.lineno)
    if assigned.filter is None:
        assigned.filter = made
        return assigned
    inner = assigned.filter
    while isinstance(inner.node, nodes.Filter):
        inner = inner.node
    inner.node = made
    return assigned


def _forbidden(
    env: Sandbox, ast: nodes.Template, story: Story, lines: Mapping[int, int]
) -> list[TemplateProblem]:
    """The engine's own names and filters are nobody else's."""
    problems = []
    for node in ast.find_all((nodes.Name, nodes.Filter)):
        name = str(getattr(node, "name", ""))
        is_reserved = _RESERVED.fullmatch(name) or (name.startswith("_") and name in env.filters)
        placed = story.tags[lines.get(node.lineno, 0)]
        if is_reserved and not placed.own:
            message = f"Navnet «{name}» er motorens eget og kan ikke brukes i en mal."
            problems.append(_problem(placed, message))
    return problems


def _lone_problems(env: Sandbox, story: Story) -> list[TemplateProblem]:
    """The tags that are wrong by themselves, those left out that are already reported."""
    reported = {(problem.place, problem.tag) for problem in story.problems}
    problems = []
    for placed in story.tags:
        if placed.own or (placed.place, placed.tag.source) in reported:
            continue
        reason = _lone_error(env, placed)
        if reason:
            problems.append(_problem(placed, *reason))
    return problems


def _lone_error(env: Sandbox, placed: PlacedTag) -> tuple[str, str] | None:
    """What is wrong with a tag when its block is completed artificially."""
    if placed.tag.kind not in ("{{", "{%"):
        return None
    name, code = placed.tag.name, placed.tag.code
    before = after = ""
    if placed.tag.kind == "{%":
        if name in ("else", "elif"):
            before, after = _tag_source("{%", "if 1"), _tag_source("{%", "endif")
        elif name.startswith("end"):
            if name not in _OPENINGS:
                return None
            before = _tag_source("{%", _OPENINGS[name])
        elif not (name == "set" and "=" in code):
            after = _tag_source("{%", f"end{name}")
    try:
        env.compile(before + _tag_source(placed.tag.kind, code) + after)
    except TemplateSyntaxError as error:
        return syntax_error(error.message or "")
    except _TOO_DEEP:
        return _NESTED
    except ValueError:  # Python's own limit to the digits of a number
        return _TOO_LONG
    return None


def _longest(story: Story) -> PlacedTag:
    return max(story.tags, key=lambda placed: (placed.tag.name == "for", len(placed.tag.code)))


_TOO_LONG = ("Tallet er urimelig langt.", "Skriv et kortere.")
_NESTED = ("Blokkene eller parentesene ligger for dypt inne i hverandre.", "Gjør malen enklere.")
# What Python's own compiler says of 20 loops, 100 ifs or some hundred brackets within each other
_TOO_DEEP = (SyntaxError, RecursionError, MemoryError)
_OPENINGS = {"endif": "if 1", "endfor": "for x in ()"}


def _problem(placed: PlacedTag, message: str, remedy: str = "") -> TemplateProblem:
    return TemplateProblem(message, remedy, place=placed.place, tag=placed.tag.source)
