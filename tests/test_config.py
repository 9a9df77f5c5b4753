"""Settings: where they come from, which outranks which, and what a person is told about a wrong one."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from station.config import CardOrder, Settings, SettingsError, Theme, load_settings


@pytest.fixture
def toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "station.toml"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("STATION_CONFIG", str(file))
    return file


def test_without_any_setting_the_database_lies_in_the_data_folder() -> None:
    settings = load_settings()
    assert Path(settings.database).name == "station.db"
    assert Path(settings.database).is_absolute()
    assert settings.station
    assert (settings.theme, settings.order) == (None, CardOrder.BED)


def test_the_file_is_read(toml: Path) -> None:
    toml.write_text('station = "Desk 2"\ntheme = "contrast"\norder = "urgency"\n', encoding="utf-8")
    settings = load_settings()
    assert (settings.station, settings.theme, settings.order) == ("Desk 2", Theme.CONTRAST, CardOrder.URGENCY)


def test_the_environment_outranks_the_file_and_the_command_line_both(
    toml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml.write_text('database = "of-file.db"\n', encoding="utf-8")
    assert load_settings().database == "of-file.db"
    monkeypatch.setenv("STATION_DATABASE", "of-environment.db")
    assert load_settings().database == "of-environment.db"
    assert load_settings(database="of-command.db").database == "of-command.db"
    assert load_settings(database=None).database == "of-environment.db"


def test_a_home_is_written_out_and_a_url_is_left_alone() -> None:
    assert "~" not in load_settings(database="~/station.db").database
    assert load_settings(database="postgresql://desk@server/station").database == "postgresql://desk@server/station"


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().station = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('databse = "x"', "station.toml has an unknown setting 'databse'. Did you mean 'database'?"),
        ('colour = "x"', "The settings are database, station, theme, order, log_folder, "),
        ('theme = "pink"', "'light', 'dark' or 'contrast'"),
        ('order = "name"', "'bed' or 'urgency'"),
        ('station = ""', "'station' in "),
        ('database = " "', "it is empty; write a file name or a database URL"),
        ("database =", "is not valid TOML"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(toml: Path, text: str, said: str) -> None:
    toml.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        load_settings()
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATION_THEME", "pink")
    with pytest.raises(SettingsError, match="^STATION_THEME does not fit: .*'pink'"):
        load_settings()


def test_a_named_file_that_is_missing_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATION_CONFIG", str(tmp_path / "gone.toml"))
    with pytest.raises(SettingsError, match="which is not there"):
        load_settings()


def test_every_setting_has_a_default() -> None:
    assert all(not field.is_required() for field in Settings.model_fields.values())
