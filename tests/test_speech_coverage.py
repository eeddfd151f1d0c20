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


def test_a_text_that_is_mostly_silent_is_found_out(speech: Speech, voice: Voice) -> None:
    text = f"{TEXT} {TEXT}"
    words = (*speech.words, *(replace(word, start=word.start + 42, end=word.end + 42) for word in speech.words))
    timed = tuple(replace(word, start_ms=0, end_ms=1) for word in words)
    for silent_share, fits in ((2, True), (4, False)):
        long = Speech(speech.pcm + bytes(silent_share * len(speech.pcm)), speech.rate_hz, timed)
        if fits:
            assert check_coverage(text, long, voice).silence_percent > 60
        else:
            with pytest.raises(SpeechError, match=r"8\d % of the audio are silent"):
                check_coverage(text, long, voice)


def test_a_text_has_the_pace_of_a_voice_where_a_single_word_need_not(voice: Voice) -> None:
    def speak(letters: int, ms_per_letter: int) -> Speech:
        return Speech(b"\xff\x20" * (22 * ms_per_letter * letters), 22_000, (WordTiming(0, letters, 0, 100),))

    check_coverage("অ" * 39, speak(39, 30), voice)
    check_coverage("অ" * 40, speak(40, 45), voice)
    with pytest.raises(SpeechError, match="ms of audio for 40 letters"):
        check_coverage("অ" * 40, speak(40, 30), voice)
    with pytest.raises(SpeechError, match="ms of audio for 40 letters"):
        check_coverage("অ" * 40, speak(40, 800), voice)
    check_coverage("৯" * 40, speak(40, 800), voice)


def test_what_was_measured_is_told(speech: Speech, voice: Voice) -> None:
    proof = check_coverage(TEXT, speech, voice)
    assert (proof.words, proof.timed_words, proof.letters) == (8, 8, 20)
    assert (proof.duration_ms, proof.last_word_ms) == (speech.duration_ms, speech.words[-1].end_ms)
    assert 0 < proof.silence_percent < 40
    assert 100 < proof.ms_per_letter < 226
    assert (proof.requests, proof.is_split) == (1, False)
