struct multipart;
static inline void multipart_free(struct multipart *m)
{
    (void)m;
}
static inline int multipart_feed(struct multipart *m, const char *b, size_t n)
{
    (void)m;
    (void)b;
    (void)n;
    return 0;
}
