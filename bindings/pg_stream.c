/* The bytes' way through the socket that libpq has opened: plainly, or through the TLS session it has made. */
#include "pg.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

enum { RECEIVE_ROOM = 32768 };

static SSL *tls_of(PGconn *pg)
{
    return PQsslInUse(pg) ? PQsslStruct(pg, "OpenSSL") : NULL;
}

static enum stream tls_outcome(SSL *tls, int result)
{
    int error = SSL_get_error(tls, result);
    ERR_clear_error();
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? STREAM_AGAIN : STREAM_CLOSED;
}

static enum stream tls_send(SSL *tls, struct buffer *out)
{
    /* What OpenSSL has asked to send again may have moved in memory, and may be followed by more. */
    SSL_set_mode(tls, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_ENABLE_PARTIAL_WRITE);
    while (out->start < out->end) {
        size_t sent;
        ERR_clear_error();
        int result = SSL_write_ex(tls, out->data + out->start, out->end - out->start, &sent);
        if (result != 1)
            return tls_outcome(tls, result);
        out->start += sent;
    }
    return STREAM_DONE;
}

enum stream stream_send(PGconn *pg, struct buffer *out)
{
    SSL *tls = tls_of(pg);
    if (tls != NULL)
        return tls_send(tls, out);
    while (out->start < out->end) {
        ssize_t sent = send(PQsocket(pg), out->data + out->start, out->end - out->start, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            out->start += (size_t)sent;
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return STREAM_AGAIN;
        else if (errno != EINTR)
            return STREAM_CLOSED;
    }
    return STREAM_DONE;
}

enum stream stream_receive(PGconn *pg, struct buffer *in)
{
    char *room = buffer_room(in, RECEIVE_ROOM);
    size_t size = in->size - in->end;
    SSL *tls = tls_of(pg);
    if (tls != NULL) {
        size_t got;
        ERR_clear_error();
        int result = SSL_read_ex(tls, room, size, &got);
        if (result != 1)
            return tls_outcome(tls, result);
        in->end += got;
        return STREAM_DONE; /* a record is less than what may be there */
    }
    ssize_t got;
    do {
        got = recv(PQsocket(pg), room, size, MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got > 0) {
        in->end += (size_t)got;
        return (size_t)got == size ? STREAM_DONE : STREAM_AGAIN;
    }
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? STREAM_AGAIN : STREAM_CLOSED;
}

bool stream_silent(PGconn *pg)
{
    char byte;
    return recv(PQsocket(pg), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}
