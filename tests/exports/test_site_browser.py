"""The site in Chromium, from the disk: read by everybody, in both directions, narrow and wide, and searched."""

import shutil
from pathlib import Path

import pytest

from l10n.cli import main
from tests.exports.hostile import CONFIG, RECORDS, write_collection

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on PATH")
HEBREW = {
    "id": "kronstadt",
    "type": "event",
    "source": "he",
    "title": {"he": "קרונשטדט"},
    "description": {"he": {"p1": "פסקה ראשונה."}, "en": {"p1": "A first paragraph."}},
    "date": "1921-03",
    "persons": ["person/anna"],
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """The addresses of the sites of the demo collection, and of a hostile one that has Hebrew."""
    root = tmp_path_factory.mktemp("sites")
    config = CONFIG.replace('"sr-Latn"', '"sr-Latn", "he"')
    collections = {"demo": ROOT, "hostile": write_collection(root / "collection", (*RECORDS, HEBREW), config=config)}
    for name, path in collections.items():
        assert main(["-C", str(path), "export", "html", str(root / name), "--quiet"]) == 0
    return {name: (root / name).as_uri() for name in collections}


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def open_page(browser, sites):
    """Open pages; whatever a script complains of or a page asks of the network fails the test."""
    wrong, opened = [], []

    def run(site, path, *, width=1100, scheme="light", **options):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, **options)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.on("request", lambda request: request.url.startswith("file:") or wrong.append(request.url))
        page.goto(f"{sites[site]}/{path}")
        opened.append(page)
        return page

    yield run
    for page in opened:
        page.close()
    assert wrong == []


@pytest.mark.parametrize(
    ("site", "path", "width", "scheme"),
    [
        ("demo", "en/event/red-terror.html", 1100, "light"),
        ("demo", "lv/event/red-terror.html", 360, "dark"),
        ("demo", "pl/person/index.html", 360, "light"),
        ("demo", "ru/index.html", 1100, "dark"),
        ("demo", "index.html", 700, "light"),
        ("hostile", "he/event/kronstadt.html", 1100, "light"),
        ("hostile", "he/person/index.html", 360, "dark"),
        ("hostile", "en/event/a.b-c_d..e.html", 360, "light"),
        ("hostile", "ru/event/copy.html", 360, "light"),
    ],
)
def test_a_page_is_accessible_and_fits(open_page, site, path, width, scheme):
    page = open_page(site, path, width=width, scheme=scheme)
    found = axe.Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("locale", "typed", "found"),
    [
        ("lv", "peters", ["Jēkabs Peterss"]),
        ("lv", "jekabs PE", ["Jēkabs Peterss"]),
        ("en", "урицк", []),
        ("ru", "Троц", ["Лев Троцкий"]),
        ("en", "red t", ["The Red Terror"]),
        ("en", "<script>", []),
    ],
)
def test_the_search_needs_no_server(open_page, locale, typed, found):
    page = open_page("demo", f"{locale}/index.html")
    page.get_by_role("searchbox").fill(typed)
    if not found:
        page.locator(".found", has_text="Nothing found").wait_for()
        return
    page.locator(".found a").first.wait_for()
    assert page.locator(".found a").all_text_contents() == found
    page.keyboard.press("Enter")
    page.wait_for_url("**.html")
    assert page.locator("h1").text_content() == found[0]


def test_switching_the_language_keeps_the_page(open_page):
    page = open_page("demo", "en/event/red-terror.html")
    page.get_by_role("link", name="latviešu").click()
    assert page.locator("h1").text_content() == "Sarkanais terors"


def test_without_scripts_all_is_there_but_the_search(open_page):
    page = open_page("demo", "en/event/red-terror.html", java_script_enabled=False)
    assert page.locator("form.search").is_hidden()
    assert page.locator("tbody tr").count() == 31
    page.get_by_role("link", name="Persons").click()
    assert page.locator("h1").text_content().startswith("Persons")


def test_the_keyboard_gets_past_the_navigation(open_page):
    page = open_page("demo", "en/event/red-terror.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
