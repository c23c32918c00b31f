"""What the hub counts since its start: bad input by reason, deliveries, delay from relay stamp to commit."""

from __future__ import annotations

import logging
from collections import Counter, deque

_log = logging.getLogger("signalcabin.hub.counters")
_KEPT_DELAYS = 1000


class Counters:
    """Plain numbers, changed on the hub's loop only."""

    def __init__(self) -> None:
        self.bad_input: Counter[str] = Counter()
        self.deliveries = 0
        self.duplicates = 0
        self.spooled_ingested = 0
        self.last_event_at_us: dict[str, int] = {}
        self._delays_us: deque[int] = deque(maxlen=_KEPT_DELAYS)

    def bad(self, reason: str, detail: str = "") -> None:
        """Count one piece of bad input. ``detail`` goes to the log, so it must not be anyone's text."""
        self.bad_input[reason] += 1
        _log.info("bad input: %s %s", reason, detail)

    def heard(self, agent: str, stamped_us: int) -> None:
        """A hook delivery was committed, whichever way it came."""
        self.last_event_at_us[agent] = max(stamped_us, self.last_event_at_us.get(agent, 0))

    def answered(self, stamped_us: int, committed_us: int) -> None:
        """A relay that waits at the door was told: what lay in the spool meanwhile kept no agent waiting."""
        self._delays_us.append(max(0, committed_us - stamped_us))

    def delay_ms(self, share: float) -> float:
        """The delay under which ``share`` (0…1) of the last 1,000 relays' deliveries stayed; 0.0 before the first."""
        if not self._delays_us:
            return 0.0
        ordered = sorted(self._delays_us)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] / 1000
