"""Expert models behind chat endpoints: one file per model, its tools as short specs."""
