"""A chart of a template: its look is kept, the figures in it are exchanged for a value's.

``take_look`` takes the series out of a chart part and remembers what they look like; what is left
can be filled like any other part. ``ChartLook.fill`` puts new series into it, each with the look
of the template's series in its place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from .chart import Chart, figure_text
from .chart_tags import UnfitChartError, unfit_kind
from .names import A, C, R
from .story import remove
from .tags import OPENER
from .values import ValueProblemError, escape, plain_xml
from .workbook import SHEET, column


def c(name: str) -> str:
    """The qualified name of an element of a chart."""
    return f"{{{C}}}{name}"


_FIT = {
    *("barChart", "bar3DChart", "lineChart", "line3DChart", "areaChart", "area3DChart"),
    *("pieChart", "pie3DChart", "ofPieChart", "doughnutChart", "radarChart"),
}
_PIES = {"pieChart", "pie3DChart", "ofPieChart"}  # of one series
_BY_POINT = {*_PIES, "doughnutChart"}  # each point has a colour of its own
_UNFIT = {
    "scatterChart": "punktdiagram",
    "bubbleChart": "boblediagram",
    "stockChart": "børsdiagram",
    "surfaceChart": "overflatediagram",
    "surface3DChart": "overflatediagram",
}
_AXES = ("catAx", "valAx", "dateAx", "serAx")
# Only of an axis with dates
_DATES = ("baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit", "minorTimeUnit")
# Of a series: what the figures themselves are, and what stands after them
_DATA = {"idx", "order", "tx", "cat", "val"}
_AFTER = {"shape", "smooth", "extLst"}
_ACCENT = re.compile(r"accent\d")
_WHITE = "FFFFFF"
_ACCENTS = 6  # colours of a theme
# Noncharacters, as the compiler's: where the figures, the points and what has a number go
_POINTS, _LABELS, _FIGURES, _ACCENT_NUMBER, _INDEX = "\ufdd6\ufdd7\ufdd8\ufddc\ufdde"
_FORM_OPEN, _FORM_CLOSE = "\ufdda", "\ufddb"
_FORM = re.compile(f"{_FORM_OPEN}(.*?){_FORM_CLOSE}", re.DOTALL)
_LOCALE = "[$-414]"  # Norwegian: without it LibreOffice writes a decimal point
# The last digits of a number in a format; what is quoted or in brackets is left alone
_DIGITS = re.compile(
    r"""(?P<kept>"[^"]*"|&quot;.*?&quot;|\[[^]]*\]|\\.)|0(?:\.[0#?]+)?(?=[^0#?.]|\Z)""", re.DOTALL
)
_SERIES = re.compile(r'<(?:\w+:)?ser plot="(\d+)"/>')
_ONLY = re.compile(r'<([\w:]+) only="([\d ]+)"(.*?)</\1>', re.DOTALL)
_LEGEND_ENTRY = re.compile(
    r"<(\w+:)?legendEntry>\s*<(?:\w+:)?idx val=\"(\d+)\".*?</(?:\w+:)?legendEntry>", re.DOTALL
)
_NAMESPACE = re.compile(r' xmlns:(\w+)="([^"]*)"')


class SeriesLook(NamedTuple):
    """What a series of the template looks like, as XML with places for figures and points.

    ``points`` and ``labels`` are those of single points; ``last`` is the template's last point,
    and ``form`` its number format.
    """

    plot: int
    kind: str
    xml: str
    points: dict[int, str]
    labels: dict[int, str]
    next_point: str
    last: int
    form: str


class ChartLook(NamedTuple):
    """The look of a chart's series in their order; ``further`` is that of a series more.

    ``plots`` are the kinds that the chart combines, ``opening`` is how a series begins.
    """

    series: list[SeriesLook]
    further: SeriesLook
    plots: list[str]
    opening: str

    def fill(self, xml: str, chart: Chart) -> str:
        """The chart's XML with a value's figures; ``xml`` is what take_look has left of it."""
        looks = self._looks(chart)
        filled: dict[int, list[str]] = {}
        categories = _categories(tuple(chart.categories))
        for number, (look, name) in enumerate(zip(looks, chart.series, strict=True)):
            series = _series(look, number, name, chart, categories)
            filled.setdefault(look.plot, []).append(f"{self.opening}{series}</c:ser>")
        if len(self.plots) > 1:
            xml = _ONLY.sub(lambda match: _kept(match, filled), xml)
        xml = _SERIES.sub(lambda match: "".join(filled.get(int(match[1]), ())), xml)
        if "legendEntry" in xml:
            is_by_point = self.plots[0] in _BY_POINT
            entries = len(chart.categories if is_by_point else chart.series)
            xml = _LEGEND_ENTRY.sub(lambda m: m[0] if int(m[2]) < entries else "", xml)
        return _FORM.sub(lambda match: _form(match[1], chart.decimals), xml)

    def _looks(self, chart: Chart) -> list[SeriesLook]:
        """The look of each series of a value; raises ValueProblemError where there are too many."""
        wanted = len(chart.series)
        if wanted > 1 and self.plots[0] in _PIES:
            message = f"Et sektordiagram viser én serie, men verdien har {wanted}."
            raise ValueProblemError(message, "Bruk et ringdiagram eller stolper i malen.")
        return [*self.series[:wanted], *[self.further] * (wanted - len(self.series))]


def _kept(match: re.Match[str], filled: dict[int, list[str]]) -> str:
    """A plot or an axis of a combined chart, if it has any series left."""
    if filled.keys().isdisjoint(map(int, match[2].split())):
        return ""
    return f"<{match[1]}{match[3]}</{match[1]}>"


@lru_cache(maxsize=16)  # a document's charts mostly have the same, such as school years
def _categories(categories: tuple[str, ...]) -> str:
    count = len(categories)
    points = [
        f'<c:pt idx="{number}"><c:v>{plain_xml(category)}</c:v></c:pt>'
        for number, category in enumerate(categories)
    ]
    return (
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${count + 1}</c:f><c:strCache>"
        f'<c:ptCount val="{count}"/>{"".join(points)}</c:strCache></c:strRef></c:cat>'
    )


def _series(look: SeriesLook, number: int, name: str, chart: Chart, categories: str) -> str:
    """What stands in one series: its look, with its name and figures."""
    letters, figures = column(number + 1), chart.series[name]
    points = [
        f'<c:pt idx="{index}"><c:v>{figure_text(figure)}</c:v></c:pt>'
        for index, figure in enumerate(figures)
        if figure is not None
    ]
    cache = (
        f"<c:formatCode>{_form(look.form, chart.decimals)}</c:formatCode>"
        f'<c:ptCount val="{len(figures)}"/>{"".join(points)}'
    )
    values = (
        f"<c:val><c:numRef><c:f>{SHEET}!${letters}$2:${letters}${len(figures) + 1}</c:f>"
        f"<c:numCache>{cache}</c:numCache></c:numRef></c:val>"
    )
    xml = look.xml
    for place, single in ((_POINTS, look.points), (_LABELS, look.labels)):
        if place in xml:
            xml = xml.replace(place, _of_points(look, single, figures))
    xml = xml.replace(_FIGURES, categories + values)
    xml = xml.replace(_ACCENT_NUMBER, str(number % _ACCENTS + 1))
    return (
        f'<c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
        f'<c:f>{SHEET}!${letters}$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">'
        f"<c:v>{plain_xml(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>{xml}"
    )


def _of_points(look: SeriesLook, single: dict[int, str], figures: Sequence[float | None]) -> str:
    """What single points have of their own, in as many points as there are now.

    In a pie each slice has its colour, and a new one takes the theme's next. Elsewhere what is
    marked is one year among others, and the mark on the last one follows the last figure.
    """
    placed = {index: xml for index, xml in single.items() if index < len(figures)}
    if look.kind in _BY_POINT:
        if single is look.points and look.next_point:
            for index in range(max(single) + 1, len(figures)):
                accent = str(index % _ACCENTS + 1)
                placed[index] = look.next_point.replace(_ACCENT_NUMBER, accent)
    elif look.last in single:
        placed.pop(look.last, None)
        shown = [index for index, figure in enumerate(figures) if figure is not None]
        if shown:
            placed[shown[-1]] = single[look.last]
    return "".join(xml.replace(_INDEX, str(index)) for index, xml in sorted(placed.items()))


@lru_cache(maxsize=64)  # each series and axis has one, and they are few
def _form(code: str, decimals: int | None) -> str:
    """A number format with the value's decimals and Norwegian signs; ``code`` is escaped."""
    if decimals is not None and "E+" not in code:
        behind = "." + "0" * decimals if decimals else ""
        code = "#,##0" if code.lower() == "general" else code
        code = _DIGITS.sub(lambda match: match["kept"] or f"0{behind}", code)
    return _norwegian(code)


def _norwegian(code: str) -> str:
    return code if "[$-" in code else _LOCALE + code


# --- taking the look of a chart -----------------------------------------------------------


def drop_example_words(root: etree._Element) -> None:
    """Take away the names of the examples' series and categories, which nobody is to translate."""
    for series in root.iter(c("ser")):
        for words in series.findall(c("tx")) + series.findall(c("cat")):
            remove(words)


def take_look(root: etree._Element) -> ChartLook:
    """Take the series out of a chart part, in place; raises UnfitChartError."""
    area = root.find(f"{c('chart')}/{c('plotArea')}")
    plots = [] if area is None else [plot for plot in area if _local(plot).endswith("Chart")]
    _check_kinds(plots)
    _drop_what_names_cells(root)
    found: list[tuple[int, etree._Element, int]] = []
    for number, plot in enumerate(plots):
        series = plot.findall(c("ser"))
        found += [(_number(each.find(c("order"))), each, number) for each in series]
    if not found:
        message = "Diagrammet har ingen serier å ta utseendet fra."
        raise UnfitChartError(message, "La det ha minst én i Word (Rediger data).")
    found.sort(key=lambda entry: entry[0])
    _check_series(series for _, series, _ in found)
    _, last, last_plot = found[-1]
    another = deepcopy(last)
    _recolour(another)
    kinds = list(map(_local, plots))
    _mark_forms(root)
    _mark_forms(another)
    opening = "<c:ser>" if root.nsmap.get("c") == C else f'<c:ser xmlns:c="{C}">'
    looks = [_look_of(series, root, number, kinds[number]) for _, series, number in found]
    look = ChartLook(looks, _look_of(another, root, last_plot, kinds[last_plot]), kinds, opening)
    _leave_places(plots)
    _settle(root)
    return look


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _needed(parent: etree._Element, path: str) -> etree._Element:
    """What must be there in a chart; raises UnfitChartError where it isn't."""
    found = parent.find(path)
    if found is None:
        raise UnfitChartError("Diagrammet er ufullstendig.", "Sett det inn på nytt i Word.")
    return found


def _number(element: etree._Element | None) -> int:
    text = element.get("val", "") if element is not None else ""
    return int(text) if text.isdecimal() else 0


def _check_kinds(plots: list[etree._Element]) -> None:
    if not plots:
        raise UnfitChartError("Diagrammet er tomt.", "Sett det inn på nytt i Word.")
    for plot in plots:
        if _local(plot) not in _FIT:
            kind = _UNFIT.get(_local(plot), "diagram av denne typen")
            raise unfit_kind(kind)


def _check_series(found: Iterable[etree._Element]) -> None:
    for series in found:
        if next(series.iter(c("plus"), c("minus")), None) is not None:
            message = "Diagrammet har feilfelt med egne verdier, som ville ha blitt feil."
            raise UnfitChartError(
                message, "Velg prosent eller fast verdi, eller fjern feilfeltene."
            )
        for element in series:
            texts = "" if _local(element) in _DATA else "".join(map(str, element.itertext()))
            if OPENER.search(texts):
                message = "Det står en tagg i en dataetikett, der den ikke fylles ut."
                raise UnfitChartError(message, "Fjern den, eller skriv den i tittelen.")


_NAMES_CELLS = {"f", "sqref", "uniqueId", "dlblFieldTable", "datalabelsRange"}


def _drop_what_names_cells(root: etree._Element) -> None:
    """Take away what belongs to the old figures: extensions with cells, hidden series, pivots."""
    for extension in list(root.iter(c("ext"))):
        names = {_local(element) for element in extension.iter(etree.Element)}
        if names & _NAMES_CELLS or any(name.startswith("filtered") for name in names):
            remove(extension)
    for extensions in list(root.iter(c("extLst"))):
        if not len(extensions):
            remove(extensions)
    for pivot in list(root.iter(c("pivotSource"), c("pivotFmts"))):
        remove(pivot)
    for field in list(root.iter(f"{{{A}}}fld")):  # a label that shows a cell
        label = next(field.iterancestors(c("dLbl")), None)
        if field.get("type") == "CELLRANGE" and label is not None:
            remove(label)


def _mark_forms(root: etree._Element) -> None:
    """Have labels show figures as a value has them, and axes at least in Norwegian."""
    for labels in root.iter(c("dLbls")):
        for form in labels.iter(c("numFmt")):
            code = form.get("formatCode", "General")
            form.set("formatCode", f"{_FORM_OPEN}{code}{_FORM_CLOSE}")
    for axis in root.iter(c("valAx")):
        for form in axis.findall(c("numFmt")):
            form.set("formatCode", _norwegian(form.get("formatCode", "General")))


def _look_of(series: etree._Element, root: etree._Element, plot: int, kind: str) -> SeriesLook:
    points = series.findall(c("dPt"))
    labels = series.find(c("dLbls"))
    single = [] if labels is None else labels.findall(c("dLbl"))
    next_point = ""
    if points and kind in _BY_POINT:
        another = deepcopy(points[-1])
        _recolour(another)
        next_point = _xml(another, root, indexed=True)
    values = series.find(c("val"))
    form = last = None
    if values is not None:
        form = next(values.iter(c("formatCode")), None)
        last = next(values.iter(c("ptCount")), None)
    return SeriesLook(
        plot,
        kind,
        _kept_xml(series, root),
        {_number(point.find(c("idx"))): _xml(point, root, indexed=True) for point in points},
        {_number(label.find(c("idx"))): _xml(label, root, indexed=True) for label in single},
        next_point,
        _number(last) - 1,
        escape(form.text or "General") if form is not None else "General",
    )


def _kept_xml(series: etree._Element, root: etree._Element) -> str:
    """A series without its figures, and with places for them and for single points."""
    before, after = [], []
    has_points = False
    for element in series:
        name = _local(element)
        if name == "dPt":
            if not has_points:
                before.append(_POINTS)
            has_points = True
        elif name in _AFTER:
            after.append(_xml(element, root))
        elif name == "dLbls":
            before.append(_labels_xml(element, root))
        elif name and name not in _DATA:
            before.append(_xml(element, root))
    return "".join((*before, _FIGURES, *after))


def _labels_xml(labels: etree._Element, root: etree._Element) -> str:
    copy = deepcopy(labels)
    single = copy.findall(c("dLbl"))
    for label in single:
        remove(label)
    if single:
        copy.text = _LABELS  # they come first
    return _xml(copy, root)


def _xml(element: etree._Element, root: etree._Element, *, indexed: bool = False) -> str:
    """An element as XML, without the namespaces that the part's root declares."""
    if indexed:
        element = deepcopy(element)
        _needed(element, c("idx")).set("val", _INDEX)
    xml = etree.tostring(element, encoding="unicode", with_tail=False)
    return _NAMESPACE.sub(
        lambda match: "" if root.nsmap.get(match[1]) == match[2] else match[0], xml
    )


def _recolour(element: etree._Element) -> None:
    """Give a copy of a series, or of a point, a theme's colour in place of its main one."""
    for scheme in element.iter(f"{{{A}}}schemeClr"):
        if _ACCENT.fullmatch(scheme.get("val", "")):
            _exchange(element, "schemeClr", scheme.get("val", ""))
            return
    for colour in element.iter(f"{{{A}}}srgbClr"):
        if colour.get("val") != _WHITE:
            _exchange(element, "srgbClr", colour.get("val", ""))
            return


def _exchange(element: etree._Element, kind: str, colour: str) -> None:
    for each in list(element.iter(f"{{{A}}}{kind}")):
        if each.get("val") == colour:
            each.tag = f"{{{A}}}schemeClr"
            each.set("val", f"accent{_ACCENT_NUMBER}")


# --- what is left of the part -------------------------------------------------------------


def _leave_places(plots: list[etree._Element]) -> None:
    """Leave one empty series in each plot where its series go; say which plots an axis serves."""
    serves: dict[str, set[int]] = {}
    for number, plot in enumerate(plots):
        place = etree.Element(c("ser"), {"plot": str(number)})
        found = plot.findall(c("ser"))
        following = found[0] if found else _needed(plot, c("axId"))
        following.addprevious(place)
        for series in found:
            remove(series)
        for axis in plot.findall(c("axId")):
            serves.setdefault(axis.get("val", ""), set()).add(number)
    if len(plots) == 1:
        return
    for number, plot in enumerate(plots):
        plot.set("only", str(number))
    for axis in plots[0].itersiblings(*map(c, _AXES)):
        served = serves.get(_needed(axis, c("axId")).get("val", ""), set())
        axis.set("only", " ".join(map(str, sorted(served))) or "0")


def _settle(root: etree._Element) -> None:
    """Have gaps be gaps, dates be texts, and titles from cells be the template's own words."""
    for axis in list(root.iter(c("dateAx"))):
        axis.tag = c("catAx")
        for name in _DATES:
            for element in axis.findall(c(name)):
                remove(element)
    for title in root.iter(c("title")):
        _unlink_title(title)
    chart = _needed(root, c("chart"))
    gaps = chart.find(c("dispBlanksAs"))
    if gaps is None:
        gaps = etree.Element(c("dispBlanksAs"))
        *_, before = chart.iterchildren(*map(c, ("plotArea", "legend", "plotVisOnly")))
        before.addnext(gaps)
    gaps.set("val", "gap")


def _unlink_title(title: etree._Element) -> None:
    """Make a title that shows a cell one with the same text: the cell is another now."""
    reference = title.find(f"{c('tx')}/{c('strRef')}")
    if reference is None:
        return
    text = _needed(title, c("tx"))
    rich = etree.SubElement(text, c("rich"))
    formatting = title.find(c("txPr"))
    for element in _formatting(formatting):
        rich.append(element)
    if formatting is not None:
        remove(formatting)
    paragraph = _needed(rich, f"{{{A}}}p")
    run = etree.Element(f"{{{A}}}r")
    etree.SubElement(run, f"{{{A}}}t").text = " ".join(
        point.text or "" for point in reference.iter(c("v"))
    )
    properties = paragraph.find(f"{{{A}}}pPr")
    paragraph.insert(0 if properties is None else 1, run)
    remove(reference)


def _formatting(formatting: etree._Element | None) -> Iterator[etree._Element]:
    if formatting is not None:
        yield from list(formatting)
        return
    for name in ("bodyPr", "lstStyle", "p"):
        yield etree.Element(f"{{{A}}}{name}")


# --- the workbook's place -----------------------------------------------------------------


def link_workbook(root: etree._Element, relationship: str) -> None:
    """Have a chart part say that its workbook is behind that relationship."""
    data = root.find(c("externalData"))
    if data is None:
        data = etree.Element(c("externalData"), nsmap={"r": R})
        following = next(
            root.iterchildren(*map(c, ("printSettings", "userShapes", "extLst"))), None
        )
        if following is None:
            root.append(data)
        else:
            following.addprevious(data)
    data.set(f"{{{R}}}id", relationship)
    updating = data.find(c("autoUpdate"))
    if updating is None:
        updating = etree.SubElement(data, c("autoUpdate"))
    updating.set("val", "0")
