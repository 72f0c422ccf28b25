"""The public keys with which Microsoft signs tokens: fetched without holding anybody up, kept, and renewed."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

log = structlog.get_logger()

#: Seconds after which keys are fetched again: Microsoft asks for once a day.
LIFETIME = 24 * 3600.0

#: Seconds between two fetches at least, so that nobody can make us fetch with made-up keys.
PATIENCE = 300.0

#: The same while there are no keys at all.
BRIEFLY = 1.0

#: Seconds a fetch may take in all.
TIMEOUT = 5.0


class KeysUnavailable(Exception):
    """There are no keys yet, and they cannot be fetched just now: no token can be checked."""


@dataclass(frozen=True)
class SigningKey:
    """One key. `channels` are those it may speak for, empty for any."""

    public: RSAPublicKey
    channels: frozenset[str]


class SigningKeys:
    """The keys that one issuer's metadata document leads to."""

    def __init__(self, metadata_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Fetches nothing yet. `clock` counts seconds."""
        self._url = metadata_url
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """The key of this name, else None. Raises KeysUnavailable."""
        known = self._keys.get(kid)
        if known is None or self._clock() - self._fetched > LIFETIME:
            self._fetch()
        if known is None and self._fetching is not None:  # whoever has the key need not wait
            await asyncio.shield(self._fetching)
        if not self._keys:
            raise KeysUnavailable
        return self._keys.get(kid)

    def _fetch(self) -> None:
        """Begin to fetch, unless that is under way or was tried a moment ago."""
        idle = self._fetching is None or self._fetching.done()
        if idle and self._clock() - self._tried >= (PATIENCE if self._keys else BRIEFLY):
            self._tried = self._clock()
            self._fetching = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        try:
            async with ClientSession(timeout=ClientTimeout(total=TIMEOUT)) as http:
                metadata = await _json(http, self._url)
                self._keys = _keys_in(await _json(http, str(metadata["jwks_uri"])))
            self._fetched = self._clock()
            log.info("teams_keys_fetched", keys=len(self._keys))
        except (ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError) as problem:
            log.warning("teams_keys_unavailable", error=type(problem).__name__, kept=len(self._keys))

    async def close(self) -> None:
        """Wait for no fetch any more."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)


async def _json(http: ClientSession, url: str) -> dict[str, Any]:
    async with http.get(url) as answer:
        answer.raise_for_status()
        found = await answer.json(content_type=None)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _keys_in(document: dict[str, Any]) -> dict[str, SigningKey]:
    """The RSA keys of a key set by their name; others are passed over. Raises ValueError where there is none at all."""
    keys: dict[str, SigningKey] = {}
    for entry in document["keys"]:
        try:
            public = RSAAlgorithm.from_jwk(json.dumps(entry))
        except InvalidKeyError:
            continue
        if isinstance(public, RSAPublicKey) and isinstance(entry.get("kid"), str):
            keys[entry["kid"]] = SigningKey(public, frozenset(map(str, entry.get("endorsements") or ())))
    if not keys:
        raise ValueError("no keys")
    return keys
