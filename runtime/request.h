/* placeholder */
const char *request_id(const void *request);
