/* What a connection has prepared: SQL text to statement name, at most CONN_STATEMENTS, the longest unused leaving
 * first. A statement that operations in flight still use outlives its place in the table. */
#include "pg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t statement_hash(const char *sql, size_t length)
{
    uint64_t hash = length * UINT64_C(0x9E3779B97F4A7C15), word;
    for (; length >= 8; sql += 8, length -= 8) {
        memcpy(&word, sql, 8);
        hash = (hash ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
        hash ^= hash >> 32;
    }
    word = 0;
    memcpy(&word, sql, length);
    hash = (hash ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
    return hash ^ (hash >> 32);
}

static void unlink_age(struct conn *conn, struct statement *statement)
{
    if (statement->newer != NULL)
        statement->newer->older = statement->older;
    else
        conn->newest = statement->older;
    if (statement->older != NULL)
        statement->older->newer = statement->newer;
    else
        conn->oldest = statement->newer;
}

static void link_newest(struct conn *conn, struct statement *statement)
{
    statement->newer = NULL;
    statement->older = conn->newest;
    *(conn->newest != NULL ? &conn->newest->newer : &conn->oldest) = statement;
    conn->newest = statement;
}

struct statement *statement_find(struct conn *conn, const struct op *op)
{
    struct statement *statement = conn->buckets[op->hash % CONN_BUCKETS];
    while (statement != NULL && (statement->hash != op->hash || statement->length != op->sql_length ||
                                 memcmp(statement->sql, op->sql, op->sql_length) != 0))
        statement = statement->next;
    if (statement != NULL && statement != conn->newest) {
        unlink_age(conn, statement);
        link_newest(conn, statement);
    }
    return statement;
}

struct statement *statement_add(struct conn *conn, const struct op *op)
{
    if (conn->statements >= CONN_STATEMENTS) {
        struct statement *old = conn->oldest;
        while (old != NULL && old->in_flight > 0)
            old = old->newer;
        if (old != NULL)
            statement_drop(conn, old, true);
    }
    struct statement *statement = malloc(sizeof *statement + op->sql_length + 1);
    if (statement == NULL)
        abort();
    *statement = (struct statement){.hash = op->hash, .length = op->sql_length, .serial = ++conn->serial};
    memcpy(statement->sql, op->sql, op->sql_length + 1);
    snprintf(statement->name, sizeof statement->name, "s%llu", (unsigned long long)statement->serial);
    struct statement **bucket = &conn->buckets[op->hash % CONN_BUCKETS];
    statement->next = *bucket;
    *bucket = statement;
    link_newest(conn, statement);
    conn->statements++;
    return statement;
}

void statement_use(struct op *op, struct statement *statement)
{
    op->statement = statement;
    op->serial = statement->serial;
    statement->in_flight++;
}

void statement_rest(struct op *op)
{
    struct statement *statement = op->statement;
    if (statement == NULL)
        return;
    op->statement = NULL;
    if (--statement->in_flight == 0 && statement->dropped)
        free(statement);
}

void statement_drop(struct conn *conn, struct statement *statement, bool deallocate)
{
    if (statement->dropped)
        return;
    struct statement **link = &conn->buckets[statement->hash % CONN_BUCKETS];
    while (*link != statement)
        link = &(*link)->next;
    *link = statement->next;
    unlink_age(conn, statement);
    conn->statements--;
    if (deallocate) {
        /* The name alone is needed from here on. */
        struct statement *doomed = malloc(sizeof *doomed);
        if (doomed != NULL) {
            memcpy(doomed, statement, sizeof *doomed);
            doomed->next = conn->doomed;
            conn->doomed = doomed;
        }
    }
    statement->dropped = true;
    if (statement->in_flight == 0)
        free(statement);
}

void statement_clear(struct conn *conn)
{
    for (struct statement *statement = conn->oldest, *next; statement != NULL; statement = next) {
        next = statement->newer;
        statement_drop(conn, statement, false);
    }
    while (conn->doomed != NULL) {
        struct statement *next = conn->doomed->next;
        free(conn->doomed);
        conn->doomed = next;
    }
}
