from dataclasses import replace

import pytest
from hypothesis import given
from strategies import paragraphs

from podcast.bangla.clauses import is_grapheme_boundary
from podcast.errors import SpeechError
from podcast.model import Speech
from podcast.settings import load_voice
from podcast.speech.coverage import check_coverage
from podcast.speech.engines.espeak import EspeakEngine
from podcast.speech.engines.silent import SilentEngine
from podcast.speech.halves import join_halves, split_in_two
from podcast.speech.words import word_spans


@given(paragraphs())
def test_halves_lose_nothing_but_white_space_and_cut_no_word(text: str) -> None:
    spans = split_in_two(text)
    if not spans:
        assert len(word_spans(text)) < 2
        return
    (start, end), (next_start, next_end) = spans
    assert not (text[:start] + text[end:next_start] + text[next_end:]).strip()
    assert end < next_start
    assert is_grapheme_boundary(text, next_start)
    words = [
        *word_spans(text[start:end]),
        *((a + next_start, b + next_start) for a, b in word_spans(text[next_start:])),
    ]
    assert [(a + start * (a < next_start), b + start * (a < next_start)) for a, b in words] == [*word_spans(text)]
    assert all(word_spans(text[a:b]) for a, b in spans)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("এক দিন মেলা বসল। দুই দিন বৃষ্টি হল। তিন দিন রোদ ছিল। শেষে সব ফাঁকা।", "তিন দিন রোদ ছিল। শেষে সব ফাঁকা।"),
        ("ছোট কথা। তার পরে আসে অনেক বড় একটি কথা, যার শেষ আর হতে চায় না কিছুতেই।", None),
        ("সকালে মেলা বসল, বিকেলে বৃষ্টি হল", "বিকেলে বৃষ্টি হল"),
        ("— বৃষ্টি — রোদ —", "রোদ —"),
    ],
)
def test_a_text_is_cut_where_a_reader_would_pause_nearest_the_middle(text: str, second: str | None) -> None:
    start, end = split_in_two(text)[1]
    assert text[start:end] == (second or text.partition("। ")[2])


@pytest.mark.parametrize("text", ["", "। —", "বৃষ্টি", "‘বৃষ্টি।’ — 📚", "বৃষ্টি।রোদ।"])
def test_what_has_no_place_for_a_cut_is_not_cut(text: str) -> None:
    assert split_in_two(text) == ()


@given(paragraphs().filter(lambda text: len(word_spans(text)) >= 2))
def test_joined_halves_prove_to_be_the_whole(text: str) -> None:
    voice = load_voice("silent")
    spans = split_in_two(text)
    speech = join_halves(text, spans, [SilentEngine().synthesize(text[a:b], voice) for a, b in spans])
    proof = check_coverage(text, speech, voice)
    assert proof.timed_words == proof.words
    assert [(word.start, word.end) for word in speech.words] == [*word_spans(text)]


def test_the_pause_between_sentences_is_longer_than_within_one() -> None:
    voice, engine = load_voice("espeak"), EspeakEngine()
    pauses = []
    for text in ("মেলা বসল। বৃষ্টি হল।", "মেলা বসল, বৃষ্টি হল।"):
        parts = [engine.synthesize(text[a:b], voice) for a, b in split_in_two(text)]
        joined = join_halves(text, split_in_two(text), parts)
        check_coverage(text, joined, voice)
        pauses.append(joined.duration_ms - sum(part.duration_ms for part in parts))
    assert 400 > pauses[0] > pauses[1] > 50


def test_halves_of_different_rates_are_refused() -> None:
    text = "মেলা বসল। বৃষ্টি হল।"
    voice = load_voice("silent")
    parts: list[Speech] = [SilentEngine().synthesize(text[a:b], voice) for a, b in split_in_two(text)]
    with pytest.raises(SpeechError, match="cannot be joined"):
        join_halves(text, split_in_two(text), [parts[0], replace(parts[1], rate_hz=16_000)])
