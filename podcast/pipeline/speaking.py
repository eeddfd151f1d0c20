"""Script -> Clips with the best voice that can speak now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podcast.chunking import chunk_script
from podcast.errors import EngineUnavailableError, SpeechError
from podcast.model import Script
from podcast.pipeline.job import Job, Listener
from podcast.settings import Voice

if TYPE_CHECKING:
    from podcast.speech import ClipCache, Spoken

PROBE_TIMEOUT_S = 5.0
"""How long a voice of the ladder may take to answer before the next one is asked."""


def speak(script: Script, job: Job) -> tuple[Voice, Spoken]:
    """Speak the whole script with the first voice of the ladder that can; one episode has one reader."""
    from podcast.speech import ClipCache

    cache = ClipCache(job.cache_folder)
    for rank, voice in enumerate(job.voices):
        is_last = rank == len(job.voices) - 1
        try:
            spoken = _speak_with(voice, script, cache, job.listener, must_answer=not is_last)
        except SpeechError as error:
            if is_last:
                raise
            job.listener.note(f"voice {voice.name} cannot speak: {error}; {job.voices[rank + 1].name} speaks instead")
        else:
            if len(job.voices) > 1:
                job.listener.note(f"voice {voice.name} ({voice.title}) speaks")
            return voice, spoken
    raise EngineUnavailableError("there is no voice to speak with")


def _speak_with(voice: Voice, script: Script, cache: ClipCache, listener: Listener, *, must_answer: bool) -> Spoken:
    from podcast.speech import open_engine, speak_chunks

    engine = open_engine(voice.engine)
    chunks = chunk_script(script, best_bytes=engine.limits.best_bytes, max_bytes=engine.limits.max_bytes)
    if must_answer and not all(cache.has(engine, voice, chunk.text) for chunk in chunks):
        engine.probe(voice, PROBE_TIMEOUT_S)
    return speak_chunks(
        chunks,
        engine=engine,
        voice=voice,
        cache=cache,
        on_progress=partial(listener.progress, "speaking"),
    )
