"""Where we are not, or may not do what we should: the BRMs hear of it, once a week for each place and each trouble."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import wording
from bot.cards import Bold, Mention, Outgoing, ToPlace
from bot.people import arrive
from bot.people.model import Company, Person, Place, Purpose, Workspace
from bot.speaking import _, filled, speaking
from bot.store.outbox import Delivery

#: What platforms call it when the bot is not, or no longer, in a place or with a person.
NOT_THERE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "not_installed"})

#: What platforms call it when they no longer accept us in a whole workspace.
SHUT_OUT = frozenset(
    {
        "account_inactive",
        "app_removed",
        "invalid_auth",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)

#: How the name of a trouble begins where only some people may post in a channel.
CLOSED_TO_US = "restricted_action"

#: How the name of a trouble begins where the app lacks a permission, which follows: "missing_scope:files:write".
LACKS = "missing_scope:"


def concerns_brms(problem: str) -> bool:
    """True for a trouble with a whole workspace, which only a person can mend."""
    return problem in SHUT_OUT or problem.startswith(LACKS)


def tell_of_workspace(session: Session, workspace: Workspace, problem: str, now: datetime) -> list[Outgoing]:
    """A line for each BRM channel about a trouble that `concerns_brms`."""
    platform = workspace.platform.capitalize()
    with speaking(session.get_one(Company, workspace.company_id).language):
        if problem.startswith(LACKS):
            sentence = _(
                "My app in {platform} lacks the permission {permission}, so some of what I should do there does not "
                "work. Please ask whoever looks after the app to add it and to install the app again."
            )
            parts = filled(sentence, platform=platform, permission=Bold(problem.removeprefix(LACKS)))
        else:
            sentence = _(
                "{platform} no longer lets me into the workspace {workspace}: what I have for people there does not "
                "arrive. Please ask whoever looks after my app to install it there again."
            )
            parts = filled(sentence, platform=platform, workspace=Bold(workspace.external_id))
        card = wording.plain(*parts)
    about = f"workspace:{workspace.id}:{problem}"
    told = arrive.places_for(session, Purpose.BRM_DIGEST)
    return [Outgoing(ToPlace(brm.id), card, f"unreachable:{about}:{now:%G-%V}:{brm.id}") for brm in told]


def tell(session: Session, delivery_id: int, problem: str, now: datetime) -> list[Outgoing]:
    """A line for each BRM channel, if this is why a delivery failed; not for what should have gone there itself."""
    row = session.get(Delivery, delivery_id)
    if row is None or not (problem in NOT_THERE or problem.startswith(CLOSED_TO_US)):
        return []
    person = session.get(Person, row.person_id) if row.person_id is not None else None
    place = session.get(Place, row.place_id) if row.place_id is not None else None
    company = session.get_one(Company, row.company_id)
    with speaking(company.language):
        if person is not None:
            sentence = _(
                "I cannot reach {person} in a direct chat: my app is not installed for them, or they have blocked it. "
                "What I have for them does not arrive until that changes."
            )
            card = wording.plain(*filled(sentence, person=Mention(person.id, person.name)))
            about = f"person:{person.id}"
        elif place is not None:
            sentence = _no_posting(problem)
            card = wording.plain(*filled(sentence, channel=Bold(place.name or _("a channel"))))
            about = f"place:{place.id}"
        else:
            return []
    told = [brm for brm in arrive.places_for(session, Purpose.BRM_DIGEST) if brm.id != row.place_id]
    return [Outgoing(ToPlace(brm.id), card, f"unreachable:{about}:{now:%G-%V}:{brm.id}") for brm in told]


def _no_posting(problem: str) -> str:
    """Why nothing can be said in a channel, and what a person can do about it; {channel} is still to be filled in."""
    if problem.startswith(CLOSED_TO_US):
        return _(
            "I cannot post in {channel}: only some people may write there. "
            "Please let my app write there, or give its purpose to another channel."
        )
    if problem == "is_archived":
        return _(
            "I cannot post in {channel}: it is archived. Please bring it back, or give its purpose to another channel."
        )
    return _("I cannot post in {channel}: my app is not installed there any more. Please add it again.")
