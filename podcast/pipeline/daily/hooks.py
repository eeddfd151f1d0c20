"""What a show wants done after a run: a program is started, or a web address told; either is given the report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from podcast.editions import Hooks, is_web_address
from podcast.errors import PodcastError, PublishError
from podcast.net import post_json
from podcast.pipeline.daily.reports import Report

TIME_S = 120.0
"""For a program; a web address is given 20 s."""
_MOST_SAID = 500


def call_hooks(hooks: Hooks, report: Report) -> tuple[str, ...]:
    """Call what *hooks* has for how *report* ended; return what went wrong with it.

    A run in which something failed is a failure, also when the rest was published.
    """
    hook = hooks.failure if report.exit_code else hooks.success
    if not hook:
        return ()
    document = json.dumps(report.as_json(), ensure_ascii=False)
    try:
        if is_web_address(hook[0]):
            post_json(hook[0], document)
        else:
            _start(hook, document, report)
    except PodcastError as error:
        return (f"hook: {error}",)
    return ()


def _start(hook: Sequence[str], document: str, report: Report) -> None:
    program = shutil.which(hook[0])
    if program is None:
        raise PublishError(f"{hook[0]}: there is no such program")
    try:
        done = subprocess.run(  # noqa: S603 - the person's own program, without a shell
            [program, *hook[1:]],
            input=document,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=TIME_S,
            check=False,
            env={**os.environ, **_environment(report)},
        )
    except subprocess.TimeoutExpired as error:
        raise PublishError(f"{hook[0]}: was stopped after {TIME_S:.0f} s") from error
    except (OSError, ValueError) as error:
        raise PublishError(f"{hook[0]}: cannot be started: {error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[:_MOST_SAID]
        raise PublishError(f"{hook[0]}: ended with exit code {done.returncode}" + (f": {said}" if said else ""))


def _environment(report: Report) -> Mapping[str, str]:
    episode = report.episodes[-1] if report.episodes else None
    return {
        "PODCAST_SHOW": report.show,
        "PODCAST_DAY": report.day.isoformat(),
        "PODCAST_OUTCOME": report.outcome.value,
        "PODCAST_TITLE": episode.title if episode else "",
        "PODCAST_AUDIO": episode.audio if episode else "",
        "PODCAST_TROUBLES": "\n".join(report.troubles),
    }
