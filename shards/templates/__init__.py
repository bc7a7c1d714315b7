"""Texts of the student's prompt and of the dataset card."""
