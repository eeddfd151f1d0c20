"""What a player is told of an episode by its sound file."""

from __future__ import annotations

from datetime import datetime

from podcast.model import Article, BlockKind, Chapter, Recording, Script
from podcast.pipeline.job import Job

_COVER_PX = 600


def write_tags(  # noqa: PLR0913 - everything that is known of the episode
    recording: Recording,
    script: Script,
    article: Article,
    job: Job,
    *,
    chapters: tuple[Chapter, ...],
    published_at: datetime,
    picture: bytes,
) -> None:
    """Tag the sound file of *recording*; *published_at* is when the episode was first published.

    *picture* is its own, a JPEG of any size.

    Raises:
        SoundError: it cannot be written.
    """
    from podcast import audio
    from podcast.pictures.cover import shrink_cover
    from podcast.show.notes import describe

    rights = article.site_name or job.show.author
    audio.write_tags(
        recording.path,
        audio.Tags(
            title=article.title,
            show=job.show.title,
            artist=job.show.author or article.site_name or job.show.title,
            published_at=published_at,
            source_url=article.url,
            comment=describe(job.show),
            cover_jpeg=shrink_cover(picture, _COVER_PX),
            chapters=chapters,
            duration_ms=recording.duration_ms,
            text=text_of(script),
            copyright=f"{(article.published_at or published_at).year} {rights}" if rights else None,
        ),
    )


def text_of(script: Script) -> str:
    r"""Return all that is read, as written: a line for each block, an empty one between paragraphs.

    >>> from podcast.model import Passage, Sentence
    >>> lines = (Passage(BlockKind.VERSE, (Sentence("নদী চলে", "নদী চলে"),)),) * 2
    >>> text_of(Script("নদী", (Passage(BlockKind.TITLE, (Sentence("নদী", "নদী"),)), *lines)))
    'নদী\n\nনদী চলে\nনদী চলে'
    """
    text, before = "", None
    for passage in script.passages:
        is_in_verse = before is passage.kind is BlockKind.VERSE
        text += ("\n" if is_in_verse else "\n\n") if text else ""
        text += " ".join(sentence.written for sentence in passage.sentences)
        before = passage.kind
    return text
