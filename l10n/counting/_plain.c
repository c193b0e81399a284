/* Plain records, read from their JSON: see plain.py, which says what they are and holds everything that is decided.

Nothing is refused here. A record about which anything is out of the ordinary is odd: it is handed to Python as it is.
Only what JSON, UTF-8 and a record's own form allow is ever counted, so that no error can be overlooked. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "sha256.h"
#include "utf8.h"

enum {
    MAX_LOCALES = 32,
    MAX_FIELDS = 56,
    MEASURES = 3, /* units, words, characters */
    MOST = 64, /* states, or statuses */
    MAX_ID = 120, /* as in l10n.records */
    DIGITS = 12,
    DATE = 10,
    ID = 0, TYPE, SOURCE, DECLARED, STATE, FIELDS, /* the keys of a record; its fields follow */
    MAX_KEYS = FIELDS + MAX_FIELDS,
};
enum { DONE = 1, TO_DO = 2, IS_DECLARED = 4 };
enum { LACKING, HELD, IS_STALE, KINDS };
enum { OTHER, LETTER, JOINER, UNSPACED }; /* l10n.text.WordClass */

typedef struct { char *at; size_t size, room; } Buffer;

typedef struct {
    Text id, texts[MAX_FIELDS][MAX_LOCALES], states[MAX_FIELDS][MAX_LOCALES];
    int source;
    uint32_t declared, held[MAX_FIELDS], stated[MAX_FIELDS];
} Record;

/* What is known of a field's texts. */
typedef struct {
    const Byte *states; /* of each locale the number of the state of a unit that it lacks, has, and has stale */
    uint32_t stale;
    int64_t words, characters;
} Unit;

typedef struct {
    PyObject_HEAD
    PyObject *names; /* what the texts below point into */
    PyObject *class_bytes, *flag_bytes, *find_states, *count_words, *states[MAX_FIELDS][MAX_LOCALES];
    Text keys[MAX_KEYS], locales[MAX_LOCALES], type;
    const Byte *classes, *flags; /* flags: of each state `DONE`, `TO_DO`, or neither */
    size_t class_count;
    int key_count, field_count, locale_count, state_count, status_count;
    Py_ssize_t longest;
    Byte statuses[8]; /* the number of a status, by flags */
    int64_t records, *sums; /* per field, locale and state the measures, per field, locale and status the records, and
                               per locale and status the records */
    size_t sum_count;
    Buffer roll, rows;
    Sha256Mix mix;
    bool is_reading;
    Record record;
} Reader;

/* --- bytes -------------------------------------------------------------------------------------------------------- */

static bool are_below(const Byte *numbers, size_t count, int end)
{
    for (size_t i = 0; i < count; i++)
        if (numbers[i] >= end)
            return false;
    return true;
}

static bool add_bytes(Buffer *buffer, const void *data, size_t size)
{
    if (buffer->room - buffer->size < size) {
        size_t room = 2 * (buffer->size + size) + 4096;
        char *larger = PyMem_Realloc(buffer->at, room);
        if (!larger) {
            PyErr_NoMemory();
            return false;
        }
        buffer->at = larger;
        buffer->room = room;
    }
    memcpy(buffer->at + buffer->size, data, size);
    buffer->size += size;
    return true;
}

static PyObject *take_bytes(Buffer *buffer)
{
    PyObject *taken = PyBytes_FromStringAndSize(buffer->at, (Py_ssize_t)buffer->size);
    if (taken)
        buffer->size = 0;
    return taken;
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static bool take_locale_texts(Reader *reader, Cursor *cursor, int field)
{
    uint64_t seen = 0;
    int next = 0;
    if (!take(cursor, '{'))
        return false;
    do {
        int locale = take_key(cursor, reader->locales, reader->locale_count, &next, &seen);
        if (locale < 0 || !take_text(cursor, &reader->record.texts[field][locale]))
            return false;
    } while (take(cursor, ','));
    reader->record.held[field] = (uint32_t)seen;
    return take(cursor, '}');
}

static bool take_states(Reader *reader, Cursor *cursor)
{
    Record *record = &reader->record;
    uint64_t seen = 0;
    int next = 0;
    if (!take(cursor, '{'))
        return false;
    do {
        int locale = take_key(cursor, reader->locales, reader->locale_count, &next, &seen);
        uint64_t seen_fields = 0;
        int next_field = 0;
        if (locale < 0 || !take(cursor, '{'))
            return false;
        do {
            int field = take_key(cursor, reader->keys + FIELDS, reader->field_count, &next_field, &seen_fields);
            if (field < 0 || !take_text(cursor, &record->states[field][locale]))
                return false;
            record->stated[field] |= (uint32_t)1 << locale;
        } while (take(cursor, ','));
        if (!take(cursor, '}'))
            return false;
    } while (take(cursor, ','));
    return take(cursor, '}');
}

static bool take_declared(Reader *reader, Cursor *cursor)
{
    uint64_t seen = 0;
    int next = 0;
    if (!take(cursor, '['))
        return false;
    do
        if (take_name(cursor, reader->locales, reader->locale_count, &next, &seen) < 0)
            return false;
    while (take(cursor, ','));
    reader->record.declared = (uint32_t)seen;
    return take(cursor, ']');
}

/* Reads a record; tells whether it is one of the form that plain records have. */
static bool take_record(Reader *reader, Cursor *cursor)
{
    Record *record = &reader->record;
    Text type = {NULL, 0};
    uint64_t seen = 0, needed = 1 << ID | 1 << TYPE | 1 << SOURCE;
    int next = 0, next_locale = 0;
    uint64_t no_locale = 0;
    memset(record->held, 0, sizeof *record->held * (size_t)reader->field_count);
    memset(record->stated, 0, sizeof *record->stated * (size_t)reader->field_count);
    record->declared = 0;
    if (!take(cursor, '{'))
        return false;
    do {
        int key = take_key(cursor, reader->keys, reader->key_count, &next, &seen);
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
            record->source = take_name(cursor, reader->locales, reader->locale_count, &next_locale, &no_locale);
            is_taken = record->source >= 0;
            break;
        case DECLARED:
            is_taken = take_declared(reader, cursor);
            break;
        case STATE:
            is_taken = take_states(reader, cursor);
            break;
        default:
            is_taken = take_locale_texts(reader, cursor, key - FIELDS);
        }
        if (!is_taken)
            return false;
    } while (take(cursor, ','));
    bool is_whole = take(cursor, '}');
    skip_space(cursor);
    return is_whole && cursor->at == cursor->end && (seen & needed) == needed && is_same(type, reader->type);
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static bool is_id(Text id)
{
    if (id.size == 0 || id.size > MAX_ID)
        return false;
    for (size_t i = 0; i < id.size; i++) {
        Byte now = id.at[i];
        bool is_first = (now >= 'a' && now <= 'z') || (now >= '0' && now <= '9');
        if (!is_first && (i == 0 || (now != '.' && now != '_' && now != '-')))
            return false;
    }
    return true;
}

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

enum { FRESH, STALE, ODD };

/* Says what a state makes of a text. `made` is how it begins where it was made from the source as it is now. A text that
was edited since it was made from another source is odd. */
static int judge(Reader *reader, Text text, Text state, Text made)
{
    char digits[DIGITS];
    size_t known = made.size - DIGITS - 1;
    if (state.size <= made.size + DIGITS + 1 || memcmp(state.at, made.at, known) != 0)
        return ODD;
    bool is_now = memcmp(state.at + known, made.at + known, DIGITS + 1) == 0;
    if (is_now && are_digits(state.at + state.size - 1, 1, 0))
        return FRESH;
    const Byte *target = state.at + made.size;
    Text rest = {target + DIGITS + 1, state.size - made.size - DIGITS - 1};
    if (is_now || !are_digits(state.at + known, DIGITS, 'f') || target[-1] != ' ' ||
        !are_digits(target, DIGITS, 'f') || target[DIGITS] != ' ' || !is_unmarked(rest))
        return ODD;
    sha256_digits(reader->mix, text.at, text.size, digits);
    return memcmp(digits, target, DIGITS) == 0 ? STALE : ODD;
}

/* Finds out where a field's texts are stale; tells whether all about them is plain. */
static bool judge_texts(Reader *reader, int field, uint32_t *stale)
{
    Record *record = &reader->record;
    uint32_t held = record->held[field], stated = record->stated[field], own = (uint32_t)1 << record->source;
    Byte made[64];
    Text source = record->texts[field][record->source], name = reader->locales[record->source];
    if (!(held & own) || stated & (~held | own) || name.size + 1 + DIGITS + 1 > sizeof made)
        return false;
    if (stated) {
        memcpy(made, name.at, name.size);
        made[name.size] = '@';
        sha256_digits(reader->mix, source.at, source.size, (char *)made + name.size + 1);
        made[name.size + 1 + DIGITS] = ' ';
    }
    *stale = 0;
    for (int locale = 0; locale < reader->locale_count; locale++) {
        uint32_t bit = (uint32_t)1 << locale;
        if (!(held & bit))
            continue;
        Text text = record->texts[field][locale];
        if (is_blank(text) || (bit != own && is_same(text, source)))
            return false;
        if (!(stated & bit))
            continue;
        int found = judge(reader, text, record->states[field][locale], (Text){made, name.size + 1 + DIGITS + 1});
        if (found == ODD)
            return false;
        if (found == STALE)
            *stale |= bit;
    }
    return true;
}

/* Counts a text's words, as `l10n.text.count_words` does, and its characters; false where Python raised. */
static bool measure(Reader *reader, Text text, int64_t *words, int64_t *characters)
{
    const Byte *at = text.at, *end = text.at + text.size;
    int state = OTHER;
    bool is_python = false;
    *words = *characters = 0;
    while (at < end) {
        uint32_t character = next_character(&at);
        int class = character < reader->class_count ? reader->classes[character] : UNSPACED;
        is_python |= class == UNSPACED;
        *words += class == LETTER && state == OTHER;
        state = class == LETTER ? LETTER : class == JOINER && state == LETTER ? JOINER : OTHER;
        ++*characters;
    }
    if (!is_python)
        return true;
    PyObject *string = PyUnicode_DecodeUTF8((const char *)text.at, (Py_ssize_t)text.size, NULL);
    PyObject *number = string ? PyObject_CallFunctionObjArgs(reader->count_words, string, NULL) : NULL;
    *words = number ? PyLong_AsLongLong(number) : -1;
    Py_XDECREF(string);
    Py_XDECREF(number);
    return !(*words == -1 && PyErr_Occurred());
}

/* --- counting ----------------------------------------------------------------------------------------------------- */

/* Returns the states of units of a field with a source locale; asks Python for them the first time. */
static const Byte *find_states(Reader *reader, int field, int source)
{
    PyObject **states = &reader->states[field][source];
    if (!*states) {
        PyObject *found = PyObject_CallFunction(reader->find_states, "ii", field, source);
        Py_ssize_t size = found ? PyBytes_Size(found) : -1;
        if (size >= 0 && size != (Py_ssize_t)reader->locale_count * KINDS)
            PyErr_SetString(PyExc_ValueError, "these are not the states of all locales");
        else if (size >= 0 && !are_below((const Byte *)PyBytes_AsString(found), (size_t)size, reader->state_count))
            PyErr_SetString(PyExc_ValueError, "there is no such state");
        if (PyErr_Occurred()) {
            Py_XDECREF(found);
            return NULL;
        }
        *states = found;
    }
    return (const Byte *)PyBytes_AsString(*states);
}

/* Counts a record of which everything is known, and puts it on the roll: its key, and a status for each locale. */
static bool add_units(Reader *reader, const Unit *units)
{
    const Record *record = &reader->record;
    int locales = reader->locale_count, fields = reader->field_count;
    int64_t *cells = reader->sums, *by_field = cells + (size_t)fields * locales * reader->state_count * MEASURES;
    int64_t *by_type = by_field + (size_t)fields * locales * reader->status_count;
    Byte all[MAX_LOCALES] = {0}, row[MAX_LOCALES];
    for (int field = 0; field < fields; field++) {
        const Unit *unit = &units[field];
        for (int locale = 0; locale < locales; locale++) {
            Byte flags = 0;
            if (unit->states) {
                int kind = unit->stale >> locale & 1 ? IS_STALE : record->held[field] >> locale & 1 ? HELD : LACKING;
                Byte state = unit->states[locale * KINDS + kind];
                int64_t *cell = cells + MEASURES * state;
                cell[0]++;
                cell[1] += unit->words;
                cell[2] += unit->characters;
                all[locale] |= reader->flags[state];
                flags = reader->flags[state] | (record->declared >> locale & 1 ? IS_DECLARED : 0);
            }
            by_field[reader->statuses[flags]]++;
            cells += reader->state_count * MEASURES;
            by_field += reader->status_count;
        }
    }
    for (int locale = 0; locale < locales; locale++) {
        row[locale] = reader->statuses[all[locale] | (record->declared >> locale & 1 ? IS_DECLARED : 0)];
        by_type[locale * reader->status_count + row[locale]]++;
    }
    reader->records++;
    return add_bytes(&reader->roll, reader->type.at, reader->type.size) && add_bytes(&reader->roll, "/", 1) &&
           add_bytes(&reader->roll, record->id.at, record->id.size) && add_bytes(&reader->roll, "\n", 1) &&
           add_bytes(&reader->rows, row, (size_t)locales);
}

/* --- the reader --------------------------------------------------------------------------------------------------- */

/* Counts a record: 1 where it is plain, 0 where it is odd and nothing was counted, -1 where Python raised. */
static int add_record(Reader *reader, const Byte *data, size_t size, const Text *id)
{
    Record *record = &reader->record;
    Cursor cursor = {data, data + size, 0};
    Unit units[MAX_FIELDS];
    size_t controls;
    if ((Py_ssize_t)size > reader->longest || !is_clean(data, size, &controls) || !take_record(reader, &cursor))
        return 0;
    if (cursor.controls != controls || !is_id(record->id) || (id && !is_same(record->id, *id)))
        return 0; /* a control stands in a text, or it is another record */
    for (int field = 0; field < reader->field_count; field++) {
        Unit *unit = &units[field];
        unit->states = NULL;
        if (!record->held[field] && !record->stated[field])
            continue;
        if (!judge_texts(reader, field, &unit->stale))
            return 0;
        unit->states = find_states(reader, field, record->source);
        if (!unit->states || !measure(reader, record->texts[field][record->source], &unit->words, &unit->characters))
            return -1;
    }
    return add_units(reader, units) ? 1 : -1;
}

/* Hands a line to Python, which counts it or says what is wrong with it. */
static bool hand_over(PyObject *add_odd, const Byte *line, size_t size, Py_ssize_t number)
{
    PyObject *result = PyObject_CallFunction(add_odd, "y#n", (const char *)line, (Py_ssize_t)size, number);
    Py_XDECREF(result);
    return result != NULL;
}

static Py_ssize_t add_lines(Reader *reader, const Byte *data, size_t size, PyObject *add_odd)
{
    const Byte *at = data, *end = data + size;
    Py_ssize_t number = 0;
    while (at < end) {
        const Byte *line = at, *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop ? stop : end) - line);
        int found = add_record(reader, line, length, NULL);
        number++;
        if (found < 0 || (!found && !hand_over(add_odd, line, length, number)))
            return -1;
        at = stop ? stop + 1 : end;
    }
    return number;
}

/* Python is called while a record is read: it must not begin another one. */
static bool begin(Reader *reader)
{
    if (reader->is_reading)
        PyErr_SetString(PyExc_RuntimeError, "it is reading already");
    else
        reader->is_reading = true;
    return !PyErr_Occurred();
}

PyDoc_STRVAR(read_lines_doc, "Count the plain records of some lines, hand the others over; return how many lines there are.");

static PyObject *reader_read_lines(Reader *reader, PyObject *args)
{
    const char *data;
    Py_ssize_t size;
    PyObject *add_odd;
    if (!PyArg_ParseTuple(args, "y#O:read_lines", &data, &size, &add_odd) || !begin(reader))
        return NULL;
    Py_ssize_t lines = add_lines(reader, (const Byte *)data, (size_t)size, add_odd);
    reader->is_reading = false;
    return lines < 0 ? NULL : PyLong_FromSsize_t(lines);
}

PyDoc_STRVAR(read_record_doc, "Count the record of a JSON document if it is plain and has this id; tell whether it was.");

static PyObject *reader_read_record(Reader *reader, PyObject *args)
{
    const char *data, *id;
    Py_ssize_t size, id_size;
    if (!PyArg_ParseTuple(args, "y#s#:read_record", &data, &size, &id, &id_size) || !begin(reader))
        return NULL;
    int found = add_record(reader, (const Byte *)data, (size_t)size, &(Text){(const Byte *)id, (size_t)id_size});
    reader->is_reading = false;
    return found < 0 ? NULL : PyBool_FromLong(found);
}

PyDoc_STRVAR(take_roll_doc, "Return the keys and statuses of the records counted since the last time, in order.");

static PyObject *reader_take_roll(Reader *reader, PyObject *Py_UNUSED(none))
{
    PyObject *keys = take_bytes(&reader->roll), *rows = take_bytes(&reader->rows), *roll = NULL;
    if (keys && rows)
        roll = PyTuple_Pack(2, keys, rows);
    Py_XDECREF(keys);
    Py_XDECREF(rows);
    return roll;
}

PyDoc_STRVAR(take_sums_doc, "Return how many records were counted since the last time, and the sums, as 64-bit numbers.");

static PyObject *reader_take_sums(Reader *reader, PyObject *Py_UNUSED(none))
{
    PyObject *taken = Py_BuildValue("Ly#", (long long)reader->records, (const char *)reader->sums,
                                    (Py_ssize_t)(reader->sum_count * sizeof *reader->sums));
    if (taken) {
        reader->records = 0;
        memset(reader->sums, 0, reader->sum_count * sizeof *reader->sums);
    }
    return taken;
}

/* Points at the bytes of a name, which must live as long as the reader. */
static bool point_at(PyObject *name, Text *text)
{
    Py_ssize_t size;
    text->at = (const Byte *)PyUnicode_AsUTF8AndSize(name, &size);
    text->size = (size_t)size;
    return text->at != NULL;
}

/* Points at several; returns how many there are, -1 where that is too many or too few. */
static int point_at_all(PyObject *names, Text *texts, int least, int most)
{
    Py_ssize_t count = PyTuple_Size(names);
    if (count < least || count > most) {
        PyErr_Format(PyExc_ValueError, "found %zd names, expected %d to %d", count, least, most);
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        if (!point_at(PyTuple_GetItem(names, i), &texts[i]))
            return -1;
    return (int)count;
}

/* Takes what a reader is made of; false where any of it cannot be. */
static bool set_up(Reader *reader, PyObject *args, PyObject *options)
{
    static char *words[] = {"type",    "keys",        "locales",     "flags",   "statuses", "status_count", "classes",
                            "longest", "find_states", "count_words", NULL};
    PyObject *type, *keys, *locales, *flags, *classes, *find_states, *count_words;
    const char *statuses;
    Py_ssize_t size;
    if (!PyArg_ParseTupleAndKeywords(args, options, "UO!O!Sy#iSnOO", words, &type, &PyTuple_Type, &keys,
                                     &PyTuple_Type, &locales, &flags, &statuses, &size, &reader->status_count, &classes,
                                     &reader->longest, &find_states, &count_words))
        return false;
    reader->names = PyTuple_Pack(3, type, keys, locales);
    if (!reader->names || !point_at(type, &reader->type))
        return false;
    reader->key_count = point_at_all(keys, reader->keys, FIELDS + 1, MAX_KEYS);
    reader->locale_count = point_at_all(locales, reader->locales, 1, MAX_LOCALES);
    if (reader->key_count < 0 || reader->locale_count < 0)
        return false;
    reader->flags = (const Byte *)PyBytes_AsString(flags);
    reader->state_count = (int)PyBytes_Size(flags);
    if (size != (Py_ssize_t)sizeof reader->statuses || reader->state_count > MOST ||
        !are_below(reader->flags, (size_t)reader->state_count, IS_DECLARED) || reader->status_count > MOST ||
        !are_below((const Byte *)statuses, (size_t)size, reader->status_count)) {
        PyErr_SetString(PyExc_ValueError, "these are not the flags of states and the statuses that come of them");
        return false;
    }
    memcpy(reader->statuses, statuses, sizeof reader->statuses);
    reader->field_count = reader->key_count - FIELDS;
    reader->sum_count = (size_t)reader->locale_count *
                        (size_t)(reader->field_count * (reader->state_count * MEASURES + reader->status_count) +
                                 reader->status_count);
    reader->sums = PyMem_Calloc(reader->sum_count, sizeof *reader->sums);
    if (!reader->sums) {
        PyErr_NoMemory();
        return false;
    }
    reader->mix = sha256_choose();
    reader->classes = (const Byte *)PyBytes_AsString(classes);
    reader->class_count = (size_t)PyBytes_Size(classes);
    reader->flag_bytes = Py_NewRef(flags);
    reader->class_bytes = Py_NewRef(classes);
    reader->find_states = Py_NewRef(find_states);
    reader->count_words = Py_NewRef(count_words);
    return true;
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *options)
{
    allocfunc make = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    PyObject *reader = make(type, 0);
    if (reader && !set_up((Reader *)reader, args, options))
        Py_CLEAR(reader);
    return reader;
}

static int reader_traverse(Reader *reader, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE((PyObject *)reader));
    Py_VISIT(reader->find_states);
    Py_VISIT(reader->count_words);
    return 0;
}

static int reader_clear(Reader *reader)
{
    Py_CLEAR(reader->find_states);
    Py_CLEAR(reader->count_words);
    return 0;
}

static void reader_dealloc(Reader *reader)
{
    PyTypeObject *type = Py_TYPE((PyObject *)reader);
    PyObject_GC_UnTrack(reader);
    reader_clear(reader);
    for (int field = 0; field < reader->field_count; field++)
        for (int locale = 0; locale < reader->locale_count; locale++)
            Py_XDECREF(reader->states[field][locale]);
    PyMem_Free(reader->sums);
    PyMem_Free(reader->roll.at);
    PyMem_Free(reader->rows.at);
    Py_XDECREF(reader->names);
    Py_XDECREF(reader->flag_bytes);
    Py_XDECREF(reader->class_bytes);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(reader);
    Py_DECREF(type);
}

static PyMethodDef reader_methods[] = {
    {"read_lines", (PyCFunction)reader_read_lines, METH_VARARGS, read_lines_doc},
    {"read_record", (PyCFunction)reader_read_record, METH_VARARGS, read_record_doc},
    {"take_roll", (PyCFunction)reader_take_roll, METH_NOARGS, take_roll_doc},
    {"take_sums", (PyCFunction)reader_take_sums, METH_NOARGS, take_sums_doc},
    {NULL, NULL, 0, NULL},
};
static PyType_Slot reader_slots[] = {
    {Py_tp_doc, "Reads the plain records of one type."},
    {Py_tp_new, reader_new},
    {Py_tp_traverse, reader_traverse},
    {Py_tp_clear, reader_clear},
    {Py_tp_dealloc, reader_dealloc},
    {Py_tp_methods, reader_methods},
    {0, NULL},
};
static PyType_Spec reader_spec = {
    .name = "l10n.counting._plain.Reader",
    .basicsize = sizeof(Reader),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = reader_slots,
};

static int add_to_module(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&reader_spec);
    int is_wrong = !type || PyModule_AddObjectRef(module, "Reader", type) < 0;
    Py_XDECREF(type);
    return is_wrong || PyModule_AddIntConstant(module, "MAX_LOCALES", MAX_LOCALES) < 0 ||
                   PyModule_AddIntConstant(module, "MAX_FIELDS", MAX_FIELDS) < 0
               ? -1
               : 0;
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, add_to_module},
    {0, NULL},
};
static struct PyModuleDef module_definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "_plain",
    .m_doc = "Plain records, read from their JSON.",
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__plain(void)
{
    return PyModuleDef_Init(&module_definition);
}
