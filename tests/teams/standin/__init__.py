"""A small Bot Connector on this machine, which refuses what Teams refuses.

async with Connector() as teams:
    channel = teams.channel("erp-it", ["ann", "ben"])
    ...speak to teams.url...
    teams.shown(channel)  # what people see there
"""

from tests.teams.standin.connector import Connector
from tests.teams.standin.tenant import Conversation, Posted

__all__ = ["Connector", "Conversation", "Posted"]
