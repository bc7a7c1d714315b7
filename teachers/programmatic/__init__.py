"""The embedded default teacher: a planner that runs real tools and answers only what they determine."""

from teachers.programmatic.teacher import ProgrammaticTeacher

__all__ = ["ProgrammaticTeacher"]
