"""Demand: how much records are asked for, by links and by readers."""

import pytest

from l10n.demand import Demand
from l10n.records import iter_references, iter_units, unit_path
from tests.open_records import SCHEMA, event, person

RECORDS = [
    event("a", persons=["person/t", "person/t"]),
    event("b", persons=["person/t"]),
    person("t"),
]


def demands(readers=None):
    demand = Demand(SCHEMA, readers)
    for record in RECORDS:
        links = {key for _, key in iter_references(record, SCHEMA)} - {record.key}
        demand.add(record.key, links)
    units = [(record, unit) for record in RECORDS for unit in iter_units(record, SCHEMA)]
    return {unit.key: demand.find(record.key, unit_path(unit.key)) for record, unit in units}


def test_without_readers_it_is_the_records_that_lead_there_and_one():
    assert demands() == {
        "event/a/title": 1,
        "event/a/description/p1": 1,
        "event/b/title": 1,
        "event/b/description/p1": 1,
        "person/t/name": 3,
    }


def test_a_name_is_read_on_every_page_that_names_the_record():
    found = demands({"event/a": 10, "event/b": 5, "person/t": 2, "event/elsewhere": 1000})
    assert found["event/a/title"] == found["event/a/description/p1"] == 10
    assert found["person/t/name"] == 17


@pytest.mark.parametrize("readers", [{}, {"event/a": 0.25}])
def test_it_is_never_less_than_one(readers):
    assert set(demands(readers).values()) == {1}
