"""The tools, one module each, and the pixels and boxes they share."""
