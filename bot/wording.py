"""Every fixed sentence people hear from the conversation itself. Read them aloud before you change them.

The voice: a kind, competent colleague. Short and plain, no blame, no jargon, never more than one question.
"""

from bot.cards import Bold, Button, Card, Span, buttons, note, text
from bot.listening.labels import Cause, Impact, Module
from bot.listening.paste import gist
from bot.people.model import Purpose, Role

CAUSES: dict[Cause, str] = {
    Cause.DEFECT: "Something does not work as it should",
    Cause.ACCESS: "You cannot get in, or may not do it",
    Cause.PERFORMANCE: "It is too slow",
    Cause.DATA: "What is stored is wrong or missing",
    Cause.INTEGRATION: "Data does not arrive from another system",
    Cause.MISSING_FEATURE: "Something you need is not there",
    Cause.PROCESS: "The way it makes you work is hard",
    Cause.TRAINING: "It is not clear how to do it",
    Cause.COMMUNICATION: "Nobody told you, or nobody answered",
    Cause.OTHER: "Something else",
}

#: The same causes in one or two words, for lists and digests.
CAUSES_SHORT: dict[Cause, str] = {
    Cause.DEFECT: "does not work",
    Cause.ACCESS: "access",
    Cause.PERFORMANCE: "too slow",
    Cause.DATA: "wrong data",
    Cause.INTEGRATION: "link to another system",
    Cause.MISSING_FEATURE: "missing function",
    Cause.PROCESS: "way of working",
    Cause.TRAINING: "how-to",
    Cause.COMMUNICATION: "no word",
    Cause.OTHER: "other",
}

MODULES: dict[Module, str] = {
    Module.FINANCE: "Finance",
    Module.PROCUREMENT: "Purchasing",
    Module.INVENTORY: "Warehouse and stock",
    Module.SALES: "Sales",
    Module.MANUFACTURING: "Production",
    Module.HR_PAYROLL: "People and payroll",
    Module.REPORTING: "Reports",
    Module.PROJECTS: "Projects",
    Module.CRM: "Customer contacts",
    Module.MAINTENANCE: "Plant maintenance",
    Module.PLATFORM: "The whole system",
    Module.UNKNOWN: "Not clear yet",
}

IMPACTS: dict[Impact, str] = {
    Impact.BLOCKED: "I'm blocked",
    Impact.SLOWED: "It slows me down",
    Impact.ANNOYED: "It's annoying",
}

IMPACTS_TOLD: dict[Impact, str] = {
    Impact.BLOCKED: "You are blocked",
    Impact.SLOWED: "It slows you down",
    Impact.ANNOYED: "It is annoying",
    Impact.NONE: "Not said",
}

PURPOSES: dict[Purpose, str] = {
    Purpose.IT_UPDATES: "IT updates",
    Purpose.NEWS: "News",
    Purpose.BRM_DIGEST: "BRM digest",
    Purpose.LEADERSHIP: "Leadership",
    Purpose.NOTHING: "Nothing",
}

PURPOSES_EXPLAINED: dict[Purpose, str] = {
    Purpose.IT_UPDATES: "IT posts its news here. I draft each one in plain words, and IT decides whether it goes out.",
    Purpose.NEWS: "I post what IT has approved here, in plain words.",
    Purpose.BRM_DIGEST: "I post the weekly digest here, and one line when a colleague is blocked.",
    Purpose.LEADERSHIP: "I post a short brief for leadership here each week.",
    Purpose.NOTHING: "I stay quiet here.",
}

#: What colleagues will ask when a notice leaves a slot open. Slots that may well stay open are not here.
SLOTS: dict[str, str] = {
    "what": "What changes, or what is broken?",
    "affected": "Who is affected?",
    "when": "When does it start, and when is it over?",
    "action": "What do I need to do?",
    "next_word": "When do we hear from you again?",
    "contact": "Whom do I ask?",
}

ROLES: dict[Role, str] = {
    Role.IT: "Only colleagues in the IT updates channel can do that.",
    Role.BRM: "Only colleagues in the BRM channel can do that.",
    Role.EXECUTIVE: "Only colleagues in the leadership channel can do that.",
}


def plain(*spans: Span) -> Card:
    """A card of one paragraph."""
    return Card("".join(words(span) for span in spans), (text(*spans),))


def words(span: Span) -> str:
    """A span as bare words, for summaries."""
    if isinstance(span, str):
        return span
    if isinstance(span, Bold):
        return span.text
    return getattr(span, "label", None) or getattr(span, "name", None) or f"{getattr(span, 'at', ''):%d %b %H:%M}"


def cut(words: str, limit: int) -> str:
    """At most `limit` characters of somebody's words on one line, with an ellipsis where some are left out.

    Of a pasted stack trace only the line that names the error is shown.
    """
    line = " ".join(gist(words).split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-\"'(") + "…"


def sorry() -> Card:
    """Our own fault."""
    return plain("Sorry, something went wrong on my side and I could not deal with that. Please try once more.")


def not_yours(role: Role) -> Card:
    """Somebody pressed what is not theirs."""
    return plain(ROLES[role])


def stale() -> Card:
    """A button or form that no longer fits."""
    return plain("That has been dealt with already, or it is not yours to change. Nothing has changed.")


def unknown_button() -> Card:
    """A button this version does not know."""
    return plain("I do not know that button any more. Write to me and I will help you from there.")


def nothing_to_read() -> Card:
    """A picture, a file or a blank without words."""
    return plain("I can only read words. Tell me in a sentence or two what is wrong, and I will take it from there.")


def only_a_picture(count: int) -> Card:
    """A picture without words. It is linked, never copied, and nobody has looked at it."""
    thanks, link = ("picture", "its link") if count == 1 else ("pictures", "their links")
    return plain(
        f"Thank you for the {thanks}. I cannot see what is on there, but I will keep {link} with what you write next. "
        "What is wrong there?"
    )


def only_signs() -> Card:
    """Emoji or punctuation without a word."""
    return plain(
        "I cannot tell from that what happened, and I do not guess. If something gets in your way in the ERP system, "
        "a few words are enough."
    )


def no_orders() -> Card:
    """Somebody tried to make us do what is not ours to do."""
    return plain(
        "That is nothing I can do for you. I take what gets in your way in the ERP system to IT, and that is all. "
        "If there is something, tell me what happened."
    )


def with_dignity() -> Card:
    """An insult and nothing else."""
    return plain(
        "I will leave that where it is. If something in the ERP system gets in your way, tell me what happened and I "
        "will take it to IT."
    )


def password_left_out() -> Card:
    """A message had a password in it."""
    return plain(
        Bold("Please change that password. "),
        "There was one in your message. I have not kept it, but it was sent once. Delete the message here if you can; "
        "nobody at IT will ever ask you for a password.",
    )


def pay_left_out(somebody_elses: bool) -> Card:
    """A message said what somebody earns."""
    if somebody_elses:
        return plain(
            "I left out the pay in your message, and whose it is. That stays between them and payroll. "
            "The rest I took as you wrote it."
        )
    return plain("I left out the amount of pay in your message. IT does not need it to help, and payroll has it.")


def too_long(limit: int) -> Card:
    """A message beyond what we read."""
    return plain(f"That is more than I can read at once (the limit is {limit:,} characters). Send me the main part.")


def say_more() -> Card:
    """News in a word or two."""
    return plain(
        "That is too short for me to tell colleagues. What is it about, who is affected, and since when? "
        "Edit your post and I will draft it."
    )


def small_talk() -> Card:
    """One friendly line."""
    return plain("I am best with the ERP system. Tell me what gets in your way there, and I will take it to IT.")


def you_are_welcome() -> Card:
    """Somebody thanked us."""
    return plain("You are welcome. I am here whenever something gets in your way.")


def news_goes_elsewhere(channel: str | None) -> Card:
    """IT wrote an update in the direct chat."""
    if channel:
        return plain("That reads like news from IT. Post it in ", Bold(channel), " and I will draft it in plain words.")
    return plain("That reads like news from IT. No channel is set for IT updates yet: add me to one and I will ask.")


def mention_answer() -> Card:
    """Somebody called the bot in a channel."""
    return plain(
        "I am here. Tell me about ERP problems in a direct message, so that only you and I see it "
        "and I can tell you when it is fixed."
    )


def help_for(roles: frozenset[Role]) -> Card:
    """What a person can do here, by what they are."""
    lines = [
        text("Tell me in your own words what is wrong or hard in the ERP system. "
             "I take it to IT and tell you when it is fixed."),
        text('Write "my issues" to see what you told me and where it stands.'),
    ]  # fmt: skip
    rows = [Button("My issues", "complaint.mine")]
    if roles & {Role.IT, Role.BRM}:
        lines.append(text('Write "themes" to see what colleagues are waiting for.'))
        rows.append(Button("Themes", "theme.list"))
    if Role.IT in roles:
        lines.append(text("Post your news in the IT updates channel. I draft it in plain words; you decide."))
    if Role.BRM in roles:
        lines.append(text('Write "digest" for the week so far, or "pulse" to ask colleagues a question now.'))
        rows += [Button("Digest now", "digest.now"), Button("Ask a question now", "pulse.ask_now", opens_form=True)]
    return Card("What I can do for you", (*lines, buttons(*rows), note("I never judge moods, only issues.")))
