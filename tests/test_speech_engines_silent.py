from dataclasses import replace

from podcast.settings import load_voice
from podcast.speech.engines.silent import SilentEngine
from podcast.speech.words import word_spans

TEXT = "আজ — স্বাস্থ্য নিয়ে ১২টি কথা।"


def test_silence_is_as_long_as_the_text_deserves() -> None:
    speech = SilentEngine().synthesize(TEXT, load_voice("silent"))
    longer = SilentEngine().synthesize(TEXT * 3, load_voice("silent"))
    assert set(speech.pcm) == {0}
    assert speech.duration_ms == 1100
    assert longer.duration_ms == 3 * speech.duration_ms


def test_every_word_has_its_time() -> None:
    speech = SilentEngine().synthesize(TEXT, load_voice("silent"))
    assert tuple((word.start, word.end) for word in speech.words) == word_spans(TEXT)
    assert speech.words[-1].end_ms == speech.duration_ms


def test_a_faster_voice_is_silent_for_a_shorter_time() -> None:
    voice = load_voice("silent")
    slow = SilentEngine().synthesize(TEXT, voice)
    fast = SilentEngine().synthesize(TEXT, replace(voice, rate_percent=100))
    assert fast.duration_ms * 2 == slow.duration_ms


def test_a_text_without_a_word_is_a_short_silence() -> None:
    speech = SilentEngine().synthesize("—", load_voice("silent"))
    assert (speech.duration_ms, speech.words) == (50, ())
