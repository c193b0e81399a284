"""Badges in Chromium: texts are as wide as they were measured, so that no letter is spaced out or squeezed."""

import shutil

import pytest

from l10n.reports.coverage_svg import text_width

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on PATH")
TEXTS = (
    "lv",
    "sr-Latn-RS",
    "coverage",
    "45.5 % of units",
    "nothing wanted yet",
    "Shares of what readers see",
    "fruit flight",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "61,8 % единиц",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Їжак ґава єнот",
    "Šķirošanas jautājumi",
    "Żółć gęślą jaźń",
)
MEASURE = """([texts, fonts]) => {
  const context = document.createElement("canvas").getContext("2d");
  const widthsIn = (font) => { context.font = font; return texts.map((text) => context.measureText(text).width); };
  const hasFont = (font) => widthsIn(`11px ${font}, serif`)[0] !== widthsIn("11px serif")[0];
  const font = fonts.find(hasFont);
  return font ? widthsIn(`11px ${font}`) : null;
}"""


@pytest.fixture(scope="module")
def widths():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        found = browser.new_page().evaluate(MEASURE, [TEXTS, ["'DejaVu Sans'", "Verdana"]])
        browser.close()
    if found is None:
        pytest.skip("neither DejaVu Sans nor Verdana is installed")
    return dict(zip(TEXTS, found, strict=True))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_as_wide_as_it_was_measured(widths, text):
    assert text_width(text) == pytest.approx(widths[text], abs=0.5 + 0.03 * len(text))
