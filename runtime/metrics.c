#include "metrics.h"

#include "canary.h"
#include "config.h"
#include "generation.h"
#include "log.h"
#include "response.h"
#include "shared.h"
#include "task.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Seconds; the last bucket is everything above. */
static const double bounds[SHARED_BUCKETS - 1] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};

static bool access_log;

struct text {
    char bytes[32 * 1024];
    size_t size;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text->bytes + text->size, sizeof text->bytes - text->size, format, arguments);
    va_end(arguments);
    if (n > 0 && text->size + (size_t)n < sizeof text->bytes)
        text->size += (size_t)n;
}

static void head(struct text *text, const char *name, const char *type, const char *help)
{
    add(text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static uint64_t sum(size_t offset)
{
    struct shared *shared = shared_get();
    uint64_t total = 0;
    for (unsigned i = 0; i < SHARED_WORKERS_MOST; i++)
        total += *(uint64_t *)(void *)((char *)&shared->slots[i] + offset);
    return total;
}

static void counter(struct text *text, const char *name, const char *help, size_t offset)
{
    head(text, name, "counter", help);
    add(text, "%s %llu\n", name, (unsigned long long)sum(offset));
}

/* "0" is a web worker, "job 0" a job worker. */
static const char *label(unsigned number)
{
    static char name[16];
    unsigned web = shared_get()->web_workers;
    if (number < web)
        snprintf(name, sizeof name, "%u", number);
    else
        snprintf(name, sizeof name, "job %u", number - web);
    return name;
}

/* A value of each worker's own: 64 bits wide or 32. */
static void gauge(struct text *text, const char *name, const char *help, size_t offset, bool wide)
{
    struct shared *shared = shared_get();
    add(text, "# HELP sijang_worker_%s %s\n# TYPE sijang_worker_%s gauge\n", name, help, name);
    for (unsigned i = 0; i < SHARED_WORKERS_MOST; i++) {
        const struct worker_slot *slot = &shared->slots[i];
        const void *value = (const char *)slot + offset;
        if (atomic_load(&slot->pid) != 0)
            add(text, "sijang_worker_%s{worker=\"%s\"} %llu\n", name, label(i),
                wide ? (unsigned long long)atomic_load((const _Atomic uint64_t *)value)
                     : (unsigned long long)atomic_load((const _Atomic unsigned *)value));
    }
}

/* What the version that is tried does beside the other. */
static void tallies(struct text *text)
{
    static const char *const versions[] = {"stable", "canary"};
    struct shared *shared = shared_get();
    unsigned epoch = 0;
    for (unsigned i = 0; i < SHARED_WORKERS_MOST; i++)
        if (atomic_load(&shared->slots[i].canary) != 0 && atomic_load(&shared->slots[i].tallied) > epoch)
            epoch = atomic_load(&shared->slots[i].tallied);
    if (epoch == 0)
        return;
    head(text, "sijang_version_events", "gauge", "What both versions did since one of them is tried.");
    for (size_t version = 0; version < VERSIONS; version++) {
        unsigned sums[TALLY_EVENTS] = {0};
        for (unsigned i = 0; i < SHARED_WORKERS_MOST; i++) {
            struct worker_slot *slot = &shared->slots[i];
            if (atomic_load(&slot->tallied) != epoch)
                continue;
            for (size_t event = 0; event < TALLY_EVENTS; event++)
                sums[event] += atomic_load(&slot->tally[version].events[event]);
        }
        for (size_t event = 0; event < TALLY_EVENTS; event++)
            add(text, "sijang_version_events{version=\"%s\",event=\"%s\"} %u\n", versions[version], tally_names[event],
                sums[event]);
    }
}

static void write_metrics(struct text *text)
{
    struct shared *shared = shared_get();
    static const char *const classes[] = {"aborted", "1xx", "2xx", "3xx", "4xx", "5xx"};
    head(text, "sijang_requests_total", "counter", "Finished requests by status class.");
    uint64_t all = 0;
    for (size_t i = 0; i < 6; i++) {
        uint64_t n = sum(offsetof(struct worker_slot, requests) + i * sizeof(uint64_t));
        all += n;
        add(text, "sijang_requests_total{status=\"%s\"} %llu\n", classes[i], (unsigned long long)n);
    }
    head(text, "sijang_request_seconds", "histogram", "Time from the first line of a request to its last byte.");
    uint64_t below = 0;
    for (size_t i = 0; i < SHARED_BUCKETS; i++) {
        below += sum(offsetof(struct worker_slot, seconds_bucket) + i * sizeof(uint64_t));
        if (i < SHARED_BUCKETS - 1)
            add(text, "sijang_request_seconds_bucket{le=\"%g\"} %llu\n", bounds[i], (unsigned long long)below);
        else
            add(text, "sijang_request_seconds_bucket{le=\"+Inf\"} %llu\n", (unsigned long long)below);
    }
    add(text, "sijang_request_seconds_sum %.6f\nsijang_request_seconds_count %llu\n",
        (double)sum(offsetof(struct worker_slot, microseconds)) / 1e6, (unsigned long long)all);
    counter(text, "sijang_response_bytes_total", "Bytes of response bodies.", offsetof(struct worker_slot, bytes_out));
    counter(text, "sijang_connections_total", "Accepted connections.", offsetof(struct worker_slot, accepted));
    counter(text, "sijang_bad_requests_total", "Requests that the guard refused.",
            offsetof(struct worker_slot, bad_requests));
    counter(text, "sijang_generation_flips_total", "Generations that went live.", offsetof(struct worker_slot, flips));
    counter(text, "sijang_generation_refusals_total", "Generations that were refused.",
            offsetof(struct worker_slot, refusals));
    head(text, "sijang_worker_respawns_total", "counter", "Workers that ended unasked.");
    add(text, "sijang_worker_respawns_total %llu\n", (unsigned long long)atomic_load(&shared->respawns));
    head(text, "sijang_worker_up", "gauge", "1 for a worker that answers.");
    for (unsigned i = 0; i < SHARED_WORKERS_MOST; i++)
        if (atomic_load(&shared->slots[i].pid) != 0)
            add(text, "sijang_worker_up{worker=\"%s\"} %d\n", label(i),
                atomic_load(&shared->slots[i].state) == WORKER_READY);
    tallies(text);
    gauge(text, "generation", "The generation that serves.", offsetof(struct worker_slot, generation), false);
    gauge(text, "draining_generations", "Old generations with requests under way.",
          offsetof(struct worker_slot, draining_generations), false);
    gauge(text, "connections", "Open connections.", offsetof(struct worker_slot, connections), false);
    gauge(text, "tasks", "Requests and jobs under way.", offsetof(struct worker_slot, tasks), false);
    gauge(text, "descriptors", "Open file descriptors.", offsetof(struct worker_slot, descriptors), false);
    gauge(text, "resident_bytes", "Memory that the system holds for it.", offsetof(struct worker_slot, resident_bytes),
          true);
    gauge(text, "lua_bytes", "Memory of the serving generation's Lua state.", offsetof(struct worker_slot, lua_bytes),
          true);
    head(text, "sijang_start_time_seconds", "gauge", "When the master started, in epoch seconds.");
    add(text, "sijang_start_time_seconds %llu\n", (unsigned long long)shared->started);
}

bool metrics_answer(struct request *request, bool trusted_peer)
{
    static const char plain[] = "text/plain; charset=utf-8";
    const char *path = request_path(request);
    if (strcmp(path, "/healthz") == 0) {
        response_text(request, 200, plain, "ok\n", 3);
        return true;
    }
    if (strcmp(path, "/readyz") == 0) {
        bool ready = atomic_load(&shared_slot()->state) == WORKER_READY && generation_current() != NULL;
        response_text(request, ready ? 200 : 503, plain, ready ? "ready\n" : "not ready\n", ready ? 6 : 10);
        return true;
    }
    if (strcmp(path, "/metrics") == 0 && trusted_peer && request_header(request, "X-Forwarded-For") == NULL) {
        static struct text text;
        text.size = 0;
        write_metrics(&text);
        response_text(request, 200, "text/plain; version=0.0.4; charset=utf-8", text.bytes, text.size);
        return true;
    }
    return false;
}

void metrics_reread(void)
{
    access_log = strcmp(config_get("ACCESS_LOG"), "off") != 0;
}

void metrics_request(struct request *request, bool sent)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t took = (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec - request->began;
    struct worker_slot *slot = shared_slot();
    unsigned class = sent && request->status >= 100 && request->status < 600 ? request->status / 100 : 0;
    atomic_fetch_add_explicit(&slot->requests[class], 1, memory_order_relaxed);
    double seconds = (double)took / 1e9;
    size_t bucket = 0;
    while (bucket < SHARED_BUCKETS - 1 && seconds > bounds[bucket])
        bucket++;
    atomic_fetch_add_explicit(&slot->seconds_bucket[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&slot->microseconds, took / 1000, memory_order_relaxed);
    atomic_fetch_add_explicit(&slot->bytes_out, request->bytes, memory_order_relaxed);
    canary_count(request, (double)took / 1e6, sent);
    if (!access_log)
        return;
    log_begin(LOG_INFO, "request");
    log_text("request", request->id);
    log_text("method", request->method != NULL ? request->method : "-");
    log_text("path", request_path(request));
    log_integer("status", request->status);
    log_number("ms", (double)took / 1e6);
    log_integer("bytes", (int64_t)request->bytes);
    log_text("ip", request->ip[0] != '\0' ? request->ip : NULL);
    if (!sent)
        log_boolean("aborted", true);
    if (request->generation_number != 0)
        log_integer("generation", request->generation_number);
    if (request->release[0] != '\0')
        log_text("release", request->release);
    if (request->notes_size > 0)
        log_raw(request->notes, request->notes_size);
    log_end();
}
