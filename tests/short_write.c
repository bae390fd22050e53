/*
 * short_write.c - for LD_PRELOAD: every write takes only half of what it is given, as a slow or
 * full disk may.
 */
#include <sys/syscall.h>
#include <unistd.h>

ssize_t write(int fd, const void *bytes, size_t len)
{
    return syscall(SYS_write, fd, bytes, len > 1 ? (len + 1) / 2 : len);
}
