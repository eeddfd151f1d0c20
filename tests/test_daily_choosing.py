import random
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest
from daily_samples import NOW, candidate, paragraphs, told
from hypothesis import given
from hypothesis import strategies as st
from test_daily_duplicates import many

from podcast.daily.candidates import Candidate, Remembered, Told, identify_content
from podcast.daily.choosing import Choice, choose
from podcast.daily.skipping import find_skip_word
from podcast.editions import EditionRules, NewsSource


def chosen(
    candidates: Sequence[Candidate],
    rules: EditionRules | None = None,
    sources: Sequence[NewsSource] = (),
    remembered: Remembered | None = None,
) -> Choice:
    return choose(candidates, rules or EditionRules(), sources, remembered=remembered or Remembered(), now=NOW)


def source(name: str, **values: object) -> NewsSource:
    return NewsSource(name=name, url="https://khobor.example/feed", **values)  # type: ignore[arg-type]


def urls(choice: Choice) -> list[str]:
    return [story.kept.url for story in choice.stories]


def reason(choice: Choice, of: Candidate) -> str:
    (found,) = [left.reason for left in choice.left_out if left.candidate == of]
    return found


def test_everything_is_chosen_where_there_is_room() -> None:
    choice = chosen([candidate(0), candidate(1), candidate(2)])
    assert urls(choice) == [candidate(number).url for number in range(3)]
    assert choice.left_out == ()
    assert choice.seconds == 180


def test_what_the_caller_took_for_no_article_keeps_its_reason() -> None:
    teaser = candidate(0, skipped_because="only a teaser was there")
    choice = chosen([teaser, candidate(1)])
    assert urls(choice) == [candidate(1).url]
    assert reason(choice, teaser) == "only a teaser was there"


def test_what_an_earlier_edition_had_is_not_read_again() -> None:
    choice = chosen([candidate(0), candidate(1)], remembered=Remembered(urls=frozenset({candidate(0).url})))
    assert urls(choice) == [candidate(1).url]
    assert reason(choice, candidate(0)) == f"an earlier edition had it, from {candidate(0).url}"


def test_a_text_that_moved_to_another_address_is_not_read_again() -> None:
    remembered = Remembered(content_ids=frozenset({candidate(0).content_id}))
    moved = candidate(0, url="https://khobor0.example/moved", title="অন্য শিরোনাম")
    choice = chosen([moved], remembered=remembered)
    assert urls(choice) == []
    assert "the same text" in reason(choice, moved)


def test_a_story_told_in_other_words_on_an_earlier_day_is_not_read_again() -> None:
    earlier = told("reworded-01", "left")
    remembered = Remembered(recent=(Told(earlier.title, tuple(block.text for block in earlier.blocks)),))
    again = told("reworded-01", "right")
    choice = chosen([again, candidate(1)], remembered=remembered)
    assert urls(choice) == [candidate(1).url]
    assert reason(choice, again) == "an earlier edition told the same story in other words"


def test_the_address_of_one_copy_keeps_the_other_copies_out() -> None:
    left, right = told("reworded-01", "left"), told("reworded-01", "right")
    choice = chosen([left, right], remembered=Remembered(urls=frozenset({left.url})))
    assert urls(choice) == []
    assert left.url in reason(choice, right)


def test_one_story_of_two_sources_is_read_once_and_credited_to_both() -> None:
    short, full = told("other-07", "right"), told("other-07", "left")
    choice = chosen([short, full])
    assert urls(choice) == [full.url]
    assert choice.stories[0].sources == (full.source, short.source)
    assert reason(choice, short) == f"{full.source} tells the same story, “{full.title}”, more fully"


def test_an_article_that_stands_twice_in_a_feed_is_read_once() -> None:
    twice = candidate(0, position=5)
    choice = chosen([candidate(0), twice])
    assert urls(choice) == [candidate(0).url]
    assert reason(choice, twice) == f"{candidate(0).source} has the same address"


@pytest.mark.parametrize(
    ("better", "worse", "sources"),
    [
        ({}, {"published_at": NOW - timedelta(hours=20)}, []),
        ({}, {"position": 8}, []),
        ({}, {"published_at": None}, []),
        ({"published_at": NOW + timedelta(hours=2)}, {}, []),
        ({"source": "বড়"}, {"source": "ছোট"}, [source("বড়", weight=2), source("ছোট")]),
    ],
    ids=["fresher", "higher in its feed", "dated", "dated tomorrow", "of more weight"],
)
def test_the_better_one_is_taken(
    better: dict[str, object], worse: dict[str, object], sources: list[NewsSource]
) -> None:
    first, second = candidate(0, **worse), candidate(1, **better)
    choice = chosen([first, second], EditionRules(max_articles=1), sources)
    assert urls(choice) == [second.url]
    assert reason(choice, first) == "the edition has its 1 stories, and they count for more"


def test_a_story_that_two_sources_tell_counts_for_more() -> None:
    both = [told("reworded-01", "left"), told("reworded-01", "right")]
    assert urls(chosen([candidate(0), *both], EditionRules(max_articles=1)))[0] in {story.url for story in both}


def test_of_two_that_count_the_same_the_first_is_taken() -> None:
    assert urls(chosen([candidate(1), candidate(0)], EditionRules(max_articles=1))) == [candidate(1).url]


def test_categories_take_turns() -> None:
    sport = [candidate(number, category="খেলা") for number in range(3)]
    culture = candidate(3, category="সংস্কৃতি", position=4)
    assert culture.url in urls(chosen([*sport, culture], EditionRules(max_articles=2)))


def test_one_source_does_not_fill_the_edition() -> None:
    same = [candidate(number, source="এক") for number in range(3)]
    other = candidate(3, source="দুই", position=2)
    assert other.url in urls(chosen([*same, other], EditionRules(max_articles=2)))


def test_a_source_has_no_more_than_its_limit() -> None:
    same = [candidate(number, source="এক") for number in range(3)]
    choice = chosen(same, sources=[source("এক", limit=2)])
    assert urls(choice) == [same[0].url, same[1].url]
    assert reason(choice, same[2]) == "এক may have 2 in one edition, and its others count for more"


def test_the_length_is_filled_with_whole_articles() -> None:
    long = candidate(1, seconds=90)
    choice = chosen([candidate(0), long, candidate(2, position=9)], EditionRules(max_minutes=2))
    assert urls(choice) == [candidate(0).url, candidate(2).url]
    assert reason(choice, long) == "it takes 90 s to read, and 60 s of the edition's 2 minutes are left"


def test_a_long_article_counts_with_what_is_read_of_it() -> None:
    long = candidate(0, seconds=400, blocks=paragraphs(*["নদীর পাড়ে আজ মেলা বসেছে।"] * 4))
    choice = chosen([long], EditionRules(max_minutes=4, story_minutes=4))
    assert [(len(story.part.blocks), story.part.seconds, story.part.is_whole) for story in choice.stories] == [
        (2, 200, False)
    ]


def test_only_wanted_categories_are_read() -> None:
    sport, none, tagged = candidate(0, category="Sport"), candidate(1), candidate(2, source="খেলাঘর")
    choice = chosen([sport, none, tagged], EditionRules(categories=("sport", "খেলা")), [source("খেলাঘর", category="খেলা")])
    assert set(urls(choice)) == {sport.url, tagged.url}
    assert "not one of those that are wanted" in reason(choice, none)


def test_unwanted_categories_are_not_read() -> None:
    sport = candidate(0, category="খেলা")
    choice = chosen([sport, candidate(1)], EditionRules(unwanted_categories=("খেলা",)))
    assert urls(choice) == [candidate(1).url]
    assert reason(choice, sport) == "its category, খেলা, is not wanted"


def test_old_articles_are_not_read() -> None:
    old = candidate(0, published_at=NOW - timedelta(hours=50))
    choice = chosen([old], EditionRules(max_age_hours=48))
    assert reason(choice, old) == "it is 50 hours old, more than 48"


def test_a_word_to_skip_keeps_all_copies_out() -> None:
    short, full = told("other-07", "right"), told("other-07", "left")
    choice = chosen([short, full], EditionRules(skip_words=("লোকসান",)))
    assert urls(choice) == []
    assert reason(choice, short) == reason(choice, full) == f"“লোকসান”, a word to skip, stands in “{full.title}”"


@pytest.mark.parametrize(
    ("text", "word", "is_found"),
    [
        ("আমরা গেলাম", "আম", False),
        ("আমের বাগান", "আম", False),
        ("পাকা আম, কাঁচা আম", "আম", True),
        ("খুনসুটি", "খুন", False),
        ("মাটি ও মানুষ", "মা", False),
        ("নির্বাচনের প্রচার", "নির্বাচন", True),
        ("উপনির্বাচন", "নির্বাচন", False),
        ("নির্বাচনী প্রচার", "নির্বাচন", False),
        ("ধর্ষণকে ধিক্কার", "ধর্ষণ", True),
        ("শেয়ার  বাজারের খবর", "শেয়ার বাজার", True),
        ("IPL-এর নিলাম", "ipl", True),
        ("IPLT20", "ipl", False),
        ("(জুয়া)", "জুয়া", True),
        ("C++ শেখা", "C++", True),
    ],
)
def test_words_to_skip_are_found_as_words(text: str, word: str, *, is_found: bool) -> None:
    assert (find_skip_word([text], [word]) == word) is is_found


def test_stories_are_told_in_the_order_that_the_show_wants() -> None:
    early = candidate(0, category="খেলা", published_at=NOW - timedelta(hours=9))
    late = candidate(1, category="দেশ", published_at=NOW - timedelta(hours=1))
    undated = candidate(2, published_at=None)
    mixed = [undated, early, late]
    assert urls(chosen(mixed)) == [late.url, early.url, undated.url]
    assert urls(chosen(mixed, EditionRules(order="time"))) == [early.url, late.url, undated.url]
    assert urls(chosen(mixed, EditionRules(order="category"))) == [late.url, early.url, undated.url]


def test_the_wanted_categories_are_told_in_their_order() -> None:
    sport, home = candidate(0, category="খেলা"), candidate(1, category="দেশ", position=3)
    assert urls(chosen([sport, home], EditionRules(order="category", categories=("দেশ", "খেলা")))) == [
        home.url,
        sport.url,
    ]


@given(st.randoms(use_true_random=False), st.integers(1, 6), st.integers(1, 5))
def test_each_candidate_is_chosen_credited_or_has_a_reason(chance: random.Random, most: int, minutes: int) -> None:
    some = [
        candidate(
            number,
            url=f"https://khobor.example/{number}",
            source=chance.choice("কখগ"),
            seconds=chance.randint(1, 120),
            category=chance.choice([None, "খেলা", "দেশ"]),
            position=chance.randint(0, 9),
            skipped_because=chance.choice([None, None, None, "a teaser"]),
        )
        for number in range(12)
    ]
    rules = EditionRules(max_articles=most, max_minutes=minutes)
    choice = chosen(some, rules)
    kept = [story.kept for story in choice.stories]
    assert len(kept) <= most
    assert choice.seconds <= minutes * 60
    assert sorted([*(one.url for one in kept), *(left.candidate.url for left in choice.left_out)]) == sorted(
        one.url for one in some
    )
    assert all(left.reason for left in choice.left_out)
    assert chosen(some, rules) == choice


def test_the_identity_of_a_text_survives_what_does_not_change_it() -> None:
    one = identify_content("শিরোনাম", ["আয় ১,২০০ কোটি।", "শেষ।"])
    assert one == identify_content("অন্য শিরোনাম", ["আয় 1200 কোটি", "শেষ"])
    assert one != identify_content("শিরোনাম", ["আয় ১,২০১ কোটি।", "শেষ।"])
    assert identify_content("ক খ", []) != identify_content("গ ঘ", [])


@pytest.mark.no_cover
def test_choosing_among_five_times_as_many_costs_about_five_times_as_much() -> None:
    texts = many(400)
    candidates = [
        candidate(number, title=title, blocks=paragraphs(*parts), url=f"https://khobor.example/{number}")
        for number, (title, parts) in enumerate(texts)
    ]

    def cost_s(some: Sequence[Candidate]) -> float:
        costs = []
        for _ in range(3):
            start = time.process_time()
            chosen(some)
            costs.append(time.process_time() - start)
        return min(costs)

    cost_s(candidates[:80])
    assert cost_s(candidates) <= 2 * 5 * cost_s(candidates[:80])
