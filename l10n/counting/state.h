/* States: what a record says of the source and the text that a translation was made of, and when. */

#ifndef L10N_STATE_H
#define L10N_STATE_H

#include "sha256.h"
#include "utf8.h"

enum { DIGITS = 12, DATE = 10 };
enum { LACKING, HELD, STALE, EQUAL, SAME, CASES, ODD }; /* what a locale has of a unit, see plain.py */

static bool are_digits(const Byte *at, size_t size, Byte last)
{
    for (size_t i = 0; i < size; i++)
        if (!((at[i] >= '0' && at[i] <= '9') || (at[i] >= 'a' && at[i] <= last)))
            return false;
    return true;
}

/* Tells whether a state says who and when behind its digests, and nothing more. */
static bool is_unmarked(Text rest)
{
    static const char *const who[] = {"human ", "import ", "memory ", "machine:"};
    for (int i = 0; i < 4; i++) {
        size_t size = strlen(who[i]);
        if (rest.size < size + DATE || memcmp(rest.at, who[i], size) != 0)
            continue;
        const Byte *date = rest.at + rest.size - DATE;
        if (i == 3) {
            size_t name = rest.size - size - DATE;
            if (name < 2 || memchr(rest.at + size, ' ', name) != date - 1)
                return false;
        } else if (rest.size != size + DATE) {
            return false;
        }
        return are_digits(date, 4, 0) && date[4] == '-' && are_digits(date + 5, 2, 0) && date[7] == '-' &&
               are_digits(date + 8, 2, 0);
    }
    return false;
}

/* Tells whether a state has no mark, or whether that is `same`. */
static bool is_same_marked(Text *rest)
{
    static const Text mark = {(const Byte *)" same", 5};
    if (rest->size < mark.size || memcmp(rest->at + rest->size - mark.size, mark.at, mark.size) != 0)
        return false;
    rest->size -= mark.size;
    return true;
}

/* Says what a state makes of a text that is equal to the source or not. `made` is how it begins where it was made from
the source as it is now. ODD is what takes a closer look, as a text that was edited since it was made from another. */
static int judge(Sha256Mix mix, Text text, Text state, Text made, bool is_equal)
{
    char digits[DIGITS];
    size_t known = made.size - DIGITS - 1;
    if (state.size <= made.size + DIGITS + 1 || memcmp(state.at, made.at, known) != 0)
        return ODD;
    bool is_now = memcmp(state.at + known, made.at + known, DIGITS + 1) == 0;
    if (is_now && !is_equal && are_digits(state.at + state.size - 1, 1, 0))
        return HELD;
    const Byte *target = state.at + made.size;
    Text rest = {target + DIGITS + 1, state.size - made.size - DIGITS - 1};
    bool is_marked = is_equal && is_same_marked(&rest);
    if (!are_digits(state.at + known, DIGITS, 'f') || target[-1] != ' ' || !are_digits(target, DIGITS, 'f') ||
        target[DIGITS] != ' ' || !is_unmarked(rest) || (is_now && !is_equal))
        return ODD;
    if (is_equal)
        return is_marked ? SAME : EQUAL;
    sha256_digits(mix, text.at, text.size, digits);
    return memcmp(digits, target, DIGITS) == 0 ? STALE : ODD;
}

#endif
