"""What the commands share: options, the guard that turns errors into exit codes, and where text goes."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer

from podcast.errors import PodcastError

SOME_FAILED = 3
"""Exit code: some of what was asked for failed, and the rest was done."""

_P = ParamSpec("_P")
_T = TypeVar("_T")

SourceArgument = Annotated[str, typer.Argument(metavar="SOURCE", help="A URL, a file, or - for standard input.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Go on with a text that is not Bengali, or not whole.")]
PrivateOption = Annotated[bool, typer.Option("--allow-private", help="Let addresses of your own network be fetched.")]
LocaleOption = Annotated[str, typer.Option(help="bn-IN or bn-BD: how numbers and symbols are spoken.")]
OutOption = Annotated[Path | None, typer.Option(help="The published folder.  [default: ./public/SHOW]")]
ShowArgument = Annotated[str, typer.Argument(metavar="SHOW", help="A show's name or file; see `podcast shows`.")]
ShowOption = Annotated[str, typer.Option(help="A show's name or file; see `podcast shows`.")]


def command(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Turn what a person can act on into one line on standard error and an exit code."""

    @functools.wraps(function)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            result = function(*args, **kwargs)
            sys.stdout.flush()
        except PodcastError as error:
            say(f"podcast: {error}")
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            say("podcast: interrupted; nothing half-done was left, what was spoken stays in the cache")
            raise typer.Exit(130) from error
        except BrokenPipeError as error:  # the reader of our output has gone, as in `podcast ... | head`
            _close_output()
            raise typer.Exit(0) from error
        except OSError as error:
            say(f"podcast: {error.filename or 'standard output'}: cannot be used: {error.strerror}")
            _close_output()
            raise typer.Exit(1) from error
        else:
            return result

    return guarded


def _close_output() -> None:
    """Keep Python from writing at exit what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(message: str) -> None:
    """Print *message* on standard error."""
    typer.echo(message, err=True)


def print_json(value: object) -> None:
    """Print *value* as a result a program may read."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
