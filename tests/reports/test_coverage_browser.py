"""The page of coverage in Chromium: found, sorted, opened and read by keyboard, and by those who cannot see it."""

import json
import shutil
from pathlib import Path

import pytest

from l10n.cli import main
from l10n.reports.visible import visible_lines, visible_text
from tests.collection import CONFIG, TERROR, make_collection
from tests.hostile import TEXTS, make_hostile

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on PATH")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


def write_page(directory, path, *arguments):
    assert main(["-C", str(directory), "coverage", "--format", "html", "-q", "-o", str(path), *arguments]) == 0
    return path.as_uri()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The addresses of a page for each of several collections."""
    root = tmp_path_factory.mktemp("pages")
    demo = root / "demo"
    demo.mkdir()
    for name in ("records", "locales", "l10n.toml"):
        (demo / name).symlink_to(ROOT / name)
    (root / "empty").mkdir()
    (root / "empty/l10n.toml").write_text(CONFIG, encoding="utf-8")
    many = root / "many"
    make_collection(many, TERROR)
    lines = (
        json.dumps({"id": f"p{n}", "type": "person", "source": "en", "name": {"en": f"Person {n}"}}) for n in range(120)
    )
    (many / "records/person.jsonl").write_text("\n".join(lines), encoding="utf-8")
    crowd = root / "crowd"
    make_collection(crowd, TERROR)
    lines = (
        json.dumps({"id": f"p{n}", "type": "person", "source": "en", "name": {"en": f"P {n}"}}) for n in range(2100)
    )
    (crowd / "records/person.jsonl").write_text("\n".join(lines), encoding="utf-8")
    small = make_collection(root / "small")
    small.sync()
    small.edit("event/terror/title", "en", "The Terror")
    collections = {
        "small": small.root,
        "demo": demo,
        "empty": root / "empty",
        "many": many,
        "crowd": crowd,
        "hostile": make_hostile(root / "hostile"),
    }
    return {name: write_page(path, root / f"{name}.html", "--page") for name, path in collections.items()}


@pytest.fixture
def open_page(browser, pages):
    """Return what opens a page; at the end, nothing may have gone wrong in any of them, nor anything been loaded."""
    contexts, problems, loaded = [], [], []

    def open_(name, address="", **options):
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 800}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        page.on("request", lambda request: loaded.append(request.url))
        page.goto(pages[name] + address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert problems == []
    assert all(url.startswith("file:") for url in loaded)


def found(page):
    return page.text_content("#found")


def labels(page):
    return page.locator(".records tbody th a").all_text_contents()


def find_violations(page):
    """Return what axe finds, its best practices included."""
    results = axe.Axe().run(page)
    return [(each["id"], each["nodes"][0]["html"]) for each in results.response["violations"]]


@pytest.mark.parametrize("address", ["", "#event/terror"], ids=["list", "record"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_passes_axe(open_page, scheme, address):
    assert find_violations(open_page("small", address, color_scheme=scheme)) == []


@pytest.mark.parametrize("name", ["demo", "empty", "hostile"])
def test_whatever_the_collection_it_passes_axe(open_page, name):
    assert find_violations(open_page(name)) == []


@pytest.mark.parametrize(("name", "address"), [("demo", "#event/red-terror"), ("hostile", "#event/e5")])
@pytest.mark.parametrize("width", [360, 1000])
def test_long_texts_of_a_record_pass_axe_in_any_window(open_page, name, address, width):
    page = open_page(name, address, viewport={"width": width, "height": 800})
    page.wait_for_selector("#record[open]")
    assert find_violations(page) == []


def test_a_search_finds_a_name_in_any_locale_whatever_its_accents(open_page):
    page = open_page("demo")
    for text, name in (("Nicholas", "Nicholas"), ("trockis", "Leon Trotsky"), ("TROTSKY leon", "Leon Trotsky")):
        page.fill("#search", text)
        assert name in labels(page)[0]
    page.fill("#search", "no such thing")
    assert found(page) == "0 of 32 records"


def test_filters_narrow_the_list_and_its_columns(open_page):
    page = open_page("demo")
    page.select_option("#locale", "lv")
    page.select_option("#status", "open")
    assert found(page) == "18 of 32 records"
    assert page.locator(".records thead th").all_text_contents() == ["Record", "Source locale", "To do", "lv"]
    page.select_option("#field", "event/description")
    assert labels(page) == ["The Red Terror"]
    page.click("text=Clear")
    assert found(page) == "32 of 32 records"


@pytest.mark.parametrize(
    ("field", "status", "expected"),
    [
        ("event/description", "p", ["The Red Terror"]),
        ("event/title", "open", 5),
        ("event/title", "c", 6),
        ("event/title", "n", 5),
        ("event/title", "e", 0),
        ("event/images/caption", "c", 0),
        ("event/images/caption", "e", 11),
        ("event", "c", 5),
    ],
)
def test_a_status_is_that_of_the_chosen_field(open_page, field, status, expected):
    page = open_page("demo", f"#records?locale=lv&field={field}&status={status}")
    shown = labels(page)
    assert (shown if isinstance(expected, list) else len(shown)) == expected
    words = {"p": "partial", "c": "complete", "n": "none", "e": "excluded"}
    if "/" in field and status in words:
        assert set(page.locator(".records tbody .unseen").all_text_contents()) <= {words[status]}


def test_a_cell_of_the_heat_map_leads_to_its_records(open_page):
    page = open_page("demo")
    page.focus("table.heat tr:has(th:text-is('Person')) td:nth-child(4) a")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'list-title'")
    assert found(page) == "11 of 32 records"
    assert page.input_value("#locale") == "lv"
    page.focus("table.heat tr:has(th:text-is('Person')) td:nth-child(4) a")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'list-title'")


def test_an_address_is_a_list_or_a_record_and_the_way_back(open_page):
    page = open_page("demo", "#records?locale=lv&status=open&q=red+terror")
    assert labels(page) == ["The Red Terror"]
    page.click(".records tbody a")
    page.wait_for_selector("#record[open]")
    assert page.url.endswith("#event/red-terror")
    assert page.text_content("#record h2") == "The Red Terror"
    page.keyboard.press("Escape")
    page.wait_for_url("**#records?q=red+terror&locale=lv&status=open")
    assert page.evaluate("document.activeElement.textContent") == "The Red Terror"


def test_a_record_shows_what_is_left_to_do(open_page):
    page = open_page("demo", "#event/red-terror")
    dialog = page.locator("#record")
    assert "locales/lv/LC_MESSAGES/event.en.po" in dialog.text_content()
    assert dialog.locator("ins").all_text_contents() == ["February"]
    stale = dialog.locator("dd .text").first
    assert stale.get_attribute("lang") == "lv"
    dialog.locator("select").select_option("pl")
    assert dialog.locator("article").count() == 1
    dialog.locator("select").select_option("en")
    assert dialog.locator("article").count() == 0


def test_keys_alone_do_it_all(open_page):
    page = open_page("many")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#search")
    page.keyboard.type("person 11")
    assert found(page) == "11 of 121 records"
    page.focus(".records thead th:first-child button")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.get_attribute(".records thead th:first-child", "aria-sort") == "descending"
    assert labels(page)[0] == "Person 119"
    page.focus(".records tbody a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#record[open]")
    assert page.evaluate("document.querySelector('#record').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('#record').open")


def test_sorting_keeps_the_focus_on_its_button(open_page):
    page = open_page("many")
    page.click(".records thead th:nth-child(3) button")
    assert page.evaluate("document.activeElement.textContent") == "To do"
    assert labels(page)[0] == "The Red Terror"


def test_long_lists_have_pages(open_page):
    page = open_page("many")
    assert len(labels(page)) == 50
    page.click("#following")
    page.click("#following")
    assert len(labels(page)) == 21
    assert page.text_content("#page") == "Page 3 of 3"
    assert page.get_attribute("#following", "aria-disabled") == "true"
    page.fill("#search", "terror")
    assert page.text_content("#page") == "Page 1 of 1"


def test_the_last_page_keeps_the_focus_on_its_button(open_page):
    page = open_page("many")
    page.focus("#following")
    for _ in range(4):
        page.keyboard.press("Enter")
    assert page.text_content("#page") == "Page 3 of 3"
    assert page.evaluate("document.activeElement.id") == "following"
    page.focus("#previous")
    for _ in range(4):
        page.keyboard.press("Enter")
    assert page.text_content("#page") == "Page 1 of 3"
    assert page.evaluate("document.activeElement.id") == "previous"


def test_a_record_s_name_stays_in_a_narrow_window(open_page):
    page = open_page("demo", viewport={"width": 360, "height": 800})
    name = page.locator(".records tbody th").first
    start = name.bounding_box()["x"]
    page.evaluate("document.querySelector('.records').parentElement.scrollLeft = 150")
    assert name.bounding_box()["x"] == start
    assert page.locator(".records thead th").first.bounding_box()["x"] == start
    assert name.bounding_box()["width"] < 180


def test_the_whole_list_is_printed(open_page):
    page = open_page("many")
    count = "document.querySelectorAll('.records tbody tr').length"
    page.evaluate(f"addEventListener('beforeprint', () => (window.printed = {count}))")
    page.pdf()
    assert page.evaluate("window.printed") == 121
    assert page.text_content("#printed") == ""
    assert len(labels(page)) == 50


def test_of_a_very_long_list_the_beginning_is_printed_and_that_is_said(open_page):
    page = open_page("crowd")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(labels(page)) == 2000
    assert "the first 2,000 of 2,101 records" in page.text_content("#printed")
    assert not page.is_visible("#printed")
    page.emulate_media(media="print")
    assert page.is_visible("#printed")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(labels(page)) == 50


def test_what_is_printed_has_one_size_and_whole_labels_and_no_buttons(open_page):
    page = open_page("demo")
    page.emulate_media(media="print")
    size = "selector => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize)"
    assert page.evaluate(size, ".figures td") == page.evaluate(size, "body") == pytest.approx(9.5 * 4 / 3, 0.01)
    assert page.evaluate(size, ".figures td.main") < page.evaluate(size, "body") * 1.1
    assert not page.is_visible(".records thead button")
    heading = "getComputedStyle(document.querySelector('.records thead th'), '::before').content"
    assert page.evaluate(heading) == '"Record"'
    assert page.evaluate("getComputedStyle(document.querySelector('.records tbody a')).overflow") == "visible"


def test_the_legend_s_swatches_are_there_in_forced_colours(open_page):
    page = open_page("demo", forced_colors="active")
    color = "selector => getComputedStyle(document.querySelector(selector)).backgroundColor"
    swatches = [page.evaluate(color, f".legend i.{part}") for part in ("done", "begun", "left")]
    assert len(set(swatches)) == 3
    assert page.evaluate("getComputedStyle(document.querySelector('.legend i')).borderStyle") == "solid"


def test_hostile_texts_are_shown_as_they_are(open_page):
    page = open_page("hostile")
    assert {label[:299] for label in labels(page)} == {visible_text(text)[:299] for text in TEXTS}
    for number, text in enumerate(TEXTS):
        page.evaluate(f"location.hash = '#event/e{number}'")
        page.wait_for_function(
            f"document.querySelector('#record').textContent.includes('records/event/e{number}.json')"
        )
        assert visible_lines(text) in page.locator("#record .text").all_text_contents()
    assert page.locator("#record img, #record script, #record b b").count() == 0


def test_an_open_record_is_printed_alone_and_whole(open_page):
    page = open_page("demo", "#event/red-terror", viewport={"width": 1000, "height": 500})
    page.wait_for_selector("#record[open]")
    page.emulate_media(media="print")
    assert not page.is_visible("h1")
    assert not page.is_visible("table.heat")
    assert not page.is_visible("#record .close")
    dialog = page.locator("#record")
    assert dialog.bounding_box()["height"] >= dialog.evaluate("each => each.scrollHeight") > 500


@pytest.mark.parametrize("name", ["demo", "hostile", "empty"])
def test_a_narrow_window_scrolls_one_way_only(open_page, name):
    page = open_page(name, viewport={"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 400


def test_without_scripts_the_numbers_are_there(open_page):
    page = open_page("demo", java_script_enabled=False)
    assert page.is_visible("table.heat")
    assert page.is_visible("table.figures >> nth=0")
    assert page.is_visible("noscript p")
    assert not page.is_visible("#records")


@pytest.mark.parametrize(
    ("address", "named"),
    [("event/nonexist", "event/nonexist"), ("event/a%E2%80%AEb", "event/a%E2%80%AEb"), ("<b>/x", "<b>/x")],
    ids=["none", "turned", "mark-up"],
)
def test_an_address_of_no_record_says_so_until_another_is_followed(open_page, address, named):
    page = open_page("demo", f"#{address}", reduced_motion="reduce")
    assert page.locator("#unknown").inner_text() == f"There is no record {named} in this report."
    assert page.locator("#unknown").bounding_box()["y"] < 800
    assert not page.locator("#record").is_visible()
    page.goto(f"{page.url.partition('#')[0]}#event/red-terror")
    assert page.locator("#record").is_visible()
    assert page.locator("#unknown").inner_text() == ""
    page.goto(f"{page.url.partition('#')[0]}#{address}")
    assert not page.locator("#record").is_visible()
    assert named in page.locator("#unknown").inner_text()
    page.locator("#search").fill("terror")
    assert page.locator("#unknown").inner_text() == ""


def test_a_broken_address_is_none(open_page):
    page = open_page("small", "#%")
    for address in ("event/none", "records?locale=xx&field=a/b/c&status=?", "%E0%A4%A", "/", "records?"):
        page.evaluate("address => location.hash = address", address)
        assert found(page) == "2 of 2 records"
    assert not page.is_visible("#record")
