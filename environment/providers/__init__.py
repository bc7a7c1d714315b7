"""How a tool comes by its model: settings, and the providers that are more than a function."""
