"""``podcast article``, ``script`` and ``verbalize``: the line up to the voice, for reading."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcast.cli.common import (
    ForceOption,
    JsonOption,
    LocaleOption,
    PrivateOption,
    ShowOption,
    SourceArgument,
    command,
    print_json,
    say,
)
from podcast.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from podcast.article import Reading
    from podcast.model import Article, Rewrite, Script


@command
def article(  # noqa: PLR0913 - each is one option of the command
    source: SourceArgument,
    *,
    explain: Annotated[bool, typer.Option("--explain", help="List what is left out, and by which rule.")] = False,
    show: ShowOption = "default",
    force: ForceOption = False,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show what is taken for the article: headline and body, furniture left out."""
    from podcast import pipeline
    from podcast.settings import load_show

    editing = load_show(show).editing
    if explain:
        reading = pipeline.explain_source(source, force=force, allow_private=allow_private, editing=editing)
        _explain(reading, as_json=as_json)
        return
    found = pipeline.read_article(source, force=force, allow_private=allow_private, editing=editing)
    _warn_if_cut(found)
    if as_json:
        print_json(_article_json(found))
    else:
        typer.echo("\n\n".join((found.title, *found.paragraphs)))


def _explain(reading: Reading, *, as_json: bool) -> None:
    """Print the article, if there is one, and everything that is not read; fail when there is none."""
    dropped = [{"text": one.text, "rule": one.rule} for one in reading.dropped]
    if as_json:
        taken = _article_json(reading.article) if reading.article is not None else {}
        print_json({**taken, "dropped": dropped})
    else:
        if reading.article is not None:
            typer.echo("\n\n".join((reading.article.title, *reading.article.paragraphs)) + "\n")
        for one in reading.dropped:
            typer.echo(f"- {one.text}\n    {one.rule}")
    if reading.refusal is not None:
        raise reading.refusal


def _warn_if_cut(found: Article) -> None:
    if found.cut_short is not None:
        say(f"podcast: this is only the beginning of an article: {found.cut_short}")


def _article_json(found: Article) -> dict[str, Any]:
    return {
        "title": found.title,
        "paragraphs": list(found.paragraphs),
        "blocks": [{"kind": block.kind.value, "text": block.text} for block in found.blocks],
        "url": found.url,
        "site_name": found.site_name,
        "language": found.language,
        "cut_short": found.cut_short,
        "byline": found.byline,
        "published_at": found.published_at.isoformat() if found.published_at else None,
        "modified_at": found.modified_at.isoformat() if found.modified_at else None,
        "image_url": found.image_url,
        "section": found.section,
    }


@command
def script(  # noqa: PLR0913 - each is one option of the command
    source: SourceArgument,
    *,
    show: ShowOption = "default",
    locale: Annotated[str | None, typer.Option(help="bn-IN or bn-BD; else the show's.")] = None,
    unknown: Annotated[bool, typer.Option("--unknown", help="List the words that no lexicon entry covers.")] = False,
    force: ForceOption = False,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show what will be said beside what was written, so that a wrong reading is found without audio."""
    from podcast import pipeline
    from podcast.script import find_unknown

    job = pipeline.plan(show=show)
    locale = locale or job.locale
    _check_locale(locale)
    found = pipeline.read_article(source, force=force, allow_private=allow_private, editing=job.show.editing)
    _warn_if_cut(found)
    written = pipeline.script_of(found, job, locale=locale)
    if unknown:
        words = find_unknown(written)
        if as_json:
            print_json([{"written": one.written, "spoken": one.spoken, "count": one.count} for one in words])
        else:
            typer.echo("".join(f"{one.count:>5}  {one.written} → {one.spoken}\n" for one in words), nl=False)
    elif as_json:
        print_json(_script_json(written))
    else:
        typer.echo("\n".join(_script_lines(written)))


def _script_json(script: Script) -> dict[str, Any]:
    return {
        "title": script.title,
        "passages": [
            {
                "kind": passage.kind.value,
                "sentences": [
                    {
                        "written": sentence.written,
                        "spoken": sentence.spoken,
                        "rewrites": [_rewrite_json(rewrite) for rewrite in sentence.rewrites],
                    }
                    for sentence in passage.sentences
                ],
            }
            for passage in script.passages
        ],
    }


def _rewrite_json(rewrite: Rewrite) -> dict[str, Any]:
    return {
        "start": rewrite.start,
        "end": rewrite.end,
        "class": rewrite.semiotic_class,
        "written": rewrite.written,
        "spoken": rewrite.spoken,
        "rule": rewrite.rule,
    }


def _script_lines(script: Script) -> Iterator[str]:
    for passage in script.passages:
        yield f"[{passage.kind.value}]"
        for sentence in passage.sentences:
            yield f"  {sentence.written}"
            if sentence.spoken != sentence.written:
                yield f"→ {sentence.spoken}"


@command
def verbalize(
    text: Annotated[str | None, typer.Argument(help="Without it, lines are read from standard input.")] = None,
    *,
    locale: LocaleOption = "bn-IN",
    explain: Annotated[
        bool, typer.Option("--explain", help="List each rewrite: span, class, written, spoken.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say numbers, dates, money and symbols in Bengali words: written lines in, spoken lines out."""
    from podcast.bangla import read_sentence

    _check_locale(locale)
    lines = (text,) if text is not None else (line.rstrip("\r\n") for line in sys.stdin)
    for line in lines:
        sentence = read_sentence(line, locale=locale)
        if as_json:
            rewrites = [_rewrite_json(rewrite) for rewrite in sentence.rewrites]
            value = {"written": sentence.written, "spoken": sentence.spoken, "rewrites": rewrites}
            typer.echo(json.dumps(value, ensure_ascii=False))
            continue
        typer.echo(sentence.spoken)
        if explain:
            for rewrite in sentence.rewrites:
                span = f"{rewrite.start}-{rewrite.end}"
                reading = f"{rewrite.written} → {rewrite.spoken}"
                typer.echo(f"  {span:<8} {rewrite.semiotic_class:<12} {reading}  ({rewrite.rule})")


def _check_locale(locale: str) -> None:
    if locale not in {"bn-IN", "bn-BD"}:
        raise UsageError(f"--locale {locale} is not known; bn-IN and bn-BD are")
