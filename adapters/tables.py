"""Every table of Liaison: importing this module makes `metadata` complete. Migrations and the app start from here."""

# ruff: noqa: F401 - importing is what this module is for
import adapters.language.model
import adapters.teams.model
import adapters.web.model
import bot.digest.model
import bot.listening.asking.model
import bot.listening.model
import bot.people.model
import bot.pulse.model
import bot.recognition.model
import bot.store.agenda
import bot.store.inbox
import bot.store.outbox
import bot.translation.model
from adapters.slack.tables import add_tables
from bot.store.base import Base

metadata = Base.metadata
add_tables(metadata)
