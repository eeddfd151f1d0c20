import random
import time
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from story_pairs import Pair, Text, read_pairs

from podcast.daily.duplicates import find_duplicates
from podcast.daily.likeness import Fingerprint, compare, fingerprint

PAIRS = read_pairs()
_ARABIC_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def prints(texts: Sequence[Text]) -> list[Fingerprint]:
    return [fingerprint(*text) for text in texts]


SOME_PRINTS = prints([side for pair in PAIRS[::5] for side in (pair.left, pair.right)])


def is_same(pair: Pair) -> bool:
    return compare(fingerprint(*pair.left), fingerprint(*pair.right)).is_same


def named(name: str) -> Pair:
    return next(pair for pair in PAIRS if pair.name == name)


def test_the_pairs_are_what_was_promised() -> None:
    assert len(PAIRS) >= 120
    assert sum(pair.kind == "template" and not pair.is_same for pair in PAIRS) >= 40
    assert sum(pair.kind == "reworded" and pair.is_same for pair in PAIRS) >= 40
    assert 3 * sum(pair.is_aside for pair in PAIRS) == len(PAIRS)
    assert len({pair.name for pair in PAIRS}) == len(PAIRS)
    texts = [text for pair in PAIRS for side in (pair.left, pair.right) for text in (side[0], *side[1])]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


@pytest.mark.parametrize("is_aside", [False, True], ids=["looked at", "set aside"])
def test_one_story_is_told_from_two(*, is_aside: bool) -> None:
    found = [(pair.is_same, is_same(pair)) for pair in PAIRS if pair.is_aside is is_aside]
    right = sum(truth and said for truth, said in found)
    assert right / sum(said for _, said in found) >= 0.98
    assert right / sum(truth for truth, _ in found) >= 0.9


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_each_pair_is_judged_the_same_from_both_ends(pair: Pair) -> None:
    left, right = fingerprint(*pair.left), fingerprint(*pair.right)
    assert compare(left, right) == compare(right, left)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_index_loses_no_pair_that_comparing_finds(pair: Pair) -> None:
    groups = find_duplicates(prints([pair.left, pair.right]))
    assert len(groups) == (1 if is_same(pair) else 2)


def test_a_reason_names_the_facts_that_differ() -> None:
    pair = named("template-11")
    why = compare(fingerprint(*pair.left), fingerprint(*pair.right)).why
    assert "ব্যারাকপু" in why
    assert "বাঁশদ্রোণী" in why


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_stories_does_not_matter(shuffler: random.Random) -> None:
    stories = SOME_PRINTS
    order = list(range(len(stories)))
    expected = {frozenset(group) for group in find_duplicates(stories)}
    shuffler.shuffle(order)
    groups = find_duplicates([stories[place] for place in order])
    assert {frozenset(order[place] for place in group) for group in groups} == expected


def test_every_story_is_in_one_group_and_groups_keep_the_order() -> None:
    groups = find_duplicates(prints([side for pair in PAIRS for side in (pair.left, pair.right)]))
    assert sorted(place for group in groups for place in group) == list(range(2 * len(PAIRS)))
    assert [min(group) for group in groups] == sorted(min(group) for group in groups)


def test_no_two_pairs_of_the_set_are_taken_for_one_story() -> None:
    groups = find_duplicates(prints([side for pair in PAIRS for side in (pair.left, pair.right)]))
    assert all(len({place // 2 for place in group}) == 1 for group in groups)


def test_the_fullest_comes_first() -> None:
    pair = named("other-07")
    assert find_duplicates(prints([pair.right, pair.left])) == ((1, 0),)


def test_of_two_that_are_as_full_the_earlier_comes_first() -> None:
    pair = named("other-05")
    assert find_duplicates(prints([pair.left, pair.left, pair.left])) == ((0, 1, 2),)


def test_forty_copies_with_other_furniture_are_one_story() -> None:
    title, paragraphs = named("other-07").left
    copies = [(title, (*paragraphs, f"আরও পড়ুন {word}")) for word in "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহঅআইঈউঊএঐ"]
    assert len(copies) == 40
    assert len(find_duplicates(prints(copies))) == 1


def test_a_short_item_that_is_like_two_stories_does_not_join_them() -> None:
    pair = named("template-37")
    _, paragraphs = pair.left
    vague = tuple(paragraph.replace("রামু উপজেলার মনিরঝিল গ্রামে", "একটি গ্রামে") for paragraph in paragraphs)
    assert not is_same(pair)
    groups = find_duplicates(prints([pair.left, ("সাঁকো ভেঙে দুর্ভোগ", vague), pair.right]))
    assert len({0, 2} & set(groups[0])) == 1


def test_digits_of_either_script_and_composed_letters_are_the_same() -> None:
    title, paragraphs = named("reworded-16").left
    other = tuple(unicodedata.normalize("NFD", paragraph.translate(_ARABIC_DIGITS)) for paragraph in paragraphs)
    found = compare(fingerprint(title, paragraphs), fingerprint(title, other))
    assert found.is_same
    assert found.jaccard == 1


def test_a_placeholder_under_two_titles_is_two_stories() -> None:
    stub = ("বিস্তারিত আসছে...",)
    assert len(find_duplicates(prints([("সেতু খুলল", stub), ("বাজারে আগুন", stub), ("সেতু খুলল", stub)]))) == 2


def test_stories_without_a_text_are_not_one_story() -> None:
    assert len(find_duplicates(prints([("সেতু খুলল", ()), ("বাজারে আগুন", ())]))) == 2
    assert find_duplicates([]) == ()


def many(count: int) -> list[Text]:
    """Texts of sentences drawn from the pairs, digits at random: as alike as the reports of a week."""
    drawn = random.Random(7)
    pool = [sentence for pair in PAIRS for paragraph in pair.left[1] for sentence in paragraph.split("। ")]

    def scrambled(text: str) -> str:
        return "".join(drawn.choice("০১২৩৪৫৬৭৮৯") if letter.isdigit() else letter for letter in text)

    return [
        (scrambled(drawn.choice(pool)), tuple("। ".join(map(scrambled, drawn.sample(pool, 4))) for _ in range(2)))
        for _ in range(count)
    ]


def cost_s(texts: Sequence[Text]) -> float:
    costs = []
    for _ in range(3):
        start = time.process_time()
        find_duplicates(prints(texts))
        costs.append(time.process_time() - start)
    return min(costs)


def test_five_times_as_many_stories_cost_about_five_times_as_much() -> None:
    texts = many(400)
    cost_s(texts[:80])  # tables
    assert cost_s(texts) <= 2 * 5 * cost_s(texts[:80])
