import dataclasses
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from daily_samples import NOW, candidate, paragraphs, told

from podcast.bangla.unicode import normalize_text
from podcast.chunking import chunk_script
from podcast.daily.candidates import Candidate, Remembered
from podcast.daily.choosing import Choice, choose
from podcast.daily.composing import Edition, compose
from podcast.daily.parts import read_part
from podcast.daily.wording import Wording, find_wording
from podcast.editions import EditionRules
from podcast.errors import SettingsError
from podcast.model import Block, BlockKind, PauseKind
from podcast.script import find_every_other_story, write_script

DHAKA = NOW.astimezone(ZoneInfo("Asia/Dhaka"))
KOLKATA = NOW.astimezone(ZoneInfo("Asia/Kolkata"))


def choice(*candidates: Candidate, rules: EditionRules | None = None) -> Choice:
    return choose(candidates, rules or EditionRules(), (), remembered=Remembered(), now=NOW)


def edition(
    *candidates: Candidate, rules: EditionRules | None = None, moment: datetime = DHAKA, **wording: str
) -> Edition:
    locale = "bn-BD" if moment is not KOLKATA else "bn-IN"
    return compose(choice(*candidates, rules=rules), show="নদীর খবর", locale=locale, moment=moment, wording=wording)


def texts(made: Edition, kind: BlockKind | None = None) -> list[str]:
    return [block.text for block in made.article.blocks if kind in {None, block.kind}]


def test_an_edition_is_greeting_headlines_stories_and_closing() -> None:
    one, two = candidate(0, blocks=paragraphs("প্রথম খবর।")), candidate(1, blocks=paragraphs("দ্বিতীয় খবর।"))
    made = edition(one, two)
    assert made.article.title == "নদীর খবর, ২৬ নভেম্বর ২০২৬"
    assert texts(made) == [
        "শুভ সকাল। আজ বৃহস্পতিবার, ১১ই অগ্রহায়ণ ১৪৩৩ বঙ্গাব্দ।",
        "শুরুতেই শিরোনাম।",
        f"{one.title}।",
        f"{two.title}।",
        one.title,
        "খবরটি প্রকাশ করেছে পত্রিকা 0।",
        "প্রথম খবর।",
        two.title,
        "খবরটি প্রকাশ করেছে পত্রিকা 1।",
        "দ্বিতীয় খবর।",
        "খবর এ পর্যন্তই।",
        "শোনার জন্য ধন্যবাদ।",
    ]


def test_west_bengal_hears_the_weekday_and_no_guessed_bangla_date() -> None:
    made = edition(candidate(0), moment=KOLKATA)
    assert texts(made)[0] == "শুভ সকাল। আজ বৃহস্পতিবার।"
    assert "বঙ্গাব্দ" not in "".join(texts(made))


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [
        (0, "রাতের শুভেচ্ছা"),
        (3, "রাতের শুভেচ্ছা"),
        (4, "শুভ সকাল"),
        (11, "শুভ সকাল"),
        (12, "শুভ দুপুর"),
        (16, "শুভ বিকেল"),
        (18, "শুভ সন্ধ্যা"),
        (20, "রাতের শুভেচ্ছা"),
        (23, "রাতের শুভেচ্ছা"),
    ],
)
def test_the_greeting_goes_by_the_time_of_day(hour: int, greeting: str) -> None:
    assert texts(edition(candidate(0), moment=DHAKA.replace(hour=hour)))[0].startswith(f"{greeting}।")


def test_one_story_has_no_round_up() -> None:
    assert texts(edition(candidate(0))).count(candidate(0).title) == 1
    assert f"{candidate(0).title}।" not in texts(edition(candidate(0)))


def test_a_headline_that_ends_in_a_mark_gets_no_danda() -> None:
    made = edition(candidate(0, title="বৃষ্টি কি হবে?"), candidate(1, title="‘যাব না!’"))
    assert texts(made)[2:4] == ["বৃষ্টি কি হবে?", "‘যাব না!’"]


def test_all_sources_of_a_story_are_credited() -> None:
    full = told("other-07", "left", source="হাটবার্তা")
    made = edition(full, told("other-07", "right", source="ভোরের কাগজ"))
    assert "খবরটি প্রকাশ করেছে হাটবার্তা ও ভোরের কাগজ।" in texts(made)
    assert made.stories[0].sources == ("হাটবার্তা", "ভোরের কাগজ")


def test_sub_heads_and_verse_stay_what_they_are() -> None:
    blocks = (
        Block(BlockKind.PARAGRAPH, "মেলা বসেছে।"),
        Block(BlockKind.SUBHEAD, "গানের আসর"),
        Block(BlockKind.VERSE, "নদী চলে সাগরে"),
    )
    made = edition(candidate(0, blocks=blocks))
    assert tuple(block for block in made.article.blocks if block in blocks) == blocks


def test_a_body_that_begins_with_its_headline_says_it_once() -> None:
    title = candidate(0).title
    made = edition(candidate(0, blocks=paragraphs(f"{title}।", "মূল কথা।")))
    assert [text.rstrip("।") for text in texts(made)].count(title) == 1
    assert "মূল কথা।" in texts(made)


def test_what_is_not_read_to_the_end_is_said_to_be_so() -> None:
    long = candidate(0, seconds=400, blocks=paragraphs("এক দুই।", "তিন চার।", "পাঁচ ছয়।", "সাত আট।"))
    made = edition(long, candidate(1), rules=EditionRules(story_minutes=4))
    told_texts = texts(made)
    place = told_texts.index("তিন চার।")
    assert told_texts[place + 1].startswith("বাকি অংশ মূল প্রতিবেদনে")
    assert "পাঁচ ছয়।" not in told_texts
    assert [story.is_whole for story in made.stories] == [False, True]
    assert sum(text.startswith("বাকি অংশ") for text in told_texts) == 1


def test_headlines_lead_to_their_stories() -> None:
    made = edition(candidate(0), candidate(1))
    headlines = [block for block in made.article.blocks if block.kind is BlockKind.HEADLINE]
    assert [block.url for block in headlines] == [candidate(0).url, candidate(1).url, None]
    assert [story.url for story in made.stories] == [candidate(0).url, candidate(1).url]


def test_no_block_says_the_disclosure() -> None:
    assert "কৃত্রিম" not in "".join(texts(edition(candidate(0))))


def test_every_source_is_credited_once() -> None:
    made = edition(candidate(0), candidate(1), candidate(2, source=candidate(0).source))
    assert made.article.site_name == f"{candidate(0).source} ও {candidate(1).source}"


def test_a_show_words_it_in_its_own_way() -> None:
    made = edition(
        candidate(0),
        candidate(1),
        title="{show}: {date}",
        opening_with_bangla_date="{count}টি খবর নিয়ে {show}। {bangla_date}।",
        roundup="",
        goodbye="",
        source="সূত্র: {sources}।",
    )
    assert made.article.title == "নদীর খবর: ২৬ নভেম্বর ২০২৬, বৃহস্পতিবার"
    assert texts(made)[0] == "২টি খবর নিয়ে নদীর খবর। ১১ই অগ্রহায়ণ ১৪৩৩ বঙ্গাব্দ।"
    assert made.article.blocks[1].kind is BlockKind.HEADLINE
    assert texts(made)[-1] == "খবর এ পর্যন্তই।"
    assert "সূত্র: পত্রিকা 1।" in texts(made)


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ({"greeting": "নমস্কার"}, "edition.wording.greeting is not known; expected one of title, dawn"),
        ({"source": "{source}"}, r"\{source\} is not known; expected \{sources\}"),
        ({"source": "{sources.__class__}"}, "is not known"),
        ({"source": "{sources!r}"}, "is not known"),
        ({"source": "{sources:>9}"}, "is not known"),
        ({"opening": "{"}, "edition.wording.opening"),
        ({"rest": "{url}"}, "expected nothing in braces"),
        ({"title": " "}, "title is empty"),
    ],
)
def test_wording_that_cannot_be_filled_in_is_refused(wording: dict[str, str], found: str) -> None:
    with pytest.raises(SettingsError, match=found):
        find_wording("bn-BD", wording)


@pytest.mark.parametrize("locale", ["bn-IN", "bn-BD"])
def test_the_sentences_that_ship_are_whole_and_pass_their_own_check(locale: str) -> None:
    shipped = dataclasses.asdict(find_wording(locale))
    assert find_wording(locale, shipped) == Wording(**shipped)
    assert all(normalize_text(sentence) == sentence.strip() != "" for sentence in shipped.values())
    text = files("podcast.daily").joinpath("wording.toml").read_text(encoding="utf-8")
    assert normalize_text(text) == text


def test_a_show_of_no_country_speaks_as_west_bengal_does() -> None:
    assert find_wording("bn") == find_wording("bn-IN")


def test_an_edition_without_stories_or_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs a story"):
        edition()
    with pytest.raises(ValueError, match="zone"):
        edition(candidate(0), moment=datetime(2026, 11, 26))  # noqa: DTZ001 - what is refused


def test_the_same_edition_is_composed_twice() -> None:
    assert edition(candidate(0), candidate(1)) == edition(candidate(0), candidate(1))
    assert edition(candidate(0)).article.published_at == NOW.astimezone(UTC)


def test_the_sting_is_heard_before_each_story_and_the_closing() -> None:
    made = edition(candidate(0, blocks=paragraphs("প্রথম।")), candidate(1, blocks=paragraphs("দ্বিতীয়।")))
    script = write_script(made.article, locale="bn-BD", notice="যন্ত্রে পড়া।")
    chunks = chunk_script(script, best_bytes=500, max_bytes=1000)
    stings = [chunk.text for chunk in chunks if chunk.pause_after is PauseKind.STORY]
    assert stings == [chunks[4].text, "প্রথম।", "দ্বিতীয়।"]
    assert script.sentences[-1].written == "যন্ত্রে পড়া।"


def test_every_other_story_is_for_the_second_reader() -> None:
    made = edition(*(candidate(number, blocks=paragraphs(f"খবর {number}।")) for number in range(3)))
    script = write_script(made.article, locale="bn-BD")
    said = [script.sentences[place].written for place in sorted(find_every_other_story(script))]
    assert "খবর 1।" in said
    assert not {"খবর 0।", "খবর 2।"} & set(said)
    assert said[-2:] == ["খবর এ পর্যন্তই।", "শোনার জন্য ধন্যবাদ।"]


def test_an_article_has_no_other_stories() -> None:
    article = edition(candidate(0)).article
    plain = dataclasses.replace(article, blocks=paragraphs("এক।", "দুই।"))
    assert find_every_other_story(write_script(plain)) == frozenset()


LINES = paragraphs(*["নদীর পাড়ে আজ মেলা বসেছে।"] * 10)


@pytest.mark.parametrize(
    ("limit", "count", "seconds"),
    [(None, 10, 100), (100, 10, 100), (91, 10, 100), (90, 9, 90), (55, 5, 50), (10, 1, 10), (1, 1, 10)],
)
def test_paragraphs_are_read_up_to_the_limit(limit: float | None, count: int, seconds: float) -> None:
    part = read_part(LINES, 100, limit)
    assert (len(part.blocks), part.is_whole) == (count, count == 10)
    assert part.seconds == pytest.approx(seconds)


def test_no_part_ends_with_a_sub_head() -> None:
    blocks = (LINES[0], Block(BlockKind.SUBHEAD, "মেলা"), *LINES[:6])
    part = read_part(blocks, 100, 20)
    assert part.blocks == LINES[:1]


def test_a_first_sub_head_is_read_with_its_paragraph() -> None:
    blocks = (Block(BlockKind.SUBHEAD, "মেলা"), *LINES)
    part = read_part(blocks, 100, 1)
    assert part.blocks == blocks[:2]


def test_an_article_without_blocks_is_whole() -> None:
    assert read_part((), 100, 10).is_whole


def test_the_edition_is_of_the_day_that_its_moment_has() -> None:
    late = datetime(2026, 11, 25, 18, 1, tzinfo=UTC)
    for zone, day in (("Asia/Dhaka", "২৬ নভেম্বর"), ("Asia/Kolkata", "২৫ নভেম্বর")):
        made = edition(candidate(0, published_at=NOW - timedelta(hours=1)), moment=late.astimezone(ZoneInfo(zone)))
        assert day in made.article.title
