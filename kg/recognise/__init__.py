"""Documents become mentions: states, organizations, groups, people, systems, quantities, dates."""
