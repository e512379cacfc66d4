/* What a C unit needs: UNIT("a sentence") { … EXPECT(…); }, then `return unit_end();`. Prints a line for each sentence and
 * "N passed, M failed" at the end. */
#ifndef SIJANG_UNIT_H
#define SIJANG_UNIT_H

#include <stdbool.h>
#include <stdio.h>

struct unit {
    const char *sentence;
    unsigned passed, failed;
    bool broken;
};

static struct unit unit;

static inline void unit_close(void)
{
    if (unit.sentence == NULL)
        return;
    printf("%s - %s\n", unit.broken ? "not ok" : "ok", unit.sentence);
    unit.passed += !unit.broken;
    unit.failed += unit.broken;
    unit.sentence = NULL;
}

static inline bool unit_open(const char *sentence)
{
    unit_close();
    unit.sentence = sentence;
    unit.broken = false;
    return true;
}

#define UNIT(text) if (unit_open(text))

#define EXPECT(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                     \
            unit.broken = true;                                                                                        \
        }                                                                                                              \
    } while (0)

static inline int unit_end(void)
{
    unit_close();
    printf("%u passed, %u failed\n", unit.passed, unit.failed);
    return unit.failed > 0 || unit.passed == 0;
}

#endif
