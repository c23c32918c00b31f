#!/usr/bin/env python3
"""A stand-in for ``claude`` in stream-json mode: does what the prompt says. Standard library only.

``say WORDS`` streams them, ``ask COMMAND`` asks whether it may and says what came of it, ``wait`` goes on until it is
interrupted, ``write N words`` streams so many and leaves a file ``written``, ``die N`` exits with N and a word on
standard error, ``noise`` prints what is no JSON, ``env NAME`` says a variable. Hooks there are none, so every question
comes over the stream.
"""

import json
import os
import pathlib
import sys
import threading

answers = {}
came = threading.Condition()
speaking, talking = threading.Lock(), threading.Lock()
interrupted = threading.Event()


def tell(**message):
    with speaking:
        print(json.dumps(message), flush=True)


def event(**event):
    tell(type="stream_event", event=event, parent_tool_use_id=None)


def say(words, number):
    with talking:  # one message after the other, as the agent does
        event(type="message_start", message={"id": f"msg_{number}"})
        for word in words.split(" "):
            event(type="content_block_delta", index=0, delta={"type": "text_delta", "text": word + " "})
        event(type="content_block_stop", index=0)


def ask(command, number):
    request = {"subtype": "can_use_tool", "tool_name": "Bash", "input": {"command": command}}
    tell(type="control_request", request_id=f"q{number}", request=request)
    with came:
        came.wait_for(lambda: f"q{number}" in answers)
    say(f"{command} was {answers[f'q{number}']['behavior']}", number)


def turn(prompt, number):
    word, _, rest = prompt.partition(" ")
    result = {"subtype": "success", "is_error": False, "result": rest}
    if word == "say":
        say(rest, number)
    elif word == "ask":
        ask(rest, number)
    elif word == "write":
        say("word " * int(rest.split()[0]), number)
        pathlib.Path("written").touch()
    elif word == "env":
        say(f"{rest}={os.environ.get(rest, 'unset')}", number)
    elif word == "noise":
        print("Warning: this is no JSON", flush=True)
        say("heard", number)
    elif word == "die":
        print("something is wrong with me", file=sys.stderr)
        os._exit(int(rest))
    elif word == "wait":
        interrupted.wait()
        interrupted.clear()
        result = {"subtype": "error_during_execution", "is_error": True}
    tell(type="result", **result)


def main():
    if "--version" in sys.argv:
        print("2.1.197 (Claude Code)")
        return
    number = 0
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "user":
            number += 1
            threading.Thread(target=turn, args=(message["message"]["content"][0]["text"], number)).start()
        elif message["type"] == "control_response":
            with came:
                answers[message["response"]["request_id"]] = message["response"]["response"]
                came.notify_all()
        elif message["request"]["subtype"] == "interrupt":
            interrupted.set()
    os._exit(0)


main()
