/*
 * A disk for tests, loaded with LD_PRELOAD.
 * HOCBA_DISK_FAILS names a file: while it exists every sync fails with EIO.
 * HOCBA_DISK_SYNCED names a folder: each synced store is copied there as it stood when its sync returned,
 * which is the least that a power cut leaves.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void keep(int fd) {
  const char *folder = getenv("HOCBA_DISK_SYNCED");
  if (!folder) return;
  char link[64], path[4096], target[8192], whole[8192], block[65536];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  const char *name = strrchr(path, '/');
  if (!name || !strstr(name, ".sqlite")) return;
  snprintf(whole, sizeof whole, "%s%s", folder, name);
  snprintf(target, sizeof target, "%s/part", folder); /* the program may be killed half way through this copy */
  int to = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  off_t at = 0;
  for (ssize_t got; (got = pread(fd, block, sizeof block, at)) > 0; at += got)
    if (write(to, block, (size_t)got) != got) abort();
  close(to);
  if (rename(target, whole) != 0) abort();
}

static int synced(int fd, const char *name) {
  const char *fails = getenv("HOCBA_DISK_FAILS");
  if (fails && access(fails, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  int answer = real(fd);
  if (answer == 0) keep(fd);
  return answer;
}

int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }
