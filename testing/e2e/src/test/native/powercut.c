/*
 * A disk that keeps nothing but what was synced. Loaded before libc (LD_PRELOAD), it lies under everything in a process that
 * writes files: the JDK, SQLite, RocksDB, DuckDB. The files themselves are written as ever; beside them a shadow is kept of
 * what would be left if the power went now, by the strictest reading of POSIX:
 *
 *   fsync, fdatasync of a file         keep its bytes as they are now, but not its name
 *   fsync, fdatasync of a directory    keep its names as they are now, but not what is behind them
 *   everything else                    keeps nothing: close, rename, sync_file_range, msync, O_SYNC, syncfs
 *
 * Files that are mapped and written (SQLite's -shm) count with what their pages hold when somebody syncs them; SQLite makes
 * its own anew, and RocksDB and DuckDB map no file for writing.
 *
 * POWERCUT_ROOT    the directory that lies on this disk, without links in its path; what is there at the start is durable
 * POWERCUT_SHADOW  an empty directory on the same file system, where the shadow is kept:
 *                    root          the inode number of the root directory
 *                    bytes/INODE   the bytes of a file at its last sync
 *                    names/INODE   the names of a directory at its last sync, one "f INODE NAME" or "d INODE NAME" a line
 *                    inodes/INODE  a link to each file of which the shadow knows
 * POWERCUT_AT      optional: the power goes when the sync of this number, from 1 on, begins: the process is killed
 *
 * An inode number stands for one file only because no inode of which the shadow knows is freed: files are held by links,
 * directories by open descriptors. The real sync is left out. It takes long, and nobody cuts the real power.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_DIRECTORIES 4096

static char root[PATH_MAX];
static char shadow[PATH_MAX - 64];
static unsigned long long cut_at;
static unsigned long long syncs;
static ino_t held[MOST_DIRECTORIES];
static int held_count;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* A shadow with a hole proves nothing. */
static void fail(const char *what) {
    fprintf(stderr, "powercut: %s: %s\n", what, strerror(errno));
    abort();
}

static void descriptor_path(char *into, int fd) {
    snprintf(into, PATH_MAX, "/proc/self/fd/%d", fd);
}

static void shadow_path(char *into, const char *kind, ino_t inode) {
    snprintf(into, PATH_MAX, "%s/%s/%llu", shadow, kind, (unsigned long long) inode);
}

/* Whether the root has this file or once had it. */
static int is_ours(int fd) {
    char link[PATH_MAX];
    char path[PATH_MAX];
    if (root[0] == 0) {
        return 0;
    }
    descriptor_path(link, fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = 0;
    size_t prefix = strlen(root);
    return strncmp(path, root, prefix) == 0 && (path[prefix] == '/' || path[prefix] == 0);
}

/* Keeps an inode from being freed and its number from being given to another file. False when it is deleted already. */
static int hold(int fd, const struct stat *file) {
    char from[PATH_MAX];
    char to[PATH_MAX];
    if (S_ISDIR(file->st_mode)) {
        for (int i = 0; i < held_count; i++) {
            if (held[i] == file->st_ino) {
                return 1;
            }
        }
        if (held_count == MOST_DIRECTORIES || fcntl(fd, F_DUPFD_CLOEXEC, 3) < 0) {
            fail("too many directories");
        }
        held[held_count++] = file->st_ino;
        return 1;
    }
    descriptor_path(from, fd);
    shadow_path(to, "inodes", file->st_ino);
    if (linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW) == 0 || errno == EEXIST) {
        return 1;
    }
    if (errno == ENOENT) {
        return 0;
    }
    fail(to);
    return 0;
}

/* The shadow changes as a whole: whoever is killed while it is written leaves what was there before. */
static FILE *begin(char *draft) {
    snprintf(draft, PATH_MAX, "%s/draft", shadow);
    FILE *out = fopen(draft, "we");
    if (out == NULL) {
        fail(draft);
    }
    return out;
}

static void end(FILE *out, const char *draft, const char *kind, ino_t inode) {
    char path[PATH_MAX];
    shadow_path(path, kind, inode);
    if (fclose(out) != 0 || rename(draft, path) != 0) {
        fail(path);
    }
}

static void keep_bytes(int fd, const struct stat *file) {
    char path[PATH_MAX];
    char draft[PATH_MAX];
    char buffer[1 << 16];
    /* Opened anew, because many writers open their files for writing only. */
    descriptor_path(path, fd);
    int in = open(path, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        fail("opening a file that is synced");
    }
    FILE *out = begin(draft);
    ssize_t some;
    while ((some = read(in, buffer, sizeof buffer)) > 0) {
        if (fwrite(buffer, 1, some, out) != (size_t) some) {
            fail(draft);
        }
    }
    if (some < 0) {
        fail("reading a file that is synced");
    }
    close(in);
    end(out, draft, "bytes", file->st_ino);
}

static void keep_names(int fd, const struct stat *directory) {
    char draft[PATH_MAX];
    int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = again < 0 ? NULL : fdopendir(again);
    if (names == NULL) {
        if (errno == ENOENT) {
            return;
        }
        fail("listing a directory that is synced");
    }
    FILE *out = begin(draft);
    for (struct dirent *entry; (entry = readdir(names)) != NULL;) {
        struct stat found;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        int file = openat(again, entry->d_name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
        if (file < 0 || fstat(file, &found) != 0) {
            if (errno != ENOENT) {
                fail(entry->d_name);
            }
        } else if (hold(file, &found)) {
            fprintf(out, "%c %llu %s\n", S_ISDIR(found.st_mode) ? 'd' : 'f', (unsigned long long) found.st_ino,
                    entry->d_name);
        }
        if (file >= 0) {
            close(file);
        }
    }
    closedir(names);
    end(out, draft, "names", directory->st_ino);
}

static void keep(int fd) {
    struct stat file;
    if (fstat(fd, &file) != 0) {
        fail("looking at a file that is synced");
    }
    if (hold(fd, &file)) {
        if (S_ISDIR(file.st_mode)) {
            keep_names(fd, &file);
        } else if (S_ISREG(file.st_mode)) {
            keep_bytes(fd, &file);
        }
    }
}

/* Keeps everything there is. */
static void keep_tree(const char *path) {
    char below[PATH_MAX];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fail(path);
    }
    keep(fd);
    DIR *names = fdopendir(fd);
    if (names == NULL) {
        if (errno != ENOTDIR) {
            fail(path);
        }
        close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(names)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            if (snprintf(below, sizeof below, "%s/%s", path, entry->d_name) >= PATH_MAX) {
                errno = ENAMETOOLONG;
                fail(path);
            }
            keep_tree(below);
        }
    }
    closedir(names);
}

static void make_shadow(void) {
    const char *kinds[] = {"bytes", "names", "inodes"};
    char path[PATH_MAX];
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", shadow, kinds[i]);
        if (mkdir(path, 0777) != 0) {
            fail(path);
        }
    }
    struct stat top;
    if (stat(root, &top) != 0) {
        fail(root);
    }
    snprintf(path, sizeof path, "%s/root", shadow);
    FILE *out = fopen(path, "we");
    if (out == NULL || fprintf(out, "%llu", (unsigned long long) top.st_ino) < 0 || fclose(out) != 0) {
        fail(path);
    }
}

__attribute__((constructor)) static void start(void) {
    const char *given_root = getenv("POWERCUT_ROOT");
    const char *given_shadow = getenv("POWERCUT_SHADOW");
    const char *at = getenv("POWERCUT_AT");
    if (given_root == NULL || given_shadow == NULL) {
        return;
    }
    if (strlen(given_root) >= sizeof root || strlen(given_shadow) >= sizeof shadow) {
        errno = ENAMETOOLONG;
        fail(given_root);
    }
    strcpy(root, given_root);
    strcpy(shadow, given_shadow);
    cut_at = at == NULL ? 0 : strtoull(at, NULL, 10);
    make_shadow();
    keep_tree(root);
}

static int synced(int fd, const char *name) {
    if (!is_ours(fd)) {
        int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
        return real(fd);
    }
    pthread_mutex_lock(&one_at_a_time);
    if (++syncs == cut_at) {
        kill(getpid(), SIGKILL);
    }
    keep(fd);
    pthread_mutex_unlock(&one_at_a_time);
    return 0;
}

int fsync(int fd) {
    return synced(fd, "fsync");
}

int fdatasync(int fd) {
    return synced(fd, "fdatasync");
}
