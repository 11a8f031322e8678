"""Which fields a template uses, and which of them nobody knows, without rendering it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from jinja2 import nodes

from ..errors import did_you_mean
from .sandbox import fields_of

_ANYTHING = object()  # a value whose fields can't be told: the result of a filter or a call
_LOOP = dict.fromkeys(
    ("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0")
) | dict.fromkeys(("previtem", "nextitem", "cycle", "changed"), _ANYTHING)
# The filters that a value goes through on its way into a text, and into a chart
_EMIT, _CHART = "_emit", "_chart"
# Filters that give what they get: the compiler's wrapping of loops comes first
_SAME_ITEMS = ("_turns", "_made", "sort", "reverse", "list", "unique", "selectattr", "rejectattr")


class FieldProblem(NamedTuple):
    """An unknown field, in a line of the Jinja2 source."""

    path: str
    line: int
    message: str
    remedy: str


class _Value(NamedTuple):
    """What an expression stands for: an example of it, and its dotted path among the fields."""

    example: Any = _ANYTHING
    path: str = ""


_UNKNOWN = _Value()


def fields(ast: nodes.Template) -> set[str]:
    """The dotted fields that a template uses; a loop's item is named after its list."""
    walker = _Walker(None)
    walker.statements(ast.body, {})
    return walker.used


def loop_variables(ast: nodes.Template) -> dict[str, int]:
    """The names that loops give their items, with the line of the first such loop."""
    variables: dict[str, int] = {}
    for loop in ast.find_all(nodes.For):
        for name in (loop.target, *loop.target.find_all(nodes.Name)):
            if isinstance(name, nodes.Name):
                variables.setdefault(name.name, loop.lineno)
    return variables


def unknown_fields(
    ast: nodes.Template, known: Mapping[str, Any], defined: Iterable[str]
) -> list[FieldProblem]:
    """Every use of a field that ``known`` doesn't hold, in the order of the template."""
    walker = _Walker(known)
    walker.statements(ast.body, dict.fromkeys(defined, _UNKNOWN))
    return walker.problems


@dataclass(eq=False, repr=False)
class _Walker:
    """One walk over the syntax tree, with what every name stands for in each scope."""

    known: Mapping[str, Any] | None  # None: whatever the template uses is known
    used: set[str] = field(default_factory=set)
    problems: list[FieldProblem] = field(default_factory=list)

    def statements(self, body: Iterable[nodes.Node], scope: dict[str, _Value]) -> None:
        """Walk statements in order; assignments are seen by those that follow."""
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: dict[str, _Value]) -> None:
        match node:
            case nodes.For():
                self._loop(node, scope)
            case nodes.Assign():
                self._assign(node.target, self._value(node.node, scope), scope)
            case nodes.AssignBlock():
                self.statements(node.body, dict(scope))
                self._assign(node.target, _UNKNOWN, scope)
            case nodes.Macro() | nodes.CallBlock():
                self._macro(node, scope)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    self._assign(target, self._value(value, scope), inner)
                self.statements(node.body, inner)
            case nodes.If():
                self._value(node.test, scope)
                for branch in (node.body, node.elif_, node.else_):
                    self.statements(branch, scope)
            case nodes.Expr():
                self._value(node, scope)
            case _:
                self.statements(node.iter_child_nodes(), scope)

    def _loop(self, node: nodes.For, scope: dict[str, _Value]) -> None:
        listed = self._value(node.iter, scope)
        inner = {**scope, "loop": _Value(_LOOP)}
        self._assign(node.target, _item(listed), inner)
        if node.test is not None:
            self._value(node.test, inner)
        self.statements(node.body, inner)
        self.statements(node.else_, dict(scope))

    def _macro(self, node: nodes.Macro | nodes.CallBlock, scope: dict[str, _Value]) -> None:
        if isinstance(node, nodes.Macro):
            scope[node.name] = _UNKNOWN
        else:
            self._value(node.call, scope)
        names = ("caller", "varargs", "kwargs", *(argument.name for argument in node.args))
        self.statements(node.body, {**scope, **dict.fromkeys(names, _UNKNOWN)})

    def _assign(self, target: nodes.Node, value: _Value, scope: dict[str, _Value]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = value
        elif isinstance(target, nodes.Tuple):
            for item in target.items:
                self._assign(item, _UNKNOWN, scope)

    def _value(self, node: nodes.Node, scope: dict[str, _Value]) -> _Value:
        """What an expression stands for; notes the fields that are used on the way."""
        match node:
            case nodes.Name():
                return self._name(node, scope)
            case (
                nodes.Getattr(node=owner, attr=str(name))
                | nodes.Getitem(node=owner, arg=nodes.Const(value=str(name)))
            ):
                return self._field(self._value(owner, scope), name, node)
            case nodes.Getitem():
                self._value(node.arg, scope)
                return _item(self._value(node.node, scope))
            case nodes.Or() | nodes.And():
                left, right = self._value(node.left, scope), self._value(node.right, scope)
                return left if left.path else right
            case nodes.Filter(node=nodes.Expr()):
                return self._filtered(node, scope)
            case nodes.Test(name="defined" | "undefined"):
                self._maybe(node.node, scope)
            case _:
                self._values(node.iter_child_nodes(), scope)
        return _UNKNOWN

    def _values(self, expressions: Iterable[nodes.Node], scope: dict[str, _Value]) -> None:
        for expression in expressions:
            self._value(expression, scope)

    def _filtered(self, node: nodes.Filter, scope: dict[str, _Value]) -> _Value:
        """What the result of a filter stands for."""
        inner = cast("nodes.Expr", node.node)
        if node.name in (_CHART, _EMIT):
            return self._written(node, self._value(inner, scope))
        if node.name in _SAME_ITEMS:
            self._values(node.args, scope)
            return self._value(inner, scope)
        if node.name in ("default", "d"):
            self._maybe(inner, scope)
            self._values(node.args, scope)
        else:
            self._values(node.iter_child_nodes(), scope)
        return _UNKNOWN

    def _written(self, node: nodes.Filter, value: _Value) -> _Value:
        """What a text or a chart is filled with; notes a chart as text, and another as a chart."""
        is_chart = hasattr(type(value.example), "fills_charts")
        if node.name == _EMIT:
            if is_chart:
                self._misused_chart(node, value)
            return value
        # A bare object stands for a value that can't be told
        if not is_chart and value.example is not None and type(value.example) is not object:
            self._misused_chart(node, value)
        return _UNKNOWN  # what the engine itself asks of a chart is no field of the template's

    def _misused_chart(self, node: nodes.Filter, value: _Value) -> None:
        from .chart import CHART_AS_TEXT, NO_CHART_REMEDY  # noqa: PLC0415 - where there is one

        message, remedy = CHART_AS_TEXT
        if node.name == _CHART:
            message, remedy = f"Feltet «{value.path}» er ikke et diagram.", NO_CHART_REMEDY
        self.problems.append(FieldProblem(value.path, node.lineno, message, remedy))

    def _maybe(self, node: nodes.Node, scope: dict[str, _Value]) -> None:
        """An expression that need not be there: its owner must, its last name need not."""
        if isinstance(node, nodes.Getattr):
            owner = self._value(node.node, scope)
            if owner.path:
                self.used.add(f"{owner.path}.{node.attr}")
        elif isinstance(node, nodes.Name):
            if node.name not in scope:
                self.used.add(node.name)
        else:
            self._value(node, scope)

    def _name(self, node: nodes.Name, scope: dict[str, _Value]) -> _Value:
        if node.name in scope:
            return scope[node.name]
        self.used.add(node.name)
        if self.known is None:
            return _Value(path=node.name)
        if node.name in self.known:
            return _Value(self.known[node.name], node.name)
        self._unknown(node, node.name, [*self.known, *scope])
        return _UNKNOWN

    def _field(self, owner: _Value, name: str, node: nodes.Node) -> _Value:
        path = f"{owner.path}.{name}" if owner.path else ""
        if path:
            self.used.add(path)
        if owner.example is _ANYTHING:
            return _Value(path=path)
        if isinstance(owner.example, Mapping):
            if name in owner.example:
                return _Value(owner.example[name], path)
        elif hasattr(owner.example, name):
            return _Value(getattr(owner.example, name), path)
        self._unknown(node, path or name, fields_of(owner.example), owner.path)
        return _UNKNOWN

    def _unknown(
        self, node: nodes.Node, path: str, candidates: Iterable[str], owner: str = ""
    ) -> None:
        prefix = f"{owner}." if owner else ""
        remedy = did_you_mean(path.rsplit(".", 1)[-1], candidates).replace("«", f"«{prefix}")
        problem = FieldProblem(path, node.lineno, f"Feltet «{path}» finnes ikke.", remedy)
        self.problems.append(problem)


def _item(listed: _Value) -> _Value:
    """What an item of a list stands for."""
    example = listed.example
    if isinstance(example, Sequence) and not isinstance(example, str) and example:
        return _Value(example[0], listed.path)
    return _Value(path=listed.path)
