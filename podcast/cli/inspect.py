"""``podcast inspect``: an episode's sound, measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from podcast.cli.common import JsonOption, OutOption, ShowOption, command, print_json, say

if TYPE_CHECKING:
    from podcast.pipeline.inspecting import Inspection


@command
def inspect(
    episode: Annotated[
        str, typer.Argument(metavar="EPISODE", help="An id, a guid, a title's beginning, or an mp3 file.")
    ],
    *,
    out: OutOption = None,
    show: ShowOption = "default",
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the waveform with its marks here.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure an episode: length, loudness, silences, pace, chapters, and how it is encoded."""
    from podcast import pipeline
    from podcast.pipeline.inspecting import inspect_episode, write_waveform

    found = inspect_episode(pipeline.published_folder(show, out), episode)
    if svg is not None:
        write_waveform(found, svg)
        say(f"podcast: the waveform is in {svg}")
    if as_json:
        print_json(_values(found))
    else:
        for line in _lines(found):
            typer.echo(line)


def _values(found: Inspection) -> dict[str, Any]:
    known, measured, facts = found.known, found.measured, found.facts
    pace = found.words_per_minute
    return {
        "audio": str(known.audio),
        "id": known.episode_id,
        "guid": known.guid,
        "title": known.title,
        "voice": known.voice,
        "duration_ms": measured.duration_ms,
        "loudness_lufs": _rounded(measured.loudness_lufs),
        "true_peak_dbtp": _rounded(measured.true_peak_dbtp),
        "words": known.words,
        "words_per_minute": _rounded(pace),
        "silences": [{"start_ms": start, "end_ms": end} for start, end in measured.silences],
        "chapters": [{"start_ms": c.start_ms, "title": c.title, "url": c.url} for c in known.chapters],
        "sentences": [{"start_ms": cue.start_ms, "end_ms": cue.end_ms, "text": cue.text} for cue in known.cues],
        "file": {
            "size_bytes": facts.size_bytes,
            "tag_bytes": facts.tag_bytes,
            "bit_rate_kbps": facts.bit_rate_kbps,
            "is_constant": facts.is_constant,
            "rate_hz": facts.rate_hz,
            "is_mono": facts.is_mono,
            "is_gapless": facts.is_gapless,
            "delay_samples": facts.delay_samples,
            "padding_samples": facts.padding_samples,
        },
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _lines(found: Inspection) -> list[str]:
    known, measured, facts = found.known, found.measured, found.facts
    silent_ms = sum(end - start for start, end in measured.silences)
    kind = {True: "constant", False: "variable", None: "first frame's"}[facts.is_constant]
    gap = f"{facts.delay_samples} + {facts.padding_samples} samples" if facts.is_gapless else "not told"
    levels = f"{_level(measured.loudness_lufs, 'LUFS')}, true peak {_level(measured.true_peak_dbtp, 'dBTP')}"
    sides = "mono" if facts.is_mono else "stereo"
    encoding = f"{facts.bit_rate_kbps} kbit/s {kind}, {facts.rate_hz:,} Hz, {sides}, gapless: {gap}"
    lines = [
        known.title or known.audio.name,
        f"  sound     {_clock(measured.duration_ms)}, {levels}",
        f"  file      {known.audio}, {facts.size_bytes:,} bytes: {encoding}",
    ]
    if known.voice:
        lines.append(f"  voice     {known.voice}")
    if found.words_per_minute is not None:
        lines.append(
            f"  words     {known.words:,} in {len(known.cues)} sentences, {found.words_per_minute:.0f} a minute"
        )
    lines.append(f"  silence   {len(measured.silences)} of 0.5 s or longer, {silent_ms / 1000:.1f} s together")
    lines += [f"    {_clock(start)}  {(end - start) / 1000:.2f} s" for start, end in measured.silences]
    lines += [f"  chapters  {len(known.chapters) or 'none'}"]
    lines += [f"    {_clock(chapter.start_ms)}  {chapter.title}" for chapter in known.chapters]
    return lines


def _level(value: float | None, unit: str) -> str:
    return "silence" if value is None else f"{value:.1f} {unit}"


def _clock(time_ms: int) -> str:
    minutes, seconds = divmod(time_ms / 1000, 60)
    return f"{int(minutes // 60)}:{int(minutes % 60):02}:{seconds:04.1f}"
