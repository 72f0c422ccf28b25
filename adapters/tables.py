"""Every table of Liaison: importing this module makes `metadata` complete. Migrations and the app start from here."""

import adapters.web.model  # noqa: F401
import bot.digest.model
import bot.listening.model
import bot.people.model
import bot.pulse.model
import bot.recognition.model
import bot.store.agenda
import bot.store.inbox
import bot.store.outbox
import bot.translation.model  # noqa: F401
from bot.store.base import Base

metadata = Base.metadata
