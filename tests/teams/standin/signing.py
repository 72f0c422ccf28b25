"""Tokens as Microsoft signs them, by a key of our own, which is served from a thread."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from tempfile import NamedTemporaryFile
from threading import Thread
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.teams.standin.tenant import APP

ISSUER = "https://api.botframework.com"
SERVICE = "https://smba.trafficmanager.net/emea/"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key by its name; making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@contextmanager
def key_file() -> Iterator[str]:
    """The path of a file with our public key, for keys that are served by another process."""
    with NamedTemporaryFile("w", suffix=".jwk") as file:
        file.write(RSAAlgorithm.to_jwk(key("ours").public_key()))
        file.flush()
        yield file.name


def token(
    *,
    kid: str = "ours",
    signed_with: str = "ours",
    algorithm: str = "RS256",
    service_url: str = SERVICE,
    age: float = 0,
    **claims: Any,
) -> str:
    """A token as Teams sends it, but for what is said otherwise. It is an hour good, `age` seconds ago."""
    now = time.time() - age
    told = {"iss": ISSUER, "aud": APP, "nbf": now - 300, "exp": now + 3600, "serviceurl": service_url, **claims}
    told = {name: value for name, value in told.items() if value is not None}
    if algorithm == "none":
        return jwt.encode(told, None, algorithm="none", headers={"kid": kid})
    secret: Any = "a secret of at least thirty-two bytes" if algorithm.startswith("HS") else key(signed_with)
    return jwt.encode(told, secret, algorithm=algorithm, headers={"kid": kid})


@dataclass
class Keys:
    """The served documents. `asked` counts requests; with `broken` set they are answered with nonsense.

    `given` are public keys of somebody else, in place of ours.
    """

    url: str = ""
    asked: int = 0
    broken: bool = False
    names: list[str] = field(default_factory=lambda: ["ours"])
    given: dict[str, Any] = field(default_factory=dict)
    endorsements: list[str] = field(default_factory=lambda: ["msteams", "emulator"])

    def document(self, path: str) -> dict[str, Any]:
        """What stands under a path."""
        if path == "/openid":
            return {"issuer": ISSUER, "jwks_uri": f"{self.url}/keys", "authorization_endpoint": "https://invalid"}
        public = self.given or {name: json.loads(RSAAlgorithm.to_jwk(key(name).public_key())) for name in self.names}
        more = {"use": "sig", "endorsements": self.endorsements}
        return {"keys": [{**jwk, "kid": name, **more} for name, jwk in public.items()]}


@contextmanager
def serving() -> Iterator[Keys]:
    """Serve the keys on this machine, from a thread, until the end."""
    keys = Keys()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            keys.asked += 1
            body = b"<html>" if keys.broken else json.dumps(keys.document(self.path)).encode()
            self.send_response(500 if keys.broken else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    keys.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield keys
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
