"""What LibreOffice leaves wrong in a PDF that is to be PDF/A-2b and PDF/UA-1, mended."""

import base64
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import cast

import pikepdf

# Each fault of LibreOffice that is mended here: the function that mends it, and the versions that
# have been seen to have it. A test says when the one at hand hasn't, or isn't here.
FAULTS: Mapping[str, tuple[str, ...]] = {
    "mark_artefacts": ("7.4",),  # lines around text are neither content nor artefacts (7.1)
    "restore_alternative_texts": ("7.4",),  # charts lose their alternative text (7.3)
    "describe_links": ("7.4",),  # links have no words, nor their pages a tab order (7.18)
    "join_links": ("7.4",),  # a link over two lines is two, each said as all of it
    "number_notes": ("7.4",),  # notes have no ids (7.9), and links to them no tags (7.18.5)
    "forget_the_time": ("7.4",),  # the file and its colour profile carry the time of writing
}  # the paragraphs are those of ISO 14289-1
_PATH = {"m", "l", "c", "v", "y", "h", "re"}
_PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
_SHOW = {"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"}
_NO_DATE = bytes.fromhex("07d0 0001 0001 0000 0000 0000")  # 1 January 2000, midnight


def mark_artefacts(pdf: pikepdf.Pdf) -> None:
    """Say of everything drawn outside the tagged content that it means nothing."""
    for page in pdf.pages:
        instructions = pikepdf.parse_content_stream(page)
        marked = list(_marked(instructions))
        if len(marked) > len(instructions):
            page.Contents = contents = pdf.make_stream(b"")
            _fill(contents, pikepdf.unparse_content_stream(marked))


_Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
_BEGIN = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
_END = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))


def _marked(instructions: Sequence[_Instruction]) -> Iterator[_Instruction]:
    depth = 0  # of marked content
    path: list[_Instruction] = []  # that is being drawn outside of it
    for instruction in instructions:
        operator = str(instruction.operator)
        if depth == 0 and operator in _PATH:
            path.append(instruction)
            continue
        if depth == 0 and operator in _PAINT | _SHOW:
            yield from (_BEGIN, *path, instruction, _END)
        else:
            yield from (*path, instruction)  # clipping, or nothing drawn
            depth += (operator in {"BDC", "BMC"}) - (operator == "EMC")
        path = []
    yield from path


def restore_alternative_texts(pdf: pikepdf.Pdf, texts: Sequence[str]) -> int:
    """Give figures without an alternative text the one that the document has.

    ``texts`` are those of the document's figures in order. Returns how many figures are left
    without one.
    """
    figures = list(_elements(pdf, pikepdf.Name.Figure))
    kept = [str(figure.get("/Alt", "")).strip() for figure in figures]
    left = 0
    for figure, own, text in zip(figures, kept, _aligned(kept, list(texts)), strict=True):
        if text and not own:
            figure.Alt = pikepdf.String(text)
        left += not (text or own)
    return left


def _aligned(kept: list[str], texts: list[str]) -> list[str]:
    """The document's text for each figure; '' where it can't be told which is whose.

    Where the document has figures that the PDF hasn't, or the other way round, the texts that
    LibreOffice kept part the rows into stretches, and only those that are equally long are filled.
    """
    if len(kept) == len(texts):
        return texts
    aligned: list[str] = []
    stretch = 0  # figures since the last text that both have
    for text in kept:
        if text not in texts:
            stretch += 1
            continue
        before = texts[: texts.index(text)]
        aligned += before if len(before) == stretch else [""] * stretch
        aligned.append(text)
        texts = texts[len(before) + 1 :]
        stretch = 0
    return aligned + (texts if len(texts) == stretch else [""] * stretch)


def _elements(pdf: pikepdf.Pdf, kind: pikepdf.Name) -> Iterator[pikepdf.Dictionary]:
    """The elements of a kind in the structure tree, in reading order."""
    todo, seen = [pdf.Root.get("/StructTreeRoot")], set()
    while todo:
        node = todo.pop()
        if isinstance(node, pikepdf.Array):
            todo += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary):
            if node.is_indirect and node.objgen in seen:
                continue
            seen.add(node.objgen if node.is_indirect else None)
            if node.get("/S") == kind:
                yield node
            if "/K" in node:
                todo.append(node.K)


def forget_the_time(pdf: pikepdf.Pdf) -> None:
    """Take out what follows from the time the file was made, apart from its metadata."""
    for key in ("/ID", "/DocChecksum"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    # The date in the colour profiles' header (ICC.1, 7.2.1: bytes 24–35)
    for intent in pdf.Root.get("/OutputIntents", ()):
        profile = intent.get("/DestOutputProfile")
        if isinstance(profile, pikepdf.Stream):
            data = profile.read_bytes()
            # the profile's id (bytes 84–99) may be zero: then none is computed
            _fill(profile, data[:24] + _NO_DATE + data[36:84] + bytes(16) + data[100:])


def _fill(stream: pikepdf.Stream, data: bytes) -> None:
    stream.write(zlib.compress(data), filter=pikepdf.Name.FlateDecode)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes: the same ones for the same content.

    A stream that ends in a carriage return reads as one byte shorter, since a line feed follows
    it (ISO 19005-2, 6.1.7.1): such a one is written as letters. It is one in some hundred.
    """
    data = _saved(pdf, pikepdf.ObjectStreamMode.generate)
    if b"\r\nendstream" not in data:
        return data
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.read_raw_bytes().endswith(b"\r"):
            filters = stream.get("/Filter", pikepdf.Array())
            if not isinstance(filters, pikepdf.Array):
                filters = pikepdf.Array([filters])
            letters = base64.a85encode(stream.read_raw_bytes()) + b"~>"
            stream.write(letters, filter=pikepdf.Array([pikepdf.Name.ASCII85Decode, *filters]))
    # Without object streams, which may end so as well, and with what is packed left as it is
    return _saved(pdf, pikepdf.ObjectStreamMode.disable, compress=False)


def _saved(pdf: pikepdf.Pdf, mode: pikepdf.ObjectStreamMode, *, compress: bool = True) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=mode,
        compress_streams=compress,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return out.getvalue()


def number_notes(pdf: pikepdf.Pdf) -> int:
    """Give notes the ids that ISO 14289-1, 7.9 asks for; drop the links to them, which lack tags.

    Returns how many other links are outside the tagged content (7.18.5).
    """
    for number, note in enumerate(_elements(pdf, pikepdf.Name.Note), 1):
        if "/ID" not in note:
            note.ID = pikepdf.String(f"note{number}")
    lost = 0
    for page in pdf.pages:
        kept = []
        for annotation in page.get("/Annots", ()):
            is_link = annotation.get("/Subtype") == pikepdf.Name.Link
            untagged = is_link and "/StructParent" not in annotation
            if untagged and "/URI" not in annotation.get("/A", pikepdf.Dictionary()):
                continue  # from a note's number to the note and back
            lost += untagged
            kept.append(annotation)
        if "/Annots" in page and len(kept) < len(page.Annots):
            page.Annots = pikepdf.Array(kept)
            if not kept:
                del page.Annots
    return lost


def describe_links(pdf: pikepdf.Pdf) -> None:
    """Give links the words that a screen reader says, where they lack, and their pages' tab order.

    ISO 14289-1, 7.18.3 and 7.18.5.
    """
    for page in pdf.pages:
        if "/Annots" in page:
            page.Tabs = pikepdf.Name.S
        for annotation in page.get("/Annots", ()):
            if annotation.get("/Subtype") == pikepdf.Name.Link and not annotation.get("/Contents"):
                address = annotation.get("/A", pikepdf.Dictionary()).get("/URI", "")
                annotation.Contents = pikepdf.String(str(address) or "Lenke i dokumentet")


def join_links(pdf: pikepdf.Pdf) -> None:
    """Make one link of those that LibreOffice has parted where a link's text goes over lines.

    One annotation covers them all (ISO 32000-1, 12.5.6.5: QuadPoints), and one element holds them,
    so that a screen reader says the link once. A link that goes on over the page stays two.
    """
    links = list(_elements(pdf, pikepdf.Name.Link))
    if len(links) > 1:
        tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        first = links[0]
        for link in links[1:]:
            if _goes_on(first, link):
                _join(tree, first, link)
            else:
                first = link


def _goes_on(first: pikepdf.Dictionary, link: pikepdf.Dictionary) -> bool:
    """Whether a link element is the next line of another one."""
    above, below = _annotation(first), _annotation(link)
    if above is None or below is None or not _is_next(first, link):
        return False
    is_same = all(above.get(key) == below.get(key) for key in ("/Contents", "/A"))
    last_line = _quads(above)[-1]
    return is_same and (below.Rect[1] + below.Rect[3]) / 2 < last_line[1]


def _is_next(first: pikepdf.Dictionary, link: pikepdf.Dictionary) -> bool:
    """Whether an element follows another one in the same element, on the same page."""
    for key in ("/P", "/Pg"):
        if key not in link or _identity(link[key]) != _identity(first.get(key)):
            return False
    among = [_identity(child) for child in _children(link.P)]
    return (first.objgen, link.objgen) in pairwise(among)


def _identity(child: object) -> tuple[int, int] | None:
    """The identity of an element among those of its parent; None for marked content."""
    return child.objgen if isinstance(child, pikepdf.Dictionary) else None


def _annotation(link: pikepdf.Dictionary) -> pikepdf.Dictionary | None:
    """The annotation of a link element; None where it has none."""
    for child in _children(link):
        if isinstance(child, pikepdf.Dictionary) and "/Obj" in child:
            return cast("pikepdf.Dictionary", child.Obj)
    return None


def _children(element: pikepdf.Object) -> list[object]:
    children = element.get("/K", pikepdf.Array())
    return list(children) if isinstance(children, pikepdf.Array) else [children]


def _quads(annotation: pikepdf.Dictionary) -> list[list[Decimal]]:
    """The rectangles of an annotation's lines: left, bottom, right and top."""
    points = annotation.get("/QuadPoints")
    if points is None:
        return [[Decimal(str(number)) for number in annotation.Rect]]
    numbers = [Decimal(str(number)) for number in points]
    return [[*numbers[at : at + 2], *numbers[at + 4 : at + 6]] for at in range(0, len(numbers), 8)]


def _join(tree: pikepdf.NumberTree, first: pikepdf.Dictionary, link: pikepdf.Dictionary) -> None:
    """Put a link element's content into another one, and its annotation out of the page."""
    above, below = _annotation(first), _annotation(link)
    if above is None or below is None:
        return
    quads = [*_quads(above), *_quads(below)]
    left, bottom, right, top = zip(*quads, strict=True)
    above.Rect = pikepdf.Array([min(left), min(bottom), max(right), max(top)])
    # Counter-clockwise from the lower left corner
    above.QuadPoints = pikepdf.Array(
        [n for x1, y1, x2, y2 in quads for n in (x1, y1, x2, y1, x2, y2, x1, y2)]
    )
    page = link.Pg
    page.Annots = pikepdf.Array([one for one in page.Annots if one.objgen != below.objgen])
    del tree[int(below.StructParent)]
    owners = tree[int(page.StructParents)]
    moved = [child for child in _children(link) if isinstance(child, int)]
    for mark in moved:
        owners[mark] = first
    first.K = pikepdf.Array([*_children(first), *moved])
    link.P.K = pikepdf.Array([one for one in link.P.K if _identity(one) != link.objgen])
