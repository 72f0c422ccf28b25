"""Who we are towards Microsoft: one application in one tenant, with a secret, a certificate or a managed identity."""

from dataclasses import dataclass
from pathlib import Path

from botframework.connector.auth import (
    CertificateServiceClientCredentialsFactory,
    ManagedIdentityServiceClientCredentialsFactory,
    PasswordServiceClientCredentialFactory,
    ServiceClientCredentialsFactory,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

#: Who signs what Teams sends, and where the keys are named, outside of national clouds.
ISSUER = "https://api.botframework.com"
CHANNEL_KEYS = "https://login.botframework.com/v1/.well-known/openidconfiguration"
TENANT_KEYS = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"


class CertificateUnreadable(Exception):
    """The file has no certificate with an unencrypted RSA key beside it. The message says so to whoever starts us."""


@dataclass(frozen=True)
class Identity:
    """An application. Without `app_id` there is none, and nobody can be told from anybody.

    `secret` is a client secret, `certificate` the path of a PEM file; with neither it is a managed identity.
    """

    app_id: str = ""
    tenant: str = ""
    secret: str | None = None
    certificate: Path | None = None
    issuer: str = ISSUER
    channel_keys: str = CHANNEL_KEYS
    tenant_keys: str = TENANT_KEYS

    def __repr__(self) -> str:
        return f"Identity(app_id={self.app_id!r}, tenant={self.tenant!r})"  # a secret is nobody's business

    @property
    def is_known(self) -> bool:
        """Whether we have an application at all."""
        return bool(self.app_id)

    def signing(self) -> bytes:
        """What links of ours are signed with, known to nobody else. Empty for a managed identity: it has no secret."""
        if self.certificate is not None:
            return self.certificate.read_bytes()
        return (self.secret or "").encode()

    def credentials(self) -> ServiceClientCredentialsFactory:
        """What signs us in when we speak. Raises CertificateUnreadable."""
        if self.certificate is not None:
            thumbprint, key = read_certificate(self.certificate)
            return CertificateServiceClientCredentialsFactory(thumbprint, key, self.app_id, self.tenant)
        if self.secret is not None or not self.is_known:
            return PasswordServiceClientCredentialFactory(self.app_id, self.secret, self.tenant or None)
        return ManagedIdentityServiceClientCredentialsFactory(self.app_id)


def read_certificate(path: Path) -> tuple[str, str]:
    """Thumbprint and private key (PEM) of a certificate. Raises CertificateUnreadable."""
    try:
        pem = path.read_bytes()
        certificate = x509.load_pem_x509_certificate(pem)
        key = load_pem_private_key(pem, password=None)
    except (OSError, ValueError, TypeError):
        raise CertificateUnreadable(
            f"{path} does not hold a certificate and its unencrypted private key as PEM; docs/teams.md says how."
        ) from None
    thumbprint = certificate.fingerprint(hashes.SHA1()).hex()  # noqa: S303 - a name, as Entra wants it, not a proof
    return thumbprint, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
