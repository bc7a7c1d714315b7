"""How alike two texts or two pictures are; nothing here knows what a task is."""
