/* The image helper, build/sijang-image: decodes and encodes pictures for one worker, so that a bomb, a hang or a hole in a
 * decoder costs the worker nothing. Started by bindings/image_helper.c with a socket as standard input, it answers one
 * job after the other and ends when the socket closes. Before the first job it gives up all it will not need: it can open no
 * file, reach no network and start no program; pictures come and go as descriptors. */
#include "work.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MEGABYTE = 1024 * 1024 };

static void limit(int resource, rlim_t most)
{
    struct rlimit limits = {most, most};
    setrlimit((__rlimit_resource_t)resource, &limits);
}

static void limit_resources(void)
{
#ifndef SIJANG_SANITIZE /* its shadow memory alone is terabytes of address space */
    limit(RLIMIT_AS, (rlim_t)1536 * MEGABYTE);
#endif
    limit(RLIMIT_CPU, 300);
    limit(RLIMIT_FSIZE, (rlim_t)64 * MEGABYTE);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 64);
    signal(SIGXFSZ, SIG_IGN); /* a file that grows too large is a failed write */
}

/* Everything a decoder needs once it is loaded; all else fails with EPERM, which libraries take as "not available here". */
static bool filter_calls(void)
{
    static const int allowed[] = {
        SCMP_SYS(read),
        SCMP_SYS(write),
        SCMP_SYS(pread64),
        SCMP_SYS(pwrite64),
        SCMP_SYS(readv),
        SCMP_SYS(writev),
        SCMP_SYS(lseek),
        SCMP_SYS(fstat),
        SCMP_SYS(close),
        SCMP_SYS(dup),
        SCMP_SYS(fcntl),
        SCMP_SYS(ftruncate),
        SCMP_SYS(fadvise64),
        SCMP_SYS(mmap),
        SCMP_SYS(munmap),
        SCMP_SYS(mremap),
        SCMP_SYS(mprotect),
        SCMP_SYS(madvise),
        SCMP_SYS(brk),
        SCMP_SYS(futex),
        SCMP_SYS(set_robust_list),
        SCMP_SYS(rseq),
        SCMP_SYS(membarrier),
        SCMP_SYS(rt_sigaction),
        SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(sigaltstack),
        SCMP_SYS(sched_yield),
        SCMP_SYS(sched_getaffinity),
        SCMP_SYS(sched_getparam),
        SCMP_SYS(sched_getscheduler),
        SCMP_SYS(getcpu),
        SCMP_SYS(getpid),
        SCMP_SYS(gettid),
        SCMP_SYS(tgkill),
        SCMP_SYS(exit),
        SCMP_SYS(exit_group),
        SCMP_SYS(clock_gettime),
        SCMP_SYS(clock_nanosleep),
        SCMP_SYS(nanosleep),
        SCMP_SYS(gettimeofday),
        SCMP_SYS(getrandom),
        SCMP_SYS(getrusage),
        SCMP_SYS(sysinfo),
        SCMP_SYS(sendmsg),
        SCMP_SYS(recvmsg),
        SCMP_SYS(sendto),
        SCMP_SYS(recvfrom),
        SCMP_SYS(poll),
        SCMP_SYS(ppoll),
        SCMP_SYS(restart_syscall),
    };
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (context == NULL)
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof allowed / sizeof *allowed; i++)
        ok = seccomp_rule_add(context, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    /* Threads yes, processes no. clone3 hides its flags in memory: glibc takes clone when it is not there. */
    const struct scmp_arg_cmp thread = {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD};
    const struct scmp_arg_cmp naming = {0, SCMP_CMP_EQ, PR_SET_NAME, 0};
    const struct scmp_arg_cmp opened = {3, SCMP_CMP_EQ, AT_EMPTY_PATH, 0}; /* fstat in today's glibc */
    ok = ok && seccomp_rule_add_array(context, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &thread) == 0 &&
         seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
         seccomp_rule_add_array(context, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, &naming) == 0 &&
         seccomp_rule_add_array(context, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, &opened) == 0 &&
         seccomp_load(context) == 0;
    seccomp_release(context);
    return ok;
}

/* The next job with its descriptors (-1 where there is none). False when the worker has gone. */
static bool receive(struct image_job *job, int fd[2])
{
    union {
        char bytes[CMSG_SPACE(2 * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {job, sizeof *job};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t n;
    do
        n = recvmsg(STDIN_FILENO, &message, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    fd[0] = fd[1] = -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (n > 0 && header != NULL && header->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
    return n == sizeof *job;
}

int main(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "sijang-image");
    /* Room is reserved per arena, of which each thread would get one: it would use up the address space. */
    mallopt(M_ARENA_MAX, 2);
    const char *problem = work_open();
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0);
    limit_resources();
    if (problem == NULL && !filter_calls())
        problem = "no system call filter";
    if (problem != NULL) {
        fprintf(stderr, "sijang-image: %s\n", problem);
        return 1;
    }
    struct image_job job = {.width = 0};
    int fd[2];
    while (receive(&job, fd)) {
        struct image_result result = work_do(&job, fd[0], fd[1]);
        for (int i = 0; i < 2; i++)
            if (fd[i] >= 0)
                close(fd[i]);
        if (send(STDIN_FILENO, &result, sizeof result, MSG_NOSIGNAL) != sizeof result)
            break;
    }
    /* No shutdown of the libraries: there is nothing to save, and they would want calls that are closed by now. */
    _exit(0);
}
