"""Whether the forms of an episode's transcript can be read, are in order, and tell the same at the same times."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TypeVar

from podcast.fitting import one_line
from podcast.lint.transcript_reading import Monologue, parse_json, parse_page, parse_srt, parse_vtt
from podcast.model import Cue

_Read = TypeVar("_Read")
_AROUND = 12
"""Characters told before and after the place where two texts part."""
_ROUNDING_MS = 1


def transcript_problems(files: Mapping[str, Path], duration_ms: int) -> Iterator[str]:
    """Yield what is wrong with the transcript in *files*, by ending, of a sound of *duration_ms*.

    The JSON form, a segment a sentence, is what the others are measured by. A file that is not there is passed over.
    """
    damaged: list[str] = []
    segments = _read(files["json"], parse_json, damaged)
    captions = {
        ending: _read(files[ending], parse, damaged) for ending, parse in (("vtt", parse_vtt), ("srt", parse_srt))
    }
    page = _read(files["transcript.html"], parse_page, damaged)
    yield from damaged
    if segments is None:
        return
    yield from _out_of_order(files["json"].name, segments, duration_ms)
    for ending, cues in captions.items():
        if cues is not None:
            yield from _out_of_order(files[ending].name, cues, duration_ms)
            yield from _apart(files[ending].name, cues, segments)
    if page is not None:
        yield from _page_apart(files["transcript.html"].name, page, segments)
    yield from _words_apart(files["words.json"], segments)


def _read(path: Path, parse: Callable[[str], _Read], damaged: list[str]) -> _Read | None:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        damaged.append(f"{path.name} cannot be read: {error}")
        return None


def _out_of_order(name: str, cues: Sequence[Cue], duration_ms: int) -> Iterator[str]:
    for cue in cues:
        if cue.end_ms <= cue.start_ms:
            yield f"{name}: {_named(cue)} ends before it begins"
    for one, following in pairwise(cues):
        if following.start_ms < one.end_ms:
            yield f"{name}: {_named(following)} begins before {_named(one)} ends"
    if cues and cues[-1].end_ms > duration_ms + _ROUNDING_MS:
        yield f"{name}: {_named(cues[-1])} ends after the sound does ({duration_ms} ms)"


def _apart(name: str, cues: Sequence[Cue], segments: Sequence[Cue]) -> Iterator[str]:
    """Compare captions with sentences: the text, where sentences begin, and who says them."""
    texts = [segment.text for segment in segments]
    parted = _parting([cue.text for cue in cues], texts)
    if parted is not None:
        yield f"{name} says {parted[0]} where the JSON transcript says {parted[1]}"
        return
    begun = {cue.start_ms: cue for cue in cues}
    for segment in segments:
        cue = begun.get(segment.start_ms)
        if cue is None:
            yield f"{name}: nothing begins with {_named(segment)}"
        elif cue.speaker is not None and cue.speaker != segment.speaker:
            yield f"{name}: {cue.speaker} says {_named(segment)}, and in the JSON transcript {segment.speaker}"


def _page_apart(name: str, page: Sequence[Monologue], segments: Sequence[Cue]) -> Iterator[str]:
    """Compare the page's paragraphs with sentences; each begins with one, in the same second."""
    parted = _parting([one.text for one in page], [segment.text for segment in segments])
    if parted is not None:
        yield f"{name} says {parted[0]} where the JSON transcript says {parted[1]}"
        return
    lengths = accumulate((len(_bare([segment.text])) for segment in segments), initial=0)
    begun = dict(zip(lengths, segments, strict=False))
    for at, one in zip(accumulate((len(_bare([one.text])) for one in page), initial=0), page, strict=False):
        segment = begun.get(at)
        if segment is None:
            yield f"{name}: “{one.text[:_AROUND]}…” begins within a sentence"
        elif segment.start_ms // 1000 != one.start_s:
            yield f"{name}: {_named(segment)} is said to begin at {one.start_s} s"
        elif segment.speaker != one.speaker:
            yield f"{name}: {one.speaker} says {_named(segment)}, and in the JSON transcript {segment.speaker}"


def _words_apart(path: Path, segments: Sequence[Cue]) -> Iterator[str]:
    """Look for every timed word in the text, in order."""
    try:
        words = [one_line(str(word["text"])) for word in json.loads(path.read_bytes())["words"]]
    except (OSError, ValueError, KeyError, TypeError):
        return  # missing or damaged: told by whoever needs it first
    text = _bare(segment.text for segment in segments)
    place = 0
    for word in words:
        found = text.find(_bare([word]), place)
        if found < 0:
            yield f"{path.name}: “{word}” is not in the JSON transcript, or stands elsewhere in it"
            return
        place = found + len(_bare([word]))


def _bare(texts: Iterable[str]) -> str:
    """Return what is written without white space, which differs where lines are broken, and as SubRip writes arrows."""
    return "".join("".join(texts).split()).replace("-->", "→")


def _parting(texts: Iterable[str], others: Iterable[str]) -> tuple[str, str] | None:
    """Return what stands in either text where they part; ``None`` where they do not."""
    text, other = _bare(texts), _bare(others)
    if text == other:
        return None
    length = min(len(text), len(other))
    place = next((place for place in range(length) if text[place] != other[place]), length)
    start = max(0, place - _AROUND)
    return f"“{text[start : place + _AROUND]}”", f"“{other[start : place + _AROUND]}”"


def _named(cue: Cue) -> str:
    return f"“{cue.text[:_AROUND]}…” at {cue.start_ms} ms"
