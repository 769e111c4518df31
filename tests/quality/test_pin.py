import tomllib

import pytest

from tests.quality import corpus, pin

HIGH, LOW = dict.fromkeys(corpus.FIGURES, 0.8), dict.fromkeys(corpus.FIGURES, 0.5)


@pytest.fixture
def floors(tmp_path, monkeypatch):
    path = tmp_path / "floors.toml"
    path.write_text(pin.as_toml(dict.fromkeys(corpus.FIGURES, 0.7)), encoding="utf-8")
    monkeypatch.setattr(corpus, "FLOORS", path)
    return path


def values(path):
    return set(tomllib.loads(path.read_text(encoding="utf-8"))["floors"].values())


def test_floors_rise_by_themselves(floors, monkeypatch):
    monkeypatch.setattr(corpus, "measured", lambda: HIGH)
    assert pin.main([]) == 0
    assert values(floors) == {0.78}


def test_a_floor_within_the_margin_stays(floors, monkeypatch):
    monkeypatch.setattr(corpus, "measured", lambda: HIGH)
    assert pin.main(["--margin", "0.2"]) == 0
    assert values(floors) == {0.7}


def test_floors_fall_only_with_the_flag(floors, monkeypatch, capsys):
    monkeypatch.setattr(corpus, "measured", lambda: HIGH | {"strict": LOW["strict"]})
    before = floors.read_text(encoding="utf-8")
    assert pin.main([]) == 1
    assert floors.read_text(encoding="utf-8") == before
    assert "below their floors: strict;" in capsys.readouterr().err
    assert pin.main(["--lower-floors"]) == 0
    assert values(floors) == {0.78, 0.48}
