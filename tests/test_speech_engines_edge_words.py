import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from edge_answers import Cut
from edge_standin import EdgeStandIn
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from podcast.settings import load_voice
from podcast.speech.engines.edge import EdgeEngine
from podcast.speech.engines.edge_endpoint import URL_VARIABLE
from podcast.speech.engines.edge_gate import Gate
from podcast.speech.engines.edge_service import Boundary, Deadlines
from podcast.speech.engines.edge_words import ExtraWordError, MissingWordError, time_words
from podcast.speech.words import word_spans

DATA = (Path(__file__).parent / "data" / "edge_words.tsv").read_text(encoding="utf-8")
CASES = [line.split("\t") for line in DATA.splitlines() if not line.startswith("#")]
BENGALI_WORD = st.text(alphabet="কখগঘািেো্ংঁ১২", min_size=2, max_size=6).map(lambda word: f"ন{word}")
WORDS = """
    আজ আজ সকালে হয়েছে ক্ষেত্র খেলোয়াড় OpenAI OpenAI-এর GPT-4 AT&T C++ R&D-তে iPhone-টি ১২ ১২টি ৩.৫ ১২,৫০০ 2024 ২০২৪-২৫ ৫০%
    ধীরে-ধীরে ছিল/আছে
""".split()  # noqa: SIM905 - reads better than so many quotations
ANY_WORD = st.sampled_from(WORDS) | BENGALI_WORD
DRESSES = ("{}", "{}", "{}", "{}।", "{},", "“{}”", "({})", "<{}>", "'{}'", "{}…", "—{}")
PUNCTUATION = "।,()<>“”'…—"
SPELLED = re.compile(r"[^\s।,()<>“”'…—&+/.%-]+")
ONE_SCRIPT = re.compile(r"[a-zA-Z]+|[0-9০-৯]+|[^\s।,()<>“”'…—&+/.%\-a-zA-Z0-9০-৯]+")
DIGITS = re.compile(r"[0-9০-৯][0-9০-৯.,]*")
LETTER = re.compile(r"[a-zA-Z0-9০-৯অ-হ]")
SIGN = re.compile(r"[&<>+%/]")


def _boundaries(said: str) -> list[Boundary]:
    parts = re.findall(r"(.+?)=(\d+)-(\d+)(?: |$)", said)
    return [Boundary(text, int(start), int(end)) for text, start, end in parts]


def test_the_table_is_nfc() -> None:
    assert unicodedata.is_normalized("NFC", DATA)


@pytest.mark.parametrize(("text", "said", "expected"), CASES)
def test_words_take_the_time_of_their_boundaries(text: str, said: str, expected: str) -> None:
    if expected.startswith("missing: "):
        with pytest.raises(MissingWordError, match=expected.removeprefix("missing: ")):
            time_words(text, _boundaries(said))
    else:
        words = time_words(text, _boundaries(said))
        assert " ".join(f"{word.start_ms}-{word.end_ms}" for word in words) == expected
        assert tuple((word.start, word.end) for word in words) == word_spans(text)


def test_a_composed_letter_is_the_same_as_a_decomposed_one() -> None:
    assert time_words("হ\u09dfনি", [Boundary("হ\u09af\u09bcনি", 5, 9)])[0].end_ms == 9


@st.composite
def _texts(draw: st.DrawFn, lone: str = "—…", words: st.SearchStrategy[str] = ANY_WORD) -> str:
    """A text of all that may stand in one: Bengali, Latin and mixed words, numbers, quotations, signs of their own."""
    bare = draw(st.lists(words, min_size=1, max_size=12))
    dressed = [draw(st.sampled_from(DRESSES)).format(word) for word in bare]
    for sign in draw(st.lists(st.sampled_from(lone), max_size=3)):
        dressed.insert(draw(st.integers(0, len(dressed))), sign)
    return draw(st.sampled_from([" ", "  ", "\n"])).join(dressed)


@st.composite
def _cuts(draw: st.DrawFn, text: str) -> list[tuple[str, set[int]]]:
    """What the service may report of *text*: each part with the numbers of the words it is of."""
    cuts: list[tuple[str, set[int]]] = []
    spans = word_spans(text)
    number = 0
    while number < len(spans):
        start, end = spans[number]
        how = draw(st.sampled_from(["bare", "dressed", "at signs", "at scripts", "merged"]))
        if how == "merged" and number + 1 < len(spans):
            cuts.append((text[start : spans[number + 1][1]], {number, number + 1}))
            number += 2
            continue
        word = text[start:end]
        pattern = {"at signs": SPELLED, "at scripts": ONE_SCRIPT}.get(how)
        parts = pattern.findall(word) if pattern else [word if how == "dressed" else word.strip(PUNCTUATION)]
        cuts += [(part, {number}) for part in parts]
        number += 1
    return cuts


def _said(cuts: Sequence[tuple[str, set[int]]]) -> list[Boundary]:
    return [Boundary(text, 100 * place, 100 * place + 90) for place, (text, _) in enumerate(cuts)]


@given(st.data())
def test_each_word_takes_the_time_of_its_parts_however_the_service_cuts_it(data: st.DataObject) -> None:
    text = data.draw(_texts(lone="—…&<>%"))
    cuts = data.draw(_cuts(text))
    timings = time_words(text, _said(cuts))
    assert tuple((word.start, word.end) for word in timings) == word_spans(text)
    for number, timing in enumerate(timings):
        places = [place for place, (_, numbers) in enumerate(cuts) if number in numbers]
        assert (timing.start_ms, timing.end_ms) == (100 * places[0], 100 * places[-1] + 90)


@given(st.data())
def test_a_number_may_be_reported_as_it_is_said(data: st.DataObject) -> None:
    text = data.draw(_texts(words=st.sampled_from(WORDS)))
    cuts = [
        (said, numbers)
        for part, numbers in data.draw(_cuts(text))
        for said in (DIGITS.sub(" ঊনত্রিশ হাজার ", part).split() if DIGITS.search(part) else [part])
    ]
    timings = time_words(text, _said(cuts))
    assert tuple((word.start, word.end) for word in timings) == word_spans(text)
    assert all(before.start_ms <= after.start_ms for before, after in pairwise(timings))


@given(st.data())
def test_a_word_that_is_not_reported_is_missed(data: st.DataObject) -> None:
    text = data.draw(_texts(lone="—…&<>%"))
    cuts = data.draw(_cuts(text))
    lost = data.draw(st.sampled_from([place for place, (part, _) in enumerate(cuts) if LETTER.search(part)]))
    with pytest.raises(MissingWordError):
        time_words(text, [said for place, said in enumerate(_said(cuts)) if place != lost])


@given(st.data())
def test_words_that_are_reported_twice_are_too_many(data: st.DataObject) -> None:
    text = data.draw(_texts())
    assume(not SIGN.search(text))
    cuts = data.draw(_cuts(text))
    start = data.draw(st.integers(0, len(cuts) - 1))
    end = data.draw(st.integers(start + 1, len(cuts)))
    with pytest.raises(ExtraWordError):
        time_words(text, _said(cuts[:end] + cuts[start:]))


@settings(max_examples=40)
@given(st.data())
def test_what_the_service_cuts_its_own_way_arrives_whole(service: EdgeStandIn, data: st.DataObject) -> None:
    """Through the real client, which unescapes what the service escapes."""
    text = data.draw(_texts(lone="—…&<>"))
    cuts = data.draw(_cuts(text))
    service.cutting = lambda _, words: [
        Cut(part, words[min(numbers)].start_ms, words[max(numbers)].end_ms) for part, numbers in cuts
    ]
    speech = EdgeEngine(Deadlines(attempts=1), gate=Gate()).synthesize(text, load_voice("tanishaa"))
    assert tuple((word.start, word.end) for word in speech.words) == word_spans(text)
    assert service.requests[-1].text.split() == text.split()


@pytest.fixture(scope="module")
def service() -> Iterator[EdgeStandIn]:
    with EdgeStandIn() as running, pytest.MonkeyPatch.context() as environment:
        environment.setenv(URL_VARIABLE, running.url)
        yield running


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("এক দুই।", ["এক", "দুই", "এক", "দুই"]),
        ("এক দুই। তিন।", ["এক", "দুই", "এক", "দুই", "তিন"]),
        ("এক দুই।", ["সুপ্রভাত", "এক", "দুই"]),
        ("এক & দুই।", ["এক", "এবং", "দুই", "এক", "দুই"]),
        ("এক & দুই।", ["এক", "এবং", "আরও", "একটি", "দুই"]),
    ],
)
def test_what_does_not_stand_in_the_text_is_too_much(text: str, said: list[str]) -> None:
    with pytest.raises(ExtraWordError):
        time_words(text, _said([(word, set()) for word in said]))
