"""Whether Teams can work with these settings: for `liaison doctor`, which asks Microsoft itself."""

import asyncio

from botframework.connector.auth import AuthenticationConstants, ServiceClientCredentialsFactory

from adapters.teams.identity import CertificateUnreadable, Identity
from adapters.teams.keys import KeysUnavailable, SigningKeys

#: Seconds Microsoft may take to give us a token.
PATIENCE = 15.0


async def examine(identity: Identity, credentials: ServiceClientCredentialsFactory | None = None) -> str | None:
    """A short name for what is wrong, None where all is well. `credentials` are others than those of the identity."""
    keys = SigningKeys(identity.channel_keys)
    try:
        await keys.find("")
        signed = await (credentials or identity.credentials()).create_credentials(
            identity.app_id,
            AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
            AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
            True,
        )
        await asyncio.wait_for(asyncio.to_thread(signed.get_access_token), PATIENCE)
    except KeysUnavailable:
        return "keys_unavailable"
    except CertificateUnreadable:
        return "certificate_unreadable"
    except Exception:  # whatever the library raises names the application, or more
        return "no_token"
    finally:
        await keys.close()
    return None
