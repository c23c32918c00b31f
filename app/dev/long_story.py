"""What a long session is made of: the events that fill a store for the benchmarks."""

from __future__ import annotations

from app.core import events as e


def long_story() -> list[e.AnyEvent]:
    """What a long session is made of: mostly text, some tools, a failure in five thousand."""
    story: list[e.AnyEvent] = []
    for number in range(500):
        call = f"toolu_{number:08d}"
        story += [
            e.MessageDelta(
                message_id=f"msg_{number}",
                first_index=index,
                last_index=index,
                text="The redirect keeps its query string when a handler reads what was asked before it answers. " * 2,
            )
            for index in range(7)
        ]
        story.append(e.UsageReported(message_id=f"msg_{number}", model="opus", input_tokens=1200, output_tokens=number))
        story.append(
            e.ToolCallStarted(tool_call_id=call, name="Read", input={"file_path": f"src/part_{number % 50}/views.py"})
        )
        story.append(
            e.ToolCallFinished(tool_call_id=call, name="Read", output={"content": "def work() -> None: ...\n" * 12})
        )
    story[-1] = e.TurnFailed(error="rate_limit", message="try again later")
    return story
