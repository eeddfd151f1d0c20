from dataclasses import replace

import pytest

from podcast.errors import SpeechError
from podcast.model import Speech, WordTiming
from podcast.settings import Voice, load_voice
from podcast.speech.coverage import check_coverage
from podcast.speech.engines.espeak import EspeakEngine
from podcast.speech.engines.silent import SilentEngine

TEXT = "নদীর ধারে মেলা বসেছে, লোকের ভিড়ও কম নয়।"


@pytest.fixture(scope="module")
def voice() -> Voice:
    return load_voice("espeak")


@pytest.fixture(scope="module")
def speech(voice: Voice) -> Speech:
    return EspeakEngine().synthesize(TEXT, voice)


def test_whole_speech_passes(speech: Speech, voice: Voice) -> None:
    check_coverage(TEXT, speech, voice)


def test_a_text_without_a_word_needs_no_sound(voice: Voice) -> None:
    check_coverage("— 📚 —", Speech(b"", 22_050, ()), voice)


def test_half_of_the_audio_is_found_out(speech: Speech, voice: Voice) -> None:
    half = replace(speech, pcm=speech.pcm[: len(speech.pcm) // 4 * 2])
    with pytest.raises(SpeechError, match=r"নদীর ধারে.*a word ends at"):
        check_coverage(TEXT, half, voice)


def test_a_word_without_a_time_is_found_out(speech: Speech, voice: Voice) -> None:
    with pytest.raises(SpeechError, match="1 of 8 words"):
        check_coverage(TEXT, replace(speech, words=speech.words[:3] + speech.words[4:]), voice)


def test_times_that_run_backwards_are_found_out(speech: Speech, voice: Voice) -> None:
    with pytest.raises(SpeechError, match="backwards"):
        check_coverage(TEXT, replace(speech, words=speech.words[::-1]), voice)


def test_silence_is_found_out(speech: Speech, voice: Voice) -> None:
    with pytest.raises(SpeechError, match="silent"):
        check_coverage(TEXT, replace(speech, pcm=bytes(len(speech.pcm))), voice)


def test_silence_is_what_the_silent_voice_is_for() -> None:
    voice = load_voice("silent")
    check_coverage(TEXT, SilentEngine().synthesize(TEXT, voice), voice)


@pytest.mark.parametrize(("duration_ms", "words"), [(200, 1), (80_000, 1)])
def test_a_length_that_no_reader_has_is_found_out(voice: Voice, duration_ms: int, words: list[str]) -> None:
    timings = tuple(WordTiming(0, 40, 0, 100) for _ in range(words))
    with pytest.raises(SpeechError, match="ms of audio for"):
        check_coverage("অ" * 40, Speech(b"\xff\x20" * (22 * duration_ms), 22_000, timings), voice)


@pytest.mark.parametrize("text", ["ক", "৫", "ক্ষ", "স্বাস্থ্য", "AI", "৯৯৯৯৯৯৯৯৯৯৯৯", "কখগঘঙচছজঝঞ", "ও, এ, ঐ।"])
@pytest.mark.parametrize("rate_percent", [-50, 0, 100])
def test_real_speech_of_short_texts_passes_at_any_rate(voice: Voice, text: str, rate_percent: int) -> None:
    setting = replace(voice, rate_percent=rate_percent)
    check_coverage(text, EspeakEngine().synthesize(text, setting), setting)
