"""CSV, XLSX and Parquet: the same table three times."""

import csv
import io
from itertools import zip_longest

import pytest

from tests.exports.hostile import FORMULA, HOSTILE, LONG

VISIBLE = HOSTILE.replace("\x07", "\u2407").replace("\x1b", "\u241b").replace("\ufffe", "\ufffd")


def rows_of_csv(data: bytes) -> list[dict]:
    reader = csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)
    return [{name: cell or None for name, cell in row.items()} for row in reader]


def rows_of_xlsx(data: bytes) -> list[dict]:
    from openpyxl import load_workbook

    head, *rows = load_workbook(io.BytesIO(data), read_only=True)["records"].iter_rows(values_only=True)
    return [dict(zip_longest(head, row)) for row in rows]


def rows_of_parquet(data: bytes, tmp_path) -> list[dict]:
    import duckdb

    path = tmp_path / "read.parquet"
    path.write_bytes(data)
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(params=["csv", "xlsx", "parquet"])
def rows(request, exported, tmp_path):
    def run(*options: str) -> dict:
        data = exported(request.param, *options)
        reader = {"csv": rows_of_csv, "xlsx": rows_of_xlsx, "parquet": lambda d: rows_of_parquet(d, tmp_path)}
        return request.param, {(row["key"], row["locale"]): row for row in reader[request.param](data)}

    return run


def test_a_row(rows):
    name, found = rows("--locale=lv", "--locale=en")
    row = found["event/a.b-c_d..e", "lv"]
    assert row["title"] == (f"'{FORMULA}" if name == "csv" else FORMULA)
    assert row["description"] == "Первый.\n\nSecond.\n\nТретий."
    assert (row["date"], row["date:text"]) == ("1918-09-05/1922", "1918. gada 5. septembris – 1922. g.")
    assert (row["persons"], row["persons:labels"]) == ("person/anna person/nobody", "Anna; person/nobody")
    assert row["images"].startswith('[{"file":"a b\\"<.jpg","caption":"A poster\\twith a tab","taken":{"edtf":"190X"')
    assert row["extra"] == '{"x":[1,null,"=1+1"]}'
    assert found["event/a.b-c_d..e", "en"]["title"] == (VISIBLE if name == "xlsx" else HOSTILE)
    assert found["event/copy", "lv"]["title"] == LONG
    assert found["event/copy", "lv"]["date"] == "-0043-03-15"
    assert len(found) == 12


def test_what_is_missing_is_no_text(rows):
    _, found = rows("--locale=uk")
    assert found["event/copy", "uk"]["title"] is None
    assert found["event/plain", "uk"]["description"] is None


def test_the_locales_of_texts(rows):
    _, found = rows("--locale=lv", "--mark-served", "--codes=capture")
    row = found["event/a.b-c_d..e", "lv"]
    assert (row["title:locales"], row["description:locales"], row["persons:locales"]) == ("lv", "ru en", "lv -")


def test_a_type_alone_has_only_its_columns(rows):
    _, found = rows("--type=person", "--locale=lv")
    assert list(next(iter(found.values()))) == [
        *("key", "type", "id", "locale", "source"),
        *("name", "summary", "nicknames", "born", "born:text", "died", "died:text", "item"),
    ]


def test_nothing_is_a_table_with_a_head(exported, tmp_path):
    for name, reader in (
        ("csv", rows_of_csv), ("xlsx", rows_of_xlsx), ("parquet", lambda data: rows_of_parquet(data, tmp_path))
    ):  # fmt: skip
        assert reader(exported(name, "--key=event/nothing", expect=1)) == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_a_csv_cell_is_no_formula(sign):
    from l10n.exports.csv_table import _harmless

    assert _harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert _harmless("-0043-03-15") == "-0043-03-15"
    assert _harmless("a = b") == "a = b"


def test_a_workbook_s_cells_are_texts(exported):
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(exported("xlsx")))["records"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_a_text_longer_than_a_cell_says_that_it_was_cut():
    from openpyxl import Workbook

    from l10n.exports.workbook import _cell

    cell = _cell(Workbook(write_only=True).create_sheet(), "ā" * 40_000)
    assert len(cell.value) == 32_767
    assert cell.value.endswith("ā […]")
