"""What a publisher has corrected of an episode without having it spoken again.

It is kept beside the sound, so that it outlives a lost library, and holds when the episode is spoken again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from podcast.fitting import one_line
from podcast.model import Article


@dataclass(frozen=True, slots=True)
class Edits:
    """Each is ``None`` where the article's own stands; an empty text takes it away."""

    title: str | None = None
    """As feed, pages, picture and tags show it; what is heard stays."""
    summary: str | None = None
    """The notes in the feed and on the show's page."""
    byline: str | None = None
    site_name: str | None = None
    source_url: str | None = None
    """Where pages and feed say the article stands; who the episode is does not change with it."""

    def over(self, article: Article) -> Article:
        """Return *article* as it is shown.

        >>> shown = Edits(title="নতুন ঘাট", byline="").over(Article("ঘাট", (), byline="মালতী দাস", site_name="খবর"))
        >>> shown.title, shown.byline, shown.site_name
        ('নতুন ঘাট', None, 'খবর')
        """
        return replace(
            article,
            title=article.title if self.title is None else self.title,
            byline=article.byline if self.byline is None else self.byline or None,
            site_name=article.site_name if self.site_name is None else self.site_name or None,
            url=article.url if self.source_url is None else self.source_url or None,
        )

    def then(self, later: Edits) -> Edits:
        """Return these edits with *later* ones made after them.

        >>> Edits(title="ঘাট", byline="মালতী দাস").then(Edits(title="নতুন ঘাট"))
        Edits(title='নতুন ঘাট', summary=None, byline='মালতী দাস', site_name=None, source_url=None)
        """
        return replace(self, **later.as_json())

    def outliving(self, before: Article, now: Article) -> Edits:
        """Return those that hold still when the article, which was *before*, is *now*.

        What the source itself says otherwise now is taken from it; notes stay as they were edited.

        >>> edits = Edits(title="নতুন ঘাট", byline="মালতী দাস")
        >>> edits.outliving(Article("ঘাট", ()), Article("খেয়াঘাট", ())).as_json()
        {'byline': 'মালতী দাস'}
        """
        own = {"title": "title", "byline": "byline", "site_name": "site_name", "source_url": "url"}
        changed = [key for key, name in own.items() if getattr(before, name) != getattr(now, name)]
        return replace(self, **dict.fromkeys(changed))

    def as_json(self) -> dict[str, str]:
        """Return what was edited as plain values, on one line each."""
        return {key: one_line(value) for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> Edits:
        """Read what :meth:`as_json` returned.

        Raises:
            TypeError: it is something else.
        """
        for key, value in values.items():
            if not isinstance(value, str):
                raise TypeError(f"{key} = {value!r} is not a text")
        return cls(**{key: str(value) for key, value in values.items()})


NO_EDITS = Edits()
