"""``podcast lexicon``: pronunciations, and what is wrong with a file of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podcast.cli.common import command, say
from podcast.errors import SettingsError

lexicon_app = typer.Typer(help="The pronunciations there are.", no_args_is_help=True)


@lexicon_app.callback()
def _lexicon() -> None:
    """Pronunciations of words in Latin letters, and of your own."""


@lexicon_app.command("check")
@command
def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE...]", help="Else those that ship.")] = None,
) -> None:
    """Report lines that cannot be used, doubled or hidden entries, and entries that the rules give anyway."""
    from podcast.bangla.lexicon import check_lexicon
    from podcast.shipped import data_dir

    chosen = files or sorted((data_dir("voices") / "lexicon").glob("*.tsv"))
    findings = check_lexicon([(str(path), _lines(path)) for path in chosen])
    for finding in findings:
        typer.echo(f"{finding.source}:{finding.line}: {finding.written}: {finding.problem}")
    say(f"{len(chosen)} file{'s' * (len(chosen) != 1)}, {len(findings)} finding{'s' * (len(findings) != 1)}")
    if findings:
        raise typer.Exit(1)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text (byte {error.start})") from error
