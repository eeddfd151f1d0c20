from podcast.model import Article, Block, BlockKind
from podcast.script import write_script


def article(*texts: str, title: str = "সেতু খুলল") -> Article:
    return Article(title=title, blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in texts))


def test_the_title_is_the_first_passage() -> None:
    script = write_script(article("নদীর উপর সেতু খুলেছে।"))
    assert [passage.kind for passage in script.passages] == [BlockKind.TITLE, BlockKind.PARAGRAPH]
    assert script.sentences[0].written == "সেতু খুলল"


def test_sentences_are_split_before_numbers_are_spoken() -> None:
    script = write_script(article("দৈর্ঘ্য ৩.৫ কিলোমিটার। খরচ ২০ কোটি টাকা।"))
    assert [sentence.written for sentence in script.passages[1].sentences] == [
        "দৈর্ঘ্য ৩.৫ কিলোমিটার।",
        "খরচ ২০ কোটি টাকা।",
    ]


def test_written_and_spoken_travel_together() -> None:
    sentence = write_script(article("খরচ ২০ কোটি টাকা।")).passages[1].sentences[0]
    assert sentence.spoken == "খরচ কুড়ি কোটি টাকা।"
    assert [(rewrite.written, rewrite.spoken) for rewrite in sentence.rewrites] == [("২০", "কুড়ি")]


def test_a_first_paragraph_that_repeats_the_title_is_heard_once() -> None:
    script = write_script(article("সেতু  খুলল", "নদীর উপর সেতু খুলেছে।"))
    assert [sentence.written for sentence in script.sentences] == ["সেতু খুলল", "নদীর উপর সেতু খুলেছে।"]


def test_a_block_with_nothing_in_it_leaves_no_passage() -> None:
    assert len(write_script(article("  ", "নদীর উপর সেতু খুলেছে।")).passages) == 2


def test_a_sub_head_keeps_its_kind() -> None:
    blocks = (Block(BlockKind.SUBHEAD, "পথ কম"), Block(BlockKind.PARAGRAPH, "দূরত্ব কমেছে।"))
    script = write_script(Article(title="সেতু খুলল", blocks=blocks))
    assert script.passages[1].kind is BlockKind.SUBHEAD


def test_money_is_spoken_in_the_locale_that_was_asked() -> None:
    written = article("ভাড়া ₹৫০।")
    indian, bangladeshi = (write_script(written, locale=locale).sentences[1].spoken for locale in ("bn-IN", "bn-BD"))
    assert (indian, bangladeshi) == ("ভাড়া পঞ্চাশ টাকা।", "ভাড়া পঞ্চাশ রুপি।")
