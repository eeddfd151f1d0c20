import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import messy_text, paragraphs

from podcast.article import article_from_page, extract_article
from podcast.bangla.unicode import clean_text
from podcast.errors import NoArticleError, NotBengaliError, PodcastError
from podcast.model import Article, Page

_BODY = (
    "নদীর ধারে নতুন বাজার বসেছে। সেখানে দোকান আছে ৪২টি, আর রোজ হাজার মানুষ আসেন কেনাকাটা করতে।",
    "বাজার কমিটির হিসাবে প্রথম মাসেই বিক্রি হয়েছে ১২ লক্ষ টাকার জিনিস। কমিটি চায়, ঘাট পর্যন্ত রাস্তা পাকা হোক।",
    "ব্যবসায়ী অলোক নাথ বলেন, ‘আগে জিনিস নিয়ে শহরে যেতে হত।’ এখন ক্রেতাই আসছেন গ্রামে।",
)
_ENGLISH = (
    "The new market by the river opened on Monday. Forty shops have been built so far. Traders say sales are good. " * 3
)


def page(*paragraphs: str, head: str = "", title: str = "নদীর ধারে নতুন বাজার") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    top = f"<!doctype html><html lang='bn'><head><title>{title}</title>{head}</head>"
    return f"{top}<body><h1>{title}</h1>{body}</body></html>"


_WORDS = st.sampled_from(
    ["<p>", "</p>", "<div>", "<html>", "<h1>", "<a href=x>", "</a>", "<!--", "<br>", "&nbsp;", "\n\n", "।"]
)


@given(st.binary(max_size=400))
def test_any_bytes_end_in_an_article_or_an_error_for_a_person(content: bytes) -> None:
    for document in (content, b"<html><p>" + content):
        try:
            assert isinstance(extract_article(document, require_bengali=False), Article)
        except PodcastError as error:
            assert str(error)  # noqa: PT017 - either outcome is right


@given(st.lists(st.one_of(messy_text(), paragraphs(), _WORDS), max_size=12).map("".join))
def test_any_text_ends_in_an_article_with_a_title_and_clean_blocks(text: str) -> None:
    try:
        article = extract_article(text, require_bengali=False)
    except PodcastError:
        return
    assert article.title
    assert article.blocks
    for block in article.blocks:
        assert block.text == " ".join(block.text.split()) != ""


@given(
    st.lists(
        paragraphs().map(clean_text).map(str.split).map(" ".join).filter(lambda text: len(text) > 90),
        min_size=2,
        max_size=5,
        unique=True,
    )
)
def test_nothing_of_a_pasted_article_is_lost(texts: list[str]) -> None:
    texts = [f"{text.rstrip('।?!…’')} নদীর {place + 1} নম্বর ঘাট আজ খুলেছে।" for place, text in enumerate(texts)]
    article = extract_article("\n\n".join(["নদীর ঘাট খুলল আজ সকালে", *texts]))
    assert " ".join(article.paragraphs).split() == " ".join(texts).split()


def test_the_text_stays_as_written() -> None:
    article = extract_article(page(*_BODY))
    assert article.paragraphs == tuple(clean_text(text) for text in _BODY)
    assert (article.title, article.language) == ("নদীর ধারে নতুন বাজার", "bn")


def test_bytes_and_text_give_the_same_article() -> None:
    assert extract_article(page(*_BODY).encode()) == extract_article(page(*_BODY))


def test_a_page_in_utf_16_is_read_by_what_its_server_says() -> None:
    content = Page(page(*_BODY).encode("utf-16-le"), "http://example.org/a", charset="utf-16-le")
    assert len(article_from_page(content).blocks) == 3


def test_a_text_in_another_language_is_refused_and_can_be_forced() -> None:
    with pytest.raises(NotBengaliError, match=r"the document: only 0% of its letters are Bengali; --force"):
        extract_article(page(_ENGLISH, title="A market by the river"))
    article = extract_article(page(_ENGLISH, title="A market by the river"), require_bengali=False)
    assert article.title == "A market by the river"


def test_bengali_full_of_english_names_is_bengali() -> None:
    text = "OpenAI আর Google DeepMind মিলে নতুন language model বানাচ্ছে বলে খবর। তবে Microsoft এ নিয়ে কিছু বলেনি।"
    assert extract_article(text).paragraphs == (text,)


@pytest.mark.parametrize(
    ("document", "seen"),
    [
        ("", "0 short lines"),
        ("জেলা\nদেশ\nখেলা", "3 short lines, no paragraph of prose"),
        ("<html><body></body></html>", "0 pieces of text"),
        ("<rss><channel><item></item><item></item></channel></rss>", "a feed or sitemap of 2 entries"),
        ('{"a": "নদীর ধারে নতুন বাজার বসেছে। সেখানে দোকান আছে।"}', "is JSON data"),
        (page("নদীর ধারে নতুন বাজার বসেছে। সেখানে রোজ হাজার মানুষ আসেন কেনাকাটা করতে।"), "characters of prose, too little"),
    ],
)
def test_what_holds_no_article_is_refused_with_what_was_seen(document: str, seen: str) -> None:
    with pytest.raises(NoArticleError, match=seen):
        extract_article(document)


def test_a_page_that_calls_itself_an_article_may_be_short() -> None:
    text = "নদীর ধারে নতুন বাজার বসেছে। সেখানে রোজ হাজার মানুষ আসেন কেনাকাটা করতে। বাজার কমিটি চায়, ঘাট পর্যন্ত রাস্তাটি দ্রুত পাকা হোক।"
    article = extract_article(page(text, head='<meta property="og:type" content="article">'))
    assert article.paragraphs == (text,)


def test_errors_name_the_source() -> None:
    with pytest.raises(NoArticleError, match=r"^standard input: "):
        article_from_page(Page(b"abc", "-"))
    with pytest.raises(NoArticleError, match=r"^http://example\.org/a: "):
        extract_article("abc", url="http://example.org/a")


def test_a_front_page_whose_teasers_are_whole_sentences_is_a_listing() -> None:
    items = "".join(
        f"<div><h3><a href='/{place}'>খবর নম্বর {place} নদীর ধারে</a></h3><p>{text} {place} নম্বর খবর।</p></div>"
        for place, text in enumerate(_BODY * 2)
    )
    with pytest.raises(NoArticleError, match="a listing of 6 links"):
        extract_article(f"<html><body><h1>আজকের খবর</h1>{items}</body></html>")


def test_a_page_without_an_article_is_not_reported_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("trafilatura").setLevel(logging.WARNING)
    with pytest.raises(NoArticleError):
        extract_article("<html><body><div>জেলা</div></body></html>")
    assert capsys.readouterr().err == ""


def test_a_deeply_nested_page_does_no_harm() -> None:
    with pytest.raises(NoArticleError):
        extract_article("<html><body>" + "<div>" * 50_000 + _BODY[0])


@pytest.mark.parametrize("control", ["\x03", "\x07", "\x0b", "&#7;", "&#x1F;", "&#xFFFE;", "&#0;"])
def test_a_control_character_costs_a_page_nothing(control: str) -> None:
    body = "নদীর উপর নতুন সেতু খুলে দেওয়া হয়েছে। খরচ হয়েছে ২০ কোটি টাকা। সকাল থেকেই মানুষের ভিড় ছিল সেতুর দুই পারে।"
    more = "ফেরি চলাচল আগামী মাসে বন্ধ হয়ে যাবে। মাঝিরা চিন্তায় আছেন। প্রশাসন তাঁদের বিকল্প কাজের আশ্বাস দিয়েছে।"
    page = f"<html><body><article><h1>সেতু খুলল</h1><p>{control}{body}</p><p>{more}{more[:9]}</p></article></body></html>"
    page = page.replace("<body>", '<head><meta property="og:type" content="article"></head><body>')
    assert any("কোটি টাকা" in paragraph for paragraph in extract_article(page).paragraphs)


def test_of_two_blocks_that_hold_each_others_words_one_stays() -> None:
    box = '<div class="also"><b>পড়ুন:</b> <a href="/2">কাল থেকে মেলা শুরু</a></div>'
    held = f"<div>{_BODY[0]}<br><br>{_BODY[1]}{box}{_BODY[2]}<br><br></div>"
    text = " ".join(extract_article(page().replace("</body>", f"{held}</body>")).paragraphs)
    assert all(text.count(paragraph) == 1 for paragraph in _BODY)


def test_what_introduces_an_interview_above_its_element_is_read() -> None:
    intro = (
        "চল্লিশ বছর ধরে নৌকা বানান অলোক নাথ। তাঁর হাতে তৈরি নৌকা চলে পাঁচ জেলায়। "
        "কথা বলেছেন নদী, কাঠ আর মানুষ নিয়ে। শুনেছেন আমাদের প্রতিবেদক, নদীর ধারেই, এক বিকেলে।"
    )
    questions = "".join(
        f"<p><strong>{number} নম্বর প্রশ্ন কী ছিল?</strong></p><p>{text}</p>" for number, text in enumerate(_BODY)
    )
    body = f"<h1>নৌকার কারিগর</h1><div class='intro'>{intro}</div><article>{questions}</article>"
    article = extract_article(f"<!doctype html><html><head><title>নৌকার কারিগর</title></head><body>{body}</body></html>")
    assert article.paragraphs[0] == intro


def test_a_page_that_apologises_is_refused_whatever_stands_below() -> None:
    teasers = "".join(
        f"<div><h3><a href='/{number}'>খবর নম্বর {number} নদীর</a></h3><p>{text}</p></div>"
        for number, text in enumerate(_BODY)
    )
    body = f"<h1>দুঃখিত, আপনি যে পাতাটি খুঁজছেন তা পাওয়া যায়নি</h1><p>ঠিকানাটি আবার যাচাই করে দেখুন।</p>{teasers}"
    with pytest.raises(NoArticleError, match="the page says “দুঃখিত"):
        extract_article(
            f"<!doctype html><html><head><meta property='og:type' content='article'></head><body>{body}</body></html>"
        )
