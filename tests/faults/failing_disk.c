/* A disk that fails: loaded before the C library (LD_PRELOAD), it counts the calls that reach files below one folder and
 * makes the n-th fail. `disk_arm` sets it, `disk_disarm` gives the count. Built by tests/faults/disk.py. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { COUNT = 0, FULL = 1, BROKEN = 2, PULLED = 3, KILL = 4 };
/* What may take space, what writes without taking any, what only reads or takes away. */
enum call { TAKES_SPACE = 0, CHANGES = 1, READS = 2, REMOVES = 3 };

static atomic_int armed;
static atomic_long counted;
static long fail_at;
static int fail_kind;
static char folder[PATH_MAX];
static size_t folder_length;
static char failed_call[32];

void disk_arm(const char *below, int kind, long at) {
    strncpy(folder, below, sizeof folder - 1);
    folder_length = strlen(folder);
    counted = 0;
    fail_at = at;
    fail_kind = kind;
    failed_call[0] = 0;
    armed = 1;
}

long disk_disarm(void) {
    armed = 0;
    folder_length = 0;
    return counted;
}

/* Looking at what was written, without counting. */
void disk_look(int is_looking) { armed = is_looking ? 0 : folder_length > 0; }

const char *disk_failed_call(void) { return failed_call; }

static int is_below(const char *path) { return path && strncmp(path, folder, folder_length) == 0; }

static int is_file_below(int descriptor) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_below(path);
}

/* Whether this call fails, with errno set; for a kill it says so by the negative number. */
static int fails(const char *name, int call) {
    if (fail_kind == FULL && call != TAKES_SPACE) return 0;
    if (fail_kind == BROKEN && call == REMOVES) return 0;
    if (fail_kind == KILL && call == READS) return 0;
    long number = atomic_fetch_add(&counted, 1) + 1;
    if (fail_kind == COUNT || number < fail_at) return 0;
    if (number > fail_at && (fail_kind == BROKEN || fail_kind == KILL)) return 0;
    if (!failed_call[0]) strncpy(failed_call, name, sizeof failed_call - 1);
    if (fail_kind == KILL) return -1;
    errno = fail_kind == FULL ? ENOSPC : EIO;
    return 1;
}

static void die(void) { kill(getpid(), SIGKILL); pause(); }

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define WATCH_PATH(path, name, call) \
    if (armed && is_below(path)) { int f = fails(name, call); if (f < 0) die(); if (f) return -1; }
#define WATCH_FILE(descriptor, name, call) \
    if (armed && is_file_below(descriptor)) { int f = fails(name, call); if (f < 0) die(); if (f) return -1; }

/* A kill in the middle of a write leaves half of it. */
ssize_t write(int d, const void *b, size_t n) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (armed && is_file_below(d)) {
        int f = fails("write", TAKES_SPACE);
        if (f < 0) { real(d, b, n / 2); die(); }
        if (f) return -1;
    }
    return real(d, b, n);
}
#define PWRITE(name, offset) \
ssize_t name(int d, const void *b, size_t n, offset o) { \
    REAL(ssize_t, #name, int, const void *, size_t, offset); \
    if (armed && is_file_below(d)) { \
        int f = fails(#name, TAKES_SPACE); \
        if (f < 0) { real(d, b, n / 2, o); die(); } \
        if (f) return -1; \
    } \
    return real(d, b, n, o); \
}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int d, const struct iovec *v, int n) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    WATCH_FILE(d, "writev", TAKES_SPACE)
    return real(d, v, n);
}
#define SENDFILE(name, offset) \
ssize_t name(int to, int from, offset *o, size_t n) { \
    REAL(ssize_t, #name, int, int, offset *, size_t); \
    WATCH_FILE(to, #name, TAKES_SPACE) \
    return real(to, from, o, n); \
}
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)

#define TRUNCATE(name, offset) \
int name(int d, offset n) { \
    REAL(int, #name, int, offset); \
    struct stat s; \
    int grows = armed && fstat(d, &s) == 0 && n > s.st_size; \
    WATCH_FILE(d, #name, grows ? TAKES_SPACE : CHANGES) \
    return real(d, n); \
}
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int fsync(int d) {
    REAL(int, "fsync", int);
    WATCH_FILE(d, "fsync", CHANGES)
    return real(d);
}
int fdatasync(int d) {
    REAL(int, "fdatasync", int);
    WATCH_FILE(d, "fdatasync", CHANGES)
    return real(d);
}
int rename(const char *a, const char *b) {
    REAL(int, "rename", const char *, const char *);
    WATCH_PATH(b, "rename", CHANGES)
    return real(a, b);
}
int renameat2(int da, const char *a, int db, const char *b, unsigned int flags) {
    REAL(int, "renameat2", int, const char *, int, const char *, unsigned int);
    WATCH_PATH(b, "renameat2", CHANGES)
    return real(da, a, db, b, flags);
}
int link(const char *a, const char *b) {
    REAL(int, "link", const char *, const char *);
    WATCH_PATH(b, "link", TAKES_SPACE)
    return real(a, b);
}
int linkat(int da, const char *a, int db, const char *b, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    WATCH_PATH(b, "linkat", TAKES_SPACE)
    return real(da, a, db, b, flags);
}
int unlink(const char *a) {
    REAL(int, "unlink", const char *);
    WATCH_PATH(a, "unlink", REMOVES)
    return real(a);
}
int unlinkat(int d, const char *a, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    WATCH_PATH(a, "unlinkat", REMOVES)
    return real(d, a, flags);
}
int mkdir(const char *a, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    struct stat s;
    if (armed && is_below(a) && stat(a, &s) != 0) WATCH_PATH(a, "mkdir", TAKES_SPACE)
    return real(a, mode);
}

static int kind_of_open(const char *path, int flags) {
    struct stat s;
    if ((flags & O_CREAT) && stat(path, &s) != 0) return TAKES_SPACE;
    return flags & (O_WRONLY | O_RDWR) ? CHANGES : READS;
}
#define MODE_OF(flags) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list l; va_start(l, flags); mode = va_arg(l, mode_t); va_end(l); }
#define OPEN(name) \
int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    MODE_OF(flags) \
    WATCH_PATH(path, #name, kind_of_open(path, flags)) \
    return real(path, flags, mode); \
}
#define OPENAT(name) \
int name(int d, const char *path, int flags, ...) { \
    REAL(int, #name, int, const char *, int, ...); \
    MODE_OF(flags) \
    WATCH_PATH(path, #name, kind_of_open(path, flags)) \
    return real(d, path, flags, mode); \
}
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
