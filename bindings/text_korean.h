/* What Hangul needs, on UTF-8 bytes: initial consonants, jamo, and which particle follows a word. */
#ifndef SIJANG_TEXT_KOREAN_H
#define SIJANG_TEXT_KOREAN_H

#include <stddef.h>

/* 초성: each syllable of Hangul becomes its initial consonant (ㄱ); all else is kept. Writes at most n bytes. */
size_t text_korean_choseong(const char *s, size_t n, char *out);

/* Each syllable becomes its letters as a keyboard types them (값 → ㄱㅏㅂㅅ, 과 → ㄱㅗㅏ), so that a prefix of typing is a
 * prefix of the text. Writes at most 5 n bytes. */
size_t text_korean_jamo(const char *s, size_t n, char *out);

/* How the word's last sound ends. A trailing (…) and closing punctuation are passed over; digits and Latin letters end
 * as they are read aloud. */
enum korean_ending { KOREAN_UNKNOWN, KOREAN_VOWEL, KOREAN_RIEUL, KOREAN_CONSONANT };
enum korean_ending text_korean_ending(const char *s, size_t n);

#endif
