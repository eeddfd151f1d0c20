from pathlib import Path

import pytest

from podcast.errors import SettingsError, UsageError
from podcast.settings import data_dir, voice_names
from podcast.speech.model_files import load_model, model_names


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", model_names())
def test_every_shipped_model_can_be_read(name: str) -> None:
    assert load_model(name).name == name


def test_a_model_is_no_voice_and_a_voice_no_model() -> None:
    assert set(model_names()).isdisjoint(voice_names())
    with pytest.raises(UsageError, match=r"“nabanita” is not a model.*known: bn-google"):
        load_model("nabanita")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://", "ftp://", "source = 'ftp://"),
        ("/medium/", "/medium", "source = "),
        ("f2e7518e", "F2E7518E", "onnx.sha256"),
        ("5_494", "0", "config.size_bytes"),
        ('"bn_BD-google-medium.onnx.json"', '"../x.json"', "config.file"),
        ("licence", "license", "licence is missing"),
    ],
)
def test_a_faulty_model_file_is_named_with_what_is_wrong(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (data_dir("voices") / "models" / "bn-google.toml").read_text(encoding="utf-8")
    assert old in text
    path = write(tmp_path / "m.toml", text.replace(old, new))
    with pytest.raises(SettingsError, match=said) as raised:
        load_model(path)
    assert str(raised.value).startswith(path)


def test_every_key_is_in_the_format_reference() -> None:
    reference = (data_dir("voices") / "README.md").read_text(encoding="utf-8")
    model = load_model("bn-google")
    keys = [*model.__dataclass_fields__, *model.onnx.__dataclass_fields__]
    assert not [key for key in keys if key != "name" and f"`{key}`" not in reference and f"`[{key}]`" not in reference]
