"""Who reads an episode: the ladder of readers, best first, as the show, the person and this machine have it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import Literal

from podcast.errors import PodcastError, SettingsError, UsageError
from podcast.model import Script
from podcast.script import find_every_other_story, find_quotations
from podcast.settings import Show, Voice, load_voice, voice_names

AUTO = "auto"
_ONLINE_VOICE = {"bn-IN": "tanishaa", "bn-BD": "nabanita"}
_EMBEDDED_VOICE = "espeak"
_LOCALE_OF_BN = "bn-IN"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Readers:
    """A rung of the ladder: one voice that reads an episode, or two that read it by turns."""

    first: Voice
    second: Voice | None = None
    reads: Literal["quotations", "stories"] = field(default="quotations", repr=False)
    """What the second one reads: what is quoted, or every other story of an edition."""

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The first, and the second if there is one."""
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def name(self) -> str:
        """What messages call them."""
        return " and ".join(voice.name for voice in self.voices)

    @property
    def title(self) -> str:
        """What a reader of the episode's page is told."""
        return " ও ".join(voice.title for voice in self.voices)


@dataclass(frozen=True, slots=True)
class Ladders:
    """Whose turn it is, best first; the next rung reads a whole episode when one cannot."""

    usual: tuple[Readers, ...]
    """Of an episode; its rungs of two come down to one where nothing is quoted."""
    alternate: tuple[Readers, ...] = ()
    """Of every other episode; empty when one ladder is for all."""
    by_story: tuple[Readers, ...] = ()
    """Of an edition whose stories two readers read by turns; empty when they do not."""


def build_ladders(voice: str, show: Show) -> Ladders:
    """Return who may read the episodes of *show* when *voice*, a name or ``auto``, is to read.

    Raises:
        UsageError: there is no such voice; the nearest name is suggested.
        SettingsError: a voice file cannot be used, or the show's second voice is no second one.
    """
    singles = _auto_voices(show) if voice == AUTO else (load_voice(voice),)
    wanted = show.second_voice
    if wanted is None:
        return Ladders(tuple(map(Readers, singles)))
    where = f"show {show.name}: second_voice"
    if wanted.name != AUTO:
        pairs = [_with_named(singles, _load_second(wanted.name, where), is_auto=voice == AUTO)]
        rungs = [(pairs[0], *map(Readers, singles))]
    else:
        rungs = [(*_with_partner(single), Readers(single)) for single in singles]
        pairs = [readers for rung in rungs for readers in rung if readers.second is not None]
    if not pairs:
        raise SettingsError(f"{where}.name = “{AUTO}”: there is no other voice like {voice}; name one")
    if any(readers.second == readers.first for readers in pairs):
        raise SettingsError(f"{where}.name = “{wanted.name}”: is the first voice too; another one is needed")
    in_order = tuple(readers for rung in rungs for readers in rung)
    if wanted.reads == "quotations":
        return Ladders(in_order)
    alone = (Readers(readers.second or readers.first) for readers in in_order)
    by_story = tuple(replace(readers, reads="stories") for readers in in_order)
    return Ladders(tuple(map(Readers, singles)), tuple(dict.fromkeys(alone)), by_story)


def ladder_of(ladders: Ladders, guid: str, script: Script) -> tuple[Readers, ...]:
    """Return the ladder of one episode; which one follows from its guid, so that it is always the same.

    An episode in which nothing is quoted needs no second reader, nor does an edition of one story.
    """
    if ladders.by_story and find_every_other_story(script):
        return ladders.by_story
    if ladders.alternate and hashlib.sha256(guid.encode()).digest()[0] % 2:
        return ladders.alternate
    if find_quotations(script):
        return ladders.usual
    return tuple(dict.fromkeys(Readers(readers.first) for readers in ladders.usual))


def _auto_voices(show: Show) -> tuple[Voice, ...]:
    """Return the online voice of the show's locale, what Piper has installed, and the embedded voice."""
    locale = _LOCALE_OF_BN if show.language == "bn" else show.language
    return (load_voice(_ONLINE_VOICE[locale]), *_piper_voices(locale), load_voice(_EMBEDDED_VOICE))


def _piper_voices(locale: str) -> tuple[Voice, ...]:
    """Return a voice of each installed model, those of *locale* first; none without the extra."""
    if find_spec("piper") is None:  # not imported here: it takes half a second
        return ()
    voices = sorted(_voices_of("piper"), key=lambda voice: (voice.locale != locale, voice.name))
    best = {_model_name(voice): voice for voice in reversed(voices) if _is_installed(voice)}
    return tuple(voice for voice in voices if best.get(_model_name(voice)) is voice)


def _voices_of(engine: str) -> Iterator[Voice]:
    for name in voice_names():
        try:
            voice = load_voice(name)
        except PodcastError as error:  # a voice nobody asked for; `podcast voices` tells what is wrong with it
            _log.info("%s", error)
        else:
            if voice.engine == engine:
                yield voice


def _model_name(voice: Voice) -> str:
    return voice.speaker.partition("/")[0]


def _is_installed(voice: Voice) -> bool:
    from podcast.speech.model_files import load_model
    from podcast.speech.models import find_installed

    try:
        return find_installed(load_model(_model_name(voice))) is not None
    except (SettingsError, UsageError) as error:
        _log.info("voice %s: %s", voice.name, error)
        return False


def _load_second(name: str, where: str) -> Voice:
    try:
        return load_voice(name)
    except UsageError as error:
        raise SettingsError(f"{where}.name: {error}") from error


def _with_named(singles: Sequence[Voice], second: Voice, *, is_auto: bool) -> Readers:
    """Pair *second* with the ladder's voice of its engine, else with another of its engine, else with the best."""
    if not is_auto:
        return Readers(singles[0], second)
    alike = [single for single in singles if single.engine == second.engine and single != second]
    partners = [readers.second for readers in _with_partner(second) if readers.second is not None]
    return Readers([*alike, *partners, *singles][0], second)


def _with_partner(voice: Voice) -> tuple[Readers, ...]:
    """Pair *voice* with another of its engine, of its locale and the other gender if there is one."""
    others = [other for other in _voices_of(voice.engine) if other.speaker != voice.speaker]
    if voice.engine == "piper":
        others = [other for other in others if _model_name(other) == _model_name(voice)]
    others.sort(key=lambda other: (other.locale != voice.locale, other.gender == voice.gender, other.name))
    return tuple(Readers(voice, other) for other in others[:1])


def sentences_of_second(readers: Readers, script: Script) -> frozenset[int]:
    """Return which of ``script.sentences`` the second of *readers* reads."""
    if readers.second is None:
        return frozenset()
    return find_every_other_story(script) if readers.reads == "stories" else find_quotations(script)
