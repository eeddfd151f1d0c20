import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from speaking_program import LETTER_MS, PAUSE_MS, RATE_HZ, beeps

from podcast.errors import EngineUnavailableError, SettingsError, SpeechError
from podcast.model import Chunk, PauseKind
from podcast.settings import Voice, load_voice
from podcast.speech import ClipCache, open_engine, speak_chunks
from podcast.speech.coverage import check_coverage
from podcast.speech.engines.command import CommandEngine
from podcast.speech.engines.program import Program, ProgramError, run_program
from podcast.speech.words import word_spans

PROGRAM = Path(__file__).with_name("speaking_program.py")
_SOON_S = 30.0
TEXT = "নদীর ধারে মেলা। লোকের ভিড় কম নয়।"


def voice(mode: str, *arguments: str, timeout_s: int = 60) -> Voice:
    command = (sys.executable, str(PROGRAM), mode, *arguments)
    return replace(load_voice("silent"), name="beeps", engine="command", command=command, timeout_s=timeout_s)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ends_soon(pid: int) -> bool:
    """Tell whether a process ends; a killed one that nobody here waits for is seen for a moment longer."""
    deadline_s = time.monotonic() + _SOON_S
    while is_alive(pid) and time.monotonic() < deadline_s:
        time.sleep(0.01)
    return not is_alive(pid)


@pytest.mark.parametrize("arguments", [(), ("{text_file}",), ("-", "{out}"), ("{text_file}", "{out}")])
def test_a_program_speaks_by_standard_input_and_output_or_by_files(arguments: tuple[str, ...]) -> None:
    speech = CommandEngine().synthesize(TEXT, voice("good", *arguments))
    check_coverage(TEXT, speech, voice("good"))
    assert speech.rate_hz == RATE_HZ
    assert tuple((word.start, word.end) for word in speech.words) == word_spans(TEXT)


def test_words_have_their_share_of_what_sounds_and_pauses_belong_to_none() -> None:
    speech = CommandEngine().synthesize(TEXT, voice("good"))
    begun_ms = speech.words[0].start_ms
    assert begun_ms == pytest.approx(60, abs=15)
    pauses = 0
    letters = 0
    for word in speech.words:
        own = sum(letter.isalnum() for letter in TEXT[word.start : word.end])
        assert word.start_ms == pytest.approx(begun_ms + letters * LETTER_MS + pauses, abs=20)
        assert word.end_ms - word.start_ms == pytest.approx(own * LETTER_MS, abs=20)
        letters += own
        pauses += PAUSE_MS * TEXT[word.start : word.end].endswith("।")


def test_the_silence_at_both_ends_is_cut_to_a_little() -> None:
    speech = CommandEngine().synthesize(TEXT, voice("good"))
    given_ms = len(beeps(TEXT)) // 2 * 1000 // RATE_HZ
    assert given_ms - speech.duration_ms == pytest.approx(2 * (300 - 60), abs=30)


@pytest.mark.parametrize("mode", ["streams", "streams-like-espeak", "streams-zero", "titled"])
def test_a_wav_of_unknown_length_or_with_a_title_is_taken(mode: str) -> None:
    assert CommandEngine().synthesize(TEXT, voice(mode)) == CommandEngine().synthesize(TEXT, voice("good"))


@pytest.mark.parametrize("text", ["", " \n", "—", "📚"])
def test_a_text_without_a_word_is_a_short_silence_and_runs_nothing(text: str) -> None:
    speech = CommandEngine().synthesize(text, voice("fails"))
    assert (speech.words, speech.duration_ms, set(speech.pcm)) == ((), 50, {0})


def test_nothing_in_a_text_reaches_a_shell(tmp_path: Path) -> None:
    text = f"কথা $(touch {tmp_path}/x) `touch {tmp_path}/x` ; touch {tmp_path}/x"
    CommandEngine().synthesize(text, voice("good", "{text_file}"))
    assert list(tmp_path.iterdir()) == []


def test_the_program_gets_the_text_in_one_line_without_what_cannot_be_said() -> None:
    echo = (
        "import sys; data = sys.stdin.buffer.read(); sys.stderr.buffer.write(repr(data.decode()).encode()); sys.exit(1)"
    )
    one = replace(voice("good"), command=(sys.executable, "-c", echo))
    with pytest.raises(SpeechError, match=r"'বই পড়ি\\n'"):
        CommandEngine().synthesize("বই\n📚 পড়ি\0", one)


def test_the_speaker_is_handed_over() -> None:
    one = replace(
        voice("good"), speaker="রবি", command=(sys.executable, "-c", "import sys; sys.exit(sys.argv[1])", "{speaker}")
    )
    with pytest.raises(SpeechError, match="ended with status 1: রবি"):
        CommandEngine().synthesize("কথা", one)


WRONG = [
    ("fails", "ended with status 4: no such voice: রবি"),
    ("fails-silently", "ended with status 9, and said nothing on standard error"),
    ("dies", "was ended by signal 6"),
    ("nothing", "wrote nothing; a WAV file was expected"),
    ("garbage", "wrote what is not a WAV file; it begins with"),
    ("mp3", "wrote what is not a WAV file; it begins with b'ID3"),
    ("header-only", "wrote a WAV file without samples"),
    ("no-samples", "wrote a WAV file without samples"),
    ("silent", "the audio is silent"),
    ("cut", "bytes of samples, where its WAV header announces"),
    ("claims-less", "bytes more of samples than the"),
    ("slow-rate", "wrote sound of 100 samples a second; 8000 to 192000 were expected"),
]


@pytest.mark.parametrize(("mode", "said"), WRONG, ids=[mode for mode, _ in WRONG])
@pytest.mark.parametrize("arguments", [(), ("-", "{out}")], ids=["pipe", "file"])
def test_what_a_program_does_wrong_is_told_with_the_text(mode: str, said: str, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SpeechError) as raised:
        CommandEngine().synthesize(TEXT, voice(mode, *arguments))
    assert said in str(raised.value)
    assert str(raised.value).startswith(f"“{TEXT}”: ")
    assert not isinstance(raised.value, EngineUnavailableError)


def test_a_program_that_writes_no_file_is_told() -> None:
    with pytest.raises(SpeechError, match="ended without writing the file it was given"):
        CommandEngine().synthesize(TEXT, voice("writes-no-file", "-", "{out}"))


@pytest.mark.parametrize("target", ["-", "{out}"])
def test_a_program_that_writes_too_much_is_stopped(target: str) -> None:
    with pytest.raises(SpeechError, match="wrote more than 64,000,000 bytes and was stopped"):
        CommandEngine().synthesize(TEXT, voice("endless", "-", target))


@pytest.mark.parametrize("mode", ["hangs", "hangs-quietly"])
def test_a_program_that_never_ends_is_stopped_in_time(mode: str) -> None:
    with pytest.raises(SpeechError, match=r"did not end within 1 s \(timeout_s\) and was stopped"):
        CommandEngine().synthesize(TEXT, voice(mode, timeout_s=1))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")
def test_what_a_program_began_is_stopped_with_it(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    with pytest.raises(SpeechError, match="did not end"):
        CommandEngine().synthesize(TEXT, voice("hangs-with-child", "-", str(pids), timeout_s=4))
    assert all(ends_soon(int(pid)) for pid in pids.read_text().split())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes as Linux shows them")
@pytest.mark.parametrize("thread", ["main", "worker"])
def test_an_interrupt_stops_the_program_and_what_it_began(tmp_path: Path, thread: str) -> None:
    fifo = tmp_path / "pids"
    os.mkfifo(fifo)
    program = (
        "import sys; from dataclasses import replace; from pathlib import Path;"
        "from podcast.model import Chunk, PauseKind; from podcast.settings import load_voice;"
        "from podcast.speech import ClipCache, speak_chunks;"
        "from podcast.speech.engines.command import CommandEngine;"
        "command = (sys.executable, sys.argv[1], 'hangs-with-child', '-', sys.argv[2]);"
        "voice = replace(load_voice('silent'), engine='command', command=command);\n"
        "if sys.argv[3] == 'main': CommandEngine().synthesize('কথা', voice)\n"
        "chunk = Chunk('কথা', (), PauseKind.NONE)\n"
        "speak_chunks([chunk], engine=CommandEngine(), voice=voice, cache=ClipCache(Path(sys.argv[4])))"
    )
    command = [sys.executable, "-c", program, str(PROGRAM), str(fifo), thread, str(tmp_path / "clips")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        pids = [int(pid) for pid in fifo.read_text().split()]
        assert all(map(is_alive, pids))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert b"KeyboardInterrupt" in errors
    assert all(map(ends_soon, pids))


@pytest.mark.parametrize(
    ("program", "where"), [("no-such-program-here", "on the PATH"), ("/no/such/program", "or it may not be run")]
)
def test_a_program_that_is_not_there_is_told_by_the_probe_too(program: str, where: str) -> None:
    one = replace(voice("good"), command=(program, "x"))
    for ask in (CommandEngine().probe, lambda voice, _: CommandEngine().synthesize("কথা", voice)):
        with pytest.raises(EngineUnavailableError, match=f"voice beeps: {program}: there is no such program.*{where}"):
            ask(one, 5)


def test_a_file_that_cannot_be_run_is_told(tmp_path: Path) -> None:
    path = tmp_path / "program"
    path.write_bytes(b"\x7fELF nonsense")
    path.chmod(0o755)
    with pytest.raises(EngineUnavailableError, match=f"{path}: cannot be run: Exec format error"):
        CommandEngine().synthesize("কথা", replace(voice("good"), command=(str(path),)))


def test_the_probe_runs_nothing(tmp_path: Path) -> None:
    CommandEngine().probe(voice("fails", "-", str(tmp_path / "x")), 5)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["rate_percent", "pitch_hz", "volume_percent"])
def test_what_only_the_program_could_do_is_refused(key: str) -> None:
    with pytest.raises(SettingsError, match=f"{key} = 10: give it to the program"):
        CommandEngine().probe(replace(voice("good"), **{key: 10}), 5)


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(SpeechError, match="at most 4000 bytes"):
        CommandEngine().synthesize("কথা " * 500, voice("good"))


def test_another_command_line_is_another_voice_to_the_cache(tmp_path: Path) -> None:
    chunk = Chunk(TEXT, (), PauseKind.NONE)
    cache = ClipCache(tmp_path)
    engine = open_engine("command")
    counts = [
        speak_chunks([chunk], engine=engine, voice=one, cache=cache).synthesized
        for one in (voice("good"), voice("good"), voice("titled"))
    ]
    assert counts == [1, 0, 1]


def test_a_program_that_reads_none_of_a_long_text_does_not_block() -> None:
    quiet = Program((sys.executable, "-c", "print('x')"), b"x" * 5_000_000, timeout_s=30, most_bytes=100)
    assert run_program(quiet) == b"x\n"


def test_a_long_complaint_is_cut_to_its_end() -> None:
    long = "import sys; sys.stderr.write('x' * 1_000_000 + 'END'); sys.exit(1)"
    with pytest.raises(ProgramError) as raised:
        run_program(Program((sys.executable, "-c", long), b"", timeout_s=30, most_bytes=100))
    assert str(raised.value).endswith("END")
    assert len(str(raised.value)) < 400


def test_stereo_is_mixed_down(tmp_path: Path) -> None:
    import soundfile

    path = tmp_path / "s.wav"
    tone = (np.sin(np.arange(16_000) / 9) * 9000).astype(np.int16)
    soundfile.write(path, np.column_stack([tone, tone]), 16_000)
    cat = f"import sys; sys.stdout.buffer.write(open({str(path)!r}, 'rb').read())"
    speech = CommandEngine().synthesize("এক কথা", replace(voice("good"), command=(sys.executable, "-c", cat)))
    assert speech.duration_ms == 1000
