"""An editor can trust the checks: good translations of prose raise nothing, and planted errors are found."""

import pytest

from l10n.checks import CHECKS, CheckedUnit, Scope
from l10n.checks.plan import Plan
from l10n.checks.runner import check_unit
from l10n.schema import Field, FieldKind

FAMILIES = {"space", "character", "punctuation", "quotation", "markup", "sameness", "silence"}
NAMES = [name for name in CHECKS.names if CHECKS[name].scope is Scope.UNIT and CHECKS[name].family in FAMILIES]

RULES = Plan(NAMES).unit_rules(())

OCTOBER = "On 25 October (7 November) 1917 the Bolsheviks took power in Petrograd."
QUOTE = "Lenin called it “the dictatorship of the proletariat”, and nobody laughed."
CENTURY = "In the 19th century the SS Aurora did not yet exist."
TROOPS = "The SS troops came to Riga in July 1941."
NUMBER = "More than 12,500 people were shot between September and December 1918."
TITLE = "The Red Terror (1918–1922)"
QUESTION = "Who gave the order?"
LAST = "He wrote to V. I. Lenin in 1918."

GOOD = [
    (OCTOBER, "de", "Am 25. Oktober (7. November) 1917 übernahmen die Bolschewiki in Petrograd die Macht."),
    (OCTOBER, "ru", "25 октября (7 ноября) 1917 года большевики взяли власть в Петрограде."),
    (OCTOBER, "lv", "1917. gada 25. oktobrī (7. novembrī) lielinieki Petrogradā sagrāba varu."),
    (OCTOBER, "lt", "1917 m. spalio 25 d. (lapkričio 7 d.) bolševikai Petrograde paėmė valdžią."),
    (OCTOBER, "fr", "Le 25 octobre (7 novembre) 1917, les bolcheviks prirent le pouvoir à Petrograd."),
    (QUOTE, "de", "Lenin nannte es „die Diktatur des Proletariats“, und niemand lachte."),
    (QUOTE, "ru", "Ленин назвал это «диктатурой пролетариата», и никто не засмеялся."),
    (QUOTE, "fr", "Lénine l’appela «\u00a0la dictature du prolétariat\u00a0», et personne ne rit."),
    (QUOTE, "pl", "Lenin nazwał to „dyktaturą proletariatu” i nikt się nie zaśmiał."),
    (QUOTE, "et", "Lenin nimetas seda „proletariaadi diktatuuriks“ ja keegi ei naernud."),
    (QUOTE, "he", "לנין קרא לזה “הדיקטטורה של הפרולטריון”, ואיש לא צחק."),
    (CENTURY, "ru", "В XIX веке крейсер «Аврора» ещё не существовал."),
    (CENTURY, "uk", "У XIX столітті крейсер «Аврора» ще не існував."),
    (CENTURY, "lv", "19. gadsimtā kreiseris “Aurora” vēl nepastāvēja."),
    (TROOPS, "ru", "Войска СС пришли в Ригу в июле 1941 г."),
    (TROOPS, "lv", "SS karaspēks ieradās Rīgā 1941. gada jūlijā."),
    (NUMBER, "de", "Zwischen September und Dezember 1918 wurden mehr als 12.500 Menschen erschossen."),
    (NUMBER, "ru", "С сентября по декабрь 1918 года было расстреляно более 12 500 человек."),
    (NUMBER, "pl", "Między wrześniem a grudniem 1918 r. rozstrzelano ponad 12 500 osób."),
    (TITLE, "uk", "Червоний терор (1918—1922)"),
    (TITLE, "de", "Der Rote Terror (1918–1922)"),
    (QUESTION, "fr", "Qui a donné l’ordre\u202f?"),
    (QUESTION, "he", "מי נתן את הפקודה?"),
    (LAST, "lt", "Jis rašė V. I. Leninui 1918 m."),
]
PLANTED = [
    pytest.param(
        OCTOBER, "ru", "25 октября (7 ноября) 1917 года большeвики взяли власть в Петрограде.", id="a Latin letter"
    ),
    pytest.param(TROOPS, "lv", "SS karaspe\u0304ks ieradās Rīgā 1941. gada jūlijā.", id="decomposed letters"),
    pytest.param(
        OCTOBER, "de", "Am 25. Oktober (7. November 1917 übernahmen die Bolschewiki die Macht.", id="a bracket"
    ),
    pytest.param(QUOTE, "de", "Lenin nannte es „die Diktatur des Proletariats, und niemand lachte.", id="a quotation"),
    pytest.param(OCTOBER, "lv", "1917. gada 25. oktobrī (7. novembrī) lielinieki Petrogradā", id="a text cut off"),
    pytest.param(
        NUMBER, "de", "Zwischen September und Dezember wurden 12,500 Menschen erschossen.", id="a number as in English"
    ),
    pytest.param(QUOTE, "ru", "Ленин назвал это это «диктатурой пролетариата».", id="a word twice"),
    pytest.param(QUESTION, "lv", "Kas deva pavÄ·li?", id="a garbled letter"),
    pytest.param(QUESTION, "pl", "Kto wydał rozkaz.", id="a question that is none"),
]


def find(source: str, locale: str, text: str) -> list[tuple[str, str]]:
    """Return (check, message) of all that is found in a translation."""
    kind = FieldKind.TEXT if source[-1] in ".?" else FieldKind.LINE
    field = Field(name="description", kind=kind, label="Description")
    unit = CheckedUnit(
        key="event/a/description/p1", text=text, locale=locale, source=source, source_locale="en", field=field
    )
    return [(one.check, one.message) for one in check_unit(unit, RULES)]


@pytest.mark.parametrize(("source", "locale", "text"), GOOD)
def test_a_good_translation_raises_nothing(source: str, locale: str, text: str) -> None:
    assert find(source, locale, text) == []


@pytest.mark.parametrize(("source", "locale", "text"), PLANTED)
def test_a_planted_error_is_found(source: str, locale: str, text: str) -> None:
    assert len(find(source, locale, text)) == 1
