import pytest

from podcast.article.dump import Found, find_in_plain
from podcast.article.plain import read_plain

_A = "নদীর ধারে নতুন বাজার বসেছে। সেখানে দোকান আছে ৪২টি, আর রোজ হাজার মানুষ আসেন কেনাকাটা করতে।"
_B = "বাজার কমিটির হিসাবে প্রথম মাসেই বিক্রি হয়েছে ১২ লক্ষ টাকার জিনিস। কমিটি চায়, ঘাট পর্যন্ত রাস্তা পাকা হোক।"
_C = "ব্যবসায়ী অলোক নাথ বলেন, আগে জিনিস নিয়ে শহরে যেতে হত। এখন ক্রেতাই আসছেন গ্রামে, তাতে খরচ কমেছে।"
_TITLE = "নদীর ধারে নতুন বাজার"


def find_in_text(text: str) -> Found:
    return find_in_plain(read_plain(text))


def texts(*lines: str) -> list[str]:
    return [block.text for block in find_in_text("\n".join(lines)).blocks]


def test_a_second_copy_of_the_body_is_left_out() -> None:
    assert texts(_TITLE, _A, _B, "সর্বশেষ", _TITLE, _A, _B) == [_A, _B]


def test_an_advertisement_between_paragraphs_does_not_end_the_body() -> None:
    assert texts(_TITLE, _A, "বিজ্ঞাপন", _B, "Advertisement", _C, "সব খবর", "অন্য খবর এখানে") == [_A, _B, _C]


def test_headlines_under_a_label_in_mid_body_are_left_out() -> None:
    assert texts(_TITLE, _A, "আরও পড়ুন", "খুলছে নতুন সেতু সোমবার থেকে", _B, "বিজ্ঞাপন", _C) == [_A, _B, _C]


def test_one_short_line_between_paragraphs_is_a_sub_head_and_a_run_of_them_is_not() -> None:
    found = find_in_text(f"{_TITLE}\nবিজ্ঞাপন\n{_A}\nকেমন বিক্রি\n{_B}\nমাস\nটাকা\nমোট\n{_C}")
    assert [(block.kind.value, block.text) for block in found.blocks] == [
        ("paragraph", _A),
        ("subhead", "কেমন বিক্রি"),
        ("paragraph", _B),
        ("paragraph", _C),
    ]


def test_a_list_in_the_body_stays() -> None:
    items = ["১. প্রতিদিন সকাল আটটায় খোলে", "২. শুক্রবার বন্ধ", "৩. ঘাটে নৌকা থাকে রাত পর্যন্ত"]
    assert texts(_TITLE, "বিজ্ঞাপন", _A, *items, _B) == [_A, *items, _B]


def test_a_deck_that_the_body_repeats_is_left_out() -> None:
    assert texts(_TITLE, "বিজ্ঞাপন", "বাজার: নদীর ধারে নতুন বাজার বসেছে। সেখানে দোকান আছে ৪২টি।", _A, _B) == [_A, _B]


def test_a_deck_above_the_date_is_left_out() -> None:
    deck = "এক মাসেই জমে উঠেছে গ্রামের হাট, খুশি ব্যবসায়ী ও ক্রেতা। দাবি উঠেছে পাকা রাস্তার।"
    assert texts(_TITLE, deck, "প্রকাশ: ৩ মে ২০২৬, ১০:৩০", _A, _B, _C) == [_A, _B, _C]


@pytest.mark.parametrize("mark", ["•  ", "- ", "* "])
def test_bullets_are_left_out(mark: str) -> None:
    assert texts(_TITLE, mark + _A, mark + _B) == [_A, _B]


def test_a_dialogue_keeps_its_repeated_short_answers() -> None:
    lines = [_TITLE, _A, "‘যাবে?’", "‘না।’", _B, "‘যাবে?’", "‘না।’", _C]
    assert texts(*lines) == lines[1:]


def test_the_headline_is_the_line_whose_words_the_body_uses() -> None:
    menu = ["হোম", "জেলা", "বাজেট নিয়ে আলোচনা চলছে সংসদে", "মাঠের লড়াই জমে উঠেছে এবার"]
    found = find_in_text("\n".join([*menu, "জেলার হাট", _TITLE, "শিউলি মণ্ডল", "৩ মে ২০২৬", _A, _B]))
    assert found.title == _TITLE


def test_a_text_without_a_headline_is_called_by_its_first_sentence() -> None:
    assert find_in_text(_A).title == "নদীর ধারে নতুন বাজার বসেছে"


def test_nothing_is_found_in_labels() -> None:
    found = find_in_text("হোম\nজেলা\nবিজ্ঞাপন")
    assert (found.title, found.blocks, found.lines) == ("", (), 3)
