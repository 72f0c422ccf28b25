"""Slack's libraries log what they send and get, which is people's words, and each trouble with its whole story.

We log the same troubles ourselves, by their short names. So theirs say nothing.
"""

import logging


def quiet(name: str) -> logging.Logger:
    """A logger that nothing comes out of."""
    logger = logging.getLogger(f"{name}.quiet")
    logger.setLevel(logging.CRITICAL + 1)
    return logger
