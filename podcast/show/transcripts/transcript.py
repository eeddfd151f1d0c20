"""Transcripts in the forms that podcast apps read, the text as the newsroom wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from podcast.fitting import one_line
from podcast.model import Article, Cue, Episode, TimedWord
from podcast.show.stored import describe_article
from podcast.show.transcripts.captions import cut_captions

VTT_CHARACTERS, SRT_CHARACTERS = 65, 32
"""Of a line, at most, as Podcasting 2.0 advises; code points, as those count who check it."""

_WORDS_VERSION = 1


def render_vtt(cues: Sequence[Cue], words: Sequence[TimedWord] = ()) -> str:
    """Write WebVTT, in captions of at most two lines that begin when their own *words* do.

    Nothing stands between ``WEBVTT`` and the first cue: strict parsers refuse header lines. Where two voices speak,
    each cue names its own.

    >>> print(render_vtt([Cue(0, 1500, "এক & দুই।")]), end="")
    WEBVTT
    <BLANKLINE>
    00:00:00.000 --> 00:00:01.500
    এক &amp; দুই।
    """
    blocks = (
        f"\n{_clock(caption.start_ms, '.')} --> {_clock(caption.end_ms, '.')}\n"
        f"{_voice_tag(caption.speaker)}{_escape_vtt(caption.lines)}\n"
        for caption in cut_captions(cues, words, VTT_CHARACTERS)
    )
    return "WEBVTT\n" + "".join(blocks)


def render_srt(cues: Sequence[Cue], words: Sequence[TimedWord] = ()) -> str:
    """Write SubRip, in captions of at most two short lines that begin when their own *words* do.

    >>> print(render_srt([Cue(0, 1500, "এক।")]), end="")
    1
    00:00:00,000 --> 00:00:01,500
    এক।
    """
    blocks = (
        f"{number}\n{_clock(caption.start_ms, ',')} --> {_clock(caption.end_ms, ',')}\n{_plain_srt(caption.lines)}\n"
        for number, caption in enumerate(cut_captions(cues, words, SRT_CHARACTERS), start=1)
    )
    return "\n".join(blocks)


def render_json(cues: Sequence[Cue]) -> str:
    """Write the Podcasting 2.0 JSON transcript: a segment for each sentence, times in seconds, speakers if two."""
    segments = [
        {
            **({"speaker": one_line(cue.speaker)} if cue.speaker else {}),
            "startTime": cue.start_ms / 1000,
            "endTime": cue.end_ms / 1000,
            "body": body,
        }
        for cue in cues
        if (body := one_line(cue.text))
    ]
    return _dump({"version": "1.0.0", "segments": segments})


def render_words(
    episode: Episode,
    content_key: str,
    words: Sequence[TimedWord],
    article: Article,
    kept: Mapping[str, object] | None = None,
) -> Iterator[str]:
    """Write every word with its time in milliseconds, all the library knows of the episode, and the article, in pieces.

    The 40,000 words of five hours would take 30 MB as one document and the values it is made from.

    The latter two make the published folder whole by itself: a lost library can be made again from these files, and
    an episode spoken again, without its source. *kept* is what else is kept: the proof that ``podcast check`` goes
    by, and what the other texts can be made from again (``kept.py``).
    """
    known = {
        "guid": episode.guid,
        "id": episode.episode_id,
        "title": episode.title,
        "source_url": episode.source_url,
        "site_name": episode.site_name,
        "voice": episode.voice,
        "published_at": episode.published_at.isoformat(),
        "duration_ms": episode.duration_ms,
        "size_bytes": episode.size_bytes,
        "summary": episode.summary,
        "wanted_voice": episode.wanted_voice,
        "byline": episode.byline,
        "content_key": content_key,
    }
    told = {"version": _WORDS_VERSION, "episode": known, "article": describe_article(article), **(kept or {})}
    yield f'{_dump(told)[:-2]},"words":['
    for number, word in enumerate(words):
        timed = {"text": one_line(word.text), "sentence": word.sentence, "start_ms": word.start_ms}
        yield ("," if number else "") + _dump({**timed, "end_ms": word.end_ms})[:-1]
    yield "]}\n"


def _voice_tag(speaker: str | None) -> str:
    return f"<v {_escape_vtt([one_line(speaker)])}>" if speaker else ""


def _escape_vtt(lines: Sequence[str]) -> str:
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain_srt(lines: Sequence[str]) -> str:
    """Keep an arrow in the text from looking like a time line; SubRip has no way to escape it."""
    return "\n".join(lines).replace("-->", "→")


def _clock(time_ms: int, mark: str) -> str:
    minutes, milliseconds = divmod(time_ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{milliseconds:03}"


def _dump(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
