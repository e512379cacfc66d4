#include "text_korean.h"

#include "utf8.h"

#include <stdbool.h>
#include <string.h>

enum { SYLLABLE_FIRST = 0xAC00, SYLLABLE_LAST = 0xD7A3, FINALS = 28, MEDIALS = 21, RIEUL = 8 };

/* Compatibility jamo, which is what a keyboard types and a shopper sees. */
static const char *const initials[] = {"ㄱ", "ㄲ", "ㄴ", "ㄷ", "ㄸ", "ㄹ", "ㅁ", "ㅂ", "ㅃ", "ㅅ",
                                       "ㅆ", "ㅇ", "ㅈ", "ㅉ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ"};
static const char *const medials[] = {"ㅏ",   "ㅐ", "ㅑ", "ㅒ",   "ㅓ",   "ㅔ",   "ㅕ", "ㅖ", "ㅗ",   "ㅗㅏ", "ㅗㅐ",
                                      "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ"};
static const char *const finals[] = {"",     "ㄱ",   "ㄲ",   "ㄱㅅ", "ㄴ",   "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ",   "ㄹㄱ",
                                     "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", "ㅁ",   "ㅂ", "ㅂㅅ", "ㅅ",
                                     "ㅆ",   "ㅇ",   "ㅈ",   "ㅊ",   "ㅋ",   "ㅌ",   "ㅍ",   "ㅎ"};

static bool is_syllable(uint32_t point)
{
    return point >= SYLLABLE_FIRST && point <= SYLLABLE_LAST;
}

static char *append(char *to, const char *s)
{
    size_t length = strlen(s);
    memcpy(to, s, length);
    return to + length;
}

size_t text_korean_choseong(const char *s, size_t n, char *out)
{
    char *to = out;
    for (size_t i = 0; i < n;) {
        uint32_t point = 0;
        size_t length = utf8_decode(s + i, n - i, &point);
        if (length == 3 && is_syllable(point)) {
            to = append(to, initials[(point - SYLLABLE_FIRST) / (MEDIALS * FINALS)]);
        } else {
            length = length == 0 ? 1 : length;
            memcpy(to, s + i, length);
            to += length;
        }
        i += length;
    }
    return (size_t)(to - out);
}

size_t text_korean_jamo(const char *s, size_t n, char *out)
{
    char *to = out;
    for (size_t i = 0; i < n;) {
        uint32_t point = 0;
        size_t length = utf8_decode(s + i, n - i, &point);
        if (length == 3 && is_syllable(point)) {
            unsigned index = point - SYLLABLE_FIRST;
            to = append(to, initials[index / (MEDIALS * FINALS)]);
            to = append(to, medials[index / FINALS % MEDIALS]);
            to = append(to, finals[index % FINALS]);
        } else {
            length = length == 0 ? 1 : length;
            memcpy(to, s + i, length);
            to += length;
        }
        i += length;
    }
    return (size_t)(to - out);
}

/* ── Endings ── */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

/* The start of the character that ends at n. */
static size_t last_character(const char *s, size_t n)
{
    size_t i = n - 1;
    while (i > 0 && ((unsigned char)s[i] & 0xC0) == 0x80)
        i--;
    return i;
}

static bool ends_with(const char *s, size_t n, const char *tail)
{
    size_t length = strlen(tail);
    return n >= length && memcmp(s + n - length, tail, length) == 0;
}

/* Cuts what is not read aloud off the end: spaces, quotes, brackets, and a whole (…) if a word stands before it. */
static size_t spoken_length(const char *s, size_t n)
{
    static const char *const silent[] = {" ", "\"", "'", "]",  ">",  "}",  "!",  "?",  ".", ",",
                                         "…", "”",  "’", "」", "』", "》", "〉", "】", "~"};
    for (bool cut = true; cut && n > 0;) {
        cut = false;
        for (size_t k = 0; k < sizeof silent / sizeof *silent; k++) {
            if (ends_with(s, n, silent[k])) {
                n -= strlen(silent[k]);
                cut = true;
            }
        }
        if (n > 0 && s[n - 1] == ')') {
            size_t open = n - 1;
            while (open > 0 && s[open] != '(')
                open--;
            n = open > 0 ? open : n - 1;
            cut = true;
        }
    }
    return n;
}

static enum korean_ending digit_ending(const char *s, size_t n)
{
    /* 영 일 이 삼 사 오 육 칠 팔 구; tens, hundreds … up to 억 end in a consonant, as 영 does. */
    static const enum korean_ending ends[] = {KOREAN_CONSONANT, KOREAN_RIEUL, KOREAN_VOWEL,     KOREAN_CONSONANT,
                                              KOREAN_VOWEL,     KOREAN_VOWEL, KOREAN_CONSONANT, KOREAN_RIEUL,
                                              KOREAN_RIEUL,     KOREAN_VOWEL};
    return ends[s[n - 1] - '0'];
}

static enum korean_ending unit_ending(const char *unit, size_t n)
{
    static const struct {
        const char *unit;
        enum korean_ending ending;
    } units[] = {{"g", KOREAN_CONSONANT}, {"kg", KOREAN_CONSONANT}, {"mg", KOREAN_CONSONANT}, {"ml", KOREAN_VOWEL},
                 {"mL", KOREAN_VOWEL},    {"l", KOREAN_VOWEL},      {"L", KOREAN_VOWEL},      {"m", KOREAN_VOWEL},
                 {"cm", KOREAN_VOWEL},    {"mm", KOREAN_VOWEL},     {"km", KOREAN_VOWEL},     {"kcal", KOREAN_VOWEL},
                 {"W", KOREAN_VOWEL},     {"V", KOREAN_VOWEL},      {"GB", KOREAN_VOWEL},     {"ea", KOREAN_VOWEL}};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        if (strlen(units[k].unit) == n && memcmp(unit, units[k].unit, n) == 0)
            return units[k].ending;
    }
    return KOREAN_UNKNOWN;
}

static bool is_vowel_letter(char c)
{
    return strchr("aeiouAEIOU", c) != NULL;
}

static enum korean_ending latin_ending(const char *s, size_t n)
{
    size_t start = n;
    bool shouted = true; /* all capitals: read letter by letter */
    while (start > 0 && is_letter(s[start - 1])) {
        start--;
        shouted = shouted && is_upper(s[start]);
    }
    if (start > 0 && is_digit(s[start - 1])) {
        enum korean_ending ending = unit_ending(s + start, n - start);
        if (ending != KOREAN_UNKNOWN)
            return ending;
    }
    char last = s[n - 1];
    if (shouted || n - start == 1) {
        char c = (char)(last | 0x20);
        if (c == 'l' || c == 'r')
            return KOREAN_RIEUL; /* 엘, 알 */
        return c == 'm' || c == 'n' ? KOREAN_CONSONANT : KOREAN_VOWEL;
    }
    char before = s[n - 2];
    switch (last | 0x20) {
    case 'l':
        return KOREAN_RIEUL;
    case 'm':
    case 'n':
        return KOREAN_CONSONANT;
    case 'g':
        return (before | 0x20) == 'n' ? KOREAN_CONSONANT : KOREAN_VOWEL;
    case 'k':
        return is_vowel_letter(before) || (before | 0x20) == 'c' ? KOREAN_CONSONANT : KOREAN_VOWEL;
    case 'b':
    case 'c':
    case 'p':
    case 't':
        return is_vowel_letter(before) ? KOREAN_CONSONANT : KOREAN_VOWEL;
    default:
        return KOREAN_VOWEL;
    }
}

enum korean_ending text_korean_ending(const char *s, size_t n)
{
    n = spoken_length(s, n);
    if (n == 0)
        return KOREAN_UNKNOWN;
    if (is_digit(s[n - 1]))
        return digit_ending(s, n);
    if (is_letter(s[n - 1]))
        return latin_ending(s, n);
    if (s[n - 1] == '%')
        return KOREAN_VOWEL; /* 퍼센트 */
    size_t start = last_character(s, n);
    uint32_t point = 0;
    if (utf8_decode(s + start, n - start, &point) == 0)
        return KOREAN_UNKNOWN;
    if (is_syllable(point)) {
        unsigned final = (point - SYLLABLE_FIRST) % FINALS;
        return final == 0 ? KOREAN_VOWEL : final == RIEUL ? KOREAN_RIEUL : KOREAN_CONSONANT;
    }
    if (point >= 0x3131 && point <= 0x314E) /* a lone consonant is read by its name: 기역, 리을 */
        return point == 0x3139 ? KOREAN_RIEUL : KOREAN_CONSONANT;
    return point >= 0x314F && point <= 0x3163 ? KOREAN_VOWEL : KOREAN_UNKNOWN;
}
