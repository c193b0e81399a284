"""What of a page there is to show: a text that is missing shows nothing, nor does an item that holds no more."""

from __future__ import annotations

from collections.abc import Iterator

from l10n.served import ServedField


def has_content(field: ServedField) -> bool:
    """Tell whether a field shows anything."""
    is_held = field.value is not None or bool(field.names) or any(text.text is not None for text in field.texts)
    return is_held or any(True for _ in filled_items(field))


def filled_items(field: ServedField) -> Iterator[tuple[ServedField, ...]]:
    """Yield the items of a list that show anything, each with its fields that do."""
    for item in field.items:
        fields = tuple(inner for inner in item if has_content(inner))
        if fields:
            yield fields
