"""The relay's twin: step by step what relay.c does (its theory of operation tells why), where no compiler was found.

Runs as ``python -I -S -E``, Python 3.10 or later, and imports as little as it can: starting up is its whole cost.
"""

import time

_STARTED_US = time.time_ns() // 1000  # before anything else

import _signal  # type: ignore[import-not-found]  # noqa: E402
import posix  # noqa: E402
import sys  # noqa: E402

TYPE_CHECKING = False  # what type checkers look for, without the cost of importing typing
if TYPE_CHECKING:
    import _socket

MAX_PAYLOAD_BYTES = 16 * 1024 * 1024
MAX_REPLY_BYTES = 1024 * 1024
MAX_SPOOL_BYTES = 64 * 1024 * 1024
MAX_OVERFLOW_BYTES = 1024 * 1024
MAX_NAME_BYTES = 128
STDIN_SILENCE_S = 1.0
STDIN_TOTAL_S = 5.0
CONNECT_US = 200_000
ANSWER_S = 0.3
ASKED_ANSWER_S = 3.0
ANSWER_S_PER_MIB = 0.05
LONGEST_HOLD_S = 86400.0
PRINT_S = 1.0
LOCK_S = 1.0
HUNG_S = 5
WOKEN = 2

SETTLED, UNHEARD, HUNG = range(3)

_REGULAR, _KIND = 0o100000, 0o170000
_LINUX = sys.platform == "linux"
_CLOSE_ON_EXEC = posix.O_CLOEXEC
_APPEND_OURS = posix.O_WRONLY | posix.O_APPEND | posix.O_CREAT | posix.O_NOFOLLOW | posix.O_NONBLOCK | _CLOSE_ON_EXEC
_FOLDER = posix.O_RDONLY | posix.O_DIRECTORY | _CLOSE_ON_EXEC


def main() -> int:
    """The whole errand; the exit status: 0 whatever happened, 2 for a wake relay that wakes."""
    settle_signals()
    settle_descriptors()
    posix.umask(0o077)
    if len(sys.argv) < 3:
        return 0
    mode = sys.argv[3] if len(sys.argv) > 3 and sys.argv[3] in ("sync", "wake") else "async"
    pid, start = identify_parent()
    parent_fd = -1
    if mode == "wake":
        if not is_at_a_terminal() or pid == 0:
            return 0
        parent_fd = watch_parent(pid)
    home = open_home(sys.argv[0])
    if home < 0:
        return 0
    payload, cut = read_payload()
    frame = [head(mode, len(payload), cut, pid, start), payload, b"\nEND"]
    patient = mode == "wake" or (mode == "sync" and sys.argv[2] == "PermissionRequest")
    errand = Errand(mode, parent_fd)
    outcome = deliver(home, frame, errand, ASKED_ANSWER_S if patient else ANSWER_S)
    if outcome != SETTLED and mode != "wake":
        spool(home, frame)
    return errand.status


class Errand:
    """How this relay waits, and with which status it ends."""

    def __init__(self, mode: str, parent_fd: int) -> None:
        self.mode = mode
        self.parent_fd = parent_fd
        self.status = 0


# ---- start -----------------------------------------------------------------------------------------------------------


def settle_signals() -> None:
    _signal.signal(_signal.SIGPIPE, _signal.SIG_IGN)
    _signal.signal(_signal.SIGXFSZ, _signal.SIG_IGN)
    _signal.signal(_signal.SIGTERM, _signal.SIG_DFL)
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    _signal.signal(_signal.SIGALRM, on_alarm)
    _signal.pthread_sigmask(_signal.SIG_SETMASK, ())


def on_alarm(signum: int, frame: object) -> None:
    set_alarm(0)
    raise TimeoutError


def set_alarm(seconds: float) -> None:
    """TimeoutError, once, from a call that blocks too long; the interval: it may not sleep yet. 0 disarms."""
    _signal.setitimer(_signal.ITIMER_REAL, seconds, 0.02 if seconds else 0.0)


def settle_descriptors() -> None:
    for fd in (0, 1, 2):
        try:
            posix.fstat(fd)
        except OSError:
            posix.open("/dev/null", posix.O_RDWR)


def open_home(this: str) -> int:
    if "/" not in this:
        return -1
    try:
        home = posix.open(this[: this.rindex("/")] + "/..", _FOLDER)
        return home if posix.fstat(home).st_uid == posix.geteuid() else -1
    except (OSError, ValueError):
        return -1


def identify_parent() -> tuple[int, int]:
    """Pid and start of the agent's process; (0, 0) for an orphan."""
    parent = posix.getppid()
    start = process_start(parent) if parent > 1 else -1
    return (parent, start) if start >= 0 and posix.getppid() == parent else (0, 0)


def process_start(pid: int) -> int:
    """In clock ticks since boot; 0 where unknown, -1 for a mere foster parent."""
    if not _LINUX:
        return 0
    try:
        fd = posix.open(f"/proc/{pid}/stat", posix.O_RDONLY | _CLOSE_ON_EXEC)
    except OSError:
        return 0
    try:
        text = posix.read(fd, 1023)
        return -1 if b" (systemd) " in text else int(text[text.rindex(b")") + 2 :].split(b" ")[19])
    except (OSError, ValueError, IndexError):
        return 0
    finally:
        posix.close(fd)


def is_at_a_terminal() -> bool:
    return posix.environ.get(b"CLAUDE_CODE_ENTRYPOINT") == b"cli"


def watch_parent(pid: int) -> int:
    """Readable once the agent has ended; -1 where the system has no such thing."""
    try:
        return posix.pidfd_open(pid)
    except (AttributeError, OSError):
        return -1


# ---- frame -----------------------------------------------------------------------------------------------------------


def head(mode: str, length: int, cut: int, pid: int, start: int) -> bytes:
    encoding = sys.getfilesystemencoding()
    names = [name.encode(encoding, "surrogateescape") for name in sys.argv[1:3]]
    session = posix.environ.get(b"CLAUDE_CODE_SESSION_ID", b"")
    header = (
        f'{{"v":1,"id":"{_STARTED_US}-{posix.getpid()}-{random_number()}"'
        f',"agent":{json_string(names[0])},"event":{json_string(names[1])},"mode":"{mode}"'
        f',"at_us":{_STARTED_US},"pid":{pid},"start":{start},"session":{json_string(session)},"cut":{cut}}}'
    ).encode("ascii")
    return b"SCR1" + len(header).to_bytes(4, "big") + length.to_bytes(4, "big") + header


def random_number() -> int:
    try:
        return int.from_bytes(posix.urandom(8), "big") >> 1
    except (OSError, NotImplementedError):
        return time.monotonic_ns()


def json_string(name: bytes) -> str:
    """At most MAX_NAME_BYTES bytes, one character a byte: any bytes give valid JSON."""
    pieces = [
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\u{byte:04x}" for byte in name[:MAX_NAME_BYTES]
    ]
    return '"' + "".join(pieces) + '"'


def read_payload() -> tuple[bytes, int]:
    """stdin to its end, its limit or its deadline; and how many bytes were dropped over the limit."""
    deadline = time.monotonic() + STDIN_TOTAL_S
    pieces: list[bytes] = []
    length = cut = 0
    try:
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            set_alarm(min(left, STDIN_SILENCE_S))
            try:
                piece = posix.read(0, 65536)
            except BlockingIOError:
                time.sleep(0.002)  # somebody made our stdin non-blocking
                continue
            if not piece:
                break
            kept = piece[: MAX_PAYLOAD_BYTES - length]
            cut += len(piece) - len(kept)
            if kept:
                length += len(kept)
                pieces.append(kept)
        set_alarm(0)
    except OSError:
        set_alarm(0)  # time is up or stdin is none: what came so far is the payload
    return b"".join(pieces), cut


# ---- deliver ---------------------------------------------------------------------------------------------------------


def deliver(home: int, frame: list[bytes], errand: Errand, answer_s: float) -> int:
    try:
        run = posix.open("run", _FOLDER, dir_fd=home)
        found = posix.fstat(run)
        if found.st_uid != posix.geteuid() or found.st_mode & 0o022:
            return UNHEARD
        posix.fchdir(run)
    except OSError:
        return UNHEARD
    try:
        age_s = int(time.time()) - int(posix.lstat("hub.hung").st_mtime)
        tripped = True
    except OSError:
        age_s, tripped = 0, False
    if tripped:
        if -HUNG_S < age_s < HUNG_S:
            return UNHEARD
        touch_breaker()
    outcome = converse(frame, errand, answer_s)
    if outcome == HUNG:
        touch_breaker()
    elif tripped:
        clear_breaker()
    return outcome


def touch_breaker() -> None:
    try:
        fd = posix.open(
            "hub.hung", posix.O_WRONLY | posix.O_CREAT | posix.O_NOFOLLOW | posix.O_NONBLOCK | _CLOSE_ON_EXEC, 0o600
        )
        posix.utime(fd)
        posix.close(fd)
    except OSError:
        return  # then every relay finds out for itself


def clear_breaker() -> None:
    try:
        posix.unlink("hub.hung")
    except OSError:
        return  # somebody else did


def converse(frame: list[bytes], errand: Errand, answer_s: float) -> int:
    """Connect, send, hear the answer."""
    total_bytes = sum(map(len, frame))
    deadline = time.monotonic() + answer_s + (total_bytes >> 20) * ANSWER_S_PER_MIB
    try:
        posix.stat("relay.sock")
        import _socket  # only here: a relay without a hub need not pay for it

        link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        limit = CONNECT_US.to_bytes(8, sys.byteorder)
        link.setsockopt(_socket.SOL_SOCKET, _socket.SO_SNDTIMEO, bytes(8) + limit)
        link.connect("relay.sock")
        if not is_peer_us(link):
            return UNHEARD
        send_frame(link, b"".join(frame), deadline)
        return await_answer(link, errand, deadline)
    except (TimeoutError, BlockingIOError):
        return HUNG
    except OSError:
        return UNHEARD


def is_peer_us(link: "_socket.socket") -> bool:
    import _socket

    if _LINUX:
        uid = link.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)[4:8]
    else:
        uid = link.getsockopt(0, 1, 76)[4:8]  # LOCAL_PEERCRED: struct xucred, whose uid follows its version
    return int.from_bytes(uid, sys.byteorder) == posix.geteuid()


def send_frame(link: "_socket.socket", data: bytes, deadline: float) -> None:
    """Raises TimeoutError. A hub that hangs up early may have said why: the reader of its answer finds that."""
    rest = memoryview(data)
    try:
        while rest:
            link.settimeout(left_until(deadline))
            rest = rest[link.send(rest) :]
    except ConnectionError:
        return


def left_until(deadline: float) -> float:
    """Seconds, over 0; raises TimeoutError."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, LONGEST_HOLD_S)


def receive(link: "_socket.socket", wanted: int, deadline: float, held: Errand | None) -> bytes:
    """Exactly ``wanted`` bytes; raises TimeoutError, or another OSError where the hub or the agent is gone."""
    got = b""
    while len(got) < wanted:
        if held is not None:
            watch_agent(link, deadline, held.parent_fd)
        link.settimeout(left_until(deadline))
        piece = link.recv(wanted - len(got))
        if not piece:
            raise ConnectionError
        got += piece
    return got


def watch_agent(link: "_socket.socket", deadline: float, parent_fd: int) -> None:
    """Wait for the hub to say something; raises TimeoutError, or ConnectionError when the agent is gone."""
    import select  # here, as only a held relay pays for it

    any_of = select.poll()
    any_of.register(link.fileno(), select.POLLIN)
    any_of.register(1, 0)
    if parent_fd >= 0:
        any_of.register(parent_fd, select.POLLIN)
    ready = dict(any_of.poll(left_until(deadline) * 1000))
    if not ready:
        raise TimeoutError
    if link.fileno() not in ready:
        raise ConnectionError


def await_answer(link: "_socket.socket", errand: Errand, deadline: float) -> int:
    held: Errand | None = None
    while True:
        try:
            answer = receive(link, 5, deadline, held)
        except OSError:
            if held:
                return SETTLED
            raise
        tag, length = answer[:1], int.from_bytes(answer[1:], "big")
        if tag == b"E" or (tag == b"A" and length == 0):
            return SETTLED
        try:
            if tag == b"R" and length <= MAX_REPLY_BYTES:
                print_reply(receive(link, length, deadline, held), errand)
                return SETTLED
            if tag != b"H" or length != 4:
                return SETTLED if held else UNHEARD
            wait_ms = int.from_bytes(receive(link, 4, deadline, held), "big")
        except OSError:
            return SETTLED
        if errand.mode == "async":
            return SETTLED
        held = errand
        deadline = time.monotonic() + wait_ms / 1000


def print_reply(reply: bytes, errand: Errand) -> None:
    wakes = errand.mode == "wake"
    rest = reply
    try:
        set_alarm(PRINT_S)
        while rest:
            rest = rest[posix.write(2 if wakes else 1, rest[:4096]) :]
        set_alarm(0)
    except OSError:
        set_alarm(0)  # the agent does not want it
        return
    if wakes and reply:
        errand.status = WOKEN


# ---- spool -----------------------------------------------------------------------------------------------------------


def spool(home: int, frame: list[bytes]) -> None:
    folder = open_spool_folder(home)
    if folder < 0:
        return
    total_bytes = sum(map(len, frame))
    fd, size = open_spool(folder)
    whole = False
    deadly = (_signal.SIGTERM, _signal.SIGINT, _signal.SIGHUP)
    _signal.pthread_sigmask(_signal.SIG_BLOCK, deadly)
    if fd >= 0 and size + total_bytes <= MAX_SPOOL_BYTES:
        try:
            whole = posix.writev(fd, frame) == total_bytes
        except OSError:
            whole = False
        if not whole:
            shorten(fd, size)
    if not whole:
        count_lost(folder)
    _signal.pthread_sigmask(_signal.SIG_UNBLOCK, deadly)


def open_spool_folder(home: int) -> int:
    for _ in range(2):
        try:
            return posix.open("spool", _FOLDER | posix.O_NOFOLLOW, dir_fd=home)
        except FileNotFoundError:
            try:
                posix.mkdir("spool", 0o700, dir_fd=home)
            except OSError:
                return -1
        except OSError:
            return -1
    return -1


def open_spool(folder: int) -> tuple[int, int]:
    """The spool, locked, and its size, or (-1, 0). The hub takes it by renaming it under the lock."""
    for _ in range(10):
        fd, _ = open_ours(folder, "deliveries.spool")
        if fd < 0 or not lock_within_limit(fd):
            return -1, 0
        try:
            found = posix.fstat(fd)
            named = posix.stat("deliveries.spool", dir_fd=folder, follow_symlinks=False)
        except OSError:
            posix.close(fd)
            continue
        if (named.st_ino, named.st_dev) == (found.st_ino, found.st_dev):
            return fd, found.st_size
        posix.close(fd)
    return -1, 0


def open_ours(folder: int, name: str) -> tuple[int, int]:
    """A file of ours for appending (never through a link, never a pipe that would block) and its size, or (-1, 0)."""
    try:
        fd = posix.open(name, _APPEND_OURS, 0o600, dir_fd=folder)
        found = posix.fstat(fd)
    except OSError:
        return -1, 0
    if found.st_mode & _KIND == _REGULAR and found.st_uid == posix.geteuid() and found.st_nlink <= 1:
        return fd, found.st_size
    posix.close(fd)
    return -1, 0


def lock_within_limit(fd: int) -> bool:
    import fcntl  # here, as only a spooling relay pays for it

    try:
        set_alarm(LOCK_S)
        fcntl.flock(fd, fcntl.LOCK_EX)
        set_alarm(0)
    except OSError:
        set_alarm(0)
        return False
    return True


def shorten(fd: int, size: int) -> None:
    try:
        posix.ftruncate(fd, size)
    except OSError:
        return  # the hub's reader steps over a torn frame


def count_lost(folder: int) -> None:
    fd, size = open_ours(folder, "overflow")
    if fd >= 0 and size < MAX_OVERFLOW_BYTES:
        try:
            posix.write(fd, _STARTED_US.to_bytes(8, "big"))
        except OSError:
            return  # a full disk: nothing left to do


if __name__ == "__main__":
    status = 0
    try:
        status = main()
    finally:
        posix._exit(status)  # whatever happened: no traceback, no flush, no status an agent could mind
