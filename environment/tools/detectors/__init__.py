"""Tools over detector services: what was seen in a picture, as SVG, as a scene graph or as lines of text."""
