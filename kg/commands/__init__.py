"""The verbs of the command line, a module each. What a verb needs is imported when it runs, so that help is fast."""
