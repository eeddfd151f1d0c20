"""Published transcripts read back, as strictly as the strictest app."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from podcast.model import Cue

_VTT_TIMES = re.compile(r"(\d{2,}):(\d{2}):(\d{2})\.(\d{3}) --> (\d{2,}):(\d{2}):(\d{2})\.(\d{3})")
_SRT_TIMES = re.compile(r"(\d{2,}):(\d{2}):(\d{2}),(\d{3}) --> (\d{2,}):(\d{2}):(\d{2}),(\d{3})")
_VOICE = re.compile(r"<v ([^>]+)>")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
_MOST_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Monologue:
    """A paragraph of a transcript's page."""

    start_s: int
    text: str
    speaker: str | None = None


def parse_vtt(document: str) -> tuple[Cue, ...]:
    r"""Read WebVTT: a bare header, then captions with hours in their times and no tag but that of a voice.

    Raises:
        ValueError: it is something else.

    >>> parse_vtt("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v মিতা>জল\nবাড়ছে।\n")
    (Cue(start_ms=1000, end_ms=2500, text='জল বাড়ছে।', speaker='মিতা', sentence=None),)
    """
    header, _, rest = document.partition("\n")
    if header != "WEBVTT" or (rest and not rest.startswith("\n")):
        raise ValueError(f"line 1: expected WEBVTT and an empty line, found {_quoted(header)}")
    return tuple(_vtt_cue(line, lines) for line, lines in _blocks(rest, first_line=2))


def parse_srt(document: str) -> tuple[Cue, ...]:
    r"""Read SubRip whose captions are numbered from 1.

    Raises:
        ValueError: it is something else.

    >>> parse_srt("1\n00:00:01,000 --> 00:00:02,500\nজল\nবাড়ছে।\n")
    (Cue(start_ms=1000, end_ms=2500, text='জল বাড়ছে।', speaker=None, sentence=None),)
    """
    cues = []
    for number, (line, lines) in enumerate(_blocks(document, first_line=1), start=1):
        if lines[0] != str(number):
            raise ValueError(f"line {line}: expected number {number}, found {_quoted(lines[0])}")
        cues.append(_cue(line + 1, lines[1:], _SRT_TIMES, None))
    return tuple(cues)


def parse_json(document: str) -> tuple[Cue, ...]:
    """Read the JSON transcript of Podcasting 2.0.

    Raises:
        ValueError: it is something else.

    >>> parse_json('{"version": "1.0.0", "segments": [{"startTime": 1, "endTime": 2.5, "body": "জল।"}]}')
    (Cue(start_ms=1000, end_ms=2500, text='জল।', speaker=None, sentence=None),)
    """
    try:
        told = json.loads(document)
        _ = told["version"]
        return tuple(
            Cue(_ms(one["startTime"]), _ms(one["endTime"]), str(one["body"]), one.get("speaker"))
            for one in told["segments"]
        )
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"no JSON transcript: {error!r}; expected version and segments with times") from error


def parse_page(document: str) -> tuple[Monologue, ...]:
    """Read a transcript's page: a ``p`` for each paragraph, after its ``time`` and perhaps a ``cite``.

    Raises:
        ValueError: it is no page, or a paragraph has no time.

    >>> parse_page("<body><cite>মিতা:</cite><time>1:05</time><p>জল &amp; মাটি।</p>")
    (Monologue(start_s=65, text='জল & মাটি।', speaker='মিতা'),)
    """
    reader = _PageReader()
    reader.feed(document)
    reader.close()
    if not reader.monologues and "</html>" not in document:
        raise ValueError("no transcript: expected a page of paragraphs")
    return tuple(reader.monologues)


def _blocks(document: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each block's lines and the number of the first; empty lines part them."""
    lines = document.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=first_line):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _vtt_cue(line: int, lines: list[str]) -> Cue:
    speaker = None
    if len(lines) > 1 and (voice := _VOICE.match(lines[1])):
        speaker = unescape(voice[1])
        lines = [lines[0], lines[1][voice.end() :], *lines[2:]]
    cue = _cue(line, lines, _VTT_TIMES, speaker)
    for number, text in enumerate(lines[1:], start=line + 1):
        if "<" in text or ">" in text:
            raise ValueError(f"line {number}: a tag that is none of a voice in {_quoted(text)}")
    return Cue(cue.start_ms, cue.end_ms, unescape(cue.text), cue.speaker)


def _cue(line: int, lines: list[str], times: re.Pattern[str], speaker: str | None) -> Cue:
    match = times.fullmatch(lines[0]) if lines else None
    if match is None:
        raise ValueError(f"line {line}: expected the times of a caption, found {_quoted(''.join(lines[:1]))}")
    text = " ".join(lines[1:])
    if not text.strip() or "-->" in text:
        raise ValueError(f"line {line + 1}: expected the text of a caption, found {_quoted(text)}")
    hours, minutes, seconds, milliseconds, *end = map(int, match.groups())
    start_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
    return Cue(start_ms, ((end[0] * 60 + end[1]) * 60 + end[2]) * 1000 + end[3], text, speaker)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _quoted(text: str) -> str:
    return f"“{text[:_MOST_QUOTED]}”"


class _PageReader(HTMLParser):
    """Gathers what stands in ``cite``, ``time`` and ``p``."""

    def __init__(self) -> None:
        super().__init__()
        self.monologues: list[Monologue] = []
        self._tag: str | None = None
        self._told = {"cite": "", "time": "", "p": ""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in self._told:
            self._tag = tag
            self._told[tag] = ""

    def handle_data(self, data: str) -> None:
        if self._tag is not None:
            self._told[self._tag] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._tag:
            self._tag = None
        if tag != "p":
            return
        match = _CLOCK.fullmatch(self._told["time"].strip())
        if match is None:
            raise ValueError(f"a paragraph without a time: {_quoted(self._told['p'])}")
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        speaker = self._told["cite"].strip().removesuffix(":")
        self.monologues.append(Monologue((hours * 60 + minutes) * 60 + seconds, self._told["p"], speaker or None))
        self._told = {"cite": "", "time": "", "p": ""}
