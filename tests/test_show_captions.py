"""Captions: what stands in each, and that it stands there while its own words are heard."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import bengali_words, messy_text, sentences

from podcast.fitting import graphemes, one_line
from podcast.model import Cue, TimedWord
from podcast.show.transcripts.captions import LINGER_MS, Caption, cut_captions, linger

HARD = st.sampled_from(
    [
        "র\u200d্যাফেল",
        "উৎসব\u200cে",
        "কর্\u200cম",
        "👩\u200d👩\u200d👧\u200d👦",
        "👍🏽",
        "🇧🇩🇮🇳",
        "স্রোতস্বিনীর" * 9,
        "https://khobor.example/" + "ক্ষ" * 40,
        "ক" + "ঁ" * 90,
        "—",
    ]
)
TEXTS = st.lists(bengali_words() | HARD | sentences(30), max_size=25).map(" ".join) | messy_text()


def timed(text: str, sentence: int = 0, start_ms: int = 0, word_ms: int = 400, gap_ms: int = 50) -> list[TimedWord]:
    """Time every word of *text* as an engine would that says them evenly."""
    words = []
    for word in text.split():
        words.append(TimedWord(word, sentence, start_ms, start_ms + word_ms))
        start_ms += word_ms + gap_ms
    return words


def cue_of(text: str, words: list[TimedWord]) -> Cue:
    return Cue(words[0].start_ms, words[-1].end_ms, text, sentence=words[0].sentence)


def written(captions: list[Caption]) -> str:
    return " ".join(line for caption in captions for line in caption.lines)


@given(TEXTS, st.sampled_from([32, 65]), st.booleans())
def test_nothing_is_lost_no_letter_torn_and_no_line_too_long(text: str, width: int, is_timed: bool) -> None:  # noqa: FBT001
    line = one_line(text)
    words = timed(text, word_ms=40) if is_timed else []
    cue = Cue(100, 100 + 60 * (len(text) + 1), text, sentence=0)
    captions = list(cut_captions([cue], words, width))
    assert "".join(written(captions).split()) == "".join(line.split())
    parts = (part.strip() for caption in captions for one in caption.lines for part in graphemes(one))
    kept = [part for part in parts if part]  # a space with a vowel sign after it is one grapheme
    assert kept == [part for word in line.split() for part in graphemes(word)]
    for caption in captions:
        assert 1 <= len(caption.lines) <= 2
        assert all(len(one) <= width or len(list(graphemes(one))) == 1 for one in caption.lines)


@given(st.lists(bengali_words(), min_size=1, max_size=60))
def test_words_shorter_than_a_line_are_joined_as_they_were_written(words: list[str]) -> None:
    captions = list(cut_captions([Cue(0, 9000, " ".join(words))], [], 65))
    assert written(captions) == " ".join(words)


@given(TEXTS, st.integers(0, 100), st.sampled_from([32, 65]))
def test_captions_follow_one_another_from_the_first_word_to_the_last(text: str, spare_ms: int, width: int) -> None:
    cue = Cue(50, 51 + len(text) // 16 + spare_ms, text, sentence=0)
    captions = list(cut_captions([cue], timed(text, word_ms=7, gap_ms=1), width))
    if captions:
        assert (captions[0].start_ms, captions[-1].end_ms) == (cue.start_ms, cue.end_ms)
    assert all(one.start_ms < one.end_ms for one in captions)
    assert all(one.end_ms == following.start_ms for one, following in pairwise(captions))


@given(st.lists(bengali_words(), min_size=1, max_size=60))
def test_each_caption_begins_when_its_own_first_word_is_heard(words: list[str]) -> None:
    text = " ".join(words)
    times = timed(text)
    captions = list(cut_captions([cue_of(text, times)], times, 32))
    place = 0
    for caption in captions:
        assert caption.start_ms == times[place].start_ms
        place += len(" ".join(caption.lines).split())
    assert place == len(times)


def test_a_word_said_twice_has_the_time_of_its_own_turn() -> None:
    text = "ঘাটে ভিড়, হাটে ভিড়, মাঠে ভিড়, বাটে ভিড়, সবখানে ভিড় আর ভিড়, শুধু ভিড়।"
    times = timed(text)
    captions = list(cut_captions([cue_of(text, times)], times, 32))
    assert [(caption.lines[0].split()[0], caption.start_ms) for caption in captions] == [("ঘাটে", 0), ("বাটে", 2700)]


def test_words_that_nobody_says_stand_between_those_that_are_said() -> None:
    text = "নদী বয়ে যায় দূরে — — — গ্রামের পরে গ্রাম, মাঠের পরে মাঠ — — তারপর শহর।"
    times = [word for word in timed(text) if word.text != "—"]
    captions = list(cut_captions([cue_of(text, times)], times, 32))
    assert written(captions) == text
    assert len(captions) == 2
    assert captions[1].start_ms in {word.start_ms for word in times}


def test_a_date_that_is_said_as_one_shares_its_time_among_its_words() -> None:
    words = [TimedWord("১৫", 0, 0, 1000), TimedWord("এপ্রিল", 0, 0, 1000), TimedWord("এল।", 0, 1000, 1200)]
    captions = list(cut_captions([Cue(0, 1200, "১৫ এপ্রিল এল।", sentence=0)], words, 2))
    starts = [caption.start_ms for caption in captions]
    assert starts == sorted(set(starts))
    assert 0 < captions[1].start_ms < 1000


def test_without_times_captions_have_their_share_of_the_letters() -> None:
    text = "নদীর জল বাড়ছে " * 12
    captions = list(cut_captions([Cue(1000, 13_000, text)], timed("অন্য কথা", sentence=4), 32))
    shares = [(caption.end_ms - caption.start_ms) / len("".join(caption.lines)) for caption in captions]
    assert max(shares) < 1.2 * min(shares)


def test_a_caption_ends_with_a_clause_where_one_ends_nearby() -> None:
    text = "সকালে ঘাটে জমল নৌকার ভিড়, মাঝিরা গাইলেন পুরোনো দিনের ভাটিয়ালি গান আর হাসলেন।"
    first, second = cut_captions([Cue(0, 6000, text)], [], 32)
    assert first.lines[-1].endswith("ভিড়,")
    assert second.lines[0].startswith("মাঝিরা")


def test_a_sentence_of_a_little_more_than_a_caption_is_cut_into_halves() -> None:
    text = "সকালে ঘাটে জমল নৌকার ভিড় আর মাঝিরা গাইলেন পুরোনো দিনের ভাটিয়ালি গান সবাই মিলে আজ।"
    first, second = (len(" ".join(caption.lines)) for caption in cut_captions([Cue(0, 6000, text)], [], 32))
    assert abs(first - second) < 12


def test_a_sentence_of_ten_thousand_words_is_cut_too() -> None:
    text = "নদী " * 10_000
    captions = list(cut_captions([Cue(0, 4_000_000, text)], [], 32))
    assert written(captions) == text.strip()
    assert all(one.start_ms < one.end_ms for one in captions)


def test_each_caption_tells_who_speaks() -> None:
    assert [one.speaker for one in cut_captions([Cue(0, 900, "নদী " * 30, "তনিশা")], [], 32)] == ["তনিশা"] * 2


@pytest.mark.parametrize(
    ("spans", "duration_ms", "expected"),
    [
        ([], 1000, []),
        ([(0, 900)], 1000, [(0, 1000)]),
        ([(0, 900)], 5000, [(0, 900 + LINGER_MS)]),
        ([(0, 900), (950, 1500)], 5000, [(0, 950), (950, 1500 + LINGER_MS)]),
        ([(0, 900), (900, 1500)], 1500, [(0, 900), (900, 1500)]),
    ],
)
def test_a_sentence_stays_a_moment_after_its_last_word(
    spans: list[tuple[int, int]], duration_ms: int, expected: list[tuple[int, int]]
) -> None:
    cues = linger([Cue(start_ms, end_ms, "নদী।") for start_ms, end_ms in spans], duration_ms)
    assert [(cue.start_ms, cue.end_ms) for cue in cues] == expected
