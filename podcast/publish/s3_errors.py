"""What boto3 says, in words a person can act on; never with a key or a token in them."""

from __future__ import annotations

from typing import Final

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError

_CREDENTIALS: Final = (
    "credentials are looked for where every S3 program does: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
    "AWS_PROFILE, ~/.aws/credentials, or this machine's role"
)
_CODES = {
    "NoSuchBucket": "there is no such bucket; make it first",
    "AccessDenied": "access denied; the key needs ListBucket, GetObject, PutObject and DeleteObject here",
    "AllAccessDisabled": "access to this bucket is disabled",
    "InvalidAccessKeyId": f"the store does not know the access key; {_CREDENTIALS}",
    "SignatureDoesNotMatch": "the secret key does not fit the access key, or this machine's clock is wrong",
    "RequestTimeTooSkewed": "this machine's clock is wrong",
    "ExpiredToken": "the credentials have expired; sign in again",
    "InvalidToken": "the session token is not valid; sign in again",
    "PermanentRedirect": "the bucket is in another region; set AWS_REGION or the endpoint",
    "AuthorizationHeaderMalformed": "the bucket is in another region; set AWS_REGION",
    "IllegalLocationConstraintException": "the bucket is in another region; set AWS_REGION",
    "InvalidBucketName": "is not the name of a bucket",
    "NoSuchUpload": "an upload was aborted meanwhile; is another `podcast publish` running? Run again",
    "SlowDown": "the store asks for fewer requests; run again later",
    "403": "access denied",
    "404": "there is no such bucket or file",
}
_KINDS: tuple[tuple[tuple[type[BotoCoreError], ...], str], ...] = (
    (
        (
            exceptions.NoCredentialsError,
            exceptions.PartialCredentialsError,
            exceptions.CredentialRetrievalError,
            exceptions.NoAuthTokenError,
        ),
        f"there are no complete credentials; {_CREDENTIALS}",
    ),
    ((exceptions.ProfileNotFound,), "AWS_PROFILE names a profile that is not in ~/.aws"),
    ((exceptions.SSOError, exceptions.TokenRetrievalError), "the sign-in has expired; run `aws sso login`"),
    ((exceptions.ParamValidationError,), "is not the name of a bucket"),
    ((exceptions.SSLError,), "{store} has no certificate that this machine trusts"),
    (
        (exceptions.ConnectionError, exceptions.HTTPClientError),
        "{store} cannot be reached; is there a network, and is the address right?",
    ),
)
"""The first that fits counts."""


def explain(error: BotoCoreError | ClientError, endpoint: str | None) -> str:
    """Say what was wrong and what to do about it; *endpoint* is the store's address."""
    if isinstance(error, ClientError):
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", "")
        return _CODES.get(code, f"the store refused: {code} ({status})")
    unknown = f"boto3 gave up: {type(error).__name__}"
    said = next((said for kinds, said in _KINDS if isinstance(error, kinds)), unknown)
    return said.replace("{store}", endpoint or "the store")
