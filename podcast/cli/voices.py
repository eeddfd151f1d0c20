"""``podcast voices``: which voices there are, installing their models, and how they sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcast.cli.common import JsonOption, PrivateOption, command, print_json, say
from podcast.cli.screen import Screen
from podcast.errors import PodcastError

if TYPE_CHECKING:
    from podcast.pipeline.voices import Sampled, VoiceStatus

voices_app = typer.Typer(help="The voices there are.", invoke_without_command=True)

ProbeOption = Annotated[bool, typer.Option("--probe", help="Ask services on the internet too, for 5 s at most.")]


@voices_app.callback()
def _voices(context: typer.Context, *, probe: ProbeOption = False, as_json: JsonOption = False) -> None:
    if context.invoked_subcommand is None:
        list_voices(probe=probe, as_json=as_json)


@voices_app.command("list")
@command
def list_voices(*, probe: ProbeOption = False, as_json: JsonOption = False) -> None:
    """List every voice that --voice takes, whether it can speak now, and the folders a voice file may lie in."""
    from podcast.pipeline.voices import voice_statuses
    from podcast.settings import search_path

    statuses = voice_statuses(asks_services=probe)
    if as_json:
        print_json([_described(status) for status in statuses])
        return
    for status in statuses:
        typer.echo(_line(status))
    if any(status.can_speak is None for status in statuses):
        say("--probe asks the services on the internet too")
    say("sought in: " + ", ".join(str(folder) for folder in search_path("voices")))


@voices_app.command("install")
@command
def install(
    name: Annotated[str | None, typer.Argument(metavar="[MODEL]", help="Such as bn-google; none lists them.")] = None,
    *,
    local: Annotated[
        Path | None, typer.Option("--from", metavar="FILE|FOLDER", help="Take the files from here; they are checked.")
    ] = None,
    allow_private: PrivateOption = False,
    as_json: JsonOption = False,
) -> None:
    """Install the model of a neural voice: downloaded once, checked, and kept in the data folder."""
    from podcast.speech.engines.piper_runtime import runtime_version
    from podcast.speech.model_files import load_model
    from podcast.speech.models import find_installed, install_model

    if name is None:
        _list_models(as_json=as_json)
        return
    model = load_model(name)
    was_there = find_installed(model) is not None
    try:
        with Screen() as screen:
            installed = install_model(model, local=local, allow_private=allow_private, on_progress=screen.progress)
    except KeyboardInterrupt:
        say("what was received is kept; the same command goes on from it")
        raise
    if as_json:
        print_json({"name": model.name, "folder": str(installed.onnx.parent), "is_new": not was_there})
    else:
        typer.echo(f"{model.title}: {'was installed already' if was_there else 'installed'} in {installed.onnx.parent}")
    say(f"licence: {model.licence}")
    try:
        runtime_version()
    except PodcastError as error:
        say(f"one thing is missing before it can speak: {error}")


def _list_models(*, as_json: bool) -> None:
    from podcast.speech.model_files import load_model, model_names
    from podcast.speech.models import find_installed, install_command

    models = [load_model(name) for name in model_names()]
    found = [find_installed(model) for model in models]
    if as_json:
        print_json(
            [
                {"name": model.name, "title": model.title, "folder": str(files.onnx.parent) if files else None}
                for model, files in zip(models, found, strict=True)
            ]
        )
        return
    for model, files in zip(models, found, strict=True):
        megabytes = round(model.onnx.size_bytes / 1_000_000)
        where = f"installed in {files.onnx.parent}" if files else f"{megabytes} MB: {install_command(model)}"
        typer.echo(f"{model.name:<16} {model.title:<24} {where}")


@voices_app.command("sample")
@command
def sample(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Else every voice there is.")] = None,
    *,
    out: Annotated[Path, typer.Option(help="The folder the sound files go to.")] = Path("samples"),
    as_json: JsonOption = False,
) -> None:
    """Speak a set text with each voice, to FOLDER/NAME.mp3; exit code 3 when some voices could not."""
    from podcast.pipeline.voices import sample_voices

    with Screen() as screen:
        sampled = sample_voices(names or None, out, listener=screen)
    for one in sampled:
        if one.recorded is None:
            say(f"podcast: voice {one.status.name} could not speak: {one.status.reason}")
    done = [_sampled(one) for one in sampled if one.recorded is not None]
    if as_json:
        failed = [{"name": one.status.name, "error": one.status.reason} for one in sampled if one.recorded is None]
        print_json({"samples": done, "failed": failed})
    else:
        for result in done:
            typer.echo(f"{result['name']:<16} {result['audio']} ({result['duration_ms'] / 1000:.1f} s)")
    if len(done) < len(sampled):
        raise typer.Exit(3 if done else 1)


def _sampled(one: Sampled) -> dict[str, Any]:
    assert one.recorded is not None
    return {
        "name": one.status.name,
        "audio": str(one.recorded.audio),
        "duration_ms": one.recorded.duration_ms,
        "synthesized": one.recorded.synthesized,
    }


def _described(status: VoiceStatus) -> dict[str, Any]:
    voice = status.voice
    return {
        "name": status.name,
        "title": voice.title if voice else None,
        "engine": voice.engine if voice else None,
        "locale": voice.locale if voice else None,
        "gender": voice.gender if voice else None,
        "can_speak": status.can_speak,
        "reason": status.reason,
    }


def _line(status: VoiceStatus) -> str:
    can = {True: "ready", False: "cannot", None: "not asked"}[status.can_speak]
    reason = f" ({status.reason})" if status.reason else ""
    if status.voice is None:
        return f"{status.name:<16} {'':<8} {'':<6} {'':<7} {can:<9}{reason}"
    voice = status.voice
    return f"{voice.name:<16} {voice.engine:<8} {voice.locale:<6} {voice.gender:<7} {can:<9} {voice.title}{reason}"
