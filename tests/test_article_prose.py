import pytest

from podcast.article.prose import bengali_share, count_marks, ends_in_mark, is_prose


@pytest.mark.parametrize(
    ("text", "marks"), [("এক। দুই? তিন!", 3), ("ড. মো. করিম", 0), ("১.৫ কোটি।।", 1), ("সঙ্কটে OpenAI. তাই", 1)]
)
def test_sentence_marks_are_counted(text: str, marks: int) -> None:
    assert count_marks(text) == marks


@pytest.mark.parametrize(
    ("text", "ends"), [("শেষ।’", True), ("শেষ…", True), ("সঙ্কটে OpenAI.", True), ("ড.", False), ("শেষ", False)]
)
def test_the_end_of_a_sentence_is_known(text: str, *, ends: bool) -> None:
    assert ends_in_mark(text) is ends


def test_a_headline_of_two_sentences_is_not_prose() -> None:
    assert not is_prose("রোজ খরচ ৬ কোটি! বন্ধ হওয়ার মুখে শহরের সবচেয়ে পুরনো ট্রাম পরিষেবা")


@pytest.mark.parametrize(
    ("texts", "share"), [(["নদী"], 1.0), (["river"], 0.0), ([], 0.0), (["১২৩ !"], 0.0), (["river নদীর"], 4 / 9)]
)
def test_the_share_of_bengali_letters_is_measured(texts: list[str], share: float) -> None:
    assert bengali_share(texts) == pytest.approx(share)
