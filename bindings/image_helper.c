#include "image_helper.h"

#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { QUEUE_MOST = 64, JOB_MS = 10000, IDLE_MS = 30000, JOBS_MOST = 200 };

/* One process from its start until it is reaped. */
struct helper {
    uv_process_t process;
    uv_poll_t poll;
    uv_timer_t timer; /* of the job, or of idleness */
    int socket;       /* -1: let go; the process ends by itself or was killed */
    int handles;      /* of the loop, not yet closed */
    int jobs;
};

static struct helper *helper;      /* the one that gets jobs, or NULL */
static struct image_call *current; /* what it works on */
static struct image_call *queue, **queue_end = &queue;
static unsigned queued;

static void pump(void);

static void handle_closed(uv_handle_t *handle)
{
    struct helper *gone = handle->data;
    if (--gone->handles == 0)
        free(gone);
}

static void on_exit_of_helper(uv_process_t *process, int64_t status, int number)
{
    (void)status;
    (void)number;
    uv_close((uv_handle_t *)process, handle_closed);
}

/* Lets go of the helper: it ends when it sees its socket closed, or now, if it cannot be trusted to. */
static void retire(bool killed)
{
    struct helper *old = helper;
    helper = NULL;
    if (killed)
        uv_process_kill(&old->process, SIGKILL);
    uv_close((uv_handle_t *)&old->poll, handle_closed);
    uv_close((uv_handle_t *)&old->timer, handle_closed);
    close(old->socket);
    old->socket = -1;
}

static void answer(const struct image_result *result, const char *code)
{
    struct image_call *call = current;
    current = NULL;
    call->done(call, result, code);
    pump();
}

static void on_idle(uv_timer_t *timer)
{
    (void)timer;
    retire(false);
}

static void on_timeout(uv_timer_t *timer)
{
    (void)timer;
    retire(true);
    answer(NULL, "timeout");
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    struct helper *from = poll->data;
    struct image_result result;
    ssize_t n = recv(from->socket, &result, sizeof result, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n != sizeof result) {
        retire(true);
        answer(NULL, "crashed");
        return;
    }
    uv_poll_stop(&from->poll);
    if (++from->jobs >= JOBS_MOST) {
        retire(false);
    } else {
        uv_timer_start(&from->timer, on_idle, IDLE_MS, 0);
        uv_unref((uv_handle_t *)&from->timer);
    }
    answer(&result, NULL);
}

/* Beside our own binary. It gets none of our environment, which holds secrets. */
static int spawn(struct helper *new, int theirs)
{
    char file[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", file, sizeof file - 1);
    if (length <= 0)
        return -errno;
    file[length] = '\0';
    char *slash = strrchr(file, '/');
    size_t room = sizeof file - (size_t)(slash + 1 - file);
    if (snprintf(slash + 1, room, "sijang-image") >= (int)room)
        return -ENAMETOOLONG;
    static char language[] = "LANG=C.UTF-8";
    char *argv[] = {file, NULL}, *environment[] = {language, NULL};
    uv_stdio_container_t streams[] = {
        {.flags = UV_INHERIT_FD, .data.fd = theirs},
        {.flags = UV_IGNORE},
        {.flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO},
    };
    uv_process_options_t options = {.file = file,
                                    .args = argv,
                                    .env = environment,
                                    .stdio = streams,
                                    .stdio_count = 3,
                                    .exit_cb = on_exit_of_helper};
    return uv_spawn(loop_get(), &new->process, &options);
}

static bool start(void)
{
    int ends[2];
    struct helper *new = calloc(1, sizeof *new);
    if (new == NULL || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        free(new);
        return false;
    }
    fcntl(ends[0], F_SETFL, fcntl(ends[0], F_GETFL) | O_NONBLOCK);
    new->process.data = new->poll.data = new->timer.data = new;
    int error = spawn(new, ends[1]);
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        new->handles = 1;
        uv_close((uv_handle_t *)&new->process, handle_closed);
        return false;
    }
    new->handles = 3;
    new->socket = ends[0];
    uv_unref((uv_handle_t *)&new->process);
    uv_poll_init(loop_get(), &new->poll, ends[0]);
    uv_timer_init(loop_get(), &new->timer);
    helper = new;
    return true;
}

static bool send_job(const struct image_call *call)
{
    union {
        char bytes[CMSG_SPACE(2 * sizeof(int))];
        struct cmsghdr align;
    } control;
    memset(&control, 0, sizeof control);
    struct image_job job = call->job;
    struct iovec part = {&job, sizeof job};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes};
    size_t count = call->to >= 0 ? 2 : 1;
    int fd[2] = {call->from, call->to};
    message.msg_controllen = CMSG_SPACE(count * sizeof(int));
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(header), fd, count * sizeof(int));
    return sendmsg(helper->socket, &message, MSG_NOSIGNAL) == (ssize_t)sizeof job;
}

/* A helper that has died in its idleness shows when the job is sent: then another is started, once. */
static bool begin(const struct image_call *call)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        if (helper == NULL && !start())
            return false;
        if (send_job(call)) {
            uv_poll_start(&helper->poll, UV_READABLE, on_readable);
            uv_update_time(loop_get());
            uv_timer_start(&helper->timer, on_timeout, JOB_MS, 0);
            uv_ref((uv_handle_t *)&helper->timer);
            return true;
        }
        retire(true);
    }
    return false;
}

/* Sends the next job, if none is under way. */
static void pump(void)
{
    while (current == NULL && queue != NULL) {
        current = queue;
        queue = current->next;
        if (queue == NULL)
            queue_end = &queue;
        queued--;
        if (begin(current))
            return;
        struct image_call *call = current;
        current = NULL;
        call->done(call, NULL, "unavailable");
    }
}

bool image_helper_submit(struct image_call *call)
{
    if (queued >= QUEUE_MOST)
        return false;
    call->next = NULL;
    *queue_end = call;
    queue_end = &call->next;
    queued++;
    pump();
    return true;
}

int image_helper_pid(void)
{
    return helper != NULL ? helper->process.pid : 0;
}
