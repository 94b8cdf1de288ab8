"""Puts ``models/`` inside the wheel as ``arabic_events/_models``; an editable install reads it where it lies."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ModelsHook(BuildHookInterface[Any]):
    """Maps the weights into a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the folder to the files that go in."""
        if version == "standard":
            build_data["force_include"]["models"] = "arabic_events/_models"
