import pytest
from botocore import exceptions

from podcast.publish.s3_errors import explain

SECRET = "AKIANEVERTOBEPRINTED"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AccessDenied", "access denied; the key needs ListBucket"),
        ("403", "access denied"),
        ("NoSuchBucket", "there is no such bucket"),
        ("InvalidAccessKeyId", "the store does not know the access key"),
        ("SignatureDoesNotMatch", "the secret key does not fit"),
        ("ExpiredToken", "the credentials have expired"),
        ("PermanentRedirect", "the bucket is in another region"),
        ("Teapot", "the store refused: Teapot (418)"),
    ],
)
def test_what_the_store_refuses_is_said_without_its_own_words(code: str, said: str) -> None:
    response = {"Error": {"Code": code, "Message": SECRET}, "ResponseMetadata": {"HTTPStatusCode": 418}}
    message = explain(exceptions.ClientError(response, "PutObject"), None)
    assert message.startswith(said)
    assert SECRET not in message


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (exceptions.NoCredentialsError(), "there are no complete credentials"),
        (exceptions.PartialCredentialsError(provider="env", cred_var=SECRET), "there are no complete credentials"),
        (exceptions.ProfileNotFound(profile=SECRET), "AWS_PROFILE names a profile that is not in ~/.aws"),
        (exceptions.EndpointConnectionError(endpoint_url=SECRET), "https://store.example cannot be reached"),
        (exceptions.ReadTimeoutError(endpoint_url=SECRET), "https://store.example cannot be reached"),
        (exceptions.SSLError(endpoint_url=SECRET, error=SECRET), "https://store.example has no certificate"),
        (exceptions.InvalidConfigError(error_msg=SECRET), "boto3 gave up: InvalidConfigError"),
    ],
)
def test_what_boto3_gives_up_on_is_said_without_its_own_words(error: exceptions.BotoCoreError, said: str) -> None:
    message = explain(error, "https://store.example")
    assert message.startswith(said)
    assert SECRET not in message
