"""Slack: what arrives from it, and what is shown there."""
