from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from podcast.model import (
    BlockKind,
    Chapter,
    Chunk,
    Clip,
    Cue,
    Passage,
    PauseKind,
    Piece,
    Recording,
    Rewrite,
    Script,
    Sentence,
    Speech,
    TimedWord,
    Trim,
    WordTiming,
)
from podcast.show import mark_chapters, time_sentences, time_words

WORD_MS = 100


def plain(text: str) -> Sentence:
    return Sentence(text, text)


def make_script(*passages: tuple[BlockKind, tuple[Sentence, ...]]) -> Script:
    title = next((s[0].written for kind, s in passages if kind is BlockKind.TITLE), "শিরোনাম")
    return Script(title, tuple(Passage(kind, sentences) for kind, sentences in passages))


def one_passage(*sentences: Sentence) -> Script:
    return make_script((BlockKind.PARAGRAPH, sentences))


def spoken_words(text: str) -> tuple[WordTiming, ...]:
    """Time words as an engine would: a tenth of a second each, from 50 ms on; marks alone are not words."""
    words = []
    position = 0
    for token in text.split():
        start = text.index(token, position)
        position = start + len(token)
        if any(letter.isalnum() for letter in token):
            start_ms = 50 + len(words) * WORD_MS
            words.append(WordTiming(start, position, start_ms, start_ms + WORD_MS - 10))
    return tuple(words)


def make_clip(*parts: tuple[int, str], is_timed: bool = True) -> Clip:
    text, pieces = "", []
    for sentence, part in parts:
        text += " " if text else ""
        pieces.append(Piece(sentence, len(text), len(text) + len(part)))
        text += part
    words = spoken_words(text) if is_timed else ()
    duration_ms = 100 + WORD_MS * len(text.split())
    silence = Speech(b"\0\0" * duration_ms, 1000, words)
    return Clip(Chunk(text, tuple(pieces), PauseKind.SENTENCE), duration_ms, words, lambda: silence)


def make_recording(*starts_ms: int) -> Recording:
    return Recording(Path("audio.mp3"), 60_000, starts_ms)


def test_a_cue_runs_from_the_first_word_to_the_last_where_the_clip_lies() -> None:
    script = one_passage(plain("ঘাটে ভিড় জমল।"), plain("মাঝিরা খুশি।"))
    clip = make_clip((0, "ঘাটে ভিড় জমল।"), (1, "মাঝিরা খুশি।"))
    assert time_sentences(script, [clip], make_recording(2000)) == (
        Cue(2050, 2340, "ঘাটে ভিড় জমল।", sentence=0),
        Cue(2350, 2540, "মাঝিরা খুশি।", sentence=1),
    )


def test_where_two_voices_speak_each_cue_has_the_title_of_its_own() -> None:
    script = one_passage(plain("মাঝি এলেন।"), plain("“জল বাড়ছে।”"))
    clips = [
        replace(make_clip((number, sentence.spoken)), voice=voice)
        for number, (sentence, voice) in enumerate(zip(script.sentences, ("ek", "dui"), strict=True))
    ]
    cues = time_sentences(script, clips, make_recording(0, 1000), speakers={"ek": "এক", "dui": "দুই"})
    assert [cue.speaker for cue in cues] == ["এক", "দুই"]
    assert {cue.speaker for cue in time_sentences(script, clips, make_recording(0, 1000))} == {None}


def test_a_sentence_cut_into_chunks_is_one_cue() -> None:
    script = one_passage(plain("ঘাটে ভিড় জমল, মাঝিরা খুশি।"))
    clips = [make_clip((0, "ঘাটে ভিড় জমল,")), make_clip((0, "মাঝিরা খুশি।"))]
    assert time_sentences(script, clips, make_recording(0, 1000)) == (
        Cue(50, 1240, "ঘাটে ভিড় জমল, মাঝিরা খুশি।", sentence=0),
    )


def test_the_cue_shows_what_was_written_not_what_was_said() -> None:
    script = one_passage(Sentence("৩ জন এল।", "তিন জন এল।", (Rewrite(0, 1, "cardinal", "৩", "তিন"),)))
    assert time_sentences(script, [make_clip((0, "তিন জন এল।"))], make_recording(0))[0].text == "৩ জন এল।"


def test_a_sentence_in_which_nothing_is_said_has_no_cue() -> None:
    script = one_passage(plain("ঘাটে ভিড়।"), plain("— — —"), plain("মাঝিরা খুশি।"))
    clip = make_clip((0, "ঘাটে ভিড়।"), (1, "— — —"), (2, "মাঝিরা খুশি।"))
    assert [cue.text for cue in time_sentences(script, [clip], make_recording(0))] == ["ঘাটে ভিড়।", "মাঝিরা খুশি।"]


def test_a_word_that_outlasts_its_clip_ends_with_it() -> None:
    text = "ঘাটে"
    words = (WordTiming(0, 4, 0, 9000),)
    clip = Clip(Chunk(text, (Piece(0, 0, 4),), PauseKind.NONE), 400, words, lambda: Speech(b"", 1000, words))
    assert time_sentences(one_passage(plain(text)), [clip], make_recording(1000)) == (
        Cue(1000, 1400, text, sentence=0),
    )


def test_what_was_taken_off_a_clip_moves_its_words() -> None:
    text = "ঘাটে ভিড়"
    words = (WordTiming(0, 4, 100, 300), WordTiming(5, 10, 320, 500))
    clip = Clip(Chunk(text, (Piece(0, 0, len(text)),), PauseKind.NONE), 900, words, lambda: Speech(b"", 1000, words))
    recording = Recording(Path("audio.mp3"), 3000, (2000,), (Trim(110, 420),))
    timed = time_words(one_passage(plain(text)), [clip], recording)
    # what would begin in the silence that is gone begins with the clip, and ends with it
    assert [(word.start_ms, word.end_ms) for word in timed] == [(2000, 2190), (2210, 2370)]
    assert time_sentences(one_passage(plain(text)), [clip], recording) == (Cue(2000, 2370, text, sentence=0),)


def test_sentences_without_word_times_share_what_is_left_of_the_clip() -> None:
    script = one_passage(plain("কলম"), plain("খবরখবর।"))
    clip = make_clip((0, "কলম"), (1, "খবরখবর।"), is_timed=False)
    recording = Recording(Path("audio.mp3"), 3000, (500,), (Trim(100, clip.duration_ms - 200),))
    cues = time_sentences(script, [clip], recording)
    assert (cues[0].start_ms, cues[-1].end_ms) == (500, 600)


def test_sentences_that_an_engine_times_alike_still_follow_one_another() -> None:
    text = "নদী। মাঠ।"
    pieces = (Piece(0, 0, 4), Piece(1, 5, 9))
    words = (WordTiming(0, 4, 300, 900), WordTiming(5, 9, 300, 800))
    clip = Clip(Chunk(text, pieces, PauseKind.NONE), 1000, words, lambda: Speech(b"", 1000, words))
    script = one_passage(plain("নদী।"), plain("মাঠ।"))
    assert time_sentences(script, [clip], make_recording(0)) == (
        Cue(300, 301, "নদী।", sentence=0),
        Cue(301, 800, "মাঠ।", sentence=1),
    )


def test_sentences_timed_at_the_very_end_leave_one_another_a_place_before_it() -> None:
    text = "নদী। মাঠ। ঘাট।"
    pieces = (Piece(0, 0, 4), Piece(1, 5, 9), Piece(2, 10, 14))
    words = tuple(WordTiming(start, start + 3, 1000, 1000) for start in (0, 5, 10))
    clip = Clip(Chunk(text, pieces, PauseKind.NONE), 1000, words, lambda: Speech(b"", 1000, words))
    script = one_passage(plain("নদী।"), plain("মাঠ।"), plain("ঘাট।"))
    cues = time_sentences(script, [clip], Recording(Path("audio.mp3"), 1000, (0,)))
    assert [(cue.start_ms, cue.end_ms) for cue in cues] == [(997, 998), (998, 999), (999, 1000)]


def test_sentences_of_an_engine_without_word_times_share_the_clip() -> None:
    script = one_passage(plain("কলম"), plain("খবরখবর।"))
    clip = make_clip((0, "কলম"), (1, "খবরখবর।"), is_timed=False)
    first, second = time_sentences(script, [clip], make_recording(500))
    assert first.start_ms == 500
    assert first.end_ms <= second.start_ms
    assert second.end_ms == 500 + clip.duration_ms
    assert time_words(script, [clip], make_recording(500)) == ()


def test_words_are_timed_as_they_are_written() -> None:
    script = one_passage(plain("ঘাটে ভিড় জমল।"))
    assert time_words(script, [make_clip((0, "ঘাটে ভিড় জমল।"))], make_recording(1000)) == (
        TimedWord("ঘাটে", 0, 1050, 1140),
        TimedWord("ভিড়", 0, 1150, 1240),
        TimedWord("জমল।", 0, 1250, 1340),
    )


def test_a_written_word_said_as_several_spans_them_all() -> None:
    spoken = "ভাড়া পাঁচ শো টাকা হল।"
    written = "ভাড়া ৳৫০০ হল।"
    start = written.index("৳")
    sentence = Sentence(written, spoken, (Rewrite(start, start + 4, "money", "৳৫০০", "পাঁচ শো টাকা"),))
    assert time_words(one_passage(sentence), [make_clip((0, spoken))], make_recording(0)) == (
        TimedWord("ভাড়া", 0, 50, 140),
        TimedWord("৳৫০০", 0, 150, 440),
        TimedWord("হল।", 0, 450, 540),
    )


def test_the_words_of_one_rewrite_share_its_time() -> None:
    sentence = Sentence("১৫ মে এল।", "পনেরোই মে এল।", (Rewrite(0, 5, "date", "১৫ মে", "পনেরোই মে"),))
    assert sentence.written[0:5] == "১৫ মে"
    words = time_words(one_passage(sentence), [make_clip((0, "পনেরোই মে এল।"))], make_recording(0))
    assert [(word.text, word.start_ms, word.end_ms) for word in words] == [
        ("১৫", 50, 240),
        ("মে", 50, 240),
        ("এল।", 250, 340),
    ]


def test_words_of_a_sentence_cut_into_chunks_keep_their_places() -> None:
    spoken = "তিন জন এল, চার জন গেল।"
    sentence = Sentence(
        "৩ জন এল, ৪ জন গেল।",
        spoken,
        (Rewrite(0, 1, "cardinal", "৩", "তিন"), Rewrite(9, 10, "cardinal", "৪", "চার")),
    )
    clips = [make_clip((0, "তিন জন এল,")), make_clip((0, "চার জন গেল।"))]
    words = time_words(one_passage(sentence), clips, make_recording(0, 1000))
    assert [word.text for word in words] == sentence.written.split()
    assert [word.start_ms for word in words] == [50, 150, 250, 1050, 1150, 1250]


def test_text_tidied_for_the_voice_is_still_tied_to_the_written_words() -> None:
    sentence = Sentence("“খেয়া” আজ (রবিবার) বন্ধ", "খেয়া আজ, রবিবার, বন্ধ।")
    words = time_words(one_passage(sentence), [make_clip((0, sentence.spoken))], make_recording(0))
    assert [word.text for word in words] == ["“খেয়া”", "আজ", "(রবিবার)", "বন্ধ"]
    assert [word.start_ms for word in words] == [50, 150, 250, 350]


def test_a_word_nobody_hears_is_not_listed() -> None:
    script = one_passage(plain("নদী – মাঠ"))
    assert [w.text for w in time_words(script, [make_clip((0, "নদী – মাঠ"))], make_recording(0))] == ["নদী", "মাঠ"]


@given(
    st.lists(st.lists(st.sampled_from(["নদী", "মাঠ", "৩", "ঘাট,", "–", "ক্ষেত"]), min_size=1, max_size=6), max_size=6),
    st.integers(1, 4),
)
def test_cues_and_words_follow_one_another_and_tell_every_sentence(texts: list[list[str]], chunk: int) -> None:
    numbers = {"৩": "তিন খানা"}
    sentences = []
    for words in texts:
        rewrites, position = [], 0
        for word in words:
            if word in numbers:
                rewrites.append(Rewrite(position, position + 1, "cardinal", word, numbers[word]))
            position += len(word) + 1
        spoken = " ".join(numbers.get(word, word) for word in words)
        sentences.append(Sentence(" ".join(words), spoken, tuple(rewrites)))
    script = one_passage(*sentences)
    parts = []
    for index, sentence in enumerate(sentences):
        spoken = sentence.spoken.split()
        parts += [(index, " ".join(spoken[start : start + chunk])) for start in range(0, len(spoken), chunk)]
    clips = [make_clip(part) for part in parts]
    recording = make_recording(*(1000 * number for number in range(len(clips))))

    cues = time_sentences(script, clips, recording)
    timed = time_words(script, clips, recording)

    said = [sentence for sentence in sentences if set(sentence.spoken.split()) != {"–"}]
    assert [cue.text for cue in cues] == [sentence.written for sentence in said]
    assert [word.text for word in timed] == [word for s in said for word in s.written.split() if word != "–"]
    assert all(cue.start_ms < cue.end_ms for cue in cues)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(cues))
    assert all(one.start_ms <= other.start_ms for one, other in pairwise(timed))


TITLE = (BlockKind.TITLE, (plain("খেয়াঘাটে নতুন নৌকা"),))
LEAD = (BlockKind.PARAGRAPH, (plain("ঘাটে ভিড় জমল।"),))
FIRST = (BlockKind.SUBHEAD, (plain("মাঝির কথা"),))
BODY = (BlockKind.PARAGRAPH, (plain("মাঝিরা খুশি।"), plain("নৌকা নতুন।")))
SECOND = (BlockKind.SUBHEAD, (plain("যাত্রীর কথা"),))


def cues_of(script: Script) -> tuple[Cue, ...]:
    return tuple(
        Cue(700 + 1000 * number, 1500 + 1000 * number, sentence.written)
        for number, sentence in enumerate(script.sentences)
    )


def test_two_subheads_each_begin_a_chapter() -> None:
    script = make_script(TITLE, LEAD, FIRST, BODY, SECOND, BODY)
    assert mark_chapters(script, cues_of(script)) == (
        Chapter(0, "খেয়াঘাটে নতুন নৌকা"),
        Chapter(2700, "মাঝির কথা"),
        Chapter(5700, "যাত্রীর কথা"),
    )


def test_with_fewer_subheads_the_body_is_one_chapter() -> None:
    expected = (Chapter(0, "খেয়াঘাটে নতুন নৌকা"), Chapter(1700, "মূল লেখা"))
    for script in (make_script(TITLE, LEAD, BODY), make_script(TITLE, LEAD, FIRST, BODY)):
        assert mark_chapters(script, cues_of(script)) == expected


def test_chapters_hold_where_an_unsaid_sentence_has_no_cue() -> None:
    script = make_script(TITLE, (BlockKind.PARAGRAPH, (plain("***"),)), FIRST, BODY, SECOND, BODY)
    cues = tuple(cue for cue in cues_of(script) if cue.text != "***")
    assert [chapter.start_ms for chapter in mark_chapters(script, cues)] == [0, 2700, 5700]


def test_an_article_of_a_title_alone_has_one_chapter() -> None:
    script = make_script(TITLE)
    assert mark_chapters(script, cues_of(script)) == (Chapter(0, "খেয়াঘাটে নতুন নৌকা"),)


def test_chapters_hold_where_something_is_said_before_the_article() -> None:
    script = make_script(TITLE, LEAD, FIRST, BODY, SECOND, BODY)
    greeting = (Cue(0, 500, "নমস্কার।"), Cue(510, 690, "কৃত্রিম কণ্ঠে পড়া।"))
    starts = [chapter.start_ms for chapter in mark_chapters(script, (*greeting, *cues_of(script)))]
    assert starts == [0, 2700, 5700]


def test_no_chapter_is_shorter_than_a_second() -> None:
    script = make_script(TITLE, FIRST, SECOND, (BlockKind.SUBHEAD, (plain("ফেরা"),)))
    cues = tuple(
        Cue(start, start + 100, s.written) for start, s in zip((0, 999, 1000, 1999), script.sentences, strict=True)
    )
    assert [chapter.start_ms for chapter in mark_chapters(script, cues)] == [0, 1000]


def test_chapters_link_to_the_article_and_have_tidy_titles() -> None:
    script = make_script(TITLE, (BlockKind.SUBHEAD, (plain("মাঝির\n কথা"),)), BODY, SECOND)
    marks = mark_chapters(script, cues_of(script), "https://khobor.example/nodi/১")
    assert [mark.title for mark in marks] == ["খেয়াঘাটে নতুন নৌকা", "মাঝির কথা", "যাত্রীর কথা"]
    assert {mark.url for mark in marks} == {"https://khobor.example/nodi/%E0%A7%A7"}


def headline(text: str, url: str | None = None) -> Passage:
    return Passage(BlockKind.HEADLINE, (plain(text),), url)


def edition_of(*passages: Passage) -> Script:
    return Script("নদীর খবর", (Passage(*TITLE), *passages))


def test_each_story_of_an_edition_begins_a_chapter_that_leads_to_it() -> None:
    script = edition_of(
        Passage(*LEAD),
        headline("নতুন নৌকা", "https://khobor.example/1"),
        Passage(*LEAD),
        headline("পুরোনো ঘাট", "https://khobor.example/২"),
        Passage(*FIRST),
        Passage(*LEAD),
        headline("খবর এই পর্যন্ত।"),
    )
    assert mark_chapters(script, cues_of(script)) == (
        Chapter(0, "নদীর খবর"),
        Chapter(2700, "নতুন নৌকা", "https://khobor.example/1"),
        Chapter(4700, "পুরোনো ঘাট", "https://khobor.example/%E0%A7%A8"),
        Chapter(5700, "মাঝির কথা", "https://khobor.example/%E0%A7%A8"),
        Chapter(7700, "খবর এই পর্যন্ত।"),
    )


def test_an_edition_of_many_parts_has_chapters_for_its_stories_alone() -> None:
    stories = [part for number in range(9) for part in (headline(f"খবর {number}"), Passage(*FIRST), Passage(*SECOND))]
    script = edition_of(*stories)
    titles = [chapter.title for chapter in mark_chapters(script, cues_of(script))]
    assert titles == ["নদীর খবর", *(f"খবর {number}" for number in range(9))]


def test_a_headline_that_was_read_out_before_begins_its_chapter_where_its_story_does() -> None:
    asked = "বৃষ্টি কি হবে?"
    script = edition_of(Passage(BlockKind.NOTICE, (plain(asked),)), headline(asked), Passage(*LEAD))
    assert [chapter.start_ms for chapter in mark_chapters(script, cues_of(script))] == [0, 2700]
