/* A cursor over JSON without escapes: each function takes what it is called for, or stops and says no. */

#ifndef L10N_JSON_H
#define L10N_JSON_H

#include "utf8.h"

/* `controls` counts the line feeds, returns and tabs between values. */
typedef struct { const Byte *at, *end; size_t controls; } Cursor;

/* Tells whether bytes can be a plain record's: no escape, and UTF-8. Counts the characters below a space. */
static bool is_clean(const Byte *data, size_t size, size_t *controls)
{
    Byte all = 0, escapes = 0, below = 0;
    for (size_t i = 0; i < size; i++) {
        all |= data[i];
        escapes |= data[i] == '\\';
        below |= data[i] < ' ';
    }
    *controls = 0;
    for (size_t i = 0; below && i < size; i++)
        *controls += data[i] < ' ';
    return !escapes && (!(all & 0x80) || is_utf8(data, size));
}

static void skip_space(Cursor *cursor)
{
    for (; cursor->at < cursor->end; cursor->at++) {
        Byte now = *cursor->at;
        if (now == '\n' || now == '\t' || now == '\r')
            cursor->controls++;
        else if (now != ' ')
            return;
    }
}

static bool take(Cursor *cursor, Byte wanted)
{
    if (cursor->at < cursor->end && *cursor->at <= ' ')
        skip_space(cursor);
    if (cursor->at == cursor->end || *cursor->at != wanted)
        return false;
    cursor->at++;
    return true;
}

static bool take_text(Cursor *cursor, Text *text)
{
    if (!take(cursor, '"'))
        return false;
    const Byte *end = memchr(cursor->at, '"', (size_t)(cursor->end - cursor->at));
    if (!end)
        return false;
    *text = (Text){cursor->at, (size_t)(end - cursor->at)};
    cursor->at = end + 1;
    return true;
}

/* Takes any value, or what may be one: its brackets and quotes alone are looked at. */
static bool take_value(Cursor *cursor, Text *value)
{
    size_t depth = 0;
    skip_space(cursor);
    const Byte *start = cursor->at;
    for (; cursor->at < cursor->end; cursor->at++) {
        Byte now = *cursor->at;
        if (now == '"') {
            Text text;
            if (!take_text(cursor, &text))
                return false;
            cursor->at--; /* the loop goes on behind the quote */
        } else if (now == '{' || now == '[') {
            depth++;
        } else if (depth == 0 && (now == ',' || now == '}' || now == ']')) {
            break;
        } else if (now == '}' || now == ']') {
            depth--;
        } else if (now < ' ') {
            cursor->controls++;
        }
    }
    *value = (Text){start, (size_t)(cursor->at - start)};
    return depth == 0 && value->size > 0;
}

/* Returns the number of a name, or -1. `next` is the likeliest. */
static int find_name(const Text *names, int count, int next, Text text)
{
    if (next < count && is_same(names[next], text))
        return next;
    for (int number = 0; number < count; number++)
        if (is_same(names[number], text))
            return number;
    return -1;
}

/* Takes one of some names, each of which may come once; returns its number, or -1. */
static int take_name(Cursor *cursor, const Text *names, int count, int *next, uint64_t *seen)
{
    Text text;
    int number = take_text(cursor, &text) ? find_name(names, count, *next, text) : -1;
    if (number < 0 || *seen >> number & 1)
        return -1;
    *seen |= (uint64_t)1 << number;
    *next = number + 1;
    return number;
}

static int take_key(Cursor *cursor, const Text *names, int count, int *next, uint64_t *seen)
{
    int number = take_name(cursor, names, count, next, seen);
    return take(cursor, ':') ? number : -1;
}

#endif
