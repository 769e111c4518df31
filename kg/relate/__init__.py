"""Mentions become claims: transfers, offices, deployments, each with its evidence."""
