"""Graphs are kept on disk, one named graph and one transaction a document."""
