"""The store as files for other tools."""
