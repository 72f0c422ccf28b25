"""Every fixed sentence people hear from the conversation itself. Read them aloud before you change them.

The voice: a kind, competent colleague. Short and plain, no blame, no jargon, never more than one question.
"""

from collections.abc import Mapping, Sequence

from bot.cards import Bold, Button, Card, Link, Moment, Span, buttons, note, text
from bot.listening.labels import Cause, Impact, Module
from bot.listening.paste import gist
from bot.people.model import Purpose, Role
from bot.speaking import N_, Labels, _, filled, moment, ngettext, number

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


#: What one may write in a direct chat, and what it is good for, for the menus of platforms. See typed.COMMANDS.
COMMANDS: Sequence[tuple[str, str]] = (
    (N_("help"), N_("See what I can do for you")),
    (N_("my issues"), N_("See what you told me and where it stands")),
    (N_("themes"), N_("See what colleagues are waiting for (for IT and BRMs)")),
    (N_("digest"), N_("See the week so far (for BRMs and leadership)")),
    (N_("pulse"), N_("Ask colleagues a short question (for BRMs)")),
    (N_("gaps"), N_("See the questions nobody has written an answer to (for BRMs)")),
    (N_("thank it"), N_("Thank IT for a fix that helped you")),
    (N_("who sees this"), N_("See who reads what you tell me")),
    (N_("glossary"), N_("See words of your company and what they mean")),
)

#: What one may choose on any message, and what it is good for. See messages.ShortcutUsed.
SHORTCUTS: Mapping[str, tuple[str, str]] = {
    "explain": (N_("Explain this update"), N_("Get a message of IT in plain words")),
    "report": (N_("Report as a problem"), N_("Tell IT about it, in your name")),
}


#: What Liaison is called in the catalogues of platforms, and what they say of it. Teams cuts nothing off: it refuses
#: a short description of more than 80 characters.
APP_NAME = "Liaison"
APP_FULL_NAME = N_("Liaison, between colleagues and IT")
APP_SHORT = N_("Say what is hard in the ERP system, and hear when it is fixed")
APP_FULL = N_(
    "Liaison listens to colleagues who are stuck in the ERP system, gathers what they say into themes that IT can act "
    "on, and tells everybody who reported something when it is fixed. IT's news is put into plain words, and nothing "
    "goes out before somebody in IT has approved it. BRMs and leadership see each week what changed, what is stuck and "
    "what needs a decision. It never judges moods, and it keeps no passwords and nobody's pay."
)


def plain(*spans: Span) -> Card:
    """A card of one paragraph."""
    return Card("".join(words(span) for span in spans), (text(*spans),))


def words(span: Span) -> str:
    """A span as bare words, for summaries."""
    if isinstance(span, str):
        return span
    if isinstance(span, Bold):
        return span.text
    if isinstance(span, Moment):
        return moment(span.at)
    return span.label if isinstance(span, Link) else span.name


def cut(words: str, limit: int) -> str:
    """At most `limit` characters of somebody's words on one line, with an ellipsis where some are left out.

    Of a pasted stack trace only the line that names the error is shown.
    """
    line = " ".join(gist(words).split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-\"'(") + "…"


def cancel() -> str:
    """The button that leaves a dialog without doing anything."""
    return _("Cancel")


def close() -> str:
    """The button that leaves a dialog in which there is nothing to do."""
    return _("Close")


def more_than_fits() -> str:
    """At the end of a page that is too short for all there is."""
    return _("There is more than fits here. Write to me and I will show you all of it.")


def sorry() -> Card:
    """Our own fault."""
    return plain(_("Sorry, something went wrong on my side and I could not deal with that. Please try once more."))


def not_yours(roles: Sequence[Role]) -> Card:
    """Somebody pressed what is for people with one of these roles."""
    return plain(ROLES[frozenset(roles)])


def got_it() -> Card:
    """A press was taken, and what it leads to comes in a moment."""
    return plain(_("Got it."))


def on_it() -> Card:
    """Somebody asked for something that comes in our direct chat."""
    return plain(_("I am on it. You get my answer in our direct chat in a moment."))


def stale() -> Card:
    """A button or form that no longer fits."""
    return plain(_("That has been dealt with already, or it is not yours to change. Nothing has changed."))


def unknown_button() -> Card:
    """A button this version does not know."""
    return plain(_("I do not know that button any more. Write to me and I will help you from there."))


def nothing_to_read() -> Card:
    """A picture, a file or a blank without words."""
    return plain(_("I can only read words. Tell me in a sentence or two what is wrong, and I will take it from there."))


def only_a_picture(count: int) -> Card:
    """A picture without words. It is linked, never copied, and nobody has looked at it."""
    return plain(
        ngettext(
            "Thank you for the picture. I cannot see what is on there, but I will keep its link with what you write "
            "next. What is wrong there?",
            "Thank you for the pictures. I cannot see what is on there, but I will keep their links with what you "
            "write next. What is wrong there?",
            count,
        )
    )


def only_signs() -> Card:
    """Emoji or punctuation without a word."""
    return plain(
        _(
            "I cannot tell from that what happened, and I do not guess. If something gets in your way in the ERP "
            "system, a few words are enough."
        )
    )


def no_orders() -> Card:
    """Somebody tried to make us do what is not ours to do."""
    return plain(
        _(
            "That is nothing I can do for you. I take what gets in your way in the ERP system to IT, and that is all. "
            "If there is something, tell me what happened."
        )
    )


def with_dignity() -> Card:
    """An insult and nothing else."""
    return plain(
        _(
            "I will leave that where it is. If something in the ERP system gets in your way, tell me what happened and "
            "I will take it to IT."
        )
    )


def password_left_out() -> Card:
    """A message had a password in it."""
    return plain(
        Bold(_("Please change that password.")),
        " ",
        _(
            "There was one in your message. I have not kept it, but it was sent once. Delete the message here if you "
            "can; nobody at IT will ever ask you for a password."
        ),
    )


def pay_left_out(somebody_elses: bool) -> Card:
    """A message said what somebody earns."""
    if somebody_elses:
        return plain(
            _(
                "I left out the pay in your message, and whose it is. That stays between them and payroll. "
                "The rest I took as you wrote it."
            )
        )
    return plain(_("I left out the amount of pay in your message. IT does not need it to help, and payroll has it."))


def too_long(limit: int) -> Card:
    """A message beyond what we read."""
    sentence = _("That is more than I can read at once (the limit is {limit} characters). Send me the main part.")
    return plain(sentence.format(limit=number(limit)))


def say_more() -> Card:
    """News in a word or two."""
    return plain(
        _(
            "That is too short for me to tell colleagues. What is it about, who is affected, and since when? "
            "Edit your post and I will draft it."
        )
    )


def small_talk() -> Card:
    """One friendly line."""
    return plain(_("I am best with the ERP system. Tell me what gets in your way there, and I will take it to IT."))


def you_are_welcome() -> Card:
    """Somebody thanked us."""
    return plain(_("You are welcome. I am here whenever something gets in your way."))


def news_goes_elsewhere(channel: str | None) -> Card:
    """IT wrote an update in the direct chat."""
    if channel:
        sentence = _("That reads like news from IT. Post it in {channel} and I will draft it in plain words.")
        return plain(*filled(sentence, channel=Bold(channel)))
    return plain(_("That reads like news from IT. No channel is set for IT updates yet: add me to one and I will ask."))


def mention_answer() -> Card:
    """Somebody called the bot in a channel."""
    return plain(
        _(
            "I am here. Tell me about ERP problems in a direct message, so that only you and I see it "
            "and I can tell you when it is fixed."
        )
    )


def suggestions() -> list[tuple[str, str]]:
    """What people often ask, as (label, what is then said), for platforms that offer it at the start of a chat."""
    return [
        (_("Where do my issues stand?"), _("my issues")),
        (_("What can you do for me?"), _("help")),
        (_("Who sees what I write?"), _("who sees this")),
    ]


def thinking() -> str:
    """What is shown while an answer is on its way; the platform puts our name before it."""
    return _("is reading...")


def answered_directly() -> str:
    """The answer to what was typed elsewhere is in the direct chat."""
    return _("I have answered in our direct chat.")


def not_installed() -> str:
    """Somebody speaks to us from a workspace that we do not work for any more."""
    return _("I am not set up in this workspace any more. Please ask whoever looks after my app to install it again.")


def help_for(roles: frozenset[Role]) -> Card:
    """What a person can do here, by what they are."""
    lines = [
        text(_("Tell me in your own words what is wrong or hard in the ERP system. "
               "I take it to IT and tell you when it is fixed.")),
        text(_('Write "{command}" to see what you told me and where it stands.').format(command=_("my issues"))),
    ]  # fmt: skip
    rows = [Button(_("My issues"), "complaint.mine")]
    if roles & {Role.IT, Role.BRM}:
        lines.append(text(_('Write "{command}" to see what colleagues are waiting for.').format(command=_("themes"))))
        rows.append(Button(_("Themes"), "theme.list"))
    if Role.IT in roles:
        lines.append(text(_("Post your news in the IT updates channel. I draft it in plain words; you decide.")))
    if roles & {Role.IT, Role.BRM}:
        own = _('"{example}" explains a word in all drafts to come, and "{glossary}" shows your words.')
        lines.append(text(own.format(example=_("define EWM = the program for the warehouse"), glossary=_("glossary"))))
    if Role.BRM in roles:
        asking = _('Write "{digest}" for the week so far, or "{pulse}" to ask colleagues a question now.')
        lines.append(text(asking.format(digest=_("digest"), pulse=_("pulse"))))
        gaps = _('Write "{command}" for the questions nobody has written down an answer to.')
        lines.append(text(gaps.format(command=_("gaps"))))
        rows += [
            Button(_("Digest now"), "digest.now"),
            Button(_("Ask a question now"), "pulse.ask_now", opens_form=True),
        ]
    elif Role.EXECUTIVE in roles:
        lines.append(text(_('Write "{digest}" for the week so far, in brief.').format(digest=_("digest"))))
        rows.append(Button(_("Digest now"), "digest.now"))
    lines.append(text(_('"{command}" and a text puts news from IT into plain words.').format(command=_("translate"))))
    rest = _(
        '"{data}" shows what I keep about you, "{mute}" stops my questions and reminders, and "{person}" brings you '
        "somebody human."
    )
    lines.append(text(rest.format(data=_("my data"), mute=_("mute"), person=_("talk to a person"))))
    return Card(_("What I can do for you"), (*lines, buttons(*rows), note(_("I never judge moods, only issues."))))
