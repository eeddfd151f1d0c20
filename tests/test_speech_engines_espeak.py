import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.errors import SettingsError, SpeechError
from podcast.settings import Voice, load_voice
from podcast.speech.engines.espeak import EspeakEngine, _timed
from podcast.speech.engines.espeak_library import Utterance, find_installation, utter
from podcast.speech.words import word_spans

TEXT = "আজ সকালে শহরে প্রবল বৃষ্টি হয়েছে। লোকে “ছাতা” খুঁজছে — OpenAI-এর দপ্তরেও, তবু দোকান খোলা!"
WORDS = ("বাড়ি", "দায়ী", "সূর্য", "বিনিয়োগ", "আষাঢ়ে", "কেন")


@pytest.fixture(scope="module")
def engine() -> EspeakEngine:
    return EspeakEngine()


@pytest.fixture(scope="module")
def voice() -> Voice:
    return load_voice("espeak")


def _peak(pcm: bytes) -> int:
    return max(map(abs, memoryview(pcm).cast("h")))


def _said_as_written(text: str) -> Utterance:
    return utter(find_installation(), text, voice_name="bn", rate_wpm=175, volume=65)


def test_every_word_has_its_time_inside_the_audio(engine: EspeakEngine, voice: Voice) -> None:
    speech = engine.synthesize(TEXT, voice)
    assert tuple((word.start, word.end) for word in speech.words) == word_spans(TEXT)
    times = [time for word in speech.words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert times[-1] <= speech.duration_ms
    assert all(word.end_ms - word.start_ms >= 50 for word in speech.words)


def test_the_pause_after_a_sentence_belongs_to_no_word(engine: EspeakEngine, voice: Voice) -> None:
    words = {TEXT[word.start : word.end]: word for word in engine.synthesize(TEXT, voice).words}
    assert words["লোকে"].start_ms - words["হয়েছে।"].end_ms >= 200
    assert words["শহরে"].start_ms - words["সকালে"].end_ms <= 20


def test_sound_begins_and_ends_with_the_words(engine: EspeakEngine, voice: Voice) -> None:
    speech = engine.synthesize(TEXT, voice)
    assert speech.words[0].start_ms <= 100
    assert speech.duration_ms - speech.words[-1].end_ms <= 50


def test_the_same_text_gives_the_same_bytes_whatever_was_said_before(engine: EspeakEngine, voice: Voice) -> None:
    first = engine.synthesize(TEXT, voice)
    for text in WORDS:
        engine.synthesize(text, voice)
    assert engine.synthesize(TEXT, voice) == first
    assert EspeakEngine().synthesize(TEXT, voice) == first


def test_another_process_gives_the_same_bytes(engine: EspeakEngine, voice: Voice) -> None:
    program = (
        "import sys; from hashlib import sha256; from podcast.settings import Voice, load_voice;"
        "from podcast.speech.engines.espeak import EspeakEngine;"
        "print(sha256(EspeakEngine().synthesize(sys.argv[1], load_voice('espeak')).pcm).hexdigest())"
    )
    printed = subprocess.check_output([sys.executable, "-c", program, TEXT], text=True)
    assert printed.strip() == sha256(engine.synthesize(TEXT, voice).pcm).hexdigest()


def test_many_threads_speak_at_once_and_none_disturbs_another(voice: Voice) -> None:
    texts = [f"{word} {TEXT}" for word in WORDS] * 3
    alone = {text: EspeakEngine().synthesize(text, voice) for text in set(texts)}
    with ThreadPoolExecutor(8) as executor:
        together = list(executor.map(lambda text: EspeakEngine().synthesize(text, voice), texts))
    assert together == [alone[text] for text in texts]


@pytest.mark.parametrize("stem", ["বাড়", "দায়", "আষাঢ়"])
def test_the_vowel_after_a_decomposed_letter_is_said(engine: EspeakEngine, voice: Voice, stem: str) -> None:
    words = [unicodedata.normalize("NFC", f"{stem}{vowel}র") for vowel in "ািীুেো"]
    assert len({_said_as_written(word).pcm for word in words}) == 1  # espeak by itself drops them all
    assert len({engine.synthesize(word, voice).pcm for word in words}) >= 5  # ি and ী are said alike


def test_words_are_respelled_and_keep_their_place_in_the_text(engine: EspeakEngine, voice: Voice) -> None:
    text = "কেন সূর্য ওঠে, কেন ডোবে"
    speech = engine.synthesize(text, voice)
    assert [(word.start, word.end) for word in speech.words] == [*word_spans(text)]
    assert speech.pcm != _said_as_written(text).pcm


def test_emoji_and_controls_are_not_said(engine: EspeakEngine, voice: Voice) -> None:
    plain = engine.synthesize("বই পড়ি রোজ", voice)
    adorned = engine.synthesize("বই\0📚 পড়ি\x01 ❤️ রোজ 👨‍👩‍👧", voice)
    assert adorned.pcm == plain.pcm
    assert [word.start for word in adorned.words] == [0, 5, 14]


def test_a_line_break_is_a_space(engine: EspeakEngine, voice: Voice) -> None:
    assert engine.synthesize("বই\n\nপড়ি", voice).pcm == engine.synthesize("বই পড়ি", voice).pcm


@pytest.mark.parametrize("text", ["", " \n", "—", "।।।", "📚", "\0"])
def test_a_text_without_a_word_is_a_short_silence(engine: EspeakEngine, voice: Voice, text: str) -> None:
    speech = engine.synthesize(text, voice)
    assert (speech.words, speech.duration_ms, set(speech.pcm)) == ((), 50, {0})


@given(st.text(alphabet="কখগয়ড়ািেোুঁং্‌‍১২aZ -—।,?!“”‘’'\"().\n[]<>&", max_size=40))
def test_any_text_is_spoken_with_every_word_timed_or_refused(text: str) -> None:
    try:
        speech = EspeakEngine().synthesize(text, load_voice("espeak"))
    except SpeechError as error:
        assert "did not say" in str(error)  # noqa: PT017 - refusing is allowed here, not required
    else:
        assert tuple((word.start, word.end) for word in speech.words) == word_spans(text)


@pytest.mark.parametrize(
    "text", ["\u200d-ঁড", "“-কগ", "]-রড", "ঀুaয়ঔ \u098eহ", " ৸া-নঐৢ য়", "ং৹-র", "OpenAI-[[k", "‘দল’-এর"]
)
def test_what_crashes_espeak_is_kept_from_it(engine: EspeakEngine, voice: Voice, text: str) -> None:
    speech = engine.synthesize(f"{text} বই", voice)
    assert len(speech.words) == len(word_spans(f"{text} বই"))


def test_a_word_of_many_scripts_is_refused_not_crashed_on(engine: EspeakEngine, voice: Voice) -> None:
    with pytest.raises(SpeechError, match="did not say"):
        engine.synthesize("ᎭVਖ বই", voice)


def test_a_text_too_long_is_refused(engine: EspeakEngine, voice: Voice) -> None:
    with pytest.raises(SpeechError, match=r"“কথা কথা.*…”: at most 16000 bytes"):
        engine.synthesize("কথা " * 2000, voice)


def test_words_that_were_not_said_are_an_error() -> None:
    text = "এক দুই তিন চার"
    with pytest.raises(SpeechError, match="“দুই তিন চার”: espeak did not say this"):
        _timed(text, word_spans(text), [0, None, None, 900], bytes(60_000), 22_050)


def test_a_word_said_together_with_the_one_before_shares_its_time() -> None:
    text = "এক দুই তিন"
    pcm = b"\xff\x20" * 22_050
    timings = _timed(text, word_spans(text), [0, None, 800], pcm, 22_050)
    assert [(word.start_ms, word.end_ms) for word in timings] == [(0, 400), (400, 800), (800, 1000)]


def test_rate_changes_the_length(engine: EspeakEngine, voice: Voice) -> None:
    own = engine.synthesize(TEXT, voice).duration_ms
    fast = engine.synthesize(TEXT, replace(voice, rate_percent=100)).duration_ms
    slow = engine.synthesize(TEXT, replace(voice, rate_percent=-50)).duration_ms
    assert fast < 0.65 * own < own < 0.65 * slow


def test_volume_changes_the_level_and_never_reaches_full_scale(engine: EspeakEngine, voice: Voice) -> None:
    peaks = [_peak(engine.synthesize(TEXT, replace(voice, volume_percent=percent)).pcm) for percent in (-50, 0, 50)]
    assert peaks[0] * 1.7 < peaks[1] < peaks[2] / 1.3
    assert peaks[2] < 32_000


def test_a_variant_sounds_otherwise(engine: EspeakEngine, voice: Voice) -> None:
    assert engine.synthesize(TEXT, replace(voice, speaker="bn+f2")).pcm != engine.synthesize(TEXT, voice).pcm


@pytest.mark.parametrize("name", ["espeak", "espeak-female"])
def test_the_voices_that_ship_can_be_spoken_with(engine: EspeakEngine, name: str) -> None:
    engine.probe(load_voice(name), 1.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"speaker": "bn+f22"}, "no variant “f22”; did you mean “bn\\+f2”"),
        ({"speaker": "bn+"}, "expected bn or bn\\+VARIANT"),
        ({"speaker": "hi"}, "expected bn or bn\\+VARIANT"),
        ({"pitch_hz": 5}, "pitch_hz = 5: espeak has none"),
    ],
)
def test_what_espeak_does_not_have_is_said_before_anything_is_spoken(
    engine: EspeakEngine, voice: Voice, change: dict[str, object], message: str
) -> None:
    for ask in (lambda setting: engine.probe(setting, 1.0), lambda setting: engine.synthesize(TEXT, setting)):
        with pytest.raises(SettingsError, match=f"voice espeak: .*{message}"):
            ask(replace(voice, **change))


def test_the_version_names_the_library_and_the_rules(engine: EspeakEngine) -> None:
    library, revision, rules = engine.version.split("/")
    assert library.startswith("1.5")
    assert revision == "1"
    assert len(rules) == 12
