"""Blocks on their way out of a page; whatever is taken out is kept with the rule that said so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from podcast.model import Block, Dropped


class Sieve:
    """A list of blocks that only gets shorter, and the reason for everything that fell through."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks = list(blocks)
        self.dropped: list[Dropped] = []

    def drop(self, reasons: Mapping[int, str]) -> None:
        """Take out the blocks at the places that *reasons* names."""
        self.dropped += [Dropped(self.blocks[place].text, rule) for place, rule in sorted(reasons.items())]
        self.blocks = [block for place, block in enumerate(self.blocks) if place not in reasons]

    def cut(self, shorten: Callable[[Block], tuple[str, tuple[Dropped, ...]]]) -> None:
        """Give every block the text that *shorten* leaves of it; one of which nothing is left goes."""
        cut: list[Block] = []
        for block in self.blocks:
            text, dropped = shorten(block)
            self.dropped += dropped
            if text:
                cut.append(block if text == block.text else replace(block, text=text))
        self.blocks = cut
