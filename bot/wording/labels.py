"""What people call a cause, an area, an impact, a channel's purpose, a role, and what a notice leaves open."""

from collections.abc import Mapping

from bot.listening.labels import Cause, Impact, Module
from bot.people.model import Purpose, Role
from bot.speaking import N_, Labels

CAUSES: Mapping[Cause, str] = Labels(
    {
        Cause.DEFECT: N_("Something does not work as it should"),
        Cause.ACCESS: N_("You cannot get in, or may not do it"),
        Cause.PERFORMANCE: N_("It is too slow"),
        Cause.DATA: N_("What is stored is wrong or missing"),
        Cause.INTEGRATION: N_("Data does not arrive from another system"),
        Cause.MISSING_FEATURE: N_("Something you need is not there"),
        Cause.PROCESS: N_("The way it makes you work is hard"),
        Cause.TRAINING: N_("It is not clear how to do it"),
        Cause.COMMUNICATION: N_("Nobody told you, or nobody answered"),
        Cause.OTHER: N_("Something else"),
    }
)

#: The same causes in one or two words, for lists and digests.
CAUSES_SHORT: Mapping[Cause, str] = Labels(
    {
        Cause.DEFECT: N_("does not work"),
        Cause.ACCESS: N_("access"),
        Cause.PERFORMANCE: N_("too slow"),
        Cause.DATA: N_("wrong data"),
        Cause.INTEGRATION: N_("link to another system"),
        Cause.MISSING_FEATURE: N_("missing function"),
        Cause.PROCESS: N_("way of working"),
        Cause.TRAINING: N_("how-to"),
        Cause.COMMUNICATION: N_("no word"),
        Cause.OTHER: N_("other"),
    }
)

MODULES: Mapping[Module, str] = Labels(
    {
        Module.FINANCE: N_("Finance"),
        Module.PROCUREMENT: N_("Purchasing"),
        Module.INVENTORY: N_("Warehouse and stock"),
        Module.SALES: N_("Sales"),
        Module.MANUFACTURING: N_("Production"),
        Module.HR_PAYROLL: N_("People and payroll"),
        Module.REPORTING: N_("Reports"),
        Module.PROJECTS: N_("Projects"),
        Module.CRM: N_("Customer contacts"),
        Module.MAINTENANCE: N_("Plant maintenance"),
        Module.PLATFORM: N_("The whole system"),
        Module.UNKNOWN: N_("Not clear yet"),
    }
)

IMPACTS: Mapping[Impact, str] = Labels(
    {
        Impact.BLOCKED: N_("I'm blocked"),
        Impact.SLOWED: N_("It slows me down"),
        Impact.ANNOYED: N_("It's annoying"),
    }
)

IMPACTS_TOLD: Mapping[Impact, str] = Labels(
    {
        Impact.BLOCKED: N_("You are blocked"),
        Impact.SLOWED: N_("It slows you down"),
        Impact.ANNOYED: N_("It is annoying"),
        Impact.NONE: N_("Not said"),
    }
)

PURPOSES: Mapping[Purpose, str] = Labels(
    {
        Purpose.IT_UPDATES: N_("IT updates"),
        Purpose.NEWS: N_("News"),
        Purpose.BRM_DIGEST: N_("BRM digest"),
        Purpose.LEADERSHIP: N_("Leadership"),
        Purpose.NOTHING: N_("Nothing"),
    }
)

PURPOSES_EXPLAINED: Mapping[Purpose, str] = Labels(
    {
        Purpose.IT_UPDATES: N_(
            "IT posts its news here. I draft each one in plain words, and IT decides whether it goes out."
        ),
        Purpose.NEWS: N_("I post what IT has approved here, in plain words."),
        Purpose.BRM_DIGEST: N_("I post the weekly digest here, and one line when a colleague is blocked."),
        Purpose.LEADERSHIP: N_("I post a short brief for leadership here each week."),
        Purpose.NOTHING: N_("I stay quiet here."),
    }
)

#: What colleagues will ask when a notice leaves a slot open. Slots that may well stay open are not here.
SLOTS: Mapping[str, str] = Labels(
    {
        "what": N_("What changes, or what is broken?"),
        "affected": N_("Who is affected?"),
        "when": N_("When does it start, and when is it over?"),
        "action": N_("What do I need to do?"),
        "next_word": N_("When do we hear from you again?"),
        "contact": N_("Whom do I ask?"),
    }
)

ROLES: Mapping[frozenset[Role], str] = Labels(
    {
        frozenset({Role.IT}): N_("Only colleagues in the IT updates channel can do that."),
        frozenset({Role.BRM}): N_("Only colleagues in the BRM channel can do that."),
        frozenset({Role.EXECUTIVE}): N_("Only colleagues in the leadership channel can do that."),
        frozenset({Role.IT, Role.BRM}): N_("Only colleagues in the IT updates channel or the BRM channel can do that."),
        frozenset({Role.BRM, Role.EXECUTIVE}): N_(
            "Only colleagues in the BRM channel or the leadership channel can do that."
        ),
    }
)
