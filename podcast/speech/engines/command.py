"""Any program that reads a text and writes a WAV file, named in a voice file. No shell is between."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from podcast.errors import EngineUnavailableError, SettingsError, SoundError, SpeechError
from podcast.model import Speech
from podcast.settings import Voice
from podcast.sound import decode
from podcast.speech.engine import Limits
from podcast.speech.engines.program import Program, ProgramError, run_program
from podcast.speech.engines.wav import WavError, mend_wav
from podcast.speech.proportion import share_time
from podcast.speech.silence import silence, sound_end, sound_start
from podcast.speech.words import beginning, speakable, word_spans

_REVISION = "1"
"""Changed when this module speaks the same text otherwise than before."""
_MOST_BYTES = 64_000_000
"""Of a program's answer: 83 s of stereo at 96 kHz in 32 bits, or 11 minutes at 48 kHz; 4 000 bytes are said in 2."""
_EDGE_MS = 60
"""What is kept of the silence at both ends: pauses are set elsewhere."""
_NO_WORDS_MS = 50
_NO_WORDS_RATE_HZ = 22_050
_SLOWEST_HZ, _FASTEST_HZ = 8_000, 192_000


class CommandEngine:
    """Runs the program of the voice once for each text: standard input to standard output, or by files.

    Among its arguments ``{text_file}`` stands for a file that holds the text, ``{out}`` for the file the program is to
    write and ``{speaker}`` for the voice's speaker. The program gets the text on standard input too, in UTF-8.
    """

    limits = Limits(max_bytes=4_000, best_bytes=2_000, concurrency=2)
    version = _REVISION

    def synthesize(self, text: str, voice: Voice) -> Speech:
        """Speak *text*; one in which there is no word becomes 50 ms of silence. Words get their share of the time.

        Raises:
            SettingsError: the voice asks for what only the program could do.
            EngineUnavailableError: there is no such program, or it cannot be started.
            SpeechError: the program failed, took too long, or wrote no sound or only a part of one.
        """
        _check(voice)
        size_bytes = len(text.encode(errors="replace"))
        if size_bytes > self.limits.max_bytes:
            raise SpeechError(f"{beginning(text)}: at most {self.limits.max_bytes} bytes can be spoken at once")
        if not word_spans(text):
            return Speech(silence(_NO_WORDS_MS, _NO_WORDS_RATE_HZ), _NO_WORDS_RATE_HZ, ())
        found = _find_program(voice)
        try:
            sound = decode(mend_wav(_run(found, text, voice)))
        except (ProgramError, WavError, SoundError) as error:
            raise SpeechError(f"{beginning(text)}: voice {voice.name}: {found} {error}") from error
        if not _SLOWEST_HZ <= sound.rate_hz <= _FASTEST_HZ:
            raise SpeechError(
                f"{beginning(text)}: voice {voice.name}: {found} wrote sound of {sound.rate_hz} samples a second; "
                f"{_SLOWEST_HZ} to {_FASTEST_HZ} were expected"
            )
        pcm = _trimmed(sound.pcm, sound.rate_hz)
        return Speech(pcm, sound.rate_hz, share_time(text, pcm, sound.rate_hz))

    def probe(self, voice: Voice, timeout_s: float) -> None:  # noqa: ARG002 - nothing is run
        """Return when the program of the voice is there and can be run.

        Raises:
            SettingsError: the voice asks for what only the program could do.
            EngineUnavailableError: it is not.
        """
        _check(voice)
        _find_program(voice)


def _check(voice: Voice) -> None:
    for key in ("rate_percent", "pitch_hz", "volume_percent"):
        value = getattr(voice, key)
        if value != 0:
            raise SettingsError(
                f"voice {voice.name}: {key} = {value}: give it to the program, in command, as it takes it"
            )


def _find_program(voice: Voice) -> str:
    found = shutil.which(voice.command[0])
    if found is not None:
        return found
    is_path = Path(voice.command[0]).is_absolute()
    where = "there is no such program, or it may not be run" if is_path else "there is no such program on the PATH"
    raise EngineUnavailableError(f"voice {voice.name}: {voice.command[0]}: {where}")


def _run(found: str, text: str, voice: Voice) -> bytes:
    said = " ".join(speakable(text).split()).encode(errors="replace") + b"\n"
    with tempfile.TemporaryDirectory(prefix="podcast-", ignore_cleanup_errors=True) as scratch:
        text_file, out = Path(scratch, "text.txt"), Path(scratch, "out.wav")
        if any("{text_file}" in part for part in voice.command):
            text_file.write_bytes(said)
        values = {"{text_file}": str(text_file), "{out}": str(out), "{speaker}": voice.speaker}
        program = Program(
            arguments=(found, *(_filled(part, values) for part in voice.command[1:])),
            given=said,
            timeout_s=voice.timeout_s,
            most_bytes=_MOST_BYTES,
            out=out if any("{out}" in part for part in voice.command) else None,
        )
        try:
            return run_program(program)
        except OSError as error:
            raise EngineUnavailableError(f"voice {voice.name}: {found}: cannot be run: {error.strerror}") from error


def _filled(part: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        part = part.replace(name, value)
    return part


def _trimmed(pcm: bytes, rate_hz: int) -> bytes:
    samples, edge = len(pcm) // 2, _EDGE_MS * rate_hz // 1000
    start = max(0, sound_start(pcm, 0, samples) - edge)
    return pcm[2 * start : 2 * min(samples, sound_end(pcm, start, samples) + edge)]
