"""What Liaison is called and what it offers: its name, commands, shortcuts, first questions, and help."""

from collections.abc import Mapping, Sequence

from bot.cards import Button, Card, buttons, note, text
from bot.people.model import Role
from bot.speaking import N_, _

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


def suggestions() -> list[tuple[str, str]]:
    """What people often ask, as (label, what is then said), for platforms that offer it at the start of a chat."""
    return [
        (_("Where do my issues stand?"), _("my issues")),
        (_("What can you do for me?"), _("help")),
        (_("Who sees what I write?"), _("who sees this")),
    ]


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
