"""Script -> Clips with the best readers that can speak now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.chunking import chunk_script
from podcast.errors import EngineUnavailableError, SettingsError, SpeechError
from podcast.model import Clip, Script
from podcast.pipeline.job import Job
from podcast.pipeline.ladder import Readers, sentences_of_second
from podcast.pipeline.probing import Prober, probe_voice
from podcast.settings import Voice

if TYPE_CHECKING:
    from podcast.speech import ClipCache, Spoken

Probe = Callable[[Voice], None]


@dataclass(frozen=True, slots=True)
class Told:
    """A script, spoken whole."""

    readers: Readers
    clips: tuple[Clip, ...]
    """In speaking order; each says which voice spoke it."""
    synthesized: int
    """Chunks an engine spoke in this run; the others came from the cache."""


def speak(
    script: Script,
    ladder: Sequence[Readers],
    job: Job,
    *,
    standing: str | None = None,
    probe: Probe = probe_voice,
) -> Told | None:
    """Speak the whole script with the first readers of *ladder* that can; one rung reads one episode.

    The last rung is not asked first whether it can, unless there is an episode already, spoken by *standing*: that
    is what remains when nobody can, and then ``None`` is returned.

    Raises:
        SpeechError: nobody can, and there is no episode yet.
    """
    from podcast.speech import ClipCache

    cache = ClipCache(job.cache_folder)
    prober = Prober(probe)  # a voice may stand on two rungs
    for rank, readers in enumerate(ladder):
        is_last = rank == len(ladder) - 1 and standing is None
        try:
            told = _speak_with(readers, script, cache, job, probe=None if is_last else prober)
        except (SpeechError, SettingsError) as error:
            if is_last:
                raise
            then = _what_follows(ladder[rank + 1 :], standing)
            job.listener.note(f"voice {readers.name} cannot speak: {error}; {then}")
        else:
            if len(ladder) > 1 or standing is not None:
                job.listener.note(f"voice {readers.name} ({readers.title}) speaks")
            return told
    if standing is None:
        raise EngineUnavailableError("there is no voice to speak with")
    return None


def _what_follows(rungs: Sequence[Readers], standing: str | None) -> str:
    if not rungs:
        return f"the episode stays as it is, spoken by {standing}"
    return (
        f"{rungs[0].name} speaks instead" if len(rungs) == 1 and standing is None else f"{rungs[0].name} is asked next"
    )


def _speak_with(readers: Readers, script: Script, cache: ClipCache, job: Job, *, probe: Probe | None) -> Told:
    """Speak with all the voices of *readers*; every one of them is asked before any of them begins.

    Raises:
        SpeechError: one of them could not; its name is told where there are two.
    """
    from podcast.speech import open_engine, speak_chunks

    engines = [open_engine(voice.engine) for voice in readers.voices]
    chunks = chunk_script(
        script,
        best_bytes=min(engine.limits.best_bytes for engine in engines),
        max_bytes=min(engine.limits.max_bytes for engine in engines),
        second_reader=sentences_of_second(readers, script),
    )
    parts = [[chunk for chunk in chunks if chunk.reader == number] for number in range(len(engines))]
    for voice, engine, part in zip(readers.voices, engines, parts, strict=True):
        if probe is not None and not all(cache.has(engine, voice, chunk.text) for chunk in part):
            with _naming(voice, readers):
                probe(voice)
    spoken: list[Spoken] = []
    for voice, engine, part in zip(readers.voices, engines, parts, strict=True):
        before = sum(len(done.clips) for done in spoken)
        with _naming(voice, readers):
            spoken.append(
                speak_chunks(
                    part, engine=engine, voice=voice, cache=cache, on_progress=_shown(job, before, len(chunks))
                )
            )
    in_turn = [iter(_signed(done.clips, voice)) for done, voice in zip(spoken, readers.voices, strict=True)]
    clips = tuple(next(in_turn[chunk.reader]) for chunk in chunks)
    return Told(readers, clips, sum(done.synthesized for done in spoken))


@contextmanager
def _naming(voice: Voice, readers: Readers) -> Iterator[None]:
    """Say which of two voices could not speak."""
    try:
        yield
    except SpeechError as error:
        if readers.second is None:
            raise
        raise type(error)(f"{voice.name}: {error}") from error


def _shown(job: Job, before: int, total: int) -> Callable[[int, int, float | None], None]:
    """Show the progress of one voice as that of the whole episode, of which *before* chunks are there.

    What the other voice has still to speak is taken to go as fast.
    """

    def show(done: int, of: int, left_s: float | None) -> None:
        if left_s is not None and done < of:
            left_s *= (total - before - done) / (of - done)
        elif before + done < total:
            left_s = None
        job.listener.progress("speaking", before + done, total, left_s)

    return show


def _signed(clips: Sequence[Clip], voice: Voice) -> tuple[Clip, ...]:
    return tuple(replace(clip, voice=voice.name) for clip in clips)
