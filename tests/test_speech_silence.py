from array import array

from podcast.speech.silence import is_silent, silence, silence_percent, sound_end, sound_start, sounding_windows


def _pcm(*runs: tuple[int, int]) -> bytes:
    return b"".join(array("h", [value] * count).tobytes() for value, count in runs)


def test_silence_lasts_as_long_as_asked_for() -> None:
    assert silence(1500, 24_000) == bytes(2 * 36_000)


def test_a_single_loud_sample_is_not_silence() -> None:
    assert is_silent(_pcm((100, 5000)))
    assert not is_silent(_pcm((0, 5000), (-9000, 1)))


def test_no_samples_are_silent() -> None:
    assert is_silent(b"")


def test_sound_ends_within_a_window_of_the_last_loud_sample() -> None:
    pcm = _pcm((5000, 1000), (0, 3000))
    assert 1000 <= sound_end(pcm, 0, 4000) < 1220


def test_sound_does_not_end_before_the_beginning() -> None:
    assert sound_end(_pcm((0, 4000)), 500, 3000) == 500


def test_sound_that_goes_on_to_the_end_is_not_cut() -> None:
    assert sound_end(_pcm((5000, 999)), 0, 999) == 999


def test_sound_begins_within_a_window_of_the_first_loud_sample() -> None:
    assert 780 < sound_start(_pcm((0, 1000), (5000, 3000)), 0, 4000) <= 1000


def test_sound_that_never_begins_begins_at_the_end() -> None:
    assert sound_start(_pcm((0, 4000)), 500, 3000) == 3000


def test_windows_hold_all_that_sounds_and_little_else() -> None:
    windows = sounding_windows(_pcm((0, 1000), (5000, 1000), (0, 1000), (5000, 100)))
    assert (windows[0][0], windows[-1][1]) == (880, 3100)
    assert all(end - start <= 220 for start, end in windows)
    assert 1100 <= sum(end - start for start, end in windows) <= 1100 + 4 * 220


def test_the_share_of_silence_is_in_whole_per_cent() -> None:
    assert silence_percent(_pcm((0, 22_000), (5000, 66_000))) == 25
    assert silence_percent(_pcm((100, 5000))) == silence_percent(b"") == 100
    assert silence_percent(_pcm((-5000, 5000))) == silence_percent(_pcm((5000, 1))) == 0
