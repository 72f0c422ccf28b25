"""Slack, both directions, against a stand-in that refuses what Slack refuses."""
