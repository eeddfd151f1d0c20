"""Publishing to S3 and what speaks its language: Cloudflare R2, MinIO, Backblaze B2. The one home of boto3.

Credentials are boto3's own business: the environment, ``~/.aws``, the machine's role. They are never an option here
and are never printed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from podcast.errors import PublishError, UsageError
from podcast.publish.contents import Contents
from podcast.publish.hashes import PART_BYTES, Hashes
from podcast.publish.media_types import kind_of
from podcast.publish.plan import Phase, phase_of
from podcast.publish.s3_errors import explain

_CACHE = {
    Phase.AUDIO: "public, max-age=604800",
    Phase.TRANSCRIPT: "public, max-age=3600",
    Phase.CHAPTERS: "public, max-age=3600",
    Phase.PICTURE: "public, max-age=3600",
    Phase.PAGE: "public, max-age=300",
    Phase.OLDER_FEED: "public, max-age=300",
    Phase.FEED: "public, max-age=300",
}
"""How long a file may be kept without asking. A corrected episode keeps its address, so no sound is for ever."""
_SHA256 = "sha256"
"""The key of the metadata that holds the content's hash: not every store has MD5 for an ETag."""


class S3Target:
    """A bucket, or what begins with *prefix* in it."""

    is_public = True

    def __init__(self, bucket: str, prefix: str, *, endpoint: str | None = None) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._contents: Contents | None = None
        self._hashes: Hashes | None = None
        if endpoint is not None:
            _check_endpoint(endpoint)
        with self._telling():
            self._client = _connect(endpoint)
        self._endpoint = str(self._client.meta.endpoint_url)

    def compare(self, contents: Contents) -> Mapping[str, bool]:
        """Return what is there; the content's hash is the object's ETag, else what its metadata say."""
        self._contents, self._hashes = contents, Hashes(contents.folder)
        there: dict[str, bool] = {}
        with self._telling():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
            for item in (item for page in pages for item in page.get("Contents", ())):
                name = item["Key"].removeprefix(self._prefix)
                there[name] = name in contents.names and self._is_same(contents, name, item)
        return there

    def read(self, name: str) -> bytes | None:
        """Return a file that is there, or ``None``."""
        with self._telling():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
            except self._client.exceptions.NoSuchKey:
                return None
            body: bytes = answer["Body"].read()
            return body

    def prepare(self, puts: Collection[str]) -> None:  # noqa: ARG002 - whatever is half sent is of no use
        """Abort the uploads in parts that a run that was killed has left: they cost money and are not seen."""
        with contextlib.suppress(ClientError), self._telling(ClientError):  # not every key may list them
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            )
            for upload in [upload for page in pages for upload in page.get("Uploads", ())]:
                if kind_of(upload["Key"].removeprefix(self._prefix)) is not None:
                    self._client.abort_multipart_upload(
                        Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                    )

    def put(self, contents: Contents, name: str) -> None:
        """Send one file; it is seen when all of it is there. A large one goes in parts, aborted if that fails."""
        kind = kind_of(name)
        if kind is None:
            raise ValueError(f"{name} belongs to no show")
        with contents.open(name) as file, self._telling():
            about = {
                "ContentType": kind.media_type,
                "CacheControl": _CACHE[phase_of(name)],
                "Metadata": {_SHA256: self._digest(contents, name, file)},
            }
            self._client.upload_fileobj(file, self._bucket, self._prefix + name, ExtraArgs=about, Config=_TRANSFER)

    def remove(self, name: str) -> None:
        """Take one file away."""
        with self._telling():
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    def close(self) -> None:
        """Remember what was learnt of the files here."""
        if self._contents is not None and self._hashes is not None:
            self._hashes.save(self._contents.names)
        self._client.close()

    def _is_same(self, contents: Contents, name: str, item: Mapping[str, Any]) -> bool:
        with contents.open(name) as file:
            size_bytes = file.seek(0, 2)
            file.seek(0)
            if size_bytes != item["Size"] or self._hashes is None:
                return False
            digests = self._hashes.of(name, file)
        if item["ETag"].strip('"') == digests.etag:
            return True
        head = self._client.head_object(Bucket=self._bucket, Key=item["Key"])
        return bool(head.get("Metadata", {}).get(_SHA256) == digests.sha256)

    def _digest(self, contents: Contents, name: str, file: BinaryIO) -> str:
        hashes = self._hashes or Hashes(contents.folder)
        return hashes.of(name, file).sha256

    @contextlib.contextmanager
    def _telling(self, *passing: type[Exception]) -> Iterator[None]:
        """Turn what the store or the way to it refuses into a :class:`PublishError`, but for those *passing*."""
        try:
            yield
        except (BotoCoreError, ClientError) as error:
            if isinstance(error, passing):
                raise
            place = f"s3://{self._bucket}/{self._prefix}"
            raise PublishError(f"{place}: {explain(error, getattr(self, '_endpoint', None))}") from error


_TRANSFER = TransferConfig(multipart_threshold=PART_BYTES, multipart_chunksize=PART_BYTES, use_threads=False)


def _connect(endpoint: str | None) -> Any:  # noqa: ANN401 - boto3 has no types
    session = boto3.session.Session()
    config = Config(
        connect_timeout=10,
        read_timeout=60,
        retries={"mode": "standard", "max_attempts": 4},
        # boto3's newer checksums are refused by stores that speak an older S3
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return session.client("s3", endpoint_url=endpoint, region_name=session.region_name or "us-east-1", config=config)


def _check_endpoint(endpoint: str) -> None:
    parts = urlsplit(endpoint)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise UsageError("--endpoint is not an http or https address without a name and password in it")
