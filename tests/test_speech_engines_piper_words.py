import pytest

from podcast.errors import SpeechError
from podcast.speech.engines.piper_runtime import PhonemeWord
from podcast.speech.engines.piper_words import time_tokens, time_words


def said(*words: str) -> list[PhonemeWord]:
    return [PhonemeWord(word, number * 100, number * 100 + 90) for number, word in enumerate(words)]


ALONE = {"বই": ["boi"], "পড়ি": ["pori"], "AI": ["ei", "ai"], "না": ["na"], "ও": ["o"], "কন্টিনিউ": ["kontiniu"], "ᛒ": []}


def timed(tokens: list[str], *words: str) -> list[tuple[int, int]]:
    return time_tokens(tokens, said(*words), ALONE.__getitem__)


def test_each_token_has_its_phoneme_word() -> None:
    assert timed(["বই", "পড়ি"], "boi", "pori") == [(0, 90), (100, 190)]


def test_a_token_that_makes_several_has_their_whole_time() -> None:
    assert timed(["বই", "AI", "পড়ি"], "boi", "ei", "ai", "pori") == [(0, 90), (100, 290), (300, 390)]


def test_a_token_that_is_said_otherwise_than_alone_still_counts_as_one() -> None:
    assert timed(["AI", "পড়ি"], "eai", "pori") == [(0, 90), (100, 190)]


def test_tokens_run_together_share_the_time_by_their_letters() -> None:
    times = timed(["বই", "না", "কন্টিনিউ", "পড়ি"], "boi", "nakontiniu", "pori")
    assert times == [(0, 90), (100, 118), (118, 190), (200, 290)]


def test_a_token_that_left_no_trace_shares_the_time_of_the_one_before() -> None:
    assert timed(["বই", "না", "পড়ি", "AI"], "boi", "pori", "ei", "ai") == [(0, 45), (45, 90), (100, 190), (200, 390)]


def test_two_tokens_in_a_row_that_were_not_said_are_an_error() -> None:
    with pytest.raises(SpeechError, match="“না কন্টিনিউ পড়ি”: Piper did not say this"):
        timed(["বই", "না", "কন্টিনিউ", "পড়ি"], "boi", "pori")


def test_a_token_without_phonemes_is_an_error() -> None:
    with pytest.raises(SpeechError, match="“ᛒ”: Piper did not say this"):
        timed(["বই", "ᛒ", "পড়ি"], "boi", "pori")


def test_a_word_without_a_token_is_an_error() -> None:
    with pytest.raises(SpeechError, match="“OpenAI”: Piper did not say this"):
        time_words("বই OpenAI", [(0, 2), (3, 9)], [0], [(0, 80)])


def test_a_word_of_several_tokens_lasts_from_the_first_to_the_last() -> None:
    timings = time_words("বই OpenAI", [(0, 2), (3, 9)], [0, 1, 1], [(0, 80), (90, 100), (100, 200)])
    assert [(word.start_ms, word.end_ms) for word in timings] == [(0, 80), (90, 200)]
