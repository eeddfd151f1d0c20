"""What can go wrong that a person can act on.

Every message names the thing, says what was wrong with it and what was expected. The command line prints it
without a traceback and ends with the class's exit code; anything that is not a :class:`PodcastError` is a defect.
"""


class PodcastError(Exception):
    """The root of every failure a person can act on."""

    exit_code = 1


class UsageError(PodcastError):
    """A name or an option on the command line that does not exist or does not fit."""

    exit_code = 2


class SettingsError(PodcastError):
    """A voice or show file that cannot be used; names the file, the key and what was expected."""


class SourceError(PodcastError):
    """A source that could not be read: missing file, refused address, error status, too large, not text."""


class NoArticleError(PodcastError):
    """A page that was read but holds no article; says what was seen instead."""


class NotBengaliError(NoArticleError):
    """An article was found, but hardly any of it is in Bengali script."""


class SpeechError(PodcastError):
    """A text that could not be spoken whole; the text is named, nothing short is ever returned."""


class EngineUnavailableError(SpeechError):
    """An engine that cannot speak at all now: no network, service refuses, library missing."""


class InstallError(PodcastError):
    """A voice's model that could not be installed: wrong checksum, another language, no room on the disk."""


class SoundError(PodcastError):
    """A sound that cannot be decoded, or audio that cannot be encoded or written."""


class PublishError(PodcastError):
    """An episode or feed that could not be written to, or served from, the published folder."""


class RemovedError(PublishError):
    """An article whose episode was removed from the show, and that nobody has asked to publish again."""
