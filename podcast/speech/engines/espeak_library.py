"""The espeak-ng library in this process: found, loaded afresh for each text, unloaded. Home of ``espeakng_loader``.

Facts about espeak-ng 1.52 that shape this module, each measured:

- It is not thread-safe (four threads end in "double free or corruption"): one lock, and no pool is needed at about a
  thousand times real time.
- What it says depends on what it said before: counters for flutter and for the harmonic buffers are static and
  survive ``espeak_Terminate``. Loading and unloading the library around each text (4 ms) resets them, and the same
  text gives the same samples. Where the system does not really unload a library (musl, or another user of it in the
  process) samples may differ from run to run by up to 0.4 % in length; the clip cache then decides.
- A data path of 160 bytes or more is silently replaced by one of the machine that built the library.
- A variant that does not exist is accepted silently.
"""

from __future__ import annotations

import atexit
import ctypes
import ctypes.util
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import platformdirs

from podcast.errors import EngineUnavailableError
from podcast.settings import APP_NAME

LIBRARY_VARIABLE = "PODCAST_ESPEAK_LIBRARY"
"""Environment variable: path of an espeak-ng library to use instead of the one that comes with the program."""
MOST_PATH_BYTES = 150
"""A longer data path is not handed to the library, which cannot hold 160."""

_NEEDED_DATA = ("phontab", "phondata", "phonindex", "intonations", "bn_dict", "en_dict", "lang", "voices")
_LOCK = threading.Lock()

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_CHARACTERS_UTF8 = 1
_POSITION_CHARACTER = 1
_PARAMETER_RATE = 1
_PARAMETER_VOLUME = 2
_EVENT_LIST_TERMINATED = 0
_EVENT_WORD = 1


class _Event(ctypes.Structure):
    """``espeak_EVENT`` of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Installation:
    """An espeak-ng library and its data."""

    library: str
    data: Path | None
    """``None`` leaves it to the library, which knows where the system put its data."""


@dataclass(frozen=True, slots=True)
class Description:
    """What an installation says about itself."""

    version: str
    variants: frozenset[str]
    """Names that may follow ``bn+``."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the library gave for one text."""

    pcm: bytes
    rate_hz: int
    word_events: tuple[tuple[int, int], ...]
    """Character offset in the text and time in milliseconds, in the order they came."""


def find_installation() -> Installation:
    """Find an espeak-ng library: the one the environment names, the one of the wheel, or the system's.

    Raises:
        EngineUnavailableError: there is none.
    """
    named = os.environ.get(LIBRARY_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise EngineUnavailableError(f"{LIBRARY_VARIABLE}={named}: there is no such file")
        return Installation(named, None)
    wheel = _wheel_installation()
    if wheel is not None:
        return wheel
    system = ctypes.util.find_library("espeak-ng")
    if system is None:
        raise EngineUnavailableError(
            "there is no espeak-ng library: espeakng-loader has none for this platform and the system has none; "
            f"install espeak-ng or set {LIBRARY_VARIABLE} to the library's path"
        )
    return Installation(system, None)


def _wheel_installation() -> Installation | None:
    try:
        import espeakng_loader

        release = version("espeakng-loader")
        library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    except (ImportError, PackageNotFoundError, RuntimeError):
        return None
    if not Path(library).is_file():
        return None
    return Installation(library, shorten_data_path(Path(data), release, platformdirs.user_cache_path(APP_NAME)))


def shorten_data_path(data: Path, release: str, cache: Path) -> Path:
    """Return *data*, or where its path is too long for the library, a copy of what Bengali needs of it (1 MB).

    The copy is kept in *cache*, or where that is too long as well, in a temporary folder for the life of the process.

    Raises:
        EngineUnavailableError: there is no place with a short enough path, or it cannot be written.
    """
    if _fits(data):
        return data
    copy = cache / f"espeak-{release}"
    if _fits(copy):
        _copy_once(data, copy)
        return copy
    scratch = Path(tempfile.mkdtemp(prefix="espeak-"))
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    copy = scratch / "data"
    if not _fits(copy):
        raise EngineUnavailableError(
            f"{data}: the path is too long for espeak-ng (at most {MOST_PATH_BYTES} bytes), and so are those of the "
            f"cache folder {cache} and the temporary folder {scratch}"
        )
    _copy_once(data, copy)
    return copy


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= MOST_PATH_BYTES


def _copy_once(data: Path, copy: Path) -> None:
    """Copy under another name, then rename, so that a copy is whole or absent; another process's copy is as good."""
    if copy.is_dir():
        return
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=copy.parent, prefix=".espeak-") as scratch:
            whole = Path(scratch) / "data"
            whole.mkdir()
            for name in _NEEDED_DATA:
                if (data / name).is_dir():
                    shutil.copytree(data / name, whole / name)
                else:
                    shutil.copyfile(data / name, whole / name)
            try:
                whole.replace(copy)
            except OSError:
                if not copy.is_dir():
                    raise
    except OSError as error:
        raise EngineUnavailableError(f"{copy}: espeak-ng's data cannot be copied here: {error.strerror}") from error


def describe(installation: Installation) -> Description:
    """Load the library once and ask for its version and the variants in its data.

    Raises:
        EngineUnavailableError: the library or its data cannot be loaded.
    """
    with _loaded(installation) as (library, _):
        path = ctypes.c_char_p()
        library.espeak_Info.restype = ctypes.c_char_p
        release: bytes = library.espeak_Info(ctypes.byref(path))
        data = Path(os.fsdecode(path.value or b""))
    return Description(release.decode(), frozenset(file.name for file in (data / "voices" / "!v").glob("*")))


def utter(installation: Installation, text: str, *, voice_name: str, rate_wpm: int, volume: int) -> Utterance:
    """Speak *text* with the library loaded afresh, so that the same text gives the same samples.

    *volume* counts in espeak's own way: 100 reaches full scale.

    Raises:
        EngineUnavailableError: the library, its data or the voice cannot be loaded.
        RuntimeError: the library refused the text; *text* has nothing to do with it.
    """
    pcm: list[bytes] = []
    events: list[tuple[int, int]] = []
    callback = _collector(pcm, events)
    encoded = text.encode()
    with _loaded(installation) as (library, rate_hz):
        if library.espeak_SetVoiceByName(voice_name.encode()) != 0:
            raise EngineUnavailableError(f"{installation.library}: has no voice “{voice_name}”")
        library.espeak_SetParameter(_PARAMETER_RATE, rate_wpm, 0)
        library.espeak_SetParameter(_PARAMETER_VOLUME, volume, 0)
        library.espeak_SetSynthCallback(callback)
        size = ctypes.c_size_t(len(encoded) + 1)
        code = library.espeak_Synth(encoded, size, 0, _POSITION_CHARACTER, 0, _CHARACTERS_UTF8, None, None)
    if code != 0:
        raise RuntimeError(f"{installation.library}: espeak_Synth returned {code}")
    return Utterance(b"".join(pcm), rate_hz, tuple(events))


def _collector(pcm: list[bytes], events: list[tuple[int, int]]) -> Callable[..., int]:
    def collect(samples: int | None, count: int, event: Any) -> int:  # noqa: ANN401 - a ctypes pointer to _Event
        if samples and count > 0:
            pcm.append(ctypes.string_at(samples, 2 * count))
        place = 0
        while event[place].type != _EVENT_LIST_TERMINATED:
            if event[place].type == _EVENT_WORD:
                events.append((event[place].text_position - 1, event[place].audio_position))
            place += 1
        return 0

    return _SynthCallback(collect)


@contextmanager
def _loaded(installation: Installation) -> Iterator[tuple[ctypes.CDLL, int]]:
    """Hold the library, alone, freshly loaded and initialised, with its sample rate."""
    with _LOCK:
        try:
            library = ctypes.CDLL(installation.library)
        except OSError as error:
            raise EngineUnavailableError(f"{installation.library}: cannot be loaded: {error}") from error
        try:
            data = None if installation.data is None else os.fsencode(installation.data)
            rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT)
            if rate_hz <= 0:
                raise EngineUnavailableError(f"{installation.library}: cannot read its data in {installation.data}")
            yield library, rate_hz
            library.espeak_Terminate()
        finally:
            _unload(library._handle)  # noqa: SLF001 - ctypes has no other way to unload


def _unload(handle: int) -> None:
    import _ctypes

    if sys.platform == "win32":
        _ctypes.FreeLibrary(handle)
    else:
        _ctypes.dlclose(handle)
