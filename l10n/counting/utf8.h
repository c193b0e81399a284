/* Texts in UTF-8: slices of bytes that somebody else keeps. */

#ifndef L10N_UTF8_H
#define L10N_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef unsigned char Byte;
typedef struct { const Byte *at; size_t size; } Text;

static bool is_same(Text a, Text b)
{
    return a.size == b.size && memcmp(a.at, b.at, a.size) == 0;
}

/* Tells whether bytes are UTF-8: each is looked at with the three before it, without a branch, so that compilers can
look at many at once. `data` is followed and preceded by ASCII or by nothing. */
static bool is_utf8(const Byte *data, size_t size)
{
    Byte wrong = 0;
    Byte start[6] = {0};
    size_t first = size < 3 ? size : 3;
    memcpy(start + 3, data, first);
    for (int part = 0; part < 2; part++) {
        const Byte *at = part ? data : start;
        for (size_t i = 3; i < (part ? size : 3 + first); i++) {
            Byte now = at[i], last = at[i - 1];
            Byte must_go_on = (last >= 0xc0) | (at[i - 2] >= 0xe0) | (at[i - 3] >= 0xf0);
            wrong |= must_go_on ^ ((now & 0xc0) == 0x80);
            wrong |= ((now & 0xfe) == 0xc0) | (now >= 0xf5);
            wrong |= ((last == 0xe0) & (now < 0xa0)) | ((last == 0xed) & (now > 0x9f));
            wrong |= ((last == 0xf0) & (now < 0x90)) | ((last == 0xf4) & (now > 0x8f));
        }
    }
    return !wrong && (size == 0 || data[size - 1] < 0xc0) && (size < 2 || data[size - 2] < 0xe0) &&
           (size < 3 || data[size - 3] < 0xf0);
}

/* Returns the character at a place in UTF-8 and goes on behind it. */
static uint32_t next_character(const Byte **at)
{
    const Byte *now = *at;
    int more = now[0] < 0x80 ? 0 : now[0] < 0xe0 ? 1 : now[0] < 0xf0 ? 2 : 3;
    uint32_t found = more ? now[0] & (0x3f >> more) : now[0];
    for (int i = 1; i <= more; i++)
        found = found << 6 | (now[i] & 0x3f);
    *at += more + 1;
    return found;
}

/* What `str.isspace` says; controls are no part of texts. */
static bool is_space(uint32_t character)
{
    return character == ' ' || character == 0x85 || character == 0xa0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200a) || character == 0x2028 || character == 0x2029 ||
           character == 0x202f || character == 0x205f || character == 0x3000;
}

/* Tells whether a text has nothing in it, or white space alone. */
static bool is_blank(Text text)
{
    const Byte *at = text.at, *end = text.at + text.size;
    while (at < end)
        if (!is_space(next_character(&at)))
            return false;
    return true;
}

#endif
