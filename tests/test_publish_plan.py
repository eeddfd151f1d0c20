from hypothesis import given
from hypothesis import strategies as st

from podcast.publish.plan import is_ours, make_plan

IDS = st.text("abcxyz234567", min_size=10, max_size=10)
ENDINGS = ("mp3", "html", "vtt", "srt", "json", "transcript.html", "chapters.json", "words.json")
SHARED = ("index.html", "cover.jpg", "style.css", "player.js", "feed-2.xml", "feed.xml")


@st.composite
def shows(draw: st.DrawFn) -> dict[str, int]:
    """The files of a show by name, each with a number that stands for its content."""
    episodes = draw(st.sets(IDS, max_size=4))
    names = [f"episodes/{one}.{ending}" for one in episodes for ending in ENDINGS] + list(SHARED)
    return {name: draw(st.integers(0, 1)) for name in names}


def fed(files: dict[str, int]) -> set[str]:
    """What the feed of a whole show names."""
    return {name for name in files if not name.startswith("feed")}


@given(shows(), shows(), st.sets(st.sampled_from(["CNAME", "episodes/bonus.mp3", "about.html", "episodes/.keep"])))
def test_wherever_a_run_breaks_off_the_feed_there_names_only_what_is_there(
    old: dict[str, int], new: dict[str, int], others: set[str]
) -> None:
    there = {**old, **dict.fromkeys(others, 7)}
    named = fed(old)
    plan = make_plan(new.keys(), {name: new.get(name) == content for name, content in there.items()})
    for step in plan.steps:
        if step.action == "put":
            there[step.name] = new[step.name]
        else:
            del there[step.name]
        if step.name == "feed.xml":
            named = fed(new)
        assert named <= there.keys() or "feed.xml" not in plan.puts
    assert there == {**new, **dict.fromkeys(others, 7)}
    assert len(plan.puts) + plan.unchanged == len(new)


@given(shows())
def test_what_is_there_already_is_not_sent_again(show: dict[str, int]) -> None:
    plan = make_plan(show.keys(), dict.fromkeys(show, True))
    assert (plan.steps, plan.unchanged) == ((), len(show))


def test_a_file_of_each_kind_has_its_place_in_the_order() -> None:
    names = [f"episodes/aaaaaaaaaa.{ending}" for ending in ENDINGS] + list(SHARED)
    assert [name.removeprefix("episodes/aaaaaaaaaa.") for name in make_plan(sorted(names), {}).puts] == [
        *(
            "mp3",
            "json",
            "srt",
            "transcript.html",
            "vtt",
            "words.json",
            "chapters.json",
            "cover.jpg",
            "player.js",
            "style.css",
            "html",
            "index.html",
        ),
        *("feed-2.xml", "feed.xml"),
    ]


def test_only_what_this_program_names_is_taken_away() -> None:
    assert is_ours("episodes/hi75bviulr.chapters.json")
    assert is_ours("feed-12.xml")
    assert is_ours("index-3.html")
    for name in (
        "episodes/bonus.mp3",
        "episodes/hi75bviulr.txt",
        "feed.xml",
        "index.html",
        "a/episodes/hi75bviulr.mp3",
    ):
        assert not is_ours(name)
