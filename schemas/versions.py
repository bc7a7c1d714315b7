"""Version constants: one per record kind, raised when the record's schema file changes meaning."""

from __future__ import annotations

TASK_VERSION = 1
ROLLOUT_VERSION = 2
VERDICT_VERSION = 1
DENSE_VERSION = 2
DIFFICULTY_VERSION = 1
ROW_VERSION = 1
MANIFEST_VERSION = 1
DEAD_LETTER_VERSION = 1
SIGNATURE_VERSION = 1
SCREENING_VERSION = 1
