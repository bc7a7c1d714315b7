"""Beam transforms and one runnable module a stage, the command line and the report."""

import logging
import os
import sys

from pipelines import lean_beam

if sys.platform == "linux":
    # Arrow's own choice keeps what it has freed: a tenth of a stage's memory.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "jemalloc")

# Beam warns on every import that its Google extra is absent, which most users neither have nor need.
logging.getLogger().addFilter(lambda record: not record.getMessage().startswith("apitools not found"))
lean_beam.install()
