"""Every fixed sentence people hear from the conversation itself. Read them aloud before you change them.

The voice: a kind, competent colleague. Short and plain, no blame, no jargon, never more than one question.
"""

from collections.abc import Sequence

from bot.cards import Bold, Card
from bot.people.model import Role
from bot.speaking import _, filled, ngettext, number
from bot.wording.labels import ROLES
from bot.wording.spans import plain


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


def thinking() -> str:
    """What is shown while an answer is on its way; the platform puts our name before it."""
    return _("is reading...")


def answered_directly() -> str:
    """The answer to what was typed elsewhere is in the direct chat."""
    return _("I have answered in our direct chat.")


def not_installed() -> str:
    """Somebody speaks to us from a workspace that we do not work for any more."""
    return _("I am not set up in this workspace any more. Please ask whoever looks after my app to install it again.")
