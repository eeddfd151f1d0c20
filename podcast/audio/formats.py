"""The two kinds of sound file a show may have."""

from __future__ import annotations

from dataclasses import dataclass

_LOWEST_MPEG1_HZ = 32_000


@dataclass(frozen=True, slots=True)
class SoundFormat:
    """A mono MP3 of constant bit rate."""

    rate_hz: int
    bit_rate_kbps: int
    ceiling_dbtp: float
    """For what is encoded: the coarser the coding, the further what is decoded swings beyond it (measured on voices
    and music: 0.8 and 1.2 dB). Directories ask for -1 dBTP at most."""

    @property
    def is_mpeg1(self) -> bool:
        """Lower rates are MPEG-2: half the samples in a frame, and a shorter header."""
        return self.rate_hz >= _LOWEST_MPEG1_HZ

    @property
    def frame_samples(self) -> int:
        """Samples in a frame."""
        return 1152 if self.is_mpeg1 else 576

    def frame_bytes(self, bit_rate_kbps: int) -> float:
        """Mean size of a frame at *bit_rate_kbps*; where it is not whole, some frames are a byte longer."""
        return self.frame_samples // 8 * bit_rate_kbps * 1000 / self.rate_hz


FORMATS = {
    # what directories advise for speech
    "standard": SoundFormat(rate_hz=44_100, bit_rate_kbps=96, ceiling_dbtp=-2.0),
    # half the size: for listeners who pay for every megabyte
    "light": SoundFormat(rate_hz=24_000, bit_rate_kbps=48, ceiling_dbtp=-3.0),
}
"""By the name a show file gives."""
