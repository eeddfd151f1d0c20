"""Which stretch of a page's lines is the article: prose counts for it, headlines, lists and labels against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from podcast.article.furniture import Furniture
from podcast.article.prose import is_long_line, is_prose
from podcast.article.repeats import folded

LIST_MARK = re.compile(r"^(?:[0-9০-৯]{1,2}|[ক-হ])[.।)]\s")
_CLOSED = re.compile("(?:[।॥৷?!…;]|(?<=[\u0980-\u09ff]),|\\.{3})[\\s\"'’”)\\]]*$")
_MOST_WORTH = 400
"""Characters; beyond it a paragraph says no more about where the article is."""
_HEADLINE_WORDS = 3
_HEADLINE = 60
_LABEL = 15
_REST = 3
_MOST_LABELS = 6
"""A chart in an article has dozens of labels; those after the first few hardly count."""
_MOST_AGAINST = 180
"""What the headlines of one run count together."""
_TEASER_LENGTH = 140
_TEASER_SHARE = 0.35
_AGAIN = 20
_NEVER = 10_000
_AGAINST = {
    Furniture.END: _NEVER,
    Furniture.MORE: _NEVER,
    Furniture.DATE: 40,
    Furniture.PROMO: 20,
    Furniture.RELATED: 10,
    Furniture.SIGNOFF: 200,
    Furniture.LABEL: 3,
    Furniture.TICKER: 150,
}
_OTHER_FURNITURE = 5
_SHORTEST_RESUMED = 100
_LEAST_PART = 150
_LEAST_SHARE = 0.2
"""Of the heaviest stretch: what is lighter and set apart is not a part of the same article."""
_BORDERS = frozenset({Furniture.SIGNOFF, Furniture.TICKER})
_YEAR = re.compile("[0-9০-৯]{4}")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    text: str
    kind: Furniture | None = None
    """What furniture it is; ``None`` when it may belong to the article."""
    is_link: bool = False
    """All of it leads elsewhere."""
    is_verse: bool = False

    @property
    def is_body(self) -> bool:
        """Whether it is a paragraph, as far as its own text tells."""
        return self.kind is None and not self.is_link and (is_prose(self.text) or is_long_line(self.text))

    @property
    def is_sentence(self) -> bool:
        """Whether it is a paragraph, or a line that ends as a sentence or the item of a list does."""
        return self.is_body or (self.kind is None and not self.is_link and bool(_CLOSED.search(self.text)))

    @property
    def is_bare(self) -> bool:
        """Whether it is long, but no mark says that it is prose: headlines run together look the same."""
        return is_long_line(self.text) and not is_prose(self.text)


def find_stretch(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Return where the article begins and ends: the consecutive lines that weigh most; ``None`` without prose.

    Every paragraph weighs its length; what cannot stand inside an article weighs against it, so that a second article,
    a list of teasers or a comment is joined only when there is more of it than of what stands between.
    """
    weights = tuple(_weights(lines))
    segments = list(_segments(lines, weights))
    if not segments:
        return None
    best = max(range(len(segments)), key=lambda at: segments[at].weight)
    first = last = best
    while first > 0 and _belongs(lines, weights, segments[first - 1], segments[first], segments[best]):
        first -= 1
    while last + 1 < len(segments) and _belongs(lines, weights, segments[last], segments[last + 1], segments[best]):
        last += 1
    return _trimmed(lines, segments[first].start, segments[last].end)


@dataclass(frozen=True, slots=True)
class _Segment:
    start: int
    end: int
    weight: int


def _segments(lines: Sequence[Line], weights: Sequence[int]) -> Iterator[_Segment]:
    """Yield the stretches that outweigh what stands between their own paragraphs."""
    total = best = start = end = 0
    for place, weight in enumerate(weights):
        if total <= 0:
            if best:
                yield _Segment(start, end, best)
            total = best = 0
            start = place
        total += weight
        if total > best and lines[place].is_sentence:
            best, end = total, place + 1
    if best:
        yield _Segment(start, end, best)


def _belongs(lines: Sequence[Line], weights: Sequence[int], upper: _Segment, lower: _Segment, best: _Segment) -> bool:
    """Tell whether two stretches are one article with a table or a chart between them, and no border or date."""
    lighter = min(upper.weight, lower.weight)
    if lighter < max(_LEAST_PART, _LEAST_SHARE * best.weight):
        return False
    gap = range(upper.end, lower.start)
    return all(weights[place] > -_NEVER and not _is_border(lines[place]) for place in gap)


def _is_border(line: Line) -> bool:
    """Tell what stands above or below an article: a chart has hours and days, but no date with its year."""
    return line.kind in _BORDERS or (line.kind is Furniture.DATE and _YEAR.search(line.text) is not None)


def _trimmed(lines: Sequence[Line], start: int, end: int) -> tuple[int, int] | None:
    body = [place for place in range(start, end) if lines[place].is_sentence]
    body = body[next((at for at, place in enumerate(body) if not lines[place].is_bare), 0) :]
    if not any(lines[place].is_body for place in body):
        return None
    return body[0], body[-1] + 1


def _weights(lines: Sequence[Line]) -> Iterator[int]:
    """Yield what each line counts for or against the article."""
    seen: set[str] = set()
    headlines = labels = 0
    has_sentence = under_headline = False
    for place, line in enumerate(lines):
        name = folded(line.text)
        if line.is_sentence and (has_sentence or not line.is_bare):
            is_teaser = under_headline and len(line.text) <= _TEASER_LENGTH
            length = min(len(line.text), _MOST_WORTH)
            yield -_AGAIN if name in seen else round(_TEASER_SHARE * length) if is_teaser else length
            headlines = labels = 0
            has_sentence, under_headline = True, False
        elif line.kind is not None:
            is_resumed = line.kind is Furniture.MORE and resumes(lines, place + 1)
            yield -_HEADLINE if is_resumed else -_AGAINST.get(line.kind, _OTHER_FURNITURE)
            is_between = line.kind in {Furniture.DATE, Furniture.LABEL}
            under_headline = line.kind is Furniture.RELATED or (under_headline and is_between)
        elif line.is_verse or LIST_MARK.match(line.text):
            yield 0
        elif is_headline(line) or line.is_sentence:
            cost = min(_HEADLINE, _MOST_AGAINST - headlines)
            headlines += cost
            under_headline = True
            yield -cost
        else:
            labels += 1
            yield -(_LABEL if labels <= _MOST_LABELS else _REST)
        seen.add(name)


def is_headline(line: Line) -> bool:
    """Tell a line that may be the headline of another story from a label of one or two words."""
    return line.kind is None and not line.is_sentence and len(line.text.split()) >= _HEADLINE_WORDS


def resumes(lines: Sequence[Line], start: int) -> bool:
    """Tell whether the article goes on below a list of other stories that ends at or after *start*.

    It does when sentences follow on sentences; a list of teasers has a headline before each.
    """
    sentences = length = 0
    for line in (lines[place] for place in range(start, len(lines))):
        if line.is_sentence:
            sentences += 1
            length += len(line.text)
            if sentences > 1 and length >= _SHORTEST_RESUMED:
                return True
        elif sentences or line.kind in {Furniture.MORE, Furniture.END}:
            return False
    return False
