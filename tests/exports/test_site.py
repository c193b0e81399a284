"""The site: what its pages show and announce, of friendly and of hostile records."""

import json
import re
import struct
import warnings
import zlib
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest
from lxml import etree, html

from l10n.cli import main
from l10n.config import parse_schema
from l10n.errors import ConfigError
from l10n.locales import Locale
from l10n.site.addresses import site_codes
from l10n.site.voice import make_voice
from l10n.wordbook import find_words
from tests.exports.hostile import CONFIG, HOSTILE, LONG, RECORDS, write_collection

BASE = "https://example.org/history/"
SITE = f"""
[site]
base-url = "{BASE}"
title = "A <b>site</b>"
codes = "capture"
rows = 5
"""


def png(width: int, height: int) -> bytes:
    """Return the smallest picture of that size."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" * height)),
    ]
    made = b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", 0) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + made


def export(root: Path, *options: str, expect: int = 0) -> Path:
    assert main(["-C", str(root), "export", "html", str(root / "site"), *options]) == expect
    return root / "site"


def load(site: Path, path: str):
    return html.fromstring((site / path).read_bytes())


def person(number: int, **fields):
    return {"id": f"p{number}", "type": "person", "source": "en", "name": {"en": f"Person {number}"}} | fields


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The site of the hostile collection, with more people than go on one page, and with pictures."""
    root = tmp_path_factory.mktemp("site")
    crowd = [person(number) for number in range(12)]
    more = [
        {"id": "index", "type": "event", "source": "en", "title": {"en": "Called index"}},
        {
            "id": "many",
            "type": "event",
            "source": "en",
            "title": {"en": "Many", "ru": "Много"},
            "persons": [f"person/{record['id']}" for record in crowd],
            "declared": ["lv"],
            "images": [
                {"id": "i1", "file": "sub/red flag.png", "caption": {"en": "A flag"}},
                {"id": "i2", "file": "../outside.png", "caption": {"en": "Outside"}},
                {"id": "i3", "file": "link.png"},
                {"id": "i4", "file": "javascript:alert(1)//x.png"},
            ],
            "extra": ["javascript:alert(1)", "https://example.org/?a=1&b=<", "https://example.org/?a=1&b=2"],
        },
    ]
    write_collection(root, (*RECORDS, *crowd, *more), config=CONFIG + SITE)
    (root / "images/sub").mkdir(parents=True)
    (root / "images/sub/red flag.png").write_bytes(png(4, 2))
    (root / "outside.png").write_bytes(png(1, 1))
    (root / "images/link.png").symlink_to(root / "outside.png")
    return export(root)


def pages(site: Path) -> list[str]:
    return [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]


def test_every_page_is_valid_html(hostile):
    for path in pages(hostile):
        data = (hostile / path).read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                html5lib.HTMLParser(strict=True).parse(data)
            except html5lib.html5parser.ParseError as error:
                pytest.fail(f"{path}: {error}")


def test_every_id_is_there_once_and_every_link_leads_somewhere(hostile):
    there = {path.relative_to(hostile).as_posix() for path in hostile.rglob("*") if path.is_file()}
    for path in pages(hostile):
        page = load(hostile, path)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for link in page.xpath("//a/@href | //img/@src | //link[@rel='stylesheet']/@href | //script/@src"):
            if not link.startswith(("#", "https://example.org/?")):
                assert unquote(urljoin(path, link)) in there, f"{path}: {link}"


def test_hostile_text_is_text(hostile):
    for path in pages(hostile):
        page = load(hostile, path)
        assert {script.get("src") or "" for script in page.iter("script")} <= {
            "assets/site.js",
            "../assets/site.js",
            "../../assets/site.js",
        }
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), path
        assert not [link for link in page.xpath("//@href | //@src") if urlsplit(link).scheme == "javascript"], path
    page = load(hostile, "en/event/a.b-c_d..e.html")
    assert page.xpath("string(//h1)") == HOSTILE.replace("\x07", "␇").replace("\x1b", "␛").replace("\ufffe", "\ufffd")
    assert load(hostile, "ru/event/copy.html").xpath("string(//h1)") == LONG


def test_only_addresses_of_the_web_become_links(hostile):
    page = load(hostile, "en/event/many.html")
    assert page.xpath("//ul[@class='values']//a/@href") == ["https://example.org/?a=1&b=2"]
    assert page.xpath("//ul[@class='values']//bdi/text()") == ["javascript:alert(1)", "https://example.org/?a=1&b=<"]


def test_pictures_come_from_their_folder_only(hostile):
    page = load(hostile, "en/event/many.html")
    (image,) = page.xpath("//img")
    assert image.get("src").startswith("../../media/")
    assert image.get("src").endswith("-red-flag.png")
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("A flag", "4", "2")
    assert page.xpath("//figcaption/span/text()") == ["A flag", "Outside"]
    named = ["../outside.png", "link.png", "javascript:alert(1)//x.png"]
    assert page.xpath("//div[@class='placeholder']/bdi/text()") == named
    assert [path.suffix for path in (hostile / "media").iterdir()] == [".png"]


def test_a_value_that_is_a_picture_is_shown_once(tmp_path):
    event = {"id": "one", "type": "event", "source": "en", "title": {"en": "One"}, "extra": "photo.png"}
    (tmp_path / "images").mkdir()
    (tmp_path / "images/photo.png").write_bytes(png(1, 1))
    page = load(export(write_collection(tmp_path, [event])), "en/event/one.html")
    assert len(page.xpath("//img[@alt='One']")) == 1
    assert "photo.png" not in page.text_content()


def test_an_id_that_means_something_else_to_a_server_has_another_name(hostile):
    assert load(hostile, "en/event/~index.html").xpath("string(//h1)") == "Called index"
    assert load(hostile, "en/event/index.html").xpath("string(//h1/text())").strip() == "Events"


def test_long_tables_go_on(hostile):
    first, second, third = (load(hostile, f"en/event/many{part}.html") for part in ("", "~persons~2", "~persons~3"))
    assert first.xpath("//section[h2[@id='table-persons']]//small/text()") == ["12 persons"]
    assert first.xpath("//a[@rel='next']/@href") == ["../../en/event/many~persons~2.html"]
    numbers = [page.xpath("//td[@class='number']/text()") for page in (first, second, third)]
    assert [int(n) for page in numbers for n in page] == list(range(1, 13))
    assert second.xpath("//a[@rel='prev']/@href") == ["../../en/event/many.html"]
    assert third.xpath("//a[@rel='next']") == []


def test_who_refers_to_a_record(hostile):
    page = load(hostile, "en/person/p3.html")
    assert page.xpath("//section[h2[@id='table-mentions']]//th/a/text()") == ["Many"]


@pytest.mark.parametrize(
    ("path", "text", "locale"),
    [
        ("lv/event/many.html", "Много", "ru"),
        ("ee/event/many.html", "Many", "en"),
        ("ru/event/many.html", "Много", None),
    ],
)
def test_a_text_says_which_locale_it_is_in(hostile, path, text, locale):
    (title,) = load(hostile, path).xpath("//h1")
    assert (title.text, title.get("lang"), title.get("data-in")) == (text, locale, locale)


def test_a_page_tells_its_readers_what_it_lacks(hostile):
    notices = {
        code: load(hostile, f"{code}/event/many.html").xpath("//div[@class='notice']/p/text()")
        for code in ("en", "ru", "lv", "ee")
    }
    assert notices["en"] == []
    shown = (
        "{n} text is shown in another language: {languages}.",
        "{n} texts are shown in other languages: {languages}.",
    )
    assert notices["ru"] == [find_words(["ru"]).trn(*shown, 2, languages="английский")]
    declared = "This page exists in this language, but its text is not held here."
    assert notices["lv"][0] == find_words(["lv"]).tr(declared)
    assert notices["ee"][0] == find_words(["et"]).tr("This page is not yet available in this language.")


def test_the_languages_of_a_row_are_those_held_and_those_said_to_be(hostile):
    page = load(hostile, "en/event/index.html")
    (row,) = page.xpath("//tr[th/a[text()='Many']]")
    assert row.xpath("td[@class='codes']/text()") == ["en, lv, ru"]


def test_only_locales_with_real_text_are_announced(hostile):
    page = load(hostile, "ru/event/many.html")
    links = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate']")}
    assert links == {code: f"{BASE}{code}/event/many.html" for code in ("en", "ru")}
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{BASE}ru/event/many.html"]
    assert page.xpath("//meta[@property='og:locale']/@content") == ["ru_RU"]
    assert page.xpath("//meta[@property='og:locale:alternate']/@content") == ["en_US"]
    (image,) = load(hostile, "en/event/many.html").xpath("//meta[@property='og:image']/@content")
    assert image.startswith(f"{BASE}media/")
    for code in ("lv", "ee", "ua"):
        page = load(hostile, f"{code}/event/many.html")
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not page.xpath("//link[@rel='alternate' or @rel='canonical'] | //meta[@property]")


def test_hreflang_names_locales_and_addresses_name_codes(hostile):
    page = load(hostile, "en/event/a.b-c_d..e.html")
    links = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@rel='alternate']")}
    assert links["et"] == f"{BASE}ee/event/a.b-c_d..e.html"
    assert page.xpath("//nav[@class='languages']//a[@hreflang='et']/@href") == ["../../ee/event/a.b-c_d..e.html"]


def test_the_sitemap_lists_what_is_announced(hostile):
    tree = etree.parse(hostile / "sitemap.xml")
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    listed = set(tree.xpath("//s:loc/text()", namespaces=spaces))
    announced = {
        address for path in pages(hostile) for address in load(hostile, path).xpath("//link[@rel='canonical']/@href")
    }
    assert listed == announced
    (url,) = tree.xpath(f"//s:url[s:loc='{BASE}en/event/many.html']", namespaces=spaces)
    assert url.xpath("x:link/@hreflang", namespaces=spaces) == ["en", "ru"]


def test_the_search_finds_every_record_by_each_word(hostile):
    index = {}
    for path in (hostile / "en/~search").iterdir():
        name, body = re.fullmatch(r'l10nFound\("([0-9a-f]+)",(.*)\);\n', path.read_text(), re.DOTALL).groups()
        assert path.stem == name
        index[chr(int(name, 16))] = json.loads(body)
    assert ["Many", "event/many.html", "Event", ""] in index["m"]
    assert {entry[1] for entry in index["p"]} >= {f"person/p{number}.html" for number in range(12)}
    assert {entry[1] for entries in index.values() for entry in entries} <= {
        path.removeprefix("en/") for path in pages(hostile)
    }


def test_lists_are_in_the_order_of_the_language(tmp_path):
    names = ["Zane", "Čaks", "Cēsis", "Ābele", "Žanis", "Abols"]
    records = [person(n, name={"lv": name}, source="lv") for n, name in enumerate(names)]
    site = export(write_collection(tmp_path, records))
    page = load(site, "lv/person/index.html")
    assert page.xpath("//th/a/text()") == ["Ābele", "Abols", "Cēsis", "Čaks", "Zane", "Žanis"]
    assert page.xpath("//nav[@class='parts']//a/text()") == ["A", "C", "Č", "Z", "Ž"]
    assert load(site, "lv/person/~letter-10c.html").xpath("//th/a/text()") == ["Čaks"]


def test_years_have_lists_of_their_own(tmp_path):
    dates = ["1918-09-05/1922", "1918", "-0043-03-15", "19XX", "XXXX-09-05", "1905~"]
    events = [
        {"id": f"e{n}", "type": "event", "source": "en", "title": {"en": f"Event {n}"}, "date": date}
        for n, date in enumerate(dates)
    ]
    site = export(write_collection(tmp_path, events))
    years = load(site, "en/event/index.html").xpath("//nav[@class='parts'][last()]//a/text()")
    assert years == ["−43", "1905", "1918"]
    assert load(site, "en/event/~year-1918.html").xpath("//th/a/text()") == ["Event 1", "Event 0"]
    assert (site / "en/event/~year--43.html").exists()


def test_right_to_left(tmp_path):
    config = CONFIG.replace('"sr-Latn"', '"he"')
    event = {"id": "kronstadt", "type": "event", "source": "he", "title": {"he": "קרונשטדט"}, "date": "1921-03"}
    other = {"id": "terror", "type": "event", "source": "en", "title": {"en": "The Terror"}}
    site = export(write_collection(tmp_path, [event, other], config=config))
    page = load(site, "he/event/kronstadt.html")
    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")
    assert page.xpath("//dd/time/text()") == ["מרץ 1921"]
    assert (page.xpath("//footer")[0].get("lang"), page.xpath("//footer")[0].get("dir")) == ("en", "ltr")
    (title,) = load(site, "en/event/kronstadt.html").xpath("//h1")
    assert (title.get("lang"), title.get("dir")) == ("he", "rtl")
    (title,) = load(site, "he/event/terror.html").xpath("//h1")
    assert (title.get("lang"), title.get("dir")) == ("en", "ltr")


def test_without_a_base_url_nothing_that_needs_one_is_there_and_it_is_said(tmp_path, capsys):
    site = export(write_collection(tmp_path))
    assert "`site.base-url` does not say where the site stands" in capsys.readouterr().err
    assert not (site / "sitemap.xml").exists()
    assert "canonical" not in (site / "en/event/plain.html").read_text()


def test_words_of_the_site_can_be_said_otherwise(tmp_path):
    words = ['Title = "Nosaukums"', 'Died = "Miris <b>"', '"Page {page} of {pages}" = "{x}"']
    config = "\n".join([CONFIG, "[site]", 'title = "History"', "[site.words.en]", 'History = "A history"', *words])
    site = export(write_collection(tmp_path, [person(n) for n in range(200)], config=config))
    page = load(site, "en/person/index.html")
    assert page.xpath("//thead//th/text()")[1:3] == ["Born", "Miris <b>"]
    assert "Page 1 of 2" in page.text_content()
    titles = [load(site, f"{code}/index.html").xpath("string(//h1)") for code in ("en", "lv")]
    assert titles == ["A history", "History"]


def test_templates_of_the_collection_come_first_and_run_nothing(tmp_path, capsys):
    root = write_collection(tmp_path, config=f'{CONFIG}\n[site]\ntemplates = "mine"\n')
    (root / "mine").mkdir()
    own = '{% extends "base.html" %}{% block main %}<h1>Mine: {{ site_title }}</h1>{% endblock %}'
    (root / "mine/home.html").write_text(own)
    site = export(root)
    assert load(site, "en/index.html").xpath("string(//h1)") == 'Mine: <Hostile> & "co"'
    (root / "mine/home.html").write_text("{{ ''.__class__.__mro__ }}")
    export(root, expect=2)
    assert f"{root / 'mine/home.html'}" in capsys.readouterr().err
    (root / "mine/home.html").write_text("{{ 1 / 0 }}")
    export(root, expect=2)
    (root / "mine/home.html").unlink()
    (root / "mine").rmdir()
    export(root, expect=2)
    assert "expected one with templates" in capsys.readouterr().err
    (root / "mine").mkdir()
    (root / "mine/home.html").write_text("{% nothing %}")
    export(root, expect=2)
    assert "expected a Jinja2 template" in capsys.readouterr().err


def test_a_part_of_a_collection(tmp_path, capsys):
    root = write_collection(tmp_path)
    site = export(root, "--type", "event", "--locale", "lv", "--locale", "en", "--report", "json")
    report = json.loads(capsys.readouterr().err)
    assert report["records"] == 4
    assert not (site / "ru").exists()
    assert not (site / "en/person").exists()
    page = load(site, "en/event/plain.html")
    assert page.xpath("//section[h2[@id='table-persons']]//tbody//th/span/text()") == ["Anna"]
    assert [link.get("hreflang") for link in page.xpath("//nav[@class='languages']//a")] == ["lv", "en"]


def test_an_empty_collection(tmp_path):
    site = export(write_collection(tmp_path, []), expect=1)
    assert load(site, "en/index.html").xpath("//ul[@class='cards']/li/text()") == ["There is nothing here yet."]


def test_headings_do_not_skip_a_level(hostile):
    for path in pages(hostile):
        levels = [int(heading.tag[1]) for heading in load(hostile, path).xpath("//h1 | //h2 | //h3 | //h4")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-",), "expected a folder"),
        (("site", "--state", "complete"), "expected neither"),
        (("l10n.toml",), "expected an empty folder"),
        (("records",), "expected an empty folder"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, capsys, monkeypatch, options, message):
    monkeypatch.chdir(write_collection(tmp_path))
    assert main(["export", "html", *options]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('base-url = "javascript:alert(1)/"', "expected an address that ends in '/'"),
        ('base-url = "https://example.org"', "expected an address that ends in '/'"),
        ('dates = "mm/dd"', "found 'mm/dd', expected dd.mm.yyyy"),
        ('order = "size"', "found 'size', expected label, given"),
        ('codes = "wikidata"', "found 'wikidata', expected capture"),
        ("rows = 0", "found 0, expected 5 to 1000"),
        ('images = "../up"', "expected a folder inside of the collection"),
        ('templates = "/etc"', "expected a folder inside of the collection"),
        ('words = { xx = { Title = "T" } }', "found 'xx', expected en, ru"),
        ("words = { lv = { Title = 1 } }", "found a number, expected a table of texts"),
    ],
)
def test_a_wrong_setting_is_said(tmp_path, capsys, setting, message):
    root = write_collection(tmp_path, config=f"{CONFIG}\n[site]\n{setting}\n")
    export(root, expect=2)
    error = capsys.readouterr().err
    assert message in error
    assert "l10n.toml:" in error


@pytest.mark.parametrize(
    ("locale", "counts"),
    [
        ("lv", "0 ierakstu, 1 ieraksts, 2 ieraksti, 5 ieraksti, 21 ieraksts"),
        ("ru", "0 записей, 1 запись, 2 записи, 5 записей, 21 запись"),
        ("pl", "0 rekordów, 1 rekord, 2 rekordy, 5 rekordów, 21 rekordów"),
        ("uk", "0 записів, 1 запис, 2 записи, 5 записів, 21 запис"),
        ("lt", "0 įrašų, 1 įrašas, 2 įrašai, 5 įrašai, 21 įrašas"),
        ("en", "0 records, 1 record, 2 records, 5 records, 21 records"),
    ],
)
def test_numbers_have_the_plural_forms_of_the_page_s_language(locale, counts):
    voice = make_voice(Locale(locale), parse_schema(CONFIG), {Locale(locale): locale})
    assert ", ".join(voice.count(("thing",), n) for n in (0, 1, 2, 5, 21)) == counts


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ({"et": "../x"}, "found the code '../x' of 'et', expected letters"),
        ({"et": "assets"}, "found the code 'assets' of 'et', expected letters"),
        ({"et": "LV"}, "'lv' and 'et' are both written 'LV' on the site, expected two codes"),
    ],
)
def test_a_code_that_cannot_name_a_folder_is_said(codes, message):
    with pytest.raises(ConfigError, match=re.escape(message)):
        site_codes([Locale("lv"), Locale("et")], codes)
