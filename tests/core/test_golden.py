"""Every recording of a real session folds to its golden projections, in whatever order and number its records come."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.projections.roster import Roster
from tests.helpers.folding import difference, golden_of, golden_text, records_of
from tests.helpers.recordings import RECORDINGS, deliveries_of
from tests.helpers.story import doubled, shuffled

GOLDEN = Path(__file__).parent.parent / "golden"
ALL = sorted(RECORDINGS.glob("*/*.jsonl"))
every_recording = pytest.mark.parametrize("recording", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")


@every_recording
def test_a_recording_folds_to_its_golden(recording: Path, request: pytest.FixtureRequest) -> None:
    golden = golden_text(golden_of(records_of(deliveries_of(recording))))
    kept = GOLDEN / recording.parent.name / f"{recording.stem}.json"
    if request.config.getoption("--update-goldens"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(golden, encoding="utf-8")
    assert kept.exists(), f"no golden for {recording.name}: look at what it folds to, then run pytest --update-goldens"
    assert golden == kept.read_text(encoding="utf-8")


@every_recording
def test_shuffled_deliveries_fold_to_the_same(recording: Path) -> None:
    records = records_of(deliveries_of(recording))
    golden = golden_of(records)
    for seed in range(20):
        mixed = golden_of(shuffled(records, seed))
        assert mixed == golden, f"seed {seed}:\n{difference(golden, mixed)}"


@every_recording
def test_doubled_deliveries_fold_to_the_same(recording: Path) -> None:
    records = records_of(deliveries_of(recording))
    golden, twice = golden_of(records), golden_of(doubled(records))
    assert twice == golden, difference(golden, twice)


@every_recording
def test_a_roster_cut_by_a_checkpoint_is_the_roster_of_one_run(recording: Path) -> None:
    records = records_of(deliveries_of(recording))
    whole = Roster()
    for record in records:
        whole.apply(record)
    for cut in {0, 1, len(records) // 3, len(records) // 2, len(records) - 1}:
        roster = Roster()
        for record in records[:cut]:
            roster.apply(record)
        roster = Roster.load(roster.dump())
        for record in records[cut:]:
            roster.apply(record)
        assert roster.rows() == whole.rows()
        assert roster.seq == whole.seq
