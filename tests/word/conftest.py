"""The law that holds for every template that a test here fills: no tag is left behind, anywhere."""

import io
import zipfile

import pytest
from lag import tagger_i

from dialoggrunnlag.word import WordTemplate

_LITERAL = (b"{_", b"_}", b"%_", b"raw")  # ways of writing the braces themselves


def _may_show_braces(template, values):
    """Whether a value or the template itself says braces that are no tags."""
    if "{" in repr(values):
        return True
    if not isinstance(template, bytes):  # made before this began, or a file
        return False
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        return any(sign in archive.read(name) for name in archive.namelist() for sign in _LITERAL)


@pytest.fixture(autouse=True, scope="session")
def no_tag_is_left_behind():
    sources, make, fill = {}, WordTemplate.__init__, WordTemplate.render

    def made(self, source, **options):
        make(self, source, **options)
        sources[self] = source

    def filled(self, values):
        data = fill(self, values)
        left = tagger_i(data)
        if left and not _may_show_braces(sources.get(self), values):
            raise AssertionError(f"tags are left in the document: {left}")
        return data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WordTemplate, "__init__", made)
        patch.setattr(WordTemplate, "render", filled)
        yield
