"""The ``podcast`` command: the only package that talks to a person, one module a family of commands.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage,
3 some sources failed and the rest was published, 130 interrupted. Whatever a command needs is imported inside it, so
that ``podcast --help`` loads no synthesis, audio, HTML or feed library.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from podcast.cli.cache import cache_app
from podcast.cli.catalog import shows_app
from podcast.cli.check import check
from podcast.cli.convert import convert
from podcast.cli.daily import daily, runs
from podcast.cli.episodes import episodes_app
from podcast.cli.inspect import inspect
from podcast.cli.lexicon import lexicon_app
from podcast.cli.publish import publish
from podcast.cli.serve import serve
from podcast.cli.text import article, script, verbalize
from podcast.cli.unattended import doctor, schedule
from podcast.cli.upgrade import upgrade
from podcast.cli.voices import voices_app

app = typer.Typer(
    name="podcast",
    help="Bengali articles in, podcast episodes out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _function in (
    convert,
    daily,
    runs,
    schedule,
    doctor,
    upgrade,
    article,
    script,
    verbalize,
    check,
    inspect,
    publish,
    serve,
):
    app.command()(_function)
app.add_typer(voices_app, name="voices")
app.add_typer(shows_app, name="shows")
app.add_typer(episodes_app, name="episodes")
app.add_typer(lexicon_app, name="lexicon")
app.add_typer(cache_app, name="cache")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    app()


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer hands the option's value over by position
    if wanted:
        from podcast import __version__

        typer.echo(f"podcast {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Bengali articles in, podcast episodes out."""
