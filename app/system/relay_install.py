"""Puts the relay where agents' hooks expect it: the compiled one where it can be had, else its Python twin."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from app.system.paths import DataPaths

SOURCES = Path(__file__).parent.parent / "relay"
"""relay.c and relay.py; in a package the compiled relay lies beside them."""
_COMPILERS = ("musl-gcc", "cc", "gcc", "clang")
"""Tried in order. With the musl library a program this small starts in half the time it takes with the usual one."""
_COMPILE_LIMIT_S = 60
_PROBE_LIMIT_S = 10
_LONGEST_SHEBANG_BYTES = 127
_OLDEST_PYTHON = (3, 10)
_WARNINGS = ("-Wall", "-Wextra", "-Werror=implicit-function-declaration", "-Werror=incompatible-pointer-types")
_HARDENED = ("-std=c99", "-O2", "-fstack-protector-strong", "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2", *_WARNINGS)
_STATIC = (*_HARDENED, "-fPIE", "-static")
_FLAG_SETS: tuple[tuple[str, ...], ...] = (
    (*_HARDENED, "-fPIE", "-static-pie"),
    _STATIC,
    (*_HARDENED, "-fPIE", "-pie", "-Wl,-z,relro,-z,now"),
    ("-std=c99", "-O2"),
)
"""Tried in order. Static first: a dynamic loader takes as long again as a small program."""

_STUB = """\
import marshal
import posix
import sys
from _frozen_importlib_external import MAGIC_NUMBER

try:
    base = sys.argv[0].rpartition("/")[0] + "/NAME"
    code = posix.read(posix.open(base + ".code", posix.O_RDONLY | posix.O_CLOEXEC), 1 << 20)
    if code[:4] == MAGIC_NUMBER:
        exec(marshal.loads(code[4:]))
    else:
        exec(open(base + ".py", "rb").read())
finally:
    posix._exit(0)
"""
"""What the installed twin consists of, below its first line. The source serves after an upgrade of the interpreter."""

_MAKE_BYTECODE = """\
import __future__, marshal, sys
from _frozen_importlib_external import MAGIC_NUMBER
lazily = __future__.annotations.compiler_flag
code = compile(sys.stdin.buffer.read(), "signalcabin-relay", "exec", lazily, optimize=2)
sys.stdout.buffer.write(MAGIC_NUMBER + marshal.dumps(code))
"""

Kind = Literal["native", "python"]


class RelayInfo(NamedTuple):
    """The relay that is in place. ``note``: "" or, in words for the user, what is less than good and what helps."""

    path: Path
    kind: Kind
    note: str


class RelayUnusable(Exception):
    """No relay can be put in place; the text says what is wrong and what to do."""


class _NotBuilt(Exception):
    """No binary could be made; the text is the reason and the remedy."""


def ensure_relay(paths: DataPaths) -> RelayInfo:
    """Make sure that ``paths.relay`` is the relay of this version. Fast where it is; raises RelayUnusable.

    A new one appears by rename: a hook that runs meanwhile gets the old one or the new one, never half of one.
    """
    try:
        return _ensure(paths, _COMPILERS)
    except OSError as error:
        raise RelayUnusable(f"The relay cannot be written to {paths.relay_dir}: {error.strerror}.") from error


def compile_relay(target: Path, compilers: Sequence[str] = _COMPILERS, extra_flags: Sequence[str] = ()) -> None:
    """Compile relay.c into ``target``; raises RelayUnusable. ``extra_flags`` (a sanitizer's) replace the usual ones."""
    chosen = [name for name in compilers if not (extra_flags and name == "musl-gcc")]
    try:
        _compile(target, chosen, [tuple(extra_flags)] if extra_flags else _FLAG_SETS)
    except _NotBuilt as error:
        raise RelayUnusable(str(error)) from error


def install_twin(paths: DataPaths, interpreter: Path | None = None) -> RelayInfo:
    """Put the Python twin in place, whatever else could be had; raises RelayUnusable.

    Compiled ahead, as Python keeps no bytecode of a script: that halves what is left over its bare start-up.
    """
    python = interpreter or _interpreter()
    source = (SOURCES / "relay.py").read_bytes()
    code = _bytecode(python)
    name = f"twin-{hashlib.sha256(source + code + os.fsencode(python)).hexdigest()[:16]}"
    _put(paths.relay_dir / f"{name}.py", source)
    _put(paths.relay_dir / f"{name}.code", code)
    shebang = b"#!" + os.fsencode(python) + b" -ISE\n"
    stub = _STUB.replace("NAME", name).encode()
    if len(shebang) <= _LONGEST_SHEBANG_BYTES and not set(os.fsencode(python)) & set(b" \t\n"):
        _put(paths.relay, shebang + stub)
    else:
        _put(paths.relay_dir / f"{name}.start", stub)
        run, script = shlex.quote(str(python)), shlex.quote(str(paths.relay_dir / f"{name}.start"))
        _put(paths.relay, f'#!/bin/sh\n[ -x {run} ] || exit 0\nexec {run} -I -S -E {script} "$@"\n'.encode())
    return RelayInfo(paths.relay, "python", "")


def relay_runs(relay: Path) -> bool:
    """Whether this machine executes it and it ends well (as an empty file would, which is no relay)."""
    try:
        return relay.stat().st_size > 0 and _runs(relay)
    except OSError:
        return False


def source_mark() -> bytes:
    """What a binary built from the present relay.c contains."""
    digest = hashlib.sha256((SOURCES / "relay.c").read_bytes()).hexdigest()[:32]
    return b"signalcabin-relay source " + digest.encode()


def _ensure(paths: DataPaths, compilers: Sequence[str]) -> RelayInfo:
    mark = source_mark()
    if _holds(paths.relay, mark):
        return RelayInfo(paths.relay, "native", "")
    reason = ""
    for candidate in _candidates(paths, mark, compilers):
        if isinstance(candidate, str):
            reason = candidate
        elif _runs(candidate):
            _put(paths.relay, candidate.read_bytes())
            return RelayInfo(paths.relay, "native", "")
        else:
            reason = f"{candidate} does not run on this machine"
    twin = install_twin(paths)
    return twin._replace(note=f"The relay runs in Python, which costs every tool call some milliseconds: {reason}.")


def _candidates(paths: DataPaths, mark: bytes, compilers: Sequence[str]) -> Iterable[Path | str]:
    """Binaries to try, best first, made when asked for; a text is why there is none."""
    beside = SOURCES / "signalcabin-relay"
    if _holds(beside, mark):
        yield beside
    with tempfile.TemporaryDirectory(prefix=".build-", dir=paths.relay_dir) as folder:
        built = Path(folder) / "signalcabin-relay"
        try:
            _compile(built, compilers, _FLAG_SETS)
        except _NotBuilt as error:
            yield str(error)
            return
        _keep_beside_source(built, beside)
        yield built


def _keep_beside_source(built: Path, beside: Path) -> None:
    """In a checkout of ours the next data folder need not compile again; an installed package is left alone."""
    if not (SOURCES.parent.parent / "pyproject.toml").is_file() or not os.access(SOURCES, os.W_OK):
        return
    try:
        _put(beside, built.read_bytes())
    except OSError:
        return  # only a cache


def _compile(target: Path, compilers: Sequence[str], flag_sets: Iterable[Sequence[str]]) -> None:
    said = ""
    for compiler in filter(None, map(shutil.which, compilers)):
        for flags in [_STATIC] if Path(compiler).name == "musl-gcc" else flag_sets:
            said = _try_to_compile(target, compiler, flags)
            if not said and _runs(target):
                return
            said = f"{compiler} could not build it ({said or 'what it built does not run'}). Check its installation"
    raise _NotBuilt(
        said or "no C compiler was found. Install one (Debian: apt install gcc libc6-dev musl-tools) and start again"
    )


def _try_to_compile(target: Path, compiler: str, flags: Sequence[str]) -> str:
    """The compiler's last words, "" where it succeeded."""
    digest = source_mark().split()[-1].decode()
    order = [compiler, *flags, f'-DRELAY_SOURCE="{digest}"', str(SOURCES / "relay.c"), "-o", str(target)]
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(order, capture_output=True, timeout=_COMPILE_LIMIT_S, check=False, env=environment)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    words = done.stderr.decode(errors="replace").strip().split("\n")[-1]
    return "" if done.returncode == 0 else words or f"exit {done.returncode}"


def _holds(binary: Path, mark: bytes) -> bool:
    try:
        return os.access(binary, os.X_OK) and mark in binary.read_bytes()
    except OSError:
        return False


def _runs(binary: Path) -> bool:
    """Whether this machine executes it: without arguments a relay does nothing, successfully."""
    try:
        order = [str(binary)]
        done = subprocess.run(order, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PROBE_LIMIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _interpreter() -> Path:
    """The Python for the twin; raises RelayUnusable.

    The system's own first: it starts fastest and stays. Never a virtual environment's, which is slow and may vanish.
    """
    base = getattr(sys, "_base_executable", "") or sys.executable
    ours = [] if getattr(sys, "frozen", False) or not base else [base]
    systems = ["/usr/bin/python3"] if sys.platform == "linux" else []  # on a Mac that one may ask to install things
    named = shutil.which("python3")
    for candidate in (*systems, *ours, *([named] if named else [])):
        if _is_recent(candidate):
            return Path(candidate).absolute()
    oldest = ".".join(map(str, _OLDEST_PYTHON))
    raise RelayUnusable(f"Neither a C compiler nor Python {oldest} or later was found for the relay. Install either.")


def _bytecode(python: Path) -> bytes:
    """relay.py as this very interpreter wants it, magic number first; raises RelayUnusable."""
    order = [str(python), "-ISEc", _MAKE_BYTECODE]
    source = (SOURCES / "relay.py").read_bytes()
    try:
        done = subprocess.run(order, input=source, capture_output=True, timeout=_PROBE_LIMIT_S, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise RelayUnusable(f"{python} cannot run the relay ({error}). Install a C compiler.") from error
    return done.stdout


def _is_recent(python: str) -> bool:
    question = f"import sys; sys.exit(sys.version_info < {_OLDEST_PYTHON})"
    try:
        done = subprocess.run([python, "-ISEc", question], capture_output=True, timeout=_PROBE_LIMIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _put(target: Path, content: bytes) -> None:
    """Write an executable file by rename; leaves an equal one alone. Raises OSError."""
    try:
        if target.read_bytes() == content and os.access(target, os.X_OK):
            return
    except OSError:
        pass  # not there yet: then it is written
    handle, name = tempfile.mkstemp(prefix=".new-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o700)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
