"""Settings: defaults where the file cannot help, every word of a person's own kept."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import msgspec
import pytest

from app.settings import DOCUMENTATION, RemoteHub, Settings, SettingsNotSaved, load, save
from app.settings_rules import AlertRule


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_no_file_means_the_defaults_and_no_problem(file: Path) -> None:
    loaded = load(file)
    assert loaded.settings == Settings()
    assert loaded.problems == ()


def test_every_setting_is_described_in_words() -> None:
    assert set(DOCUMENTATION) == set(Settings.__struct_fields__)


def test_what_is_saved_is_read_back(file: Path) -> None:
    chosen = Settings(
        theme="high_contrast",
        keep_collecting=True,
        notifications_finished=False,
        agent_homes={"claude_code": ('/home/me/.claude "work"', "C:\\agents")},
        hubs=(RemoteHub(name="server", uri="wss://host:4711"),),
    )
    save(file, chosen)
    assert load(file).settings == chosen
    assert load(file).problems == ()


def test_a_new_file_explains_every_setting_and_is_private(file: Path) -> None:
    save(file, Settings())
    text = file.read_text()
    assert all(sentence in text for sentence in DOCUMENTATION.values())
    assert set(tomllib.loads(text)) == set(Settings.__struct_fields__) - {"rules"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_comments_order_and_unknown_keys_survive_a_change(file: Path) -> None:
    file.write_text(
        '# mine\nfrom_the_future = 3\ntheme = "light"\n\n# at night\nkeep_collecting = false\n\n[plugin]\nx = 1\n'
    )
    save(file, msgspec.structs.replace(load(file).settings, theme="dark", close_to_tray=False))
    text = file.read_text()
    assert text.startswith('# mine\nfrom_the_future = 3\ntheme = "dark"\n\n# at night\nkeep_collecting = false\n')
    assert text.endswith("[plugin]\nx = 1\n")
    assert load(file).settings == Settings(theme="dark", close_to_tray=False)


def test_an_unknown_key_is_reported_by_its_name(file: Path) -> None:
    file.write_text("colour = 3\n")
    assert len(load(file).problems) == 1
    assert "'colour'" in load(file).problems[0]


def test_a_value_of_the_wrong_type_falls_back_alone(file: Path) -> None:
    file.write_text('theme = "purple"\nkeep_collecting = true\n')
    loaded = load(file)
    assert loaded.settings == Settings(keep_collecting=True)
    assert "'theme'" in loaded.problems[0]


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"theme = 'light'\ntheme = 'dark'\n"])
def test_a_file_that_does_not_parse_is_named_and_never_touched(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    loaded = load(file)
    assert loaded.settings == Settings()
    assert str(file) in loaded.problems[0]
    with pytest.raises(SettingsNotSaved, match="Correct or remove it"):
        save(file, Settings(theme="dark"))
    assert file.read_bytes() == content


def test_a_folder_in_its_place_is_a_problem_in_words(file: Path) -> None:
    file.mkdir()
    assert not load(file).readable


def test_a_value_written_over_several_lines_is_left_to_its_author(file: Path) -> None:
    file.write_text('hubs = [\n  { name = "a", uri = "b" },\n]\n')
    before = file.read_bytes()
    with pytest.raises(SettingsNotSaved, match="Edit it by hand"):
        save(file, Settings(hubs=()))
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_written_says_so() -> None:
    with pytest.raises(SettingsNotSaved, match="cannot be written"):
        save(Path("/proc/nowhere/settings.toml"), Settings(theme="dark"))


def test_a_bad_rule_is_named_and_ignored_and_the_others_hold(file: Path) -> None:
    save(file, Settings())
    with file.open("a") as text:
        text.write('[[rules]]\nproject = "shop"\nfinished = false\n[[rules]]\nname = "deploy"\nmatchs = "x"\n')
        text.write('[[rules]]\nsilent_after_min = "soon"\n')
    loaded = load(file)
    assert loaded.settings.rules == (AlertRule(project="shop", finished=False),)
    assert [problem.partition(": ")[2].partition(" is ignored")[0] for problem in loaded.problems] == [
        "rule 2 “deploy”",
        "rule 3",
    ]


def test_rules_written_by_hand_survive_a_change_of_something_else(file: Path) -> None:
    file.write_text('theme = "light"\n\n[[rules]]\nproject = "shop"\nfinished = false\n')
    save(file, msgspec.structs.replace(load(file).settings, theme="dark"))
    assert file.read_text() == 'theme = "dark"\n\n[[rules]]\nproject = "shop"\nfinished = false\n'


def test_the_example_in_a_new_file_is_a_rule_as_it_stands(file: Path) -> None:
    save(file, Settings())
    example = file.read_text().partition("# [[rules]]")[2]
    file.write_text("[[rules]]" + example.replace("# ", "").replace("#\n", "\n"))
    assert [rule.name or rule.project for rule in load(file).settings.rules] == ["~/src/experiments", "deployed"]
    assert load(file).problems == ()


def test_rules_from_the_program_are_saved_on_one_line(file: Path) -> None:
    chosen = Settings(rules=(AlertRule(name="deployed", matches='(?i)"ok"', silent=False),))
    save(file, chosen)
    assert load(file).settings == chosen
