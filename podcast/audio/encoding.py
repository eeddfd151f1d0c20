"""The sound file itself: one pass of LAME, and the header frame that says exactly how long it is."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import BinaryIO

BIT_RATE_KBPS = 96
"""Constant, mono: what directories advise for speech, and players seek in it without a table."""

_QUALITY = 5
_FRAME_SAMPLES = 1152
_ENCODER_DELAY = 576
"""Samples of silence that LAME puts before the first one."""
_SIDE_INFO_END = 4 + 17
"""Where the header's text begins in a mono frame of MPEG-1."""
_MPEG1_LAYER3 = 0xFFFA
_PADDING_BIT = 0x02


def encode_mp3(blocks: Iterable[bytes], file: BinaryIO, rate_hz: int) -> None:
    """Encode mono int16 *blocks* at *rate_hz* (32, 44.1 or 48 kHz) to constant-bit-rate MP3.

    *file* must be empty and seekable: the header frame at its start is written last, when the length is known. It
    makes decoders drop the silence that the encoder adds, so that what is decoded is, to the sample, what was given.
    """
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_bit_rate(BIT_RATE_KBPS)
    encoder.set_quality(_QUALITY)
    encoder.silence()  # LAME's own messages, not the sound
    header_bytes = 144 * BIT_RATE_KBPS * 1000 // rate_hz
    file.write(bytes(header_bytes))
    samples = written = 0
    first_frame = b""
    for block in blocks:
        samples += len(block) // 2
        frames = encoder.encode(block)
        first_frame = first_frame or bytes(frames[:4])
        written += file.write(frames)
    frames = encoder.flush()
    first_frame = first_frame or bytes(frames[:4])
    written += file.write(frames)
    file.seek(0)
    file.write(_header_frame(first_frame, samples=samples, audio_bytes=written, rate_hz=rate_hz))


def _header_frame(first_frame: bytes, *, samples: int, audio_bytes: int, rate_hz: int) -> bytes:
    """Return the silent frame that tells players frames, bytes and gapless lengths ("Info", with LAME's extension).

    Layout: gabriel.mp3-tech.org/mp3infotag.html; LAME's own is out of reach through lameenc.
    """
    word = int.from_bytes(first_frame)
    if word >> 16 & 0xFFFE != _MPEG1_LAYER3:
        raise ValueError(f"LAME began with {first_frame.hex()}, which is not an MPEG-1 layer III frame at {rate_hz} Hz")
    frame_bytes = 144 * BIT_RATE_KBPS * 1000 / rate_hz
    frames = round(audio_bytes / frame_bytes)
    padding = frames * _FRAME_SAMPLES - _ENCODER_DELAY - samples
    size = int(frame_bytes)
    seek_table = bytes(percent * 256 // 100 for percent in range(100))
    body = b"".join(
        (
            (word & ~(_PADDING_BIT << 8)).to_bytes(4),
            bytes(_SIDE_INFO_END - 4),
            struct.pack(">4sIII", b"Info", 0x0F, frames, audio_bytes + size),
            seek_table,
            bytes(4),
            b"LAME3.100",  # the version of this layout, which players look for
            bytes((0x01,)),  # constant bit rate
            bytes(10),
            bytes((BIT_RATE_KBPS,)),
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
