"""The hub: the process that hears agents, stores every fact, feeds desktops and holds the levers; here it is wired."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import resource
import signal
import sys
import threading
from collections.abc import Awaitable, Iterator
from pathlib import Path

import msgspec

from app import __version__
from app.agents import adapters
from app.core.events import GapNoted
from app.hub.audit import Audit
from app.hub.choices import Choices
from app.hub.control import Control
from app.hub.counters import Counters
from app.hub.door import Door
from app.hub.feed import Feed
from app.hub.follow import Follow
from app.hub.guard import Guard
from app.hub.history import History
from app.hub.hub_log import start_logging
from app.hub.intake import Intake, now_us
from app.hub.keeping import Keeping
from app.hub.launch import Launcher
from app.hub.listen import ListenRefused, parse_listen
from app.hub.lock import HubLock, HubRunning, write_private_json
from app.hub.orders import Orders
from app.hub.ports import SystemClock
from app.hub.recording import Recording
from app.hub.spool import Spool
from app.hub.watch import Watch
from app.store.log import Log, StoreUnavailable
from app.store.schema import StoreTooNew
from app.system.logs import HUB_OUTPUT_BYTES, bound_own_output, choose_topics
from app.system.memory import give_back_large_blocks
from app.system.paths import DataDirUnusable, DataPaths
from app.system.processes import ProcessId, system_processes
from app.system.relay_install import RelayUnusable, ensure_relay
from app.system.secrets import SecretNotKept, hub_token, where_it_lies
from app.system.terminals import system_terminals

_log = logging.getLogger("signalcabin.hub")

EXIT_FAILED, EXIT_USAGE, EXIT_RUNNING_ALREADY = 1, 2, 3
_LARGE_BYTES = 1 << 20
"""A checkpoint is larger; what is read at a time is not, and would cost more than it gives."""
_TICK_S = 1.0
_PATIENCE_S = 5.0
_ENDING_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class HubOptions(msgspec.Struct, frozen=True, kw_only=True):
    """``listen``: (host, port) on loopback for the feed over TCP as well; None: no port at all."""

    listen: tuple[str, int] | None = None
    announce: bool = True
    """Print the ready line on stdout."""


class Hub:
    """One hub on one data folder (which is ``prepare``d)."""

    def __init__(self, paths: DataPaths, options: HubOptions | None = None) -> None:
        self.paths = paths
        self.options = options or HubOptions()
        self.ready = asyncio.Event()
        self.feed: Feed | None = None
        self._ending = asyncio.Event()
        self._failed = ""
        self._token_lies = ""

    def shut_down(self) -> None:
        """End soon, cleanly. On the hub's loop."""
        self._ending.set()

    async def run(self) -> None:
        """Until told to end. Raises HubRunning, StoreTooNew, StoreUnavailable, SecretNotKept, OSError at the start."""
        processes = system_processes()
        us = processes.identify(os.getpid()) or ProcessId(os.getpid())
        lock = HubLock.take(self.paths.lock, us)
        try:
            log = Log.open(self.paths.store)
            try:
                await self._run(log, us, lock)
            finally:
                log.close()
        finally:
            if lock.in_place:  # else what bears these names is another hub's
                for left in (self.paths.relay_socket, self.paths.feed_socket, self.paths.hub_info):
                    left.unlink(missing_ok=True)
            lock.release()

    async def _run(self, log: Log, us: ProcessId, lock: HubLock) -> None:
        """The wiring: who is made of what, who hears whom, and in which order they begin and end."""
        paths, started_at_us = self.paths, now_us()
        agents, processes, clock = adapters(), system_processes(), SystemClock()
        counters, guard = Counters(), Guard(paths.logs_dir)
        self._report_threads_to(guard)

        intake = Intake(log, agents, counters, guard, on_writer_lost=lambda: self._fail("the store's writer ended"))
        choices = Choices(paths.settings)
        choices.on_change.append(lambda chosen: intake.redact(chosen.redact_secrets))
        choices.on_change.append(lambda chosen: choose_topics(chosen.log_topics))
        choices.read()
        intake.start()
        control = Control(intake, intake.roster, processes, agents, clock, terminals=system_terminals(processes))
        watch = Watch(intake, processes, clock)
        follow = Follow(
            intake, processes, agents, clock,
            environment=os.environ, user_home=str(Path.home()),
            places_file=paths.root / "followed.json", hub_id=log.hub_id, bad=counters.bad,
        )  # fmt: skip
        launcher = Launcher(intake, intake.roster, control.answers, processes, agents, clock, paths.relay, os.environ)
        control.use_streams(launcher)
        intake.is_doubled = launcher.is_doubled
        history, recording = History(paths.store), Recording(Path.home())
        spool = Spool(paths.spool, intake, agents, counters)
        hung = paths.run_dir / "hub.hung"
        door = Door(intake, agents, counters, guard, control.verdict_for, hung, control.wakes.hold)
        keeping = Keeping(intake, processes, clock, lambda: choices.now)
        audit = Audit(intake, clock, paths)
        orders = Orders(
            log, intake, control, control.answers, history, recording, launcher, keeping, spool, counters, guard, audit,
            lambda: feed.clients, self.shut_down, started_at_us,
        )  # fmt: skip
        feed = self.feed = Feed(
            log.hub_id, intake.roster, intake.last_seq, history, orders.carry_out, counters, guard, started_at_us
        )

        keeping.on_gone.append(feed.sessions_gone)
        intake.on_delivery.append(recording.on_delivery)
        intake.on_lines.append(feed.publish)
        intake.on_records.extend((control.on_records, watch.on_records, follow.on_records, launcher.on_records))

        async with contextlib.AsyncExitStack() as stack:
            stack.enter_context(self._told_by_signals())
            stack.callback(history.close)
            stack.callback(recording.close)
            stack.push_async_callback(intake.close)
            stack.push_async_callback(guard.stop_all)
            stack.push_async_callback(feed.close)
            stack.push_async_callback(door.close)
            stack.push_async_callback(lambda: _in_time("letting held requests go", control.close()))
            stack.push_async_callback(launcher.close)
            stack.callback(door.stop_listening)
            rows = intake.roster.rows()
            watch.adopt(rows)
            follow.adopt(rows)
            guard.keep_running("the spool", spool.watch)
            takeover = asyncio.gather(_say_what_was_lost(log, intake), control.adopt(rows), spool.was_empty.wait())
            await _in_time("taking over from the hub before", takeover)
            await self._put_relay_in_place()
            await door.open(paths.relay_socket)
            feed_uri = await feed.open(paths.feed_socket)
            listen_uri = await self._listen(feed)
            guard.keep_running("the watch", watch.run)
            guard.keep_running("the audit", audit.watch)
            guard.keep_running("the settings", choices.watch)
            guard.keep_running("keeping", keeping.watch)
            guard.keep_running("following", follow.run)
            guard.keep_running("the clockwork", lambda: _tick(control))
            guard.keep_running("looking after the data folder", lambda: self._stay_in(lock))
            self._announce(us, feed_uri, listen_uri)
            await self._ending.wait()
            _log.info("ending")
        if self._failed:
            raise StoreUnavailable(self._failed)

    async def _stay_in(self, lock: HubLock) -> None:
        """End when the data folder is removed or replaced: nobody can reach us then, and a new hub may be in it."""
        while True:
            await asyncio.sleep(_TICK_S)
            bound_own_output(self.paths.hub_output, HUB_OUTPUT_BYTES)
            if not lock.in_place:
                break
        self._fail(f"The data folder {self.paths.root} was removed or replaced.")

    async def _put_relay_in_place(self) -> None:
        """Hooks connected earlier get the relay of this version. Without one the hub still hears all else."""
        try:
            relay = await asyncio.to_thread(ensure_relay, self.paths)
        except RelayUnusable as error:
            _log.error("no relay: %s", error)
            return
        if relay.note:
            _log.warning("relay: %s", relay.note)

    async def _listen(self, feed: Feed) -> str:
        if self.options.listen is None:
            return ""
        host, port = self.options.listen
        token, where = await asyncio.to_thread(hub_token, self.paths)
        uri = await feed.open_tcp(host, port, token)
        self._token_lies = where_it_lies(self.paths, where)
        _log.info("the feed is also at %s; its token lies %s", uri, self._token_lies)
        return uri

    def _announce(self, us: ProcessId, feed_uri: str, listen_uri: str) -> None:
        relay = str(self.paths.relay)
        info = {"pid": us.pid, "proc_start": us.start, "feed": feed_uri, "relay": relay, "version": __version__}
        ready = {"ready": True, "relay": relay, "feed": feed_uri, "pid": us.pid}
        if listen_uri:
            info["listen"] = ready["listen"] = listen_uri
            info["token"] = self._token_lies
        write_private_json(self.paths.hub_info, info)
        self.ready.set()
        _log.info("ready, process %d", us.pid)
        if self.options.announce:
            print(msgspec.json.encode(ready).decode(), flush=True)
        if self.options.announce and listen_uri:
            print(f"The feed is also at {listen_uri}; its token lies {self._token_lies}.", file=sys.stderr, flush=True)

    @contextlib.contextmanager
    def _told_by_signals(self) -> Iterator[None]:
        """TERM, INT and HUP mean: end cleanly. From the very start, for whoever started us may think better of it."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        for number in _ENDING_SIGNALS:
            loop.add_signal_handler(number, self.shut_down)
        try:
            yield
        finally:
            for number in _ENDING_SIGNALS:
                loop.remove_signal_handler(number)

    def _fail(self, why: str) -> None:
        self._failed = why
        self.shut_down()

    def _report_threads_to(self, guard: Guard) -> None:
        def report(failure: threading.ExceptHookArgs) -> None:
            if failure.exc_value is not None:
                guard.report(f"thread {failure.thread.name if failure.thread else '?'}", failure.exc_value)

        threading.excepthook = report


async def _say_what_was_lost(log: Log, intake: Intake) -> None:
    if log.set_aside is not None:
        await intake.emit("", "", GapNoted(reason="store_damaged"))


async def _in_time(what: str, job: Awaitable[object]) -> None:
    """Do a job that waits for the store, but not for ever: a full disk must not keep a hub from starting or ending."""
    try:
        await asyncio.wait_for(job, _PATIENCE_S)
    except TimeoutError:
        _log.error("%s took over %.0f s; going on without", what, _PATIENCE_S)


async def _tick(control: Control) -> None:
    while True:
        await asyncio.sleep(_TICK_S)
        control.tick()


def main(paths: DataPaths, listen: str | None = None) -> int:
    """Run a hub in the foreground; the exit code. What goes wrong is said in one sentence on stderr."""
    try:
        options = HubOptions(listen=parse_listen(listen) if listen else None)
    except ListenRefused as error:
        return _complain(error, EXIT_USAGE)
    try:
        paths.prepare()
        start_logging(paths.logs_dir)
        _allow_many_connections()
        give_back_large_blocks(_LARGE_BYTES)
        asyncio.run(_serve(paths, options))
    except HubRunning as error:
        return _complain(error, EXIT_RUNNING_ALREADY)
    except (DataDirUnusable, StoreTooNew, StoreUnavailable, SecretNotKept) as error:
        _log.error("the hub ends: %s", error)
        return _complain(error, EXIT_FAILED)
    except OSError as error:
        _log.error("the hub ends: %s", error)
        return _complain(_sentence(error, paths), EXIT_FAILED)
    return 0


async def _serve(paths: DataPaths, options: HubOptions) -> None:
    await Hub(paths, options).run()


def _allow_many_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(8192, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _sentence(error: OSError, paths: DataPaths) -> str:
    """What the system refused, and what helps."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The hub cannot run: there is no space left in {paths.root}. Free some, then start it again."
    where = f" ({error.filename})" if error.filename else ""
    return f"The hub cannot run: {error.strerror or error}{where}. Mend that, then start it again."


def _complain(error: Exception | str, code: int) -> int:
    print(str(error), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(DataPaths(Path(sys.argv[1])), *sys.argv[2:3]))
