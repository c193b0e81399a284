"""A slow, obvious recount of a collection, from its files alone: what every report must say.

It knows what the reports' collections have, and no more: no independent translations, no open merges.
"""

import json
import tomllib
from collections import Counter
from hashlib import sha256


def digest(text):
    return sha256(text.encode()).hexdigest()[:12]


def iter_records(directory):
    for path in sorted((directory / "records").rglob("*.json*")):
        lines = path.read_text(encoding="utf-8").splitlines() if path.suffix == ".jsonl" else [path.read_text("utf-8")]
        yield from (json.loads(line) for line in lines if line.strip())


def iter_texts(record, fields, prefix=""):
    """Yield (path of the field, path of the unit, its table, {locale: text}) of every text in a record."""
    for name, field in fields.items():
        value = record.get(name) or {}
        if field["kind"] == "list":
            for item in value:
                yield from iter_texts(item, field["fields"], f"{prefix}{name}/{item.get('id')}/")
        elif field["kind"] == "text":
            names = dict.fromkeys(name for body in value.values() for name in body)
            for paragraph in names:
                texts = {code: body[paragraph] for code, body in value.items() if paragraph in body}
                yield name, f"{prefix}{name}/{paragraph}", field, texts
        elif field["kind"] in {"line", "name"}:
            yield name, f"{prefix}{name}", field, value


def state_of(texts, source, locale, kind, provenance):
    text = texts.get(locale, "")
    if not text.strip():
        return "missing"
    _, _, marks = provenance.partition(" human ")
    if text == texts[source]:
        return "same" if kind == "name" or "same" in marks else "fuzzy"
    if provenance:
        (made_from, _, source_digest), target_digest = provenance.split()[0].partition("@"), provenance.split()[1]
        is_moved = digest(texts.get(made_from, "")) != source_digest
        if "conflict" in marks or ((is_moved or "fuzzy" in marks) and digest(text) == target_digest):
            return "fuzzy"
    return "translated"


def iter_cells(directory):
    """Yield (record, type, field, source text, locale, state) of every unit of a collection in every locale."""
    config = tomllib.loads((directory / "l10n.toml").read_text(encoding="utf-8"))
    everywhere = config["locales"]["required"] + config["locales"].get("optional", [])
    for record in iter_records(directory):
        type_ = config["types"][record["type"]]
        for name, path, field, texts in iter_texts(record, type_["fields"]):
            places = (field, type_, config["locales"])
            wanted = [
                code for key in ("required", "optional") for code in next((p[key] for p in places if key in p), [])
            ]
            held = [code for code, text in texts.items() if text.strip()]
            source = next((code for code in (record["source"], *everywhere) if code in held), None)
            if source is None:
                continue
            for locale in everywhere:
                provenance = record.get("state", {}).get(locale, {}).get(path, "")
                state = (
                    "source"
                    if locale == source
                    else "excluded"
                    if locale not in wanted
                    else state_of(texts, source, locale, field["kind"], provenance)
                )
                yield record["id"], record["type"], name, texts[source], locale, state


def count_unit(_text):
    return 1


def recount(directory, weigh=count_unit):
    """Return {(type, field or "", locale): {state: units}} of a collection; with an empty type: of all of it.

    `weigh` says what the source text of a unit counts for.
    """
    counts = {}
    for _, type_, field, text, locale, state in iter_cells(directory):
        for key in ((type_, field, locale), (type_, "", locale), ("", "", locale)):
            counts.setdefault(key, Counter())[state] += weigh(text)
    return counts


def recount_records(directory):
    """Return {locale: (complete records, records with anything that is wanted or written there)}."""
    states = {}
    for record, type_, _, _, locale, state in iter_cells(directory):
        if state != "excluded":
            states.setdefault(locale, {}).setdefault((type_, record), set()).add(state)
    return {
        locale: (sum(each <= {"source", "translated", "same"} for each in records.values()), len(records))
        for locale, records in states.items()
    }
