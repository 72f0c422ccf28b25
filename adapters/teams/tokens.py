"""Whether a request comes from Microsoft and is meant for us: its token, checked before anything of it is believed.

Two kinds of senders are known. Teams' own service signs tokens for the bot's application and names the address to
answer at. Test clients of Microsoft's sign in to the bot's tenant as the bot's own application.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from botbuilder.schema import Activity

from adapters.teams.identity import Identity
from adapters.teams.inbound import tenant_of
from adapters.teams.keys import SigningKey, SigningKeys

#: Seconds that the clocks may differ.
LEEWAY = 300

#: Seconds for which a token need not be checked again, and how many of them are remembered.
MEMORY, MOST_CHECKED = 300.0, 64

ALGORITHMS = ["RS256", "RS384", "RS512"]

#: Who issues tokens in a tenant, in both versions of them.
_ENTRA = re.compile(
    r"https://(?:sts\.windows\.net|login\.microsoftonline\.(?:com|us))/(?P<tenant>[0-9a-zA-Z.-]+)(?:/v2\.0)?/?"
)


class Denied(Exception):
    """The request is refused. `status` is the HTTP status, `code` a short name for why, without anybody's words."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass(frozen=True)
class Token:
    """A token whose signature, age and audience are right, and the key it was signed with."""

    claims: Mapping[str, Any]
    key: SigningKey
    from_channel: bool


class Tokens:
    """Checks tokens for one application."""

    def __init__(self, identity: Identity, channel_keys: SigningKeys, tenant_keys: SigningKeys) -> None:
        self._identity = identity
        self._channel_keys = channel_keys
        self._tenant_keys = tenant_keys
        self._checked: dict[str, tuple[Token, float]] = {}

    async def check(self, header: str | None) -> Token:
        """The token in an Authorization header. Raises Denied, or KeysUnavailable."""
        scheme, _, words = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not words.strip():
            raise Denied(401, "no_token")
        token = words.strip()
        found, until = self._checked.get(token, (None, 0.0))
        if found is None or until < time.time():
            found = await self._check(token)
            self._remember(token, found)
        return found

    def _remember(self, token: str, found: Token) -> None:
        """Teams sends one token for hours, and each check takes a third of a millisecond."""
        if len(self._checked) >= MOST_CHECKED:
            self._checked.clear()
        self._checked[token] = (found, min(time.time() + MEMORY, float(found.claims["exp"])))

    async def _check(self, token: str) -> Token:
        try:
            head = jwt.get_unverified_header(token)
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        except jwt.PyJWTError:
            raise Denied(401, "not_a_token") from None
        if head.get("alg") not in ALGORITHMS:
            raise Denied(401, "algorithm")
        from_channel = issuer == self._identity.issuer
        entra = None if from_channel else _ENTRA.fullmatch(str(issuer))
        if not from_channel and entra is None:
            raise Denied(401, "issuer")
        key = await (self._channel_keys if from_channel else self._tenant_keys).find(str(head.get("kid")))
        if key is None:
            raise Denied(401, "unknown_key")
        claims = self._verified(token, key)
        if entra is not None:
            self._from_own_tenant(claims, entra["tenant"])
        return Token(claims, key, from_channel)

    def _verified(self, token: str, key: SigningKey) -> Mapping[str, Any]:
        try:
            return jwt.decode(
                token,
                key.public,
                algorithms=ALGORITHMS,
                audience=[self._identity.app_id, f"api://{self._identity.app_id}"],
                leeway=LEEWAY,
                options={"require": ["exp", "aud", "iss"]},
            )
        except jwt.ExpiredSignatureError:
            raise Denied(401, "expired") from None
        except jwt.InvalidAudienceError:
            raise Denied(401, "audience") from None
        except jwt.PyJWTError:
            raise Denied(401, "signature") from None

    def _from_own_tenant(self, claims: Mapping[str, Any], tenant: str) -> None:
        if tenant != self._identity.tenant or claims.get("tid", tenant) != tenant:
            raise Denied(403, "other_tenant")
        if self._identity.app_id not in (claims.get("appid"), claims.get("azp")):
            raise Denied(403, "other_application")

    def fits(self, token: Token, activity: Activity) -> None:
        """Check that the activity is the one this token was given for. Raises Denied."""
        if token.from_channel:
            claimed = token.claims.get("serviceurl", token.claims.get("serviceUrl"))
            if not isinstance(claimed, str) or claimed.rstrip("/") != str(activity.service_url).rstrip("/"):
                raise Denied(401, "service_url")
            if token.key.channels and activity.channel_id not in token.key.channels:
                raise Denied(401, "channel")
        if tenant_of(activity) != self._identity.tenant:
            raise Denied(403, "other_tenant")
