"""The peer: a bare docxtpl script that makes the same documents from the same template.

Run as a script it makes one document for each school in VALUES.json with nothing but
docxtpl and json imported; ``as_docxtpl_template`` rewrites one of our templates in
docxtpl's dialect, where a paragraph or row of control tags needs a prefix.
"""

import json
import sys
from pathlib import Path


def main(template: str, values: str, out: str) -> None:
    from docxtpl import DocxTemplate

    for index, school in enumerate(json.loads(Path(values).read_text("utf-8"))):
        document = DocxTemplate(template)
        document.render(school, autoescape=True)
        document.save(Path(out) / f"{index}.docx")


def as_docxtpl_template(source: Path, target: Path) -> None:
    import re

    import docx
    from docx.oxml.ns import qn

    document = docx.Document(str(source))
    sections = document.sections[0]
    stories = [document.element.body, sections.header._element, sections.footer._element]
    for paragraph in [p for story in stories for p in story.iter(qn("w:p"))]:
        text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        if not re.fullmatch(r"(\s*\{%.*?%\}\s*)+", text):
            continue
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        in_row = "".join(node.text or "" for node in row.iter(qn("w:t"))) if row is not None else ""
        prefix = "tr" if in_row == text else "p"
        for node in paragraph.iter(qn("w:t")):
            node.text = (node.text or "").replace("{% ", f"{{%{prefix} ")
    document.save(str(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
