"""The tool server: this machine's tools over HTTP, for online training, MCP and pipelines elsewhere."""
