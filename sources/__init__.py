"""Raw datasets in their original layout, or a hub copy, turned into tasks.

`open_source`, `parts_of`, `list_rows`, `to_task` are the road; `SourceSettings` is one dataset's entry of
`params.yaml`. Knows neither teachers nor tools.
"""

from sources.adapter import Adapter, AnnotationFiles, HubCopy, Layout, PickledLayout, Question, RawRow
from sources.faults import (
    EmptySourceError,
    Fault,
    NoHubCopyError,
    RowError,
    SettingsError,
    SourceError,
    UnknownAdapterError,
    duplicate_letter,
)
from sources.registry import ADAPTERS, adapter_named
from sources.settings import SourceSettings
from sources.source import Source, list_rows, open_source, parts_of, to_task

__all__ = [
    "ADAPTERS",
    "Adapter",
    "AnnotationFiles",
    "EmptySourceError",
    "Fault",
    "HubCopy",
    "Layout",
    "NoHubCopyError",
    "PickledLayout",
    "Question",
    "RawRow",
    "RowError",
    "SettingsError",
    "Source",
    "SourceError",
    "SourceSettings",
    "UnknownAdapterError",
    "adapter_named",
    "duplicate_letter",
    "list_rows",
    "open_source",
    "parts_of",
    "to_task",
]
