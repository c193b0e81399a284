from collections.abc import Callable
from typing import Self

MAX_LOCALES: int
MAX_FIELDS: int
MAX_LISTS: int

class Reader:
    def __new__(
        cls,
        type: str,  # noqa: A002 (a record's word)
        keys: tuple[str, ...],
        kinds: bytes,
        lists: tuple[tuple[tuple[str, ...], bytes], ...],
        locales: tuple[str, ...],
        flags: bytes,
        statuses: bytes,
        status_count: int,
        classes: bytes,
        longest: int,
        find_states: Callable[[int, int], bytes],
        count_words: Callable[[str], int],
        is_sound: Callable[[int, bytes], bool],
    ) -> Self: ...
    def read_lines(self, data: bytes, add_odd: Callable[[bytes, int], None]) -> int: ...
    def read_record(self, data: bytes, record_id: str, /) -> bool: ...
    def take_roll(self) -> tuple[bytes, bytes]: ...
    def take_sums(self) -> tuple[int, bytes]: ...
