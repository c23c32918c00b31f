"""What is in a frame that came in by the door or lay in the spool: the delivery, and the facts its adapter finds."""

from __future__ import annotations

from app.core.events import GapNoted, Unrecognized
from app.core.records import Decoded, Delivery
from app.hub.counters import Counters
from app.hub.intake import Intake
from app.wire.payload import PayloadError, decode_payload, excerpt
from app.wire.relay_frames import Frame


def read_frame(frame: Frame, intake: Intake, counters: Counters, late: bool = False) -> tuple[Delivery, list[Decoded]]:
    """The delivery in a frame, and its facts. ``late``: out of the spool, so that nobody waits for a verdict any more.

    A payload that is no JSON is kept as an excerpt, beside whatever the header alone tells.
    """
    header = frame.header
    extra: list[Decoded] = []
    payload = None
    try:
        payload = decode_payload(frame.payload)
    except PayloadError as error:
        counters.bad(error.reason)
        leftover = Unrecognized(name=header.event, payload={"raw": excerpt(frame.payload), "why": error.reason})
        extra.append(Decoded(session_id=header.session, at_us=header.at_us, event=leftover))
    if header.cut > 0:
        counters.bad("payload_cut")
        gap = GapNoted(reason="payload_cut", lost=1)
        extra.append(Decoded(session_id=header.session, at_us=header.at_us, event=gap))
    delivery = Delivery(
        delivery_id=header.id,
        agent=header.agent,
        source=header.source,
        name=header.event,
        at_us=header.at_us,
        payload=payload,
        pid=header.pid,
        proc_start=header.start,
        mode="async" if late else header.mode,
        session_hint=header.session,
        path=header.path,
    )
    return delivery, [*extra, *intake.decode(delivery)]
