"""Tools whose weights run in the tool process, one file per model."""
