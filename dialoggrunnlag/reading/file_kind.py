"""What a YAML file is to hold."""

from typing import Any, NamedTuple

from pydantic import BaseModel

from .yaml_reader import YamlFile


class FileKind(NamedTuple):
    """A model, and the year of the round that a file is read for."""

    model: type[BaseModel]
    år: int | None = None

    def content_of(self, file: YamlFile) -> Any:
        """The content of a file that has keys, as the model has it; raises ValidationError."""
        return self.model.model_validate(file.data, context={"år": self.år})
