from __future__ import annotations

import itertools
import xml.sax.saxutils

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import messy_text, paragraphs, scripts

from podcast.bangla.sentences import split_sentences
from podcast.chunking import chunk_script, pack_text
from podcast.model import BlockKind, Chunk, Passage, PauseKind, Script, Sentence


def size(text: str) -> int:
    return len(xml.sax.saxutils.escape(text).encode(errors="surrogatepass"))


def script(*passages: tuple[BlockKind, list[str]]) -> Script:
    made = tuple(Passage(kind, tuple(Sentence(text, text) for text in texts)) for kind, texts in passages)
    return Script(title=passages[0][1][0], passages=made)


def is_sayable(text: str) -> bool:
    return any(character.isalnum() for character in text)


def without_space(text: str) -> str:
    return "".join(text.split())


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


sizes = st.tuples(st.integers(30, 300), st.integers(30, 300)).map(sorted)


def test_sentences_are_packed_while_they_fit() -> None:
    text = "পাখি ওড়ে। মাছ সাঁতরায়। গাছ দাঁড়িয়ে থাকে।"
    first_two = "পাখি ওড়ে। মাছ সাঁতরায়।"

    assert pack_text(text, size(first_two)) == [first_two, "গাছ দাঁড়িয়ে থাকে।"]
    assert pack_text(text, size(first_two) - 1) == ["পাখি ওড়ে।", "মাছ সাঁতরায়।", "গাছ দাঁড়িয়ে থাকে।"]


def test_escapes_count_towards_the_limit() -> None:
    assert pack_text("ক & খ। গ।", 20) == ["ক & খ।", "গ।"]
    assert pack_text("ক ও খ। গ।", 27) == ["ক ও খ। গ।"]


@given(messy_text() | paragraphs(), st.integers(8, 300))
def test_packed_text_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    packed = pack_text(text, limit)

    assert without_space("".join(packed)) == without_space(text)
    assert all(chunk.strip() == chunk and 0 < size(chunk) <= limit for chunk in packed)
    assert pack_text(text, limit) == packed


@given(paragraphs(), st.integers(30, 300))
def test_packed_text_ends_a_chunk_inside_a_sentence_only_if_that_sentence_is_too_long(text: str, limit: int) -> None:
    ends = set(itertools.accumulate(len(without_space(chunk)) for chunk in pack_text(text, limit)))
    start = 0
    for sentence in split_sentences(text):
        end = start + len(without_space(sentence))
        if size(sentence) <= limit:
            assert not ends & set(range(start + 1, end))
        start = end


@given(scripts(), sizes)
def test_every_sentence_is_covered_once_in_order(made: Script, limits: list[int]) -> None:
    chunks = chunk_script(made, best_bytes=limits[0], max_bytes=limits[1])

    heard = dict.fromkeys(range(len(made.sentences)), "")
    pieces = [(chunk, piece) for chunk in chunks for piece in chunk.pieces]
    for chunk, piece in pieces:
        heard[piece.sentence] += chunk.text[piece.start : piece.end]
    assert [piece.sentence for _, piece in pieces] == sorted(piece.sentence for _, piece in pieces)
    for index, sentence in enumerate(made.sentences):
        if is_sayable(sentence.spoken) and size(sentence.spoken) <= limits[1]:
            assert heard[index] == sentence.spoken
        else:  # cut or skipped: marks may be left out, words never
            assert letters(heard[index]) == letters(sentence.spoken)


@given(scripts(), sizes)
def test_a_chunk_is_its_pieces_joined_by_single_spaces(made: Script, limits: list[int]) -> None:
    for chunk in chunk_script(made, best_bytes=limits[0], max_bytes=limits[1]):
        assert " ".join(chunk.text[piece.start : piece.end] for piece in chunk.pieces) == chunk.text
        assert [piece.start for piece in chunk.pieces[1:]] == [piece.end + 1 for piece in chunk.pieces[:-1]]


@given(scripts(), sizes)
def test_no_chunk_passes_the_limits_or_says_nothing(made: Script, limits: list[int]) -> None:
    best_bytes, max_bytes = limits
    for chunk in chunk_script(made, best_bytes=best_bytes, max_bytes=max_bytes):
        assert size(chunk.text) <= max_bytes
        assert size(chunk.text) <= best_bytes or len(chunk.pieces) == 1
        assert is_sayable(chunk.text)


@given(scripts(), sizes)
def test_no_chunk_reaches_over_a_passage_and_pauses_follow_what_was_read(made: Script, limits: list[int]) -> None:
    passage_of = [number for number, passage in enumerate(made.passages) for _ in passage.sentences]
    chunks = chunk_script(made, best_bytes=limits[0], max_bytes=limits[1])

    for chunk in chunks:
        assert len({passage_of[piece.sentence] for piece in chunk.pieces}) == 1
    for chunk, following in itertools.pairwise(chunks):
        last, first = chunk.pieces[-1].sentence, following.pieces[0].sentence
        if last == first:
            expected = PauseKind.NONE
        elif passage_of[last] == passage_of[first]:
            expected = PauseKind.SENTENCE
        else:
            expected = PauseKind(made.passages[passage_of[last]].kind.value)
        assert chunk.pause_after is expected
    assert not chunks or chunks[-1].pause_after is PauseKind.NONE


@given(scripts(), sizes)
def test_neighbours_of_a_passage_could_not_have_been_one_chunk(made: Script, limits: list[int]) -> None:
    chunks = chunk_script(made, best_bytes=limits[0], max_bytes=limits[1])

    for chunk, following in itertools.pairwise(chunks):
        if chunk.pause_after is PauseKind.SENTENCE:
            whole = following.text[following.pieces[0].start : following.pieces[0].end]
            assert size(chunk.text) + 1 + size(whole) > limits[0]


def test_the_title_is_a_chunk_of_its_own() -> None:
    made = script(
        (BlockKind.TITLE, ["হাটের খবর"]),
        (BlockKind.PARAGRAPH, ["আজ হাট বসেছে।", "ভিড় কম।"]),
        (BlockKind.SUBHEAD, ["দরদাম"]),
        (BlockKind.PARAGRAPH, ["চালের দাম কমেছে।"]),
    )

    chunks = chunk_script(made, best_bytes=500, max_bytes=1000)

    assert [(chunk.text, chunk.pause_after.value) for chunk in chunks] == [
        ("হাটের খবর", "title"),
        ("আজ হাট বসেছে। ভিড় কম।", "paragraph"),
        ("দরদাম", "subhead"),
        ("চালের দাম কমেছে।", "none"),
    ]


def test_lines_of_verse_follow_each_other_closely_and_a_paragraph_does_not() -> None:
    verse = [(BlockKind.VERSE, [line]) for line in ("ভাঙা নায়ের মাঝি আমি", "বৈঠা বাইমু কত")]
    made = script((BlockKind.PARAGRAPH, ["গানটি এই।"]), *verse, (BlockKind.PARAGRAPH, ["সবাই শুনলেন।"]))
    pauses = [chunk.pause_after for chunk in chunk_script(made, best_bytes=500, max_bytes=1000)]
    assert pauses == [PauseKind.PARAGRAPH, PauseKind.VERSE, PauseKind.PARAGRAPH, PauseKind.NONE]


def test_before_each_story_of_an_edition_stands_its_pause() -> None:
    made = script(
        (BlockKind.TITLE, ["নদীর খবর"]),
        (BlockKind.NOTICE, ["শুভ সকাল।"]),
        (BlockKind.HEADLINE, ["নতুন নৌকা"]),
        (BlockKind.VERSE, ["নদী চলে"]),
        (BlockKind.HEADLINE, ["পুরোনো ঘাট"]),
        (BlockKind.PARAGRAPH, ["ঘাট ভাঙা।"]),
    )
    pauses = [chunk.pause_after for chunk in chunk_script(made, best_bytes=500, max_bytes=500)]
    assert pauses == [
        PauseKind.TITLE,
        PauseKind.STORY,
        PauseKind.SUBHEAD,
        PauseKind.STORY,
        PauseKind.SUBHEAD,
        PauseKind.NONE,
    ]


def test_a_sentence_between_the_two_sizes_stands_alone_uncut() -> None:
    long = "দূরের মাঠে গোরু চরে আর রাখাল গাছের ছায়ায় বসে বাঁশি বাজায়।"
    made = script((BlockKind.PARAGRAPH, ["সকাল।", long, "বিকেল।"]))

    chunks = chunk_script(made, best_bytes=60, max_bytes=300)

    assert [chunk.text for chunk in chunks] == ["সকাল।", long, "বিকেল।"]


def test_no_pause_stands_between_the_parts_of_a_cut_sentence() -> None:
    made = script((BlockKind.PARAGRAPH, ["সকালে বৃষ্টি হল, বিকেলে রোদ উঠল।", "রাতে চাঁদ।"]))

    chunks = chunk_script(made, best_bytes=60, max_bytes=60)

    assert [(chunk.text, chunk.pause_after) for chunk in chunks] == [
        ("সকালে বৃষ্টি হল,", PauseKind.NONE),
        ("বিকেলে রোদ উঠল।", PauseKind.SENTENCE),
        ("রাতে চাঁদ।", PauseKind.NONE),
    ]


def test_a_sentence_with_nothing_to_say_is_skipped_and_the_pause_stays() -> None:
    made = script(
        (BlockKind.TITLE, ["খবর"]), (BlockKind.PARAGRAPH, ["।", "শোনো।", "—"]), (BlockKind.PARAGRAPH, ["***"])
    )

    chunks = chunk_script(made, best_bytes=100, max_bytes=100)

    assert [chunk.text for chunk in chunks] == ["খবর", "শোনো।"]
    assert [piece.sentence for chunk in chunks for piece in chunk.pieces] == [0, 2]
    assert [chunk.pause_after for chunk in chunks] == [PauseKind.TITLE, PauseKind.NONE]


def test_marks_at_the_end_of_a_cut_sentence_stay_with_its_last_word() -> None:
    made = script((BlockKind.PARAGRAPH, ["ঘুম ভাঙল —।"]))

    assert [chunk.text for chunk in chunk_script(made, best_bytes=25, max_bytes=25)] == ["ঘুম", "ভাঙল —।"]


def test_a_long_run_of_marks_makes_no_chunk_of_marks() -> None:
    made = script((BlockKind.PARAGRAPH, ["শেষ " + "!" * 300, "পরে।"]))

    chunks = chunk_script(made, best_bytes=50, max_bytes=50)

    assert all(is_sayable(chunk.text) for chunk in chunks)
    assert chunks[-1] == Chunk("পরে।", chunks[-1].pieces, PauseKind.NONE)


def test_a_script_that_says_nothing_has_no_chunks() -> None:
    assert chunk_script(script((BlockKind.TITLE, ["—"])), best_bytes=50, max_bytes=50) == ()


@pytest.mark.parametrize(("best_bytes", "max_bytes"), [(0, 100), (7, 100), (200, 100)])
def test_sizes_that_make_no_sense_are_refused(best_bytes: int, max_bytes: int) -> None:
    with pytest.raises(ValueError, match="best <= max"):
        chunk_script(script((BlockKind.TITLE, ["খবর"])), best_bytes=best_bytes, max_bytes=max_bytes)


@given(scripts(), sizes, st.sets(st.integers(0, 30)))
def test_voices_change_only_between_sentences_and_no_word_is_lost(
    made: Script, limits: list[int], second: set[int]
) -> None:
    best, most = limits
    one, two = (
        chunk_script(made, best_bytes=best, max_bytes=most, second_reader=quoted) for quoted in (frozenset(), second)
    )

    assert {chunk.reader for chunk in one} <= {0}
    for chunk in two:
        assert {int(piece.sentence in second) for piece in chunk.pieces} == {chunk.reader}
    assert letters("".join(chunk.text for chunk in two)) == letters("".join(chunk.text for chunk in one))
    order = [piece.sentence for chunk in two for piece in chunk.pieces]
    assert order == sorted(order)


def test_a_pause_between_sentences_stands_where_the_voice_changes() -> None:
    made = script((BlockKind.TITLE, ["শিরোনাম"]), (BlockKind.PARAGRAPH, ["এক।", "দুই।", "তিন।"]))
    chunks = chunk_script(made, best_bytes=500, max_bytes=500, second_reader={2})

    assert [(chunk.text, chunk.reader, chunk.pause_after) for chunk in chunks] == [
        ("শিরোনাম", 0, PauseKind.TITLE),
        ("এক।", 0, PauseKind.SENTENCE),
        ("দুই।", 1, PauseKind.SENTENCE),
        ("তিন।", 0, PauseKind.NONE),
    ]
