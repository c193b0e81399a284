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

#include "record.h"
#include "state.h"
#include "utf8.h"

enum {
    MEASURES = 3, /* units, words, characters */
    MOST = 64, /* states, or statuses */
};
enum { DONE = 1, TO_DO = 2, IS_DECLARED = 4 };
enum { OTHER, LETTER, JOINER, UNSPACED }; /* l10n.text.WordClass */

typedef struct { char *at; size_t size, room; } Buffer;

typedef struct {
    PyObject_HEAD
    PyObject *names; /* what the texts below point into */
    PyObject *class_bytes, *flag_bytes, *find_states, *count_words, *is_sound, *rows[MAX_FIELDS][MAX_LOCALES];
    Schema schema;
    const Byte *classes, *flags; /* flags: of each state `DONE`, `TO_DO`, or neither */
    size_t class_count;
    int state_count, status_count;
    Py_ssize_t longest;
    Byte statuses[8]; /* the number of a status, by flags */
    int64_t records, *sums; /* per field, locale and state the measures, per field, locale and status the records, and
                               per locale and status the records */
    size_t sum_count;
    Buffer roll, statuses_of_roll;
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

/* --- judging ------------------------------------------------------------------------------------------------------ */

/* Finds out what a unit's texts are; tells whether all about them is plain. */
static bool judge_texts(Reader *reader, Unit *unit, int source)
{
    uint32_t own = (uint32_t)1 << source;
    Byte made[64];
    Text text = unit->texts[source], name = reader->schema.locales[source];
    if (unit->stated & (~unit->held | own) || name.size + 1 + DIGITS + 1 > sizeof made)
        return false;
    if (unit->stated) {
        memcpy(made, name.at, name.size);
        made[name.size] = '@';
        sha256_digits(reader->mix, text.at, text.size, (char *)made + name.size + 1);
        made[name.size + 1 + DIGITS] = ' ';
    }
    for (int locale = 0; locale < reader->schema.locale_count; locale++) {
        uint32_t bit = (uint32_t)1 << locale;
        Byte *found = &unit->cases[locale];
        *found = unit->held & bit ? HELD : LACKING;
        if (!(unit->held & bit & ~own))
            continue;
        bool is_equal = is_same(unit->texts[locale], text);
        if (is_equal)
            *found = EQUAL;
        if (unit->stated & bit) {
            Text beginning = {made, name.size + 1 + DIGITS + 1};
            *found = (Byte)judge(reader->mix, unit->texts[locale], unit->states[locale], beginning, is_equal);
        }
        if (*found == ODD)
            return false;
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

/* Returns the rows of units of a field with a source locale; asks Python for them the first time. */
static const Byte *find_rows(Reader *reader, int field, int source)
{
    PyObject **rows = &reader->rows[field][source];
    if (!*rows) {
        PyObject *found = PyObject_CallFunction(reader->find_states, "ii", field, source);
        Py_ssize_t size = found ? PyBytes_Size(found) : -1;
        if (size >= 0 && size != (Py_ssize_t)reader->schema.locale_count * CASES)
            PyErr_SetString(PyExc_ValueError, "these are not the states of all locales");
        else if (size >= 0 && !are_below((const Byte *)PyBytes_AsString(found), (size_t)size, reader->state_count))
            PyErr_SetString(PyExc_ValueError, "there is no such state");
        if (PyErr_Occurred()) {
            Py_XDECREF(found);
            return NULL;
        }
        *rows = found;
    }
    return (const Byte *)PyBytes_AsString(*rows);
}

static bool is_beside(const Unit *unit, const Unit *first)
{
    return unit->field == first->field && is_same(unit->item, first->item);
}

/* Returns the source locale of texts: the record's own, else the first that has any, as `l10n.records.choose_source`. */
static int choose_source(const Record *record, uint32_t held)
{
    int source = 0;
    if (held >> record->source & 1)
        return record->source;
    while (held && !(held >> source & 1))
        source++;
    return source;
}

/* Finds out what is known of a line, or of all paragraphs of a text, and which of them are units: 1 where all is plain,
0 where it is not, -1 where Python raised. */
static int judge_field(Reader *reader, Unit *first)
{
    const Unit *end = reader->record.units + reader->record.unit_count;
    uint32_t held = 0, shared = 0;
    for (Unit *unit = first; unit < end; unit++)
        if (is_beside(unit, first))
            held |= unit->held;
    int source = choose_source(&reader->record, held);
    for (Unit *unit = first; unit < end; unit++) {
        if (!is_beside(unit, first))
            continue;
        unit->is_judged = true;
        unit->rows = NULL;
        for (int locale = 0; locale < reader->schema.locale_count; locale++)
            if (unit->held >> locale & 1 && is_blank(unit->texts[locale]))
                return 0;
        if (!(unit->held >> source & 1)) {
            if (unit->stated)
                return 0;
            continue;
        }
        shared |= unit->held;
        if (!judge_texts(reader, unit, source))
            return 0;
        unit->rows = find_rows(reader, unit->field, source);
        if (!unit->rows || !measure(reader, unit->texts[source], &unit->words, &unit->characters))
            return -1;
    }
    return held == shared; /* else a locale has paragraphs of its own alone, and may have written them independently */
}

/* Counts a record of which everything is known, and puts it on the roll: its key, and a status for each locale. */
static bool add_units(Reader *reader)
{
    const Record *record = &reader->record;
    int locales = reader->schema.locale_count, fields = reader->schema.field_count;
    int64_t *sums = reader->sums, *by_field = sums + (size_t)fields * locales * reader->state_count * MEASURES;
    int64_t *by_type = by_field + (size_t)fields * locales * reader->status_count;
    Byte flags[MAX_FIELDS + 1][MAX_LOCALES] = {{0}}; /* the last ones are those of all fields */
    for (const Unit *unit = record->units; unit < record->units + record->unit_count; unit++) {
        for (int locale = 0; unit->rows && locale < locales; locale++) {
            Byte state = unit->rows[locale * CASES + unit->cases[locale]];
            int64_t *cell = sums + ((size_t)(unit->field * locales + locale) * reader->state_count + state) * MEASURES;
            cell[0]++;
            cell[1] += unit->words;
            cell[2] += unit->characters;
            flags[unit->field][locale] |= reader->flags[state] | (record->declared >> locale & 1 ? IS_DECLARED : 0);
            flags[fields][locale] |= reader->flags[state];
        }
    }
    Byte row[MAX_LOCALES];
    for (int locale = 0; locale < locales; locale++) {
        for (int field = 0; field < fields; field++)
            by_field[(field * locales + locale) * reader->status_count + reader->statuses[flags[field][locale]]]++;
        row[locale] = reader->statuses[flags[fields][locale] | (record->declared >> locale & 1 ? IS_DECLARED : 0)];
        by_type[locale * reader->status_count + row[locale]]++;
    }
    reader->records++;
    return add_bytes(&reader->roll, reader->schema.type.at, reader->schema.type.size) && add_bytes(&reader->roll, "/", 1) &&
           add_bytes(&reader->roll, record->id.at, record->id.size) && add_bytes(&reader->roll, "\n", 1) &&
           add_bytes(&reader->statuses_of_roll, row, (size_t)locales);
}

/* Asks Python of every field without texts whether it may have its value: 1 where all may, -1 where Python raised. */
static int are_sound(Reader *reader)
{
    for (int i = 0; i < reader->record.other_count; i++) {
        Other other = reader->record.others[i];
        PyObject *answer = PyObject_CallFunction(reader->is_sound, "iy#", other.number, (const char *)other.value.at,
                                                 (Py_ssize_t)other.value.size);
        int is_sound = answer ? PyObject_IsTrue(answer) : -1;
        Py_XDECREF(answer);
        if (is_sound != 1)
            return is_sound;
    }
    return 1;
}

/* --- the reader --------------------------------------------------------------------------------------------------- */

/* Counts a record: 1 where it is plain, 0 where it is odd and nothing was counted, -1 where Python raised. */
static int add_record(Reader *reader, const Byte *data, size_t size, const Text *id)
{
    Record *record = &reader->record;
    Cursor cursor = {data, data + size, 0};
    size_t controls;
    if ((Py_ssize_t)size > reader->longest || !is_clean(data, size, &controls) || !take_record(&reader->schema, record, &cursor))
        return 0;
    if (cursor.controls != controls || !is_id(record->id, MAX_ID, true) || (id && !is_same(record->id, *id)))
        return 0; /* a control stands in a text, or it is another record */
    for (int i = 0; i < record->unit_count; i++) {
        int is_plain = record->units[i].is_judged ? 1 : judge_field(reader, &record->units[i]);
        if (is_plain != 1)
            return is_plain;
    }
    int is_sound = are_sound(reader);
    return is_sound != 1 ? is_sound : add_units(reader) ? 1 : -1;
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
    PyObject *keys = take_bytes(&reader->roll), *statuses = take_bytes(&reader->statuses_of_roll), *roll = NULL;
    if (keys && statuses)
        roll = PyTuple_Pack(2, keys, statuses);
    Py_XDECREF(keys);
    Py_XDECREF(statuses);
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
    if (count >= 0 && (count < least || count > most))
        PyErr_Format(PyExc_ValueError, "found %zd names, expected %d to %d", count, least, most);
    for (Py_ssize_t i = 0; !PyErr_Occurred() && i < count; i++)
        point_at(PyTuple_GetItem(names, i), &texts[i]);
    return PyErr_Occurred() ? -1 : (int)count;
}

/* Takes keys and their kinds, the first `reserved` of which have none, and gives each a number. */
static bool set_up_keys(Reader *reader, Keys *keys, PyObject *names, const char *kinds, Py_ssize_t size, int reserved)
{
    keys->count = point_at_all(names, keys->names, reserved, MAX_KEYS);
    if (keys->count < 0)
        return false;
    if (keys->count - reserved != size || !are_below((const Byte *)kinds, (size_t)size, LIST + (reserved > 0))) {
        PyErr_SetString(PyExc_ValueError, "these are not the kinds of the fields");
        return false;
    }
    for (int key = reserved; key < keys->count; key++) {
        keys->kinds[key] = (Byte)kinds[key - reserved];
        int *count = keys->kinds[key] == LIST    ? &reader->schema.list_count
                     : keys->kinds[key] == VALUE ? &reader->schema.other_count
                                                 : &reader->schema.field_count;
        keys->numbers[key] = (*count)++;
    }
    return true;
}

static bool set_up_fields(Reader *reader, PyObject *names, const char *kinds, Py_ssize_t size, PyObject *lists)
{
    if (!set_up_keys(reader, &reader->schema.keys, names, kinds, size, FIELDS))
        return false;
    if (reader->schema.list_count > MAX_LISTS || reader->schema.list_count != PyTuple_Size(lists)) {
        PyErr_SetString(PyExc_ValueError, "these are not the fields of the lists");
        return false;
    }
    for (int list = 0; list < reader->schema.list_count; list++) {
        PyObject *inner;
        if (!PyArg_ParseTuple(PyTuple_GetItem(lists, list), "O!y#", &PyTuple_Type, &inner, &kinds, &size) ||
            !set_up_keys(reader, &reader->schema.items[list], inner, kinds, size, 0))
            return false;
    }
    if (reader->schema.field_count < 1 || reader->schema.field_count > MAX_FIELDS) {
        PyErr_Format(PyExc_ValueError, "found %d fields of texts, expected 1 to %d", reader->schema.field_count, MAX_FIELDS);
        return false;
    }
    return true;
}

/* Takes what a reader is made of; false where any of it cannot be. */
static bool set_up(Reader *reader, PyObject *args, PyObject *options)
{
    static char *words[] = {"type",         "keys",    "kinds",   "lists",       "locales",     "flags",    "statuses",
                            "status_count", "classes", "longest", "find_states", "count_words", "is_sound", NULL};
    PyObject *type, *keys, *lists, *locales, *flags, *classes, *find_states, *count_words, *is_sound;
    const char *statuses, *kinds;
    Py_ssize_t size, kind_count;
    if (!PyArg_ParseTupleAndKeywords(args, options, "UO!y#O!O!Sy#iSnOOO", words, &type, &PyTuple_Type, &keys, &kinds,
                                     &kind_count, &PyTuple_Type, &lists, &PyTuple_Type, &locales, &flags, &statuses,
                                     &size, &reader->status_count, &classes, &reader->longest, &find_states,
                                     &count_words, &is_sound))
        return false;
    reader->names = PyTuple_Pack(4, type, keys, lists, locales);
    if (!reader->names || !point_at(type, &reader->schema.type) || !set_up_fields(reader, keys, kinds, kind_count, lists))
        return false;
    reader->schema.locale_count = point_at_all(locales, reader->schema.locales, 1, MAX_LOCALES);
    if (reader->schema.locale_count < 0)
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
    reader->sum_count = (size_t)reader->schema.locale_count *
                        (size_t)(reader->schema.field_count * (reader->state_count * MEASURES + reader->status_count) +
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
    reader->is_sound = Py_NewRef(is_sound);
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
    Py_VISIT(reader->is_sound);
    return 0;
}

static int reader_clear(Reader *reader)
{
    Py_CLEAR(reader->find_states);
    Py_CLEAR(reader->count_words);
    Py_CLEAR(reader->is_sound);
    return 0;
}

static void reader_dealloc(Reader *reader)
{
    PyTypeObject *type = Py_TYPE((PyObject *)reader);
    PyObject_GC_UnTrack(reader);
    reader_clear(reader);
    for (int field = 0; field < MAX_FIELDS; field++)
        for (int locale = 0; locale < MAX_LOCALES; locale++)
            Py_XDECREF(reader->rows[field][locale]);
    PyMem_Free(reader->sums);
    PyMem_Free(reader->roll.at);
    PyMem_Free(reader->statuses_of_roll.at);
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
                   PyModule_AddIntConstant(module, "MAX_FIELDS", MAX_FIELDS) < 0 ||
                   PyModule_AddIntConstant(module, "MAX_LISTS", MAX_LISTS) < 0
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
