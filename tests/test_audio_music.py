import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sounds import encoded, tone

from podcast.audio.loudness import measure_lufs
from podcast.audio.music import prepare_music
from podcast.errors import SoundError
from podcast.sound import from_pcm
from podcast.sounding import OWN_MUSIC, Music

RATE_HZ = 44_100


def samples_of(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, "<i2").astype(np.int32)


@pytest.fixture
def jingle(tmp_path: Path) -> Path:
    path = tmp_path / "সুর.ogg"
    path.write_bytes(encoded(np.stack([tone(2000, 48_000)] * 2, 1), 48_000, "OGG"))
    return path


def test_a_show_without_music_has_none() -> None:
    assert prepare_music(Music(), RATE_HZ).intro == prepare_music(Music(), RATE_HZ).outro == b""


def test_every_piece_is_as_long_as_its_file(jingle: Path) -> None:
    pieces = prepare_music(Music(intro=jingle, outro=jingle, sting=jingle, bed=jingle, gap_ms=700), RATE_HZ)
    for pcm in (pieces.intro, pieces.outro, pieces.sting, pieces.bed):
        assert len(samples_of(pcm)) == pytest.approx(2 * RATE_HZ, abs=RATE_HZ / 1000)
    assert pieces.gap_ms == 700


@pytest.mark.parametrize("fade_ms", [50, 400, 10_000])
def test_music_fades_in_and_out(fade_ms: int, jingle: Path) -> None:
    samples = np.abs(samples_of(prepare_music(Music(intro=jingle, fade_ms=fade_ms, gap_ms=0), RATE_HZ).intro))
    fade = min(fade_ms, 1000) * RATE_HZ // 1000
    full = samples.max()
    for ramp in (samples[:fade], samples[-fade:][::-1]):
        assert ramp[: fade // 10].max() < 0.2 * full
        assert 0.4 * full < ramp[: fade // 2].max() < 0.6 * full


def test_music_without_a_fade_begins_at_once(jingle: Path) -> None:
    samples = np.abs(samples_of(prepare_music(Music(intro=jingle, fade_ms=0, gap_ms=0), RATE_HZ).intro))
    assert samples[: RATE_HZ // 100].max() > 0.9 * samples.max()


@pytest.mark.parametrize("peak", [300, 12_000, 32_767])
@pytest.mark.parametrize("loudness", [-16.0, -20.0])
def test_quiet_and_loud_music_is_brought_a_little_below_the_voice(peak: int, loudness: float, tmp_path: Path) -> None:
    path = tmp_path / "jingle.wav"
    path.write_bytes(encoded(tone(1000, RATE_HZ, peak=peak), RATE_HZ))
    pcm = prepare_music(Music(intro=path, fade_ms=0, gap_ms=0), RATE_HZ, loudness).intro
    assert measure_lufs(from_pcm(pcm), RATE_HZ) == pytest.approx(loudness - 2, abs=0.1)


def test_music_with_sharp_peaks_stays_under_full_scale(tmp_path: Path) -> None:
    path = tmp_path / "jingle.wav"
    sparse = np.zeros(RATE_HZ, np.int16)
    sparse[::4410] = 3000
    path.write_bytes(encoded(sparse, RATE_HZ))
    samples = samples_of(prepare_music(Music(intro=path, fade_ms=0, gap_ms=0), RATE_HZ).intro)
    assert samples.max() == pytest.approx(32_768 * 10 ** (-1 / 20), rel=0.01)


def test_a_jingle_of_a_few_samples_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "jingle.wav"
    path.write_bytes(encoded(tone(3, RATE_HZ), RATE_HZ))
    assert samples_of(prepare_music(Music(sting=path), RATE_HZ).sting).any()


@pytest.mark.parametrize("key", ["intro", "outro", "sting", "bed"])
def test_the_programs_own_music_needs_no_file(key: str) -> None:
    one, other = (getattr(prepare_music(Music(**{key: OWN_MUSIC}), RATE_HZ), key) for _ in range(2))
    sound = from_pcm(one)
    assert one == other
    assert 2 < len(sound) / RATE_HZ < 20
    assert measure_lufs(sound, RATE_HZ) == pytest.approx(-18, abs=0.7)
    assert abs(float(sound.mean())) < 1e-3


def test_the_bed_repeats_without_a_seam() -> None:
    bed = from_pcm(prepare_music(Music(bed=OWN_MUSIC), RATE_HZ).bed)
    twice = np.concatenate([bed, bed])
    steps = np.abs(np.diff(twice))
    seam = len(bed)
    assert steps[seam - 5 : seam + 5].max() < np.quantile(steps, 0.999)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "No such file"),
        (b"", "is not a sound"),
        (b"ID3 but no more", "is not a sound"),
        (encoded(np.zeros(0, np.int16), 8000), "holds no sound"),
        (encoded(np.zeros(8000, np.int16), 8000), "is silent"),
        (encoded(np.full(8000 * 61, 999, np.int16), 8000), "is longer than 60 s"),
    ],
)
@pytest.mark.parametrize("key", ["intro", "outro", "sting", "bed"])
def test_music_that_cannot_be_used_is_named(content: bytes | None, complaint: str, key: str, tmp_path: Path) -> None:
    path = tmp_path / "jingle.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SoundError) as caught:
        prepare_music(Music(**{key: path}), RATE_HZ)
    assert str(caught.value).startswith(f"{path}: ")
    assert complaint in str(caught.value)
    assert f"music.{key}; expected mp3, wav, flac or ogg, at most 60 s" in str(caught.value)


def test_preparing_music_warns_of_nothing(jingle: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from podcast.settings import Music;"
        "from podcast.audio.music import prepare_music; assert 'pydub' not in sys.modules;"
        "prepare_music(Music(intro=Path(sys.argv[1])), 44100); assert 'pydub' in sys.modules"
    )
    command = [sys.executable, "-W", "error", "-c", code, jingle]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": ""})
    assert (done.returncode, done.stderr) == (0, "")
