"""Who an account in Slack belongs to."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.ports import AccountClosed, Profile

#: How Slack marks somebody who is not simply a colleague; an app's account is none either.
GUESTS = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")


def profile_of(user: Mapping[str, Any], workspace: str) -> Profile:
    """The profile in what `users.info` says. Raises AccountClosed for somebody who was deactivated.

    A guest of the workspace is a guest, and so is whoever only shares a channel with it. An e-mail address counts only
    where this workspace vouches for it.
    """
    if user.get("deleted"):
        raise AccountClosed("user_deactivated")
    about = user.get("profile") or {}
    foreign = is_foreign(user, workspace)
    vouched = not foreign and not user.get("is_stranger") and user.get("is_email_confirmed", True)
    return Profile(
        name=_name(user, about),
        email=(about.get("email") or None) if vouched else None,
        zone=_zone(user.get("tz")),
        locale=str(user.get("locale") or "en").replace("_", "-"),
        guest=foreign or any(user.get(mark) for mark in GUESTS),
    )


def is_foreign(user: Mapping[str, Any], workspace: str) -> bool:
    """True for an account of another company that shares a channel with this workspace (or organisation)."""
    enterprise = user.get("enterprise_user") or {}
    homes = {user.get("team_id"), enterprise.get("enterprise_id"), *(enterprise.get("teams") or ())} - {None, ""}
    return bool(homes) and workspace not in homes


def _name(user: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    names = (about.get("real_name"), user.get("real_name"), about.get("display_name"), user.get("name"))
    return next((" ".join(str(name).split()) for name in names if name and str(name).strip()), "A colleague")


def _zone(name: object) -> str:
    try:
        return ZoneInfo(str(name)).key if name else "UTC"
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
