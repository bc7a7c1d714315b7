"""Beam transforms and one runnable module a stage, the command line and the report."""

import logging

from pipelines import lean_beam

# Beam warns on every import that its Google extra is absent, which most users neither have nor need.
logging.getLogger().addFilter(lambda record: not record.getMessage().startswith("apitools not found"))
lean_beam.install()
