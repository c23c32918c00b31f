/* The relay: what an agent's hook runs. It hands one delivery to the hub, or leaves it in the spool, and never harms the agent.
 *
 * THEORY OF OPERATION
 *
 *   <data>/relay/signalcabin-relay AGENT EVENT [sync|async|wake]   stdin: the agent's payload
 *
 * Its twin relay.py does the same, step by step; tests/relay/test_conformance.py holds both to it. The framing is that of
 * app/wire/relay_frames.py. In order:
 *
 *   stamp    The time, and the parent's pid and start time: payloads carry neither.
 *   read     stdin to its end. A payload over 16 MiB is cut (and the cut counted in the header). A stdin that stays open
 *            is given up after 1 s of silence or 5 s in all; what came by then is delivered.
 *   deliver  Into <data>/run (ours, private, perhaps a link), connect to relay.sock (200 ms at most), make sure that the
 *            other end is our own user, send the frame, wait for an answer: 300 ms in all, and 50 ms more for each MiB of
 *            payload (for a permission request 3 s: its dialog is open meanwhile, and an unheard one cannot be answered
 *            from outside). A and E settle it. H makes a *sync* relay wait as long as the hub says, an async one leave. R is
 *            printed, whole or not at all. While held, a hang-up of stdout (the agent is gone) ends the wait.
 *   spool    No answer that settles it: the frame is appended to <data>/spool/deliveries.spool under flock. That may store
 *            a delivery twice; the hub drops doubles by the header's id. The file is bounded; what does not fit is counted
 *            in <data>/spool/overflow, eight bytes (the stamp, big-endian microseconds) a lost delivery.
 *
 * A hung hub (it accepts, but does not answer) must not cost every tool call 300 ms. The relay that ran into it touches
 * run/hub.hung; while that is younger than 5 s the others spool at once. Then the next one touches it again, so that the
 * rest keep away, and probes. Any definite answer, even "connection refused", removes the file, and so does a hub that
 * accepts. The clock may jump: a file from the future is as stale as an old one.
 *
 * A *wake* relay delivers nothing: it asks to be held until there is a message for a session at rest, which the agent
 * takes from stderr when the exit status is 2 (Claude Code: asyncRewake). It is never spooled, and ends in silence when
 * the hub lets it go, refuses or is gone, when time is up, when stdout hangs up or the parent ends (pidfd: no agent ends
 * such a hook by itself). Where its session is not known to be at a terminal it does not even ask: print mode waits for it.
 *
 * Fail open: the exit status is 0, stdout has nothing but R's bytes, stderr nothing; but 2 and R's bytes on stderr for a
 * wake relay that wakes. SIGTERM keeps its default (an agent's Esc must end a held relay at once; the hub sees the
 * connection close) and is blocked only while the spool is written, so that no torn frame is left. No heap, no stdio, no
 * locale, nothing of the environment but one session id and how the agent was started.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* SIGPIPE is ignored anyway */
#endif
#ifndef RELAY_SOURCE
#define RELAY_SOURCE "unknown"
#endif

enum {
    MAX_PAYLOAD_BYTES = 16 * 1024 * 1024,
    MAX_REPLY_BYTES = 1024 * 1024,
    MAX_SPOOL_BYTES = 64 * 1024 * 1024,
    MAX_OVERFLOW_BYTES = 1024 * 1024,
    MAX_NAME_BYTES = 128, /* agent, event, session: three of them, escaped sixfold, fit the header's 4096 */
    FRAME_HEAD_BYTES = 12,
    MAX_HEADER_BYTES = 4096,
    STDIN_SILENCE_MS = 1000,
    STDIN_TOTAL_MS = 5000,
    CONNECT_MS = 200,
    ANSWER_MS = 300,
    ASKED_ANSWER_MS = 3000,
    ANSWER_MS_PER_MIB = 50,
    LONGEST_HOLD_MS = 24 * 3600 * 1000,
    PRINT_MS = 1000,
    LOCK_MS = 1000,
    HUNG_S = 5,
    WOKEN = 2 /* the exit status at which the agent takes stderr for a message */
};

enum mode { ASYNC, SYNC, WAKE };

/* What became of the delivery: the hub has it (or refused it); nobody has it; nobody has it and the hub hangs. */
enum outcome { SETTLED, UNHEARD, HUNG };
enum got { GOT_ALL, GOT_END, GOT_TIMEOUT };

/* How the installer recognises a binary built from this very source. */
__attribute__((used)) static const char source_mark[] = "signalcabin-relay source " RELAY_SOURCE;

static uint8_t payload[MAX_PAYLOAD_BYTES]; /* pages never touched cost nothing */
static uint8_t reply[MAX_REPLY_BYTES];
static uint8_t head[FRAME_HEAD_BYTES + MAX_HEADER_BYTES];
static size_t head_bytes;
static enum mode mode = ASYNC;
static int status = 0;
static int parent_fd = -1; /* readable once the agent has ended */

static int64_t clock_us(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t monotonic_ms(void) { return clock_us(CLOCK_MONOTONIC) / 1000; }

static int ms_until(int64_t deadline_ms) {
    int64_t left = deadline_ms - monotonic_ms();
    if (left <= 0) return 0;
    return left > LONGEST_HOLD_MS ? LONGEST_HOLD_MS : (int)left;
}

static void put(const char *text) {
    size_t length = strlen(text);
    if (head_bytes + length > sizeof head) return; /* cannot be: see MAX_NAME_BYTES */
    memcpy(head + head_bytes, text, length);
    head_bytes += length;
}

static void put_number(int64_t number) {
    char digits[24];
    size_t at = sizeof digits - 1;
    uint64_t rest = number < 0 ? 0 : (uint64_t)number;
    digits[at] = '\0';
    do digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    put(digits + at);
}

/* ---- start ---------------------------------------------------------------------------------------------------------- */

static void on_alarm(int signum) { (void)signum; /* only there so that a blocking flock returns EINTR */ }

static void settle_signals(void) {
    struct sigaction action;
    sigset_t none;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
    (void)sigaction(SIGXFSZ, &action, NULL);
    action.sa_handler = SIG_DFL;
    (void)sigaction(SIGTERM, &action, NULL); /* whatever the agent passed on */
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A closed 0, 1 or 2 would be given to our own socket or spool next, and a reply printed into it. */
static void settle_descriptors(void) {
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) (void)open("/dev/null", O_RDWR);
}

/* The folder two above the binary, opened; -1 where it is gone, or not ours (then nothing in it is for us). */
static int open_home(const char *self) {
    char path[4096];
    struct stat found;
    const char *end = strrchr(self, '/');
    size_t length = end != NULL ? (size_t)(end - self) : sizeof path;
    int home;
    if (length + sizeof "/.." > sizeof path) return -1;
    memcpy(path, self, length);
    memcpy(path + length, "/..", sizeof "/..");
    home = open(path, O_RDONLY | O_DIRECTORY);
    if (home >= 0 && (fstat(home, &found) != 0 || found.st_uid != geteuid())) return -1;
    return home;
}

/* When `pid` started, in clock ticks since boot (/proc/<pid>/stat, field 22); 0 where unknown, -1 for a mere foster parent. */
static int64_t process_start(pid_t pid) {
#ifdef __linux__
    char text[1024], *end;
    ssize_t got;
    int fd;
    head_bytes = 0; /* not in use yet */
    put("/proc/"), put_number(pid), put("/stat");
    head[head_bytes] = '\0';
    if ((fd = open((char *)head, O_RDONLY)) < 0) return 0;
    got = read(fd, text, sizeof text - 1);
    (void)close(fd);
    if (got <= 0) return 0;
    text[got] = '\0';
    if (strstr(text, " (systemd) ") != NULL) return -1;
    if ((end = strrchr(text, ')')) == NULL) return 0; /* the name before it may hold spaces and parentheses */
    for (int field = 3; field <= 22; field++) {
        if ((end = strchr(end, ' ')) == NULL) return 0;
        end++;
    }
    return strtoll(end, NULL, 10);
#else
    (void)pid;
    return 0;
#endif
}

/* The agent's process. An orphan (pid 1, or adopted by the user's systemd) has none: nobody may take those for an agent. */
static void identify_parent(int64_t *pid, int64_t *start) {
    pid_t parent = getppid();
    *pid = *start = 0;
    if (parent <= 1) return;
    *start = process_start(parent);
    if (*start < 0 || getppid() != parent) {
        *start = 0;
        return;
    }
    *pid = parent;
}

/* A session in print mode has nobody to wake it for, and waits for this hook as for any other: when in doubt, leave. */
static int is_at_a_terminal(void) {
    const char *entrypoint = getenv("CLAUDE_CODE_ENTRYPOINT");
    return entrypoint != NULL && strcmp(entrypoint, "cli") == 0;
}

/* Where the system has no such thing, the hang-up of stdout alone ends the wait. */
static void watch_parent(int64_t pid) {
#ifdef SYS_pidfd_open
    parent_fd = (int)syscall(SYS_pidfd_open, (pid_t)pid, 0);
#else
    (void)pid;
#endif
}

/* ---- frame ---------------------------------------------------------------------------------------------------------- */

/* A JSON string of at most MAX_NAME_BYTES bytes, one character a byte: any bytes give valid JSON. */
static void put_string(const char *text) {
    static const char hex[] = "0123456789abcdef";
    put("\"");
    for (size_t i = 0; i < MAX_NAME_BYTES && text[i] != '\0'; i++) {
        uint8_t byte = (uint8_t)text[i];
        char piece[7] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15], '\0'};
        if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\') piece[0] = text[i], piece[1] = '\0';
        put(piece);
    }
    put("\"");
}

/* Positive, and different in every process; without entropy the pid and the stamp beside it must do. */
static int64_t random_number(void) {
    uint64_t number = 0;
    if (getentropy(&number, sizeof number) != 0) number = (uint64_t)clock_us(CLOCK_MONOTONIC) * 0x9e3779b97f4a7c15u;
    return (int64_t)(number >> 1);
}

static void store_u32(uint8_t *at, size_t number) {
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint32_t load_u32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void write_head(char **argv, int64_t at_us, size_t length, int64_t cut, int64_t pid, int64_t start) {
    const char *session = getenv("CLAUDE_CODE_SESSION_ID");
    head_bytes = FRAME_HEAD_BYTES;
    put("{\"v\":1,\"id\":\""), put_number(at_us), put("-"), put_number(getpid()), put("-"), put_number(random_number());
    put("\",\"agent\":"), put_string(argv[1]), put(",\"event\":"), put_string(argv[2]);
    put(mode == SYNC ? ",\"mode\":\"sync\"" : mode == WAKE ? ",\"mode\":\"wake\"" : ",\"mode\":\"async\"");
    put(",\"at_us\":"), put_number(at_us), put(",\"pid\":"), put_number(pid), put(",\"start\":"), put_number(start);
    put(",\"session\":"), put_string(session != NULL ? session : ""), put(",\"cut\":"), put_number(cut), put("}");
    memcpy(head, "SCR1", 4);
    store_u32(head + 4, head_bytes - FRAME_HEAD_BYTES);
    store_u32(head + 8, length);
}

/* stdin to its end, its limit or its deadline. */
static size_t read_payload(int64_t *cut) {
    static uint8_t dropped[65536];
    int64_t deadline_ms = monotonic_ms() + STDIN_TOTAL_MS;
    size_t length = 0;
    for (;;) {
        struct pollfd in = {.fd = 0, .events = POLLIN};
        int left = ms_until(deadline_ms), full = length == sizeof payload;
        int ready = poll(&in, 1, left < STDIN_SILENCE_MS ? left : STDIN_SILENCE_MS);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || left == 0) return length;
        ssize_t got = full ? read(0, dropped, sizeof dropped) : read(0, payload + length, sizeof payload - length);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) return length;
        if (full)
            *cut += got;
        else
            length += (size_t)got;
    }
}

/* ---- deliver -------------------------------------------------------------------------------------------------------- */

static int is_peer_us(int fd) {
#ifdef SO_PEERCRED
    struct ucred peer;
    socklen_t size = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid();
#else
    uid_t uid;
    gid_t gid;
    return getpeereid(fd, &uid, &gid) == 0 && uid == geteuid();
#endif
}

static enum outcome connect_hub(int *fd) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "relay.sock"};
    struct timeval limit = {.tv_sec = 0, .tv_usec = CONNECT_MS * 1000};
    *fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (*fd < 0) return UNHEARD;
    (void)setsockopt(*fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit); /* bounds connect: a full backlog makes it wait */
    if (connect(*fd, (struct sockaddr *)&address, sizeof address) != 0)
        return errno == EAGAIN || errno == EINPROGRESS ? HUNG : UNHEARD;
    return is_peer_us(*fd) ? SETTLED : UNHEARD;
}

static void advance(struct iovec *parts, int count, size_t sent) {
    for (int i = 0; i < count; i++) {
        size_t step = sent < parts[i].iov_len ? sent : parts[i].iov_len;
        parts[i].iov_base = (uint8_t *)parts[i].iov_base + step;
        parts[i].iov_len -= step;
        sent -= step;
    }
}

/* HUNG when time is up. A hub that hangs up early may have said why: that is for the reader of its answer to find. */
static enum outcome send_frame(int fd, const struct iovec *frame, size_t total, int64_t deadline_ms) {
    struct iovec parts[3] = {frame[0], frame[1], frame[2]};
    struct msghdr message;
    memset(&message, 0, sizeof message);
    message.msg_iov = parts;
    message.msg_iovlen = 3;
    while (total > 0) {
        ssize_t sent = sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0) {
            advance(parts, 3, (size_t)sent);
            total -= (size_t)sent;
        } else if (errno == EAGAIN) {
            struct pollfd out = {.fd = fd, .events = POLLOUT};
            if (poll(&out, 1, ms_until(deadline_ms)) == 0) return HUNG;
        } else if (errno != EINTR) {
            return SETTLED;
        }
    }
    return SETTLED;
}

static enum got receive(int fd, uint8_t *into, size_t wanted, int64_t deadline_ms, int held) {
    while (wanted > 0) {
        struct pollfd any[3] = {
            {.fd = fd, .events = POLLIN},
            {.fd = held ? 1 : -1, .events = 0},
            {.fd = held ? parent_fd : -1, .events = POLLIN},
        };
        int ready = poll(any, 3, ms_until(deadline_ms));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return GOT_TIMEOUT;
        if (any[0].revents == 0) return GOT_END; /* the agent is gone: nobody is left to hear a verdict */
        ssize_t got = recv(fd, into, wanted, MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) return GOT_END;
        into += got;
        wanted -= (size_t)got;
    }
    return GOT_ALL;
}

/* In pieces a pipe with room takes without blocking, so that an agent that does not read cannot keep us. */
static void print_reply(size_t length) {
    int64_t deadline_ms = monotonic_ms() + PRINT_MS;
    int to = mode == WAKE ? 2 : 1;
    for (size_t done = 0; done < length;) {
        struct pollfd out = {.fd = to, .events = POLLOUT};
        if (poll(&out, 1, ms_until(deadline_ms)) <= 0 || (out.revents & POLLOUT) == 0) return;
        ssize_t wrote = write(to, reply + done, length - done < 4096 ? length - done : 4096);
        if (wrote < 0 && errno != EINTR && errno != EAGAIN) return;
        if (wrote > 0) done += (size_t)wrote;
    }
    if (mode == WAKE && length > 0) status = WOKEN;
}

static enum outcome await_answer(int fd, int64_t deadline_ms) {
    uint8_t answer[5];
    int held = 0;
    for (;;) {
        enum got got = receive(fd, answer, sizeof answer, deadline_ms, held);
        if (got != GOT_ALL) return held ? SETTLED : got == GOT_TIMEOUT ? HUNG : UNHEARD;
        uint32_t length = load_u32(answer + 1);
        if (answer[0] == 'E' || (answer[0] == 'A' && length == 0)) return SETTLED;
        if (answer[0] == 'R' && length <= MAX_REPLY_BYTES) {
            if (receive(fd, reply, length, deadline_ms, held) == GOT_ALL) print_reply(length);
            return SETTLED;
        }
        if (answer[0] != 'H' || length != 4) return held ? SETTLED : UNHEARD; /* no hub of ours speaks like that */
        if (receive(fd, answer, 4, deadline_ms, held) != GOT_ALL || mode == ASYNC) return SETTLED;
        held = 1;
        deadline_ms = monotonic_ms() + load_u32(answer);
    }
}

static void touch_breaker(void) {
    int fd = open("hub.hung", O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (fd < 0) return;
    (void)futimens(fd, NULL);
    (void)close(fd);
}

static enum outcome deliver(int home, const struct iovec *frame, size_t total, int answer_ms) {
    struct stat found;
    enum outcome outcome;
    int run = openat(home, "run", O_RDONLY | O_DIRECTORY), fd = -1, tripped;
    if (run < 0 || fstat(run, &found) != 0 || found.st_uid != geteuid() || (found.st_mode & 022) != 0) return UNHEARD;
    if (fchdir(run) != 0) return UNHEARD;
    tripped = lstat("hub.hung", &found) == 0;
    if (tripped) {
        int64_t age_s = clock_us(CLOCK_REALTIME) / 1000000 - (int64_t)found.st_mtime;
        if (age_s > -HUNG_S && age_s < HUNG_S) return UNHEARD;
        touch_breaker();
    }
    int64_t deadline_ms = monotonic_ms() + answer_ms + (int64_t)(total >> 20) * ANSWER_MS_PER_MIB;
    outcome = connect_hub(&fd);
    if (outcome == SETTLED) outcome = send_frame(fd, frame, total, deadline_ms);
    if (outcome == SETTLED) outcome = await_answer(fd, deadline_ms);
    if (fd >= 0) (void)close(fd);
    if (outcome == HUNG)
        touch_breaker();
    else if (tripped)
        (void)unlink("hub.hung");
    return outcome;
}

/* ---- spool ---------------------------------------------------------------------------------------------------------- */

static int open_spool_folder(int home) {
    int folder = openat(home, "spool", O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (folder < 0 && errno == ENOENT && mkdirat(home, "spool", 0700) == 0)
        folder = openat(home, "spool", O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    return folder;
}

/* A file of ours for appending, never through a link and never a pipe that would block; -1 otherwise. */
static int open_ours(int folder, const char *name, struct stat *found) {
    int fd = openat(folder, name, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (fd < 0) return -1;
    if (fstat(fd, found) == 0 && S_ISREG(found->st_mode) && found->st_uid == geteuid() && found->st_nlink <= 1) return fd;
    (void)close(fd);
    return -1;
}

static int lock_within_limit(int fd) {
    struct itimerval timer = {.it_value = {LOCK_MS / 1000, LOCK_MS % 1000 * 1000}, .it_interval = {0, 20000}}, off;
    struct sigaction action;
    int result;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return 0;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_alarm; /* without SA_RESTART; the interval covers an alarm before flock sleeps */
    if (sigaction(SIGALRM, &action, NULL) != 0 || setitimer(ITIMER_REAL, &timer, NULL) != 0) return -1;
    result = flock(fd, LOCK_EX);
    memset(&off, 0, sizeof off);
    (void)setitimer(ITIMER_REAL, &off, NULL);
    return result;
}

/* The spool, locked. The hub takes it by renaming: a file that lost its name while we waited is not the spool any more. */
static int open_spool(int folder, struct stat *found) {
    for (int attempt = 0; attempt < 10; attempt++) {
        struct stat named;
        int fd = open_ours(folder, "deliveries.spool", found);
        if (fd < 0) return -1;
        if (lock_within_limit(fd) != 0) {
            (void)close(fd);
            return -1;
        }
        if (fstat(fd, found) == 0 && fstatat(folder, "deliveries.spool", &named, AT_SYMLINK_NOFOLLOW) == 0 &&
            named.st_ino == found->st_ino && named.st_dev == found->st_dev)
            return fd;
        (void)close(fd);
    }
    return -1;
}

static void count_lost(int folder, int64_t at_us) {
    struct stat found;
    uint8_t stamp[8];
    int fd = open_ours(folder, "overflow", &found);
    if (fd < 0) return;
    store_u32(stamp, (size_t)((uint64_t)at_us >> 32));
    store_u32(stamp + 4, (size_t)((uint64_t)at_us & 0xffffffffu));
    if (found.st_size < MAX_OVERFLOW_BYTES && write(fd, stamp, sizeof stamp) < 0) { /* a full disk: nothing left to do */
    }
    (void)close(fd);
}

static void spool(int home, const struct iovec *frame, size_t total, int64_t at_us) {
    struct stat found;
    sigset_t deadly;
    int folder = open_spool_folder(home), fd, whole = 0;
    if (folder < 0) return;
    fd = open_spool(folder, &found);
    (void)sigemptyset(&deadly);
    (void)sigaddset(&deadly, SIGTERM);
    (void)sigaddset(&deadly, SIGINT);
    (void)sigaddset(&deadly, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &deadly, NULL);
    if (fd >= 0 && found.st_size + (int64_t)total <= MAX_SPOOL_BYTES) {
        whole = writev(fd, frame, 3) == (ssize_t)total;
        if (!whole && ftruncate(fd, found.st_size) != 0) { /* the hub's reader steps over a torn frame */
        }
    }
    if (!whole) count_lost(folder, at_us);
    (void)sigprocmask(SIG_UNBLOCK, &deadly, NULL);
    if (fd >= 0) (void)close(fd);
}

int main(int argc, char **argv) {
    int64_t at_us = clock_us(CLOCK_REALTIME), cut = 0, pid, start;
    int home, patient;
    enum outcome outcome;
    size_t length, total;
    settle_signals();
    settle_descriptors();
    (void)umask(077);
    if (argc < 3) _exit(0);
    if (argc > 3) mode = strcmp(argv[3], "sync") == 0 ? SYNC : strcmp(argv[3], "wake") == 0 ? WAKE : ASYNC;
    identify_parent(&pid, &start);
    if (mode == WAKE) {
        if (!is_at_a_terminal() || pid == 0) _exit(0);
        watch_parent(pid);
    }
    if ((home = open_home(argv[0])) < 0) _exit(0);
    patient = mode == WAKE || (mode == SYNC && strcmp(argv[2], "PermissionRequest") == 0);
    length = read_payload(&cut);
    write_head(argv, at_us, length, cut, pid, start);
    struct iovec frame[3] = {{head, head_bytes}, {payload, length}, {(void *)(uintptr_t)"\nEND", 4}};
    total = head_bytes + length + 4;
    outcome = deliver(home, frame, total, patient ? ASKED_ANSWER_MS : ANSWER_MS);
    if (outcome != SETTLED && mode != WAKE) spool(home, frame, total, at_us);
    _exit(status);
}
