"""Which of a page's lines is the headline, when nothing but the page's own words can tell."""

from __future__ import annotations

from collections.abc import Sequence

from podcast.article.furniture import Furniture, judge
from podcast.article.prose import ends_in_mark, tokens

_SHORTEST_WORDS = 3
_LONGEST_LINE = 170
_LIKELY_WORDS = 8
_SURE_WORDS = 5
"""A shorter line may be a section or the site itself."""
_REPEATED = 1.0
_BREADCRUMB = 1.5
_NEARER = 0.05
_HEADER = frozenset({Furniture.DATE, Furniture.BYLINE})
_BELOW_HEADER = 1.5
"""Between the line with the date and the body stand captions and decks."""
_LEAST_SHARED = 0.3
_STEM = 4
_NEAREST_LINES = 40
_OPENING_LENGTH = 90
_SHORT_LINE_LENGTH = 80


def choose_headline(above: Sequence[str], body: Sequence[str], below: Sequence[str] = ()) -> str | None:
    """Return the line of *above* (the page up to the article, in order) that is most likely its headline.

    A headline shares its words with the body, is often repeated or part of a breadcrumb, and is longer than a kicker
    and shorter than a deck. ``None`` when no line could be one.

    >>> choose_headline(["খেলা", "ফাইনালে উঠল নদীয়ার মেয়েরা", "৩ মে ২০২৪"], ["নদীয়ার মেয়েরা ফাইনালে উঠেছে।"])
    'ফাইনালে উঠল নদীয়ার মেয়েরা'
    """
    credited = [line for line in (*above, *body, *below) if judge(line) is Furniture.CAPTION]
    near = [
        (line, place)
        for place, line in enumerate(above)
        if place >= len(above) - _NEAREST_LINES and _can_be_headline(line) and not _is_credited(line, credited)
    ]
    if not near:
        return None
    header = max((place for place, line in enumerate(above) if judge(line) in _HEADER), default=len(above))
    stems = {_stem(word) for text in body for word in tokens(text)}
    names = [" ".join(tokens(line)) for line in (*above, *below)]
    scores = [
        _score(line, names, stems) + _NEARER * rank - _BELOW_HEADER * (place > header)
        for rank, (line, place) in enumerate(near)
    ]
    return near[max(range(len(near)), key=lambda rank: (scores[rank], rank))][0]


def _is_credited(line: str, credited: Sequence[str]) -> bool:
    """Tell a caption by its copy that has the credit behind it."""
    return any(text.startswith(line) and text != line for text in credited)


def best_guess(guesses: Sequence[str], body: Sequence[str]) -> str | None:
    """Return the guess that shares most of its words with *body*, the first of equals; ``None`` when none does.

    >>> best_guess(["সবার আগে সব খবর", "ফাইনালে উঠল নদীয়ার মেয়েরা"], ["নদীয়ার মেয়েরা ফাইনালে উঠেছে।"])
    'ফাইনালে উঠল নদীয়ার মেয়েরা'
    """
    stems = {_stem(word) for text in body for word in tokens(text)}
    shares = [_shared(words := tokens(guess), stems) * min(1.0, len(words) / _SURE_WORDS) for guess in guesses]
    best = max(shares, default=0.0)
    return guesses[shares.index(best)] if best >= _LEAST_SHARED else None


def opening_line(text: str) -> str:
    """Return the beginning of *text* to stand for a headline it does not have: a sentence, or as many words as fit.

    >>> opening_line("বৃষ্টি নামল। সবাই ছাদের নিচে দাঁড়াল।")
    'বৃষ্টি নামল'
    """
    ends = [place for place in (text.find(mark) for mark in "।?!") if place > 0]
    sentence = text[: min(ends)] if ends else text
    if len(sentence) <= _OPENING_LENGTH:
        return sentence.strip()
    kept = sentence[:_OPENING_LENGTH].rpartition(" ")[0]
    return f"{kept.rstrip(' ,;:–—-')}…" if kept else sentence.split()[0]


def is_title_line(line: str, following: str) -> bool:
    """Tell whether a text's first *line* is its headline: short, one sentence at most, and more comes after it."""
    if len(line) > _LONGEST_LINE or judge(line) not in {None, Furniture.BYLINE}:
        return False
    if not ends_in_mark(line):
        return len(line) < len(following) or not ends_in_mark(following)
    return len(line) <= _SHORT_LINE_LENGTH and len(following) > 2 * len(line)


def _can_be_headline(line: str) -> bool:
    if len(line) > _LONGEST_LINE or len(line.split()) < _SHORTEST_WORDS:
        return False
    return judge(line) is None


def _score(line: str, names: Sequence[str], stems: set[str]) -> float:
    """Weigh one line; how well its words are those of the body counts most."""
    words = tokens(line)
    name = " ".join(words)
    repeats = sum(name in other and len(other) < 2 * len(name) for other in names)
    is_breadcrumb = any(other != name and other in name and other.count(" ") >= _SHORTEST_WORDS for other in names)
    score = 3.0 * _shared(words, stems)
    score += max(0.0, 1.0 - abs(len(words) - _LIKELY_WORDS) / _LIKELY_WORDS)
    score += _REPEATED * (repeats > 1) - _BREADCRUMB * is_breadcrumb
    score -= 1.0 if line.endswith("।") else 0.0
    return score + (0.5 if name == names[0] else 0.0)


def _shared(words: tuple[str, ...], stems: set[str]) -> float:
    return sum(_stem(word) in stems for word in words) / max(1, len(words))


def _stem(word: str) -> str:
    return word[:_STEM]
