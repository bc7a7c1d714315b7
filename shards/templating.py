"""Templates as files: rendering one, and the digest that says which texts the rows were made with."""

from __future__ import annotations

from functools import cache
from importlib import resources

import jinja2

from schemas import digest

PROMPT_TEMPLATES = ("system.j2", "user.j2")
"""The templates whose text stands in shard rows."""


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("shards", "templates"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )


def render(template: str, **values: object) -> str:
    """Fill in a template; raises jinja2.UndefinedError for a name that was not given."""
    return _environment().get_template(template).render(**values)


def prompts_digest() -> str:
    """Return the digest of the student's prompt templates, for the manifest's lineage."""
    folder = resources.files("shards") / "templates"
    return digest([[name, (folder / name).read_text(encoding="utf-8")] for name in PROMPT_TEMPLATES])
