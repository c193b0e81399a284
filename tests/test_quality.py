"""The published test of checkers: its data is whole, and l10n's own checks stay as good on it as they were."""

from collections import Counter

import pytest

from tools.quality.checkers import FIELDS
from tools.quality.measure import OURS, measure
from tools.quality.texts import LOCALES, iter_planted, load_names, load_texts

LEAST_RECALL = {"tuned": 0.98, "aside": 0.9, "all": 0.95}
MOST_FALSE = 0.02


def test_there_are_sixty_translations_into_each_locale():
    targets = Counter(locale for text in load_texts().values() for locale in text.locales)
    assert set(targets) == set(LOCALES)
    assert min(targets.values()) >= 60


def test_there_are_two_hundred_planted_errors_in_every_locale():
    planted = list(iter_planted(load_texts()))
    assert len(planted) >= 200
    assert {error.locale for error in planted} == set(LOCALES)
    assert len({error.id for error in planted}) == len(planted)


def test_what_is_linked_has_names_in_every_locale():
    names = load_names()
    for text in load_texts().values():
        assert text.kind in FIELDS
        assert all(set(names[key]) == set(LOCALES) for key in text.linked)


def test_a_part_is_kept_aside():
    texts = load_texts().values()
    assert 0.2 < sum(text.is_aside for text in texts) / len(texts) < 0.4


@pytest.mark.parametrize("detector", ["langdetect", "eldc"])
@pytest.mark.parametrize("part", ["tuned", "aside", "all"])
def test_errors_are_found_and_correct_texts_left_alone(part, detector, monkeypatch):
    if detector == "eldc":
        pytest.importorskip("eldc")
    monkeypatch.setenv("L10N_DETECTOR", detector)
    result = measure([OURS], {}, part)[OURS]
    assert result.recall >= LEAST_RECALL[part], [error.id for error in result.missed]
    assert result.false_rate <= MOST_FALSE
