from podcast.model import BlockKind, Cue, Passage, Sentence
from podcast.show.transcripts.reading_along import Line, lay_out

TITLE = Passage(BlockKind.TITLE, (Sentence("নতুন নৌকা", ""),))
BODY = Passage(BlockKind.PARAGRAPH, (Sentence("মাঝি এলেন।", ""), Sentence("• • •", ""), Sentence("জল বাড়ছে।", "")))


def verse(text: str) -> Passage:
    return Passage(BlockKind.VERSE, (Sentence(text, ""),))


def test_cues_find_their_sentences_by_number_not_by_order() -> None:
    cues = [Cue(0, 500, "নমস্কার।"), Cue(3000, 4000, "জল বাড়ছে।", sentence=3), Cue(1000, 2000, "মাঝি এলেন।", sentence=1)]
    layout = lay_out([TITLE, BODY], cues)
    assert layout.heading == (Line("নতুন নৌকা"),)
    assert layout.blocks[0].lines == (
        (Line("মাঝি এলেন।", "1.000", "2.000"), Line("• • •"), Line("জল বাড়ছে।", "3.000", "4.000")),
    )


def test_the_headline_is_no_block_and_may_be_missing() -> None:
    assert [block.kind for block in lay_out([TITLE, BODY], ()).blocks] == [BlockKind.PARAGRAPH]
    assert lay_out([BODY], ()).heading == ()


def test_lines_of_verse_that_follow_one_another_are_one_block() -> None:
    layout = lay_out([verse("নদী বয়,"), verse("নৌকা রয়।"), BODY, BODY, verse("ঘাট শেষ।")], ())
    assert [(block.kind.value, len(block.lines)) for block in layout.blocks] == [
        ("verse", 2), ("paragraph", 1), ("paragraph", 1), ("verse", 1),
    ]  # fmt: skip
