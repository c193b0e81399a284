/* A record, taken from JSON as far as it has the form of a plain one: see plain.py. */

#ifndef L10N_RECORD_H
#define L10N_RECORD_H

#include "json.h"
#include "utf8.h"

enum {
    MAX_LOCALES = 32,
    MAX_FIELDS = 56,
    MAX_LISTS = 8,
    MAX_UNITS = 256, /* of a record, and values without texts, and items of a list */
    MAX_ID = 120, /* as in l10n.records */
    MAX_PARAGRAPH_ID = 40,
    ID = 0, TYPE, SOURCE, DECLARED, STATE, FIELDS, /* the keys of a record; its fields follow */
    MAX_KEYS = FIELDS + MAX_FIELDS,
};
enum { LINE, PARAGRAPHS, VALUE, LIST }; /* the kinds of fields */

static const Text NOTHING = {(const Byte *)"", 0};

/* The keys of a record, or of a list's items: of each its kind, and its number among the reader's fields of texts, other
fields, or lists. */
typedef struct {
    int count, numbers[MAX_KEYS];
    Text names[MAX_KEYS];
    Byte kinds[MAX_KEYS];
} Keys;

/* What records of a type have. */
typedef struct {
    Keys keys, items[MAX_LISTS];
    Text type, locales[MAX_LOCALES];
    int locale_count, field_count, other_count, list_count;
} Schema;

/* A text in every locale: of a line, or of one paragraph. */
typedef struct {
    int field;
    Text item, name; /* the ids of the list's item and of the paragraph, empty where there is none */
    bool is_judged;
    uint32_t held, stated; /* where it has a text, and a state */
    Byte cases[MAX_LOCALES];
    const Byte *rows; /* of each locale the numbers of a unit's states, by case; NULL: it is no unit */
    int64_t words, characters;
    Text texts[MAX_LOCALES], states[MAX_LOCALES];
} Unit;

typedef struct { int number; Text value; } Other;

typedef struct {
    Text id;
    int source, unit_count, other_count;
    uint32_t declared;
    Unit units[MAX_UNITS];
    Other others[MAX_UNITS];
} Record;

/* Tells whether a text is an id: letters, digits, `_` and `-` (and `.`), beginning with a letter or digit. */
static bool is_id(Text id, size_t longest, bool has_dots)
{
    if (id.size == 0 || id.size > longest)
        return false;
    for (size_t i = 0; i < id.size; i++) {
        Byte now = id.at[i];
        bool is_first = (now >= 'a' && now <= 'z') || (now >= '0' && now <= '9');
        if (!is_first && (i == 0 || !(now == '_' || now == '-' || (has_dots && now == '.'))))
            return false;
    }
    return true;
}

/* Returns a unit of the record, a new one if need be; NULL where there are too many. `next` is the likeliest. */
static Unit *find_unit(Record *record, int field, Text item, Text name, int *next)
{
    int number = *next, tries = 0;
    for (; tries <= record->unit_count; tries++, number = tries - 1) { /* the likeliest first, then all */
        const Unit *unit = &record->units[number];
        if (number < record->unit_count && unit->field == field && is_same(unit->name, name) && is_same(unit->item, item))
            break;
    }
    if (tries > record->unit_count) {
        number = record->unit_count;
        if (number == MAX_UNITS)
            return NULL;
        record->unit_count++;
        Unit *unit = &record->units[number];
        unit->field = field;
        unit->item = item;
        unit->name = name;
        unit->is_judged = false;
        unit->held = unit->stated = 0;
    }
    *next = number + 1;
    return &record->units[number];
}

/* Puts a text or a state where nothing was yet. */
static bool take_once(Cursor *cursor, Text *text, uint32_t *seen, int locale)
{
    bool is_first = !(*seen >> locale & 1);
    *seen |= (uint32_t)1 << locale;
    return is_first && take_text(cursor, text);
}

static bool take_paragraphs(Record *record, Cursor *cursor, int field, Text item, int locale)
{
    int next = record->unit_count;
    if (!take(cursor, '{'))
        return false;
    do {
        Text name;
        if (!take_text(cursor, &name) || !is_id(name, MAX_PARAGRAPH_ID, false) || !take(cursor, ':'))
            return false;
        Unit *unit = find_unit(record, field, item, name, &next);
        if (!unit || !take_once(cursor, &unit->texts[locale], &unit->held, locale))
            return false;
    } while (take(cursor, ','));
    return take(cursor, '}');
}

static bool take_locale_texts(const Schema *schema, Record *record, Cursor *cursor, int field, Text item, bool has_paragraphs)
{
    uint64_t seen = 0;
    int next = 0, line = record->unit_count;
    if (!take(cursor, '{'))
        return false;
    do {
        int locale = take_key(cursor, schema->locales, schema->locale_count, &next, &seen);
        if (locale < 0)
            return false;
        if (has_paragraphs) {
            if (!take_paragraphs(record, cursor, field, item, locale))
                return false;
            continue;
        }
        int number = line;
        Unit *unit = find_unit(record, field, item, NOTHING, &number);
        if (!unit || !take_once(cursor, &unit->texts[locale], &unit->held, locale))
            return false;
        line = number - 1;
    } while (take(cursor, ','));
    return take(cursor, '}');
}

static bool take_other(Record *record, Cursor *cursor, int number)
{
    if (record->other_count == MAX_UNITS)
        return false;
    Other *other = &record->others[record->other_count++];
    other->number = number;
    return take_value(cursor, &other->value);
}

static bool take_items(const Schema *schema, Record *record, Cursor *cursor, const Keys *keys);

static bool take_field(const Schema *schema, Record *record, Cursor *cursor, const Keys *keys, int key, Text item)
{
    int number = keys->numbers[key];
    switch (keys->kinds[key]) {
    case VALUE:
        return take_other(record, cursor, number);
    case LIST:
        return take_items(schema, record, cursor, &schema->items[number]);
    default:
        return take_locale_texts(schema, record, cursor, number, item, keys->kinds[key] == PARAGRAPHS);
    }
}

/* Takes an item of a list, which must begin with its id. */
static bool take_item(const Schema *schema, Record *record, Cursor *cursor, const Keys *keys, Text *id)
{
    static const Text id_key = {(const Byte *)"id", 2};
    uint64_t seen_id = 0, seen = 0;
    int next_id = 0, next = 0;
    if (!take(cursor, '{') || take_key(cursor, &id_key, 1, &next_id, &seen_id) < 0 || !take_text(cursor, id) ||
        !is_id(*id, MAX_PARAGRAPH_ID, false))
        return false;
    while (take(cursor, ',')) {
        int key = take_key(cursor, keys->names, keys->count, &next, &seen);
        if (key < 0 || !take_field(schema, record, cursor, keys, key, *id))
            return false;
    }
    return take(cursor, '}');
}

static bool take_items(const Schema *schema, Record *record, Cursor *cursor, const Keys *keys)
{
    Text ids[MAX_UNITS];
    int count = 0;
    if (!take(cursor, '['))
        return false;
    if (take(cursor, ']'))
        return true;
    do {
        if (count == MAX_UNITS || !take_item(schema, record, cursor, keys, &ids[count]) ||
            find_name(ids, count, 0, ids[count]) >= 0)
            return false;
        count++;
    } while (take(cursor, ','));
    return take(cursor, ']');
}

/* Splits a path before its first slash; false where there is none. */
static bool split(Text *path, Text *rest)
{
    const Byte *slash = memchr(path->at, '/', path->size);
    if (!slash)
        return false;
    *rest = (Text){slash + 1, (size_t)(path->at + path->size - slash - 1)};
    path->size = (size_t)(slash - path->at);
    return true;
}

/* Takes the path of a unit: a field's name, with the item's id and a field of it behind, then the paragraph's id. */
static Unit *take_path(const Schema *schema, Record *record, Cursor *cursor, int *next_field, int *next_unit)
{
    const Keys *keys = &schema->keys;
    Text path, rest, item = NOTHING, name = NOTHING;
    if (!take_text(cursor, &path) || !take(cursor, ':'))
        return NULL;
    bool has_rest = split(&path, &rest);
    int key = find_name(keys->names, keys->count, *next_field, path);
    if (key < FIELDS)
        return NULL;
    *next_field = key + 1;
    if (keys->kinds[key] == LIST) {
        keys = &schema->items[keys->numbers[key]];
        item = rest;
        if (!has_rest || !split(&item, &path))
            return NULL;
        has_rest = split(&path, &rest);
        key = find_name(keys->names, keys->count, 0, path);
        if (key < 0)
            return NULL;
    }
    if (has_rest)
        name = rest;
    if (keys->kinds[key] != (has_rest ? PARAGRAPHS : LINE))
        return NULL;
    return find_unit(record, keys->numbers[key], item, name, next_unit);
}

static bool take_states(const Schema *schema, Record *record, Cursor *cursor)
{
    uint64_t seen = 0;
    int next = 0;
    if (!take(cursor, '{'))
        return false;
    do {
        int locale = take_key(cursor, schema->locales, schema->locale_count, &next, &seen);
        int next_field = FIELDS, next_unit = 0;
        if (locale < 0 || !take(cursor, '{'))
            return false;
        do {
            Unit *unit = take_path(schema, record, cursor, &next_field, &next_unit);
            if (!unit || !take_once(cursor, &unit->states[locale], &unit->stated, locale))
                return false;
        } while (take(cursor, ','));
        if (!take(cursor, '}'))
            return false;
    } while (take(cursor, ','));
    return take(cursor, '}');
}

static bool take_declared(const Schema *schema, Record *record, Cursor *cursor)
{
    uint64_t seen = 0;
    int next = 0;
    if (!take(cursor, '['))
        return false;
    do
        if (take_name(cursor, schema->locales, schema->locale_count, &next, &seen) < 0)
            return false;
    while (take(cursor, ','));
    (*record).declared = (uint32_t)seen;
    return take(cursor, ']');
}

/* Reads a record; tells whether it is one of the form that plain records have. */
static bool take_record(const Schema *schema, Record *record, Cursor *cursor)
{
    Text type = {NULL, 0};
    uint64_t seen = 0, needed = 1 << ID | 1 << TYPE | 1 << SOURCE;
    int next = 0, next_locale = 0;
    uint64_t no_locale = 0;
    record->declared = 0;
    record->unit_count = record->other_count = 0;
    if (!take(cursor, '{'))
        return false;
    do {
        int key = take_key(cursor, schema->keys.names, schema->keys.count, &next, &seen);
        bool is_taken = false;
        switch (key) {
        case -1:
            break;
        case ID:
            is_taken = take_text(cursor, &record->id);
            break;
        case TYPE:
            is_taken = take_text(cursor, &type);
            break;
        case SOURCE:
            record->source = take_name(cursor, schema->locales, schema->locale_count, &next_locale, &no_locale);
            is_taken = record->source >= 0;
            break;
        case DECLARED:
            is_taken = take_declared(schema, record, cursor);
            break;
        case STATE:
            is_taken = take_states(schema, record, cursor);
            break;
        default:
            is_taken = take_field(schema, record, cursor, &schema->keys, key, NOTHING);
        }
        if (!is_taken)
            return false;
    } while (take(cursor, ','));
    bool is_whole = take(cursor, '}');
    skip_space(cursor);
    return is_whole && cursor->at == cursor->end && (seen & needed) == needed && is_same(type, schema->type);
}

#endif
