/* The list itself is lists/common_passwords.bin, which a script beside it makes: sorted, four bytes a password, most
 * significant byte first. It is in the program, so that no node can be without it. */
#include "password_common.h"

#include <openssl/sha.h>
#include <stdint.h>
#include <string.h>

extern const unsigned char password_common_list[];
extern const uint64_t password_common_bytes;

__asm__(".pushsection .rodata\n"
        ".global password_common_list, password_common_bytes\n"
        "password_common_list:\n"
        ".incbin \"" PASSWORD_COMMON_LIST "\"\n"
        ".balign 8\n"
        "password_common_bytes:\n"
        ".quad . - password_common_list\n"
        ".popsection\n");

enum { MARK_BYTES = 4 };

bool password_common_has(const char *password, size_t length)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256((const unsigned char *)password, length, digest);
    size_t low = 0, high = password_common_bytes / MARK_BYTES;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(digest, password_common_list + middle * MARK_BYTES, MARK_BYTES);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}
