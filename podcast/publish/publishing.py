"""A published folder brought to where its listeners fetch it: a plan made, then carried out step by step."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from podcast.errors import PublishError, UsageError
from podcast.lint import linting
from podcast.publish.contents import Contents, base_url_in, guid_in, read_contents
from podcast.publish.folder import FolderTarget
from podcast.publish.media_types import FEED_NAME, is_feed
from podcast.publish.plan import Plan, Step, make_plan
from podcast.publish.target import Target

_LOG = logging.getLogger(__name__)
_S3 = re.compile(r"s3://([^/]+)/?(.*?)/*", re.DOTALL)
_MOST_TOLD = 5
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@contextmanager
def open_target(address: str, *, endpoint: str | None = None) -> Iterator[Target]:
    """Open the place that *address* names: a folder's path, or ``s3://bucket/prefix``.

    *endpoint* is the address of storage that speaks S3 but is not Amazon's; it may come from boto3's own settings
    (``AWS_ENDPOINT_URL``) as well.

    Raises:
        UsageError: no such kind of place.
        PublishError: it cannot be opened.
    """
    target = _target(address, endpoint)
    try:
        yield target
    finally:
        target.close()


def _target(address: str, endpoint: str | None) -> Target:
    bucket = _S3.fullmatch(address)
    if bucket is not None:
        try:
            from podcast.publish.s3 import S3Target
        except ImportError as error:
            raise PublishError(
                "publishing to S3 needs boto3, which is not installed: pip install 'bangla-podcast[s3]'"
            ) from error
        return S3Target(bucket[1], bucket[2], endpoint=endpoint)
    if endpoint is not None:
        raise UsageError(f"--endpoint goes with s3://BUCKET/PREFIX, not with “{address}”")
    if _SCHEME.match(address):
        raise UsageError(f"“{address}” is not a place to publish to; expected a folder, or s3://BUCKET/PREFIX")
    return FolderTarget(Path(address))


def publish(  # noqa: PLR0913 - what a person may ask for
    folder: Path,
    target: Target,
    *,
    force: bool = False,
    removed: Collection[str] = frozenset(),
    dry_run: bool = False,
    on_step: Callable[[Step], None] | None = None,
) -> Plan:
    """Make *target* hold what the published *folder* holds, and return what that took.

    Only what has changed is sent: sound first, the feed last, and then what no feed names any more goes. A run that
    breaks off leaves a feed whose every file is there; the next run goes on where it stopped. *on_step* is told of
    each step before it is taken; a *dry_run* takes none. *force* publishes a feed without a public address, in place of
    another show's, or one that is worse than the one there; *removed* are the guids of episodes that are gone on
    purpose.

    Raises:
        PublishError: something is missing here, the feed is worse than the one there, or the target refused; its feed
            names nothing that is not there.
    """
    contents = read_contents(folder)
    there = target.compare(contents)
    if not force:
        _refuse_mistakes(contents, target)
        if not all(there.get(name) for name in contents.shared if is_feed(name)):
            _refuse_worse(contents, target, removed)
    plan = make_plan(contents.names, there)
    if dry_run:
        return plan
    target.prepare(plan.puts)
    for step in plan.steps:
        if on_step is not None:
            on_step(step)
        if step.action == "put":
            target.put(contents, step.name)
        else:
            target.remove(step.name)
    return plan


def _refuse_mistakes(contents: Contents, target: Target) -> None:
    feed = contents.shared[FEED_NAME]
    if base_url_in(feed) is None:
        said = (
            f"{contents.folder / FEED_NAME}: has no public address yet, so nobody could fetch what it names; "
            "set base_url in the show file or convert with --base-url"
        )
        if target.is_public:
            raise PublishError(f"{said} (--force publishes it as it is)")
        _LOG.warning("%s", said)
    old = target.read(FEED_NAME)
    here, there = guid_in(feed), None if old is None else guid_in(old)
    if here is not None and there is not None and here != there:
        raise PublishError(
            f"the feed there is of another show (podcast:guid {there}, here {here}); its episodes would be removed; "
            "choose another place (--force replaces it)"
        )


def _refuse_worse(contents: Contents, target: Target, removed: Collection[str]) -> None:
    """Keep a feed from listeners that would break what they have; one that is there already is no reason to wait."""
    there = linting.read_feed(lambda name: target.read(name) if is_feed(name) else None)
    found = linting.compare(there, linting.read_feed(contents.shared.get, like=there), removed=removed)
    if not found:
        return
    if not there.pages:
        for finding in found:
            _LOG.warning("%s", finding)
        return
    rest = f"\n  and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
    raise PublishError(
        "the feed is worse than the one there, which stays (--force replaces it):"
        + "".join(f"\n  {finding}" for finding in found[:_MOST_TOLD])
        + rest
    )
