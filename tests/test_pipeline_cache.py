"""What is spoken again when an article changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from podcast.bangla import split_sentences
from podcast.model import Article, Block, BlockKind
from podcast.pipeline.episode_plan import plan_episode
from podcast.pipeline.job import plan
from podcast.pipeline.speaking import speak
from podcast.show import episode_guid

PARAGRAPHS = (
    "নদীর পশ্চিম পারে নতুন জেটি তৈরি শেষ হয়েছে। আগামী সোমবার থেকে সেখানে লঞ্চ ভিড়বে। খরচ হয়েছে ৩ কোটি টাকা।",
    "এত দিন যাত্রীদের কাদা পেরিয়ে নৌকায় উঠতে হত। বর্ষায় বহু বার দুর্ঘটনাও ঘটেছে। এ বার রেলিং আর আলো বসেছে।",
    "মাঝিদের আশঙ্কা, তাঁদের রোজগার কমবে। পুরসভা জানিয়েছে, তাঁদের জন্য ১২টি দোকানঘর রাখা হয়েছে।",
    "জেটির পাশে একটি ছোট পাঠাগারও খুলছে। সেখানে বিনা খরচে খবরের কাগজ পড়া যাবে। ছাত্রছাত্রীরা তাতে খুশি।",
)
WALL = (" ".join(f"{paragraph} পর্ব {number} এখানেই শেষ।" for number in range(1, 5) for paragraph in PARAGRAPHS),)


def synthesized(paragraphs: tuple[str, ...], cache: Path) -> int:
    job = replace(plan(voice="silent"), cache_folder=cache)
    blocks = tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs)
    article = Article("ঘাটের নতুন জেটি", blocks)
    episode = plan_episode(article, job, guid=episode_guid(article))
    told = speak(episode.script, episode.ladder, job)
    assert told is not None
    return told.synthesized


@pytest.mark.parametrize(("paragraphs", "chunks"), [(PARAGRAPHS, 6), (WALL, 5)])
def test_one_sentence_that_is_edited_is_one_chunk_that_is_spoken_again(
    tmp_path: Path, paragraphs: tuple[str, ...], chunks: int
) -> None:
    assert synthesized(paragraphs, tmp_path) == chunks
    for number, paragraph in enumerate(paragraphs):
        sentences = split_sentences(paragraph)
        for place, sentence in enumerate(sentences):
            edited = " ".join((*sentences[:place], f"আজ {sentence}", *sentences[place + 1 :]))
            assert synthesized((*paragraphs[:number], edited, *paragraphs[number + 1 :]), tmp_path) == 1, sentence
