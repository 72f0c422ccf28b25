"""Who we are towards Microsoft, and whether that works."""

import asyncio
import hashlib
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botframework.connector.auth import (
    CertificateServiceClientCredentialsFactory,
    ManagedIdentityServiceClientCredentialsFactory,
    PasswordServiceClientCredentialFactory,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from adapters.teams.examine import examine
from adapters.teams.identity import CertificateUnreadable, Identity, read_certificate
from adapters.teams.keys import KeysUnavailable, SigningKeys
from tests.teams.heard import Credentials
from tests.teams.standin.signing import Keys, key
from tests.teams.standin.tenant import APP, TENANT


def certificate(path: Path) -> Path:
    """A file with a certificate and its key, as docs/teams.md says to make it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "liaison")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key("ours").public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key("ours"), hashes.SHA256())
    )
    pem = key("ours").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + pem)
    return path


def test_each_kind_of_identity_signs_in_its_own_way(tmp_path: Path) -> None:
    path = certificate(tmp_path / "liaison.pem")
    kinds = {
        PasswordServiceClientCredentialFactory: Identity(APP, TENANT, "secret"),
        ManagedIdentityServiceClientCredentialsFactory: Identity(APP, TENANT),
        CertificateServiceClientCredentialsFactory: Identity(APP, TENANT, certificate=path),
    }
    for kind, identity in kinds.items():
        assert type(identity.credentials()) is kind


def test_a_certificate_is_known_by_the_sha1_of_its_bytes(tmp_path: Path) -> None:
    path = certificate(tmp_path / "liaison.pem")
    end = "-----END CERTIFICATE-----\n"
    der = ssl.PEM_cert_to_DER_cert(path.read_text().partition(end)[0] + end)
    thumbprint, private = read_certificate(path)
    assert thumbprint == hashlib.sha1(der).hexdigest()
    assert private.startswith("-----BEGIN PRIVATE KEY-----")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"])
def test_a_file_without_both_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pem"
    path.write_bytes(content)
    with pytest.raises(CertificateUnreadable, match=r"broken\.pem does not hold a certificate"):
        read_certificate(path)


def test_a_secret_never_shows() -> None:
    assert "s3cret" not in repr(Identity(APP, TENANT, "s3cret"))


async def test_an_examination_says_what_is_wrong(keys: Keys) -> None:
    identity = Identity(APP, TENANT, "secret", channel_keys=f"{keys.url}/openid")
    assert await examine(identity, Credentials()) is None
    assert await examine(identity, Credentials(token=None)) == "no_token"
    keys.broken = True
    assert await examine(identity, Credentials()) == "keys_unavailable"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_keys_are_kept_for_a_day_and_longer_where_new_ones_cannot_be_had(keys: Keys) -> None:
    clock = Clock()
    known = SigningKeys(f"{keys.url}/openid", clock)
    assert await known.find("ours") is not None
    clock.now = 23 * 3600
    assert await known.find("ours") is not None
    assert keys.asked == 2
    keys.broken = True
    clock.now = 25 * 3600
    assert await known.find("ours") is not None
    await known.close()


async def test_a_new_key_is_fetched_when_it_is_first_used(keys: Keys) -> None:
    clock = Clock()
    known = SigningKeys(f"{keys.url}/openid", clock)
    assert await known.find("new") is None
    keys.names.append("new")
    clock.now = 60
    assert await known.find("new") is None  # asked a moment ago
    clock.now = 400
    assert await known.find("new") is not None


async def test_many_at_once_fetch_once(keys: Keys) -> None:
    known = SigningKeys(f"{keys.url}/openid")
    assert all(await asyncio.gather(*(known.find("ours") for _ in range(20))))
    assert keys.asked == 2


async def test_no_keys_is_an_error_and_not_a_missing_key(keys: Keys) -> None:
    keys.broken = True
    clock = Clock()
    known = SigningKeys(f"{keys.url}/openid", clock)
    with pytest.raises(KeysUnavailable):
        await known.find("ours")
    keys.broken = False
    clock.now = 2
    assert await known.find("ours") is not None
