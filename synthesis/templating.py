"""Templates as files: reading one, and filling it in as plain text for a model."""

from __future__ import annotations

from functools import cache
from importlib import resources

import jinja2


@cache
def source(name: str) -> str:
    """Return a template's text."""
    return resources.files("synthesis").joinpath("templates", name).read_text(encoding="utf-8")


def render(name: str, **values: object) -> str:
    """Fill in a template and strip it; raises jinja2.UndefinedError for a name that was not given."""
    return _template(name).render(**values).strip()


@cache
def _template(name: str) -> jinja2.Template:
    # Plain text for a model: HTML escaping would change what the question says.
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    # No template here uses one, and to copy them takes half of the time a question's text takes.
    environment.globals.clear()
    return environment.from_string(source(name))
