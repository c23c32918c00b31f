"""A scripted stand-in for Anthropic's Messages API on 127.0.0.1: the prompt itself says what the model answers.

A user text that holds ``@@[ {step}, {step}, … ]`` is the script; the n-th model call after it plays step n. Step keys:

    think, text, words (N filler words), tools ([{"name", "input", "id"?}])     what is answered, streamed
    delay_ms (between deltas), stall_s (before the first byte)                   how fast
    status + times (an HTTP error for the first K tries), etype                  what goes wrong

Standard library only; run it as ``python scripted_anthropic.py --port 0``: its first line names the port.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import re
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

USAGE = {"input_tokens": 1234, "cache_creation_input_tokens": 100, "cache_read_input_tokens": 5000, "output_tokens": 1}
_tries: Counter[str] = Counter()


def user_texts(message: dict[str, Any]) -> list[str]:
    """The texts in one user message, whichever of the two shapes it has."""
    content = message.get("content")
    if isinstance(content, str):
        return [content]
    return [block.get("text", "") for block in content or [] if block.get("type") == "text"]


def find_step(messages: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """The step to play now, and a key that names it across retries."""
    script: list[dict[str, Any]] = []
    start, source = -1, ""
    for index, message in enumerate(messages):
        for text in user_texts(message) if message.get("role") == "user" else []:
            _, found, rest = text.partition("@@")
            if found and rest.startswith("["):
                script, _ = json.JSONDecoder().raw_decode(rest)
                start, source = index, rest
    number = sum(1 for message in messages[start + 1 :] if message.get("role") == "assistant")
    step = script[number] if start >= 0 and number < len(script) else {"text": "Nothing more is scripted."}
    return step, hashlib.sha256(f"{source}{number}".encode()).hexdigest()


def blocks_of(step: dict[str, Any]) -> list[dict[str, Any]]:
    """A step as the content blocks of one whole message."""
    blocks: list[dict[str, Any]] = []
    if step.get("think"):
        blocks.append({"type": "thinking", "thinking": step["think"], "signature": "c2lnbmVk"})
    text = step.get("text", "") + "".join(f" word{n}" for n in range(step.get("words", 0)))
    if text:
        blocks.append({"type": "text", "text": text})
    for tool in step.get("tools", []):
        call_id = tool.get("id") or "toolu_" + uuid.uuid4().hex[:22]
        blocks.append({"type": "tool_use", "id": call_id, "name": tool["name"], "input": tool["input"]})
    return blocks


def deltas_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """How one block arrives piece by piece."""
    if block["type"] == "thinking":
        pieces = [{"type": "thinking_delta", "thinking": word} for word in re.findall(r"\S+\s*", block["thinking"])]
        return [*pieces, {"type": "signature_delta", "signature": block["signature"]}]
    if block["type"] == "text":
        return [{"type": "text_delta", "text": word} for word in re.findall(r"\s*\S+|\s+$", block["text"])]
    raw = json.dumps(block["input"])
    return [{"type": "input_json_delta", "partial_json": raw[at : at + 12]} for at in range(0, len(raw), 12)]


def opened(block: dict[str, Any]) -> dict[str, Any]:
    """A block as it is announced, still empty."""
    empty = {"thinking": {"thinking": "", "signature": ""}, "text": {"text": ""}, "tool_use": {"input": {}}}
    return {**block, **empty[block["type"]]}


async def stream(step: dict[str, Any], model: str, delay_s: float) -> AsyncIterator[dict[str, Any]]:
    """The server-sent events of one answer."""
    blocks = blocks_of(step)
    message = {"id": "msg_" + uuid.uuid4().hex[:20], "type": "message", "role": "assistant", "model": model}
    yield {"type": "message_start", "message": {**message, "content": [], "stop_reason": None, "usage": USAGE}}
    count = 0
    for index, block in enumerate(blocks):
        yield {"type": "content_block_start", "index": index, "content_block": opened(block)}
        for delta in deltas_of(block):
            count += 1
            yield {"type": "content_block_delta", "index": index, "delta": delta}
            await asyncio.sleep(delay_s)
        yield {"type": "content_block_stop", "index": index}
    reason = "tool_use" if step.get("tools") else "end_turn"
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": reason, "stop_sequence": None},
        "usage": {"output_tokens": count},
    }
    yield {"type": "message_stop"}


class Connection:
    """One keep-alive HTTP/1.1 connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay_ms: float) -> None:
        self.reader, self.writer, self.delay_ms = reader, writer, delay_ms

    async def serve(self) -> None:
        try:
            while True:
                head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin1")
                length = re.search(r"(?im)^content-length:\s*(\d+)", head)
                body = await self.reader.readexactly(int(length[1])) if length else b""
                await self.answer(head.split(" ", 2)[1].partition("?")[0], body)
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            self.writer.close()

    async def answer(self, path: str, body: bytes) -> None:
        if path == "/v1/messages":
            await self.messages(json.loads(body))
        elif path == "/v1/messages/count_tokens":
            await self.reply(200, {"input_tokens": len(body) // 4})
        else:
            await self.reply(200, {})

    async def reply(self, status: int, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        self.writer.write(head.encode() + body)
        await self.writer.drain()

    async def messages(self, request: dict[str, Any]) -> None:
        step, key = find_step(request["messages"])
        await asyncio.sleep(step.get("stall_s", 0))
        if "status" in step:
            _tries[key] += 1
            if _tries[key] <= step.get("times", 10**9):
                kind = step.get("etype", "overloaded_error" if step["status"] == 529 else "api_error")
                error = {"type": kind, "message": f"scripted {step['status']}"}
                await self.reply(step["status"], {"type": "error", "error": error})
                return
        model = request.get("model", "scripted")
        if not request.get("stream"):
            reason = "tool_use" if step.get("tools") else "end_turn"
            whole = {"id": "msg_" + uuid.uuid4().hex[:20], "type": "message", "role": "assistant", "model": model}
            await self.reply(200, {**whole, "content": blocks_of(step), "stop_reason": reason, "usage": USAGE})
            return
        self.writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nrequest-id: req_scripted\r\n"
            b"transfer-encoding: chunked\r\n\r\n"
        )
        async for event in stream(step, model, step.get("delay_ms", self.delay_ms) / 1000):
            line = f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
            self.writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            await self.writer.drain()
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay-ms", type=float, default=5)
    options = parser.parse_args()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Connection(reader, writer, options.delay_ms).serve()

    server = await asyncio.start_server(connected, "127.0.0.1", options.port, limit=64 << 20)
    print(f"listening on 127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
