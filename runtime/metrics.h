/* /healthz /readyz /metrics, and the line and the counters that every finished request leaves. */
#ifndef SIJANG_METRICS_H
#define SIJANG_METRICS_H

#include "request.h"

/* Answers if the path is one of the three. /metrics is only for trusted peers that speak for nobody else. */
bool metrics_answer(struct request *request, bool trusted_peer);

/* Takes ACCESS_LOG anew. */
void metrics_reread(void);

/* Counts and logs a finished request. `sent` is false when the client did not take the whole answer. */
void metrics_request(struct request *request, bool sent);

#endif
