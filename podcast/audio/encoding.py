"""The sound file itself: one pass of LAME, and the header frame that says exactly how long it is."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import BinaryIO

from podcast.audio.formats import SoundFormat

QUALITY = 5
"""LAME's own middle: 7 takes half the time and is heard, 2 takes twice the time and is not."""

LAME_SCALE = 0.95
"""LAME multiplies whatever it encodes at a constant bit rate by this (its presets.c); measured at both formats."""

_ENCODER_DELAY = 576
"""Samples of silence that LAME puts before the first one."""
_HEADER_BYTES = 4
_SIDE_INFO_BYTES = {True: 17, False: 9}
"""Of a mono frame, by whether it is MPEG-1; the header's text begins after it."""
_TAG_BYTES = 4 + 4 + 4 + 4 + 100 + 4 + 36
"""The header's text, its seek table and LAME's extension."""
_BIT_RATES_KBPS = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""What the four bits of a frame's header stand for, from 1 up, by whether it is MPEG-1."""
_LAYER3 = {True: 0xFFFA, False: 0xFFF2}
"""The first 16 bits of a frame, without the one that says whether it has a checksum."""
_PADDING_BIT, _BIT_RATE_BITS = 0x0200, 0xF000


def encode_mp3(blocks: Iterable[bytes], file: BinaryIO, sound_format: SoundFormat) -> None:
    """Encode mono int16 *blocks*, at the format's rate, to constant-bit-rate MP3.

    *file* must be empty and seekable: the header frame at its start is written last, when the length is known. It
    makes decoders drop the silence that the encoder adds, so that what is decoded is, to the sample, what was given.
    """
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(sound_format.rate_hz)
    encoder.set_bit_rate(sound_format.bit_rate_kbps)
    encoder.set_quality(QUALITY)
    encoder.silence()  # LAME's own messages, not the sound
    file.write(bytes(_header_size(sound_format)))
    samples = written = 0
    first_frame = b""
    for block in blocks:
        samples += len(block) // 2
        frames = encoder.encode(block)
        first_frame = first_frame or bytes(frames[:_HEADER_BYTES])
        written += file.write(frames)
    frames = encoder.flush()
    first_frame = first_frame or bytes(frames[:_HEADER_BYTES])
    written += file.write(frames)
    file.seek(0)
    file.write(_header_frame(first_frame, sound_format, samples=samples, audio_bytes=written))


def _header_bit_rate_kbps(sound_format: SoundFormat) -> int:
    """Return the bit rate of the header frame: the file's own, or the next in which the header has room."""
    least = _HEADER_BYTES + _SIDE_INFO_BYTES[sound_format.is_mpeg1] + _TAG_BYTES
    return next(
        rate
        for rate in _BIT_RATES_KBPS[sound_format.is_mpeg1]
        if rate >= sound_format.bit_rate_kbps and sound_format.frame_bytes(rate) >= least
    )


def _header_size(sound_format: SoundFormat) -> int:
    return int(sound_format.frame_bytes(_header_bit_rate_kbps(sound_format)))


def _header_frame(first_frame: bytes, sound_format: SoundFormat, *, samples: int, audio_bytes: int) -> bytes:
    """Return the silent frame that tells players frames, bytes and gapless lengths ("Info", with LAME's extension).

    Layout: gabriel.mp3-tech.org/mp3infotag.html; LAME's own is out of reach through lameenc.
    """
    word = int.from_bytes(first_frame)
    if word >> 16 & 0xFFFE != _LAYER3[sound_format.is_mpeg1]:
        raise ValueError(f"LAME began with {first_frame.hex()}, no layer III frame of {sound_format.rate_hz} Hz")
    bit_rates = _BIT_RATES_KBPS[sound_format.is_mpeg1]
    bit_rate = (bit_rates.index(_header_bit_rate_kbps(sound_format)) + 1) << 12
    frames = round(audio_bytes / sound_format.frame_bytes(sound_format.bit_rate_kbps))
    padding = frames * sound_format.frame_samples - _ENCODER_DELAY - samples
    size = _header_size(sound_format)
    seek_table = bytes(percent * 256 // 100 for percent in range(100))
    body = b"".join(
        (
            (word & ~(_PADDING_BIT | _BIT_RATE_BITS) | bit_rate).to_bytes(_HEADER_BYTES),
            bytes(_SIDE_INFO_BYTES[sound_format.is_mpeg1]),
            struct.pack(">4sIII", b"Info", 0x0F, frames, audio_bytes + size),
            seek_table,
            bytes(4),
            b"LAME3.100",  # the version of this layout, which players look for
            bytes((0x01,)),  # constant bit rate
            bytes(10),
            bytes((sound_format.bit_rate_kbps,)),
            (_ENCODER_DELAY << 12 | padding).to_bytes(3),
            bytes(4),
            struct.pack(">IH", audio_bytes + size, 0),
        )
    )
    return (body + _crc16(body).to_bytes(2)).ljust(size, b"\0")


def _crc16(data: bytes) -> int:
    """Return CRC-16/ARC, the one this header ends with.

    >>> hex(_crc16(b"123456789"))
    '0xbb3d'
    """
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
