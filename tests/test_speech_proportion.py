import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sounds import tone

from podcast.errors import SpeechError
from podcast.speech.proportion import share_time
from podcast.speech.words import word_spans

RATE_HZ = 22_000


def sound(*parts: int) -> bytes:
    """Alternate silence and tone, each of so many milliseconds."""
    pieces = [
        tone(part, RATE_HZ) if number % 2 else np.zeros(RATE_HZ * part // 1000) for number, part in enumerate(parts)
    ]
    return np.concatenate(pieces).astype("<i2").tobytes()


def test_words_share_the_sound_by_their_letters_and_skip_the_pauses() -> None:
    text = "কখগঘ কখ। কখগঘ"
    times = [(word.start_ms, word.end_ms) for word in share_time(text, sound(500, 600, 300, 400, 200), RATE_HZ)]
    assert times == [(500, 900), (900, 1100), (1400, 1800)]


def test_a_sentence_ends_at_the_pause_that_is_near_where_its_letters_put_the_end() -> None:
    text = "কখগঘ কখ? কখগঘ কখগঘ"
    times = [(word.start_ms, word.end_ms) for word in share_time(text, sound(0, 900, 300, 800), RATE_HZ)]
    assert times == [(0, 600), (600, 900), (1200, 1600), (1600, 2000)]


def test_a_pause_that_is_far_from_where_a_sentence_ends_is_not_its_end() -> None:
    text = "কখগঘ কখগঘ। কখগঘ কখগঘ"
    times = [(word.start_ms, word.end_ms) for word in share_time(text, sound(0, 200, 300, 1400), RATE_HZ)]
    assert [round(start, -1) for start, _ in times] == [0, 700, 1100, 1500]


def test_silence_has_nothing_to_share() -> None:
    with pytest.raises(SpeechError, match="“কথা”: the audio is silent"):
        share_time("কথা", sound(500), RATE_HZ)


@given(
    st.lists(st.text("কখগ১", min_size=1, max_size=9), min_size=1, max_size=20).map(" ".join),
    st.lists(st.integers(20, 400), min_size=2, max_size=9),
)
def test_every_word_has_its_time_in_order_inside_the_audio(text: str, parts: list[int]) -> None:
    words = share_time(text, sound(*parts), RATE_HZ)
    assert tuple((word.start, word.end) for word in words) == word_spans(text)
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)
    assert all(word.start_ms < word.end_ms <= sum(parts) + 1 for word in words)
