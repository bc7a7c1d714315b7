"""Dialects: how one stored conversation is written for, and read from, different models."""

from environment.dialects.dialect import Dialect, dialect_named

__all__ = ["Dialect", "dialect_named"]
