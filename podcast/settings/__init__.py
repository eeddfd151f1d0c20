"""Voice and show files: found by name, read, checked.

``voices/README.md`` and ``feeds/README.md`` are the format references. A key that is not in them is an error, never
ignored; so is a value of the wrong kind. Names are sought in ``./voices`` (or ``./feeds``), then in the user's
configuration folder, then in what ships with the program; anything with a path separator or ending in ``.toml`` is
a path and is taken as it is.
"""

from podcast.settings.files import APP_NAME, load_named, names_of, search_path
from podcast.settings.new_show import write_new_show
from podcast.settings.show import (
    UNSET_BASE_URL,
    Disclosure,
    Editing,
    Funding,
    Keep,
    Owner,
    Person,
    SecondVoice,
    Show,
    load_show,
    show_names,
)
from podcast.settings.sites import SiteRules, load_sites
from podcast.settings.voice import Voice, load_voice, voice_names
from podcast.shipped import data_dir
from podcast.sounding import MUSIC_KEYS, OWN_MUSIC, Music, Pauses

__all__ = [
    "APP_NAME",
    "MUSIC_KEYS",
    "OWN_MUSIC",
    "UNSET_BASE_URL",
    "Disclosure",
    "Editing",
    "Funding",
    "Keep",
    "Music",
    "Owner",
    "Pauses",
    "Person",
    "SecondVoice",
    "Show",
    "SiteRules",
    "Voice",
    "data_dir",
    "load_named",
    "load_show",
    "load_sites",
    "load_voice",
    "names_of",
    "search_path",
    "show_names",
    "voice_names",
    "write_new_show",
]
