"""The table of phrases: one language after the other; see `phrases` for what each entry is.

What the languages do, in short:

- Russian and Ukrainian put all into the genitive, which CLDR has for the months; dates in between are "not before and
  not after", because "between" would need the instrumental.
- Latvian: `ap`, `par` with the accusative, `no` with the genitive, `līdz` with the dative; all of them with the
  dative in the plural, so decades have no other form.
- Lithuanian: `apie` and points in time with the accusative, but decades as times in the instrumental; `nuo` and
  `iki` with the genitive.
- Polish: `około`, `od`, `do` with the genitive; after `niż` when it was: `w` with the locative, seasons in the
  instrumental, days in the genitive.
- Estonian: `alates` with the elative, `kuni` with the terminative; after `kui` when it was: months in the inessive,
  all else in the adessive; `umbes` with the nominative.
- German and French need articles, which depend on what follows.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from l10n.dates.phrases import Construction, Phrases, Wording

# English

_EN = Wording(decade="{decade}s", century="{century} century", seasons=("spring", "summer", "autumn", "winter"))
_EN_THE = Wording(
    decade="the {decade}s",
    century="the {century} century",
    seasons=("the spring of", "the summer of", "the autumn of", "the winter of"),
)
_ENGLISH = Phrases(
    plain=_EN,
    about=Construction("about {0}", _EN_THE),
    since=Construction("since {0}", _EN_THE),
    until=Construction("until {0}", _EN_THE),
    not_before=Construction("not before {0}", _EN_THE),
    not_after=Construction("not after {0}", _EN_THE),
    between=Construction("between {0} and {1}", _EN_THE),
    between_years="between {0} and {1}",
    both="{0} and {1}",
    perhaps="perhaps {0}",
    roughly="roughly {0}",
    before_christ="{0} BC",
    old_style="{0} (Old Style)",
    ordinals={11: "11th", 12: "12th", 13: "13th", 1: "{0}st", 2: "{0}nd", 3: "{0}rd", 0: "{0}th"},
)

# Russian

_RU = Wording(
    with_year="{0} {year} г.",
    decade="{decade}-е годы",
    century="{century} век",
    seasons=("весна", "лето", "осень", "зима"),
)
_RU_GENITIVE = Wording(
    year="{year} года",
    with_year="{0} {year} года",
    decade="{decade}-х годов",
    century="{century} века",
    seasons=("весны", "лета", "осени", "зимы"),
)
_RUSSIAN = Phrases(
    plain=_RU,
    about=Construction("около {0}", _RU_GENITIVE),
    since=Construction("с {0}", _RU_GENITIVE, before_second="со {0}"),
    until=Construction("до {0}", _RU_GENITIVE),
    not_before=Construction("не ранее {0}", _RU_GENITIVE),
    not_after=Construction("не позднее {0}", _RU_GENITIVE),
    between_years="между {0} и {1} годами",
    both="{0} и {1}",
    perhaps="предположительно {0}",
    roughly="примерно {0}",
    before_christ="{0} до н. э.",
    old_style="{0} (ст. ст.)",
    has_roman_centuries=True,
)

# Latvian

_LV = Wording(
    day="{day}. {month}",
    with_year="{year}. gada {0}",
    decade="{decade}. gadi",
    century="{century}. gadsimts",
    seasons=("pavasaris", "vasara", "rudens", "ziema"),
)
_LV_ACCUSATIVE = Wording(
    year="{year}. gadu",
    day="{day}. {month}",
    with_year="{year}. gada {0}",
    decade="{decade}. gadiem",
    century="{century}. gadsimtu",
    seasons=("pavasari", "vasaru", "rudeni", "ziemu"),
    months=tuple(
        "janvāri februāri martu aprīli maiju jūniju jūliju augustu septembri oktobri novembri decembri".split()  # noqa: SIM905 (easier to compare with the other forms)
    ),
    declines_days=True,
)
_LV_GENITIVE = Wording(
    year="{year}. gada",
    day="{day}. {month}",
    with_year="{year}. gada {0}",
    decade="{decade}. gadiem",
    century="{century}. gadsimta",
    seasons=("pavasara", "vasaras", "rudens", "ziemas"),
    months=tuple(
        "janvāra februāra marta aprīļa maija jūnija jūlija augusta septembra oktobra novembra decembra".split()  # noqa: SIM905
    ),
    declines_days=True,
)
_LV_DATIVE = Wording(
    year="{year}. gadam",
    day="{day}. {month}",
    with_year="{year}. gada {0}",
    decade="{decade}. gadiem",
    century="{century}. gadsimtam",
    seasons=("pavasarim", "vasarai", "rudenim", "ziemai"),
    months=tuple(
        "janvārim februārim martam aprīlim maijam jūnijam jūlijam augustam septembrim oktobrim novembrim "  # noqa: SIM905
        "decembrim".split()
    ),
    declines_days=True,
)
_LATVIAN = Phrases(
    plain=_LV,
    about=Construction("ap {0}", _LV_ACCUSATIVE),
    since=Construction("no {0}", _LV_GENITIVE),
    until=Construction("līdz {0}", _LV_DATIVE),
    not_before=Construction("ne agrāk par {0}", _LV_ACCUSATIVE),
    not_after=Construction("ne vēlāk par {0}", _LV_ACCUSATIVE),
    between_years="starp {0}. un {1}. gadu",
    both="{0} un {1}",
    perhaps="iespējams, {0}",
    roughly="aptuveni {0}",
    before_christ="{0} p.m.ē.",
    old_style="{0} (v. st.)",
    patterns={"yMMMM": "y. 'gada' MMMM"},
)

# Polish

_PL = Wording(
    with_year="{0} {year}",
    decade="lata {decade}–{end}",
    century="{century} wiek",
    seasons=("wiosna", "lato", "jesień", "zima"),
)
_PL_GENITIVE = Wording(
    year="{year} r.",
    with_year="{0} {year} r.",
    decade="lat {decade}–{end}",
    century="{century} wieku",
    seasons=("wiosny", "lata", "jesieni", "zimy"),
)
_PL_WHEN = Wording(
    year="w {year} r.",
    with_year="{0} {year} r.",
    decade="w latach {decade}–{end}",
    century="w {century} wieku",
    seasons=("wiosną", "latem", "jesienią", "zimą"),
    months=(
        *("w styczniu", "w lutym", "w marcu", "w kwietniu", "w maju", "w czerwcu"),
        *("w lipcu", "w sierpniu", "we wrześniu", "w październiku", "w listopadzie", "w grudniu"),
    ),
)
_POLISH = Phrases(
    plain=_PL,
    about=Construction("około {0}", _PL_GENITIVE),
    since=Construction("od {0}", _PL_GENITIVE),
    until=Construction("do {0}", _PL_GENITIVE),
    not_before=Construction("nie wcześniej niż {0}", _PL_WHEN),
    not_after=Construction("nie później niż {0}", _PL_WHEN),
    between_years="między {0} a {1} r.",
    both="{0} i {1}",
    perhaps="prawdopodobnie {0}",
    roughly="w przybliżeniu {0}",
    before_christ="{0} p.n.e.",
    old_style="{0} (st. st.)",
    has_roman_centuries=True,
)

# Lithuanian

_LT = Wording(
    day="{month} {day} d.",
    with_year="{year} m. {0}",
    decade="{decade}-ieji",
    century="{century} a.",
    seasons=("pavasaris", "vasara", "ruduo", "žiema"),
)
_LT_GENITIVE = Wording(
    year="{year} m.",
    day="{month} {day} d.",
    with_year="{year} m. {0}",
    decade="{decade}-ųjų",
    century="{century} a.",
    seasons=("pavasario", "vasaros", "rudens", "žiemos"),
)
_LT_ACCUSATIVE = Wording(
    year="{year} m.",
    day="{month} {day} d.",
    with_year="{year} m. {0}",
    decade="{decade}-uosius",
    century="{century} a.",
    seasons=("pavasarį", "vasarą", "rudenį", "žiemą"),
    months=tuple(
        "sausį vasarį kovą balandį gegužę birželį liepą rugpjūtį rugsėjį spalį lapkritį gruodį".split()  # noqa: SIM905
    ),
)
_LT_WHEN = replace(_LT_ACCUSATIVE, decade="{decade}-aisiais")
_LITHUANIAN = Phrases(
    plain=_LT,
    about=Construction("apie {0}", _LT_ACCUSATIVE),
    since=Construction("nuo {0}", _LT_GENITIVE),
    until=Construction("iki {0}", _LT_GENITIVE),
    not_before=Construction("ne anksčiau kaip {0}", _LT_WHEN),
    not_after=Construction("ne vėliau kaip {0}", _LT_WHEN),
    between_years="tarp {0} ir {1} m.",
    both="{0} ir {1}",
    perhaps="galbūt {0}",
    roughly="maždaug {0}",
    before_christ="{0} pr. Kr.",
    old_style="{0} (senuoju stiliumi)",
    has_roman_centuries=True,
)

# Estonian

_ET = Wording(
    day="{day}. {month}",
    decade="{decade}. aastad",
    century="{century}. sajand",
    seasons=("kevad", "suvi", "sügis", "talv"),
)
_ET_STEMS = tuple(
    "jaanuari veebruari märtsi aprilli mai juuni juuli augusti septembri oktoobri novembri detsembri".split()  # noqa: SIM905
)
_ET_ELATIVE = Wording(
    year="{year}. aastast",
    month="{month}st",
    day="{day}. {month}st",
    decade="{decade}. aastatest",
    century="{century}. sajandist",
    seasons=("kevadest", "suvest", "sügisest", "talvest"),
    months=_ET_STEMS,
    declines_days=True,
)
_ET_TERMINATIVE = Wording(
    year="{year}. aastani",
    month="{month}ni",
    day="{day}. {month}ni",
    decade="{decade}. aastateni",
    century="{century}. sajandini",
    seasons=("kevadeni", "suveni", "sügiseni", "talveni"),
    months=_ET_STEMS,
    declines_days=True,
)
_ET_WHEN = Wording(
    year="{year}. aastal",
    month="{month}s",
    day="{day}. {month}l",
    decade="{decade}. aastatel",
    century="{century}. sajandil",
    seasons=("kevadel", "suvel", "sügisel", "talvel"),
    months=_ET_STEMS,
    declines_days=True,
)
_ESTONIAN = Phrases(
    plain=_ET,
    about=Construction("umbes {0}", _ET),
    since=Construction("alates {0}", _ET_ELATIVE),
    until=Construction("kuni {0}", _ET_TERMINATIVE),
    not_before=Construction("mitte varem kui {0}", _ET_WHEN),
    not_after=Construction("mitte hiljem kui {0}", _ET_WHEN),
    between_years="{0}. ja {1}. aasta vahel",
    both="{0} ja {1}",
    perhaps="arvatavasti {0}",
    roughly="ligikaudu {0}",
    before_christ="{0} eKr",
    old_style="{0} (vkj)",
)

# Ukrainian

_UK = Wording(
    with_year="{0} {year} р.",
    decade="{decade}-ті роки",
    decades={"40": "{decade}-ві роки", "000": "{decade}-ні роки"},
    century="{century} століття",
    seasons=("весна", "літо", "осінь", "зима"),
)
_UK_GENITIVE = Wording(
    year="{year} року",
    with_year="{0} {year} року",
    decade="{decade}-х років",
    century="{century} століття",
    seasons=("весни", "літа", "осені", "зими"),
)
_UKRAINIAN = Phrases(
    plain=_UK,
    about=Construction("близько {0}", _UK_GENITIVE),
    since=Construction("від {0}", _UK_GENITIVE),
    until=Construction("до {0}", _UK_GENITIVE),
    not_before=Construction("не раніше {0}", _UK_GENITIVE),
    not_after=Construction("не пізніше {0}", _UK_GENITIVE),
    between_years="між {0} і {1} роками",
    both="{0} і {1}",
    perhaps="імовірно {0}",
    roughly="приблизно {0}",
    before_christ="{0} до н. е.",
    old_style="{0} (ст. ст.)",
    has_roman_centuries=True,
)

# German

_DE = Wording(
    day="{day}. {month}",
    decade="{decade}er Jahre",
    century="{century}. Jahrhundert",
    seasons=("Frühjahr", "Sommer", "Herbst", "Winter"),
)
_DE_DATIVE = Wording(
    day="dem {day}. {month}",
    decade="den {decade}er Jahren",
    century="dem {century}. Jahrhundert",
    seasons=("dem Frühjahr", "dem Sommer", "dem Herbst", "dem Winter"),
)
_DE_TO = Wording(
    day="zum {day}. {month}",
    decade="zu den {decade}er Jahren",
    century="zum {century}. Jahrhundert",
    seasons=("zum Frühjahr", "zum Sommer", "zum Herbst", "zum Winter"),
)
_DE_IN = Wording(
    month="im {month}",
    day="am {day}. {month}",
    decade="in den {decade}er Jahren",
    century="im {century}. Jahrhundert",
    seasons=("im Frühjahr", "im Sommer", "im Herbst", "im Winter"),
)
_GERMAN = Phrases(
    plain=_DE,
    about=Construction("etwa {0}", _DE),
    since=Construction("seit {0}", _DE_DATIVE),
    until=Construction("bis {0}", _DE_TO),
    not_before=Construction("frühestens {0}", _DE_IN),
    not_after=Construction("spätestens {0}", _DE_IN),
    between=Construction("zwischen {0} und {1}", _DE_DATIVE),
    between_years="zwischen {0} und {1}",
    both="{0} und {1}",
    perhaps="vermutlich {0}",
    roughly="ungefähr {0}",
    before_christ="{0} v. Chr.",
    old_style="{0} (jul.)",
)

# French

_FR = Wording(
    decade="années {decade}",
    century="{century} siècle",
    seasons=("printemps", "été", "automne", "hiver"),
)
_FR_THE = Wording(
    day="le {day} {month}",
    decade="les années {decade}",
    century="le {century} siècle",
    seasons=("le printemps", "l’été", "l’automne", "l’hiver"),
)
_FR_TO = Wording(
    year="en {year}",
    month="en {month}",
    day="au {day} {month}",
    decade="aux années {decade}",
    century="au {century} siècle",
    seasons=("au printemps", "à l’été", "à l’automne", "à l’hiver"),
)
_FR_IN = Wording(
    year="en {year}",
    month="en {month}",
    day="le {day} {month}",
    decade="dans les années {decade}",
    century="au {century} siècle",
    seasons=("au printemps", "à l’été", "à l’automne", "à l’hiver"),
)
_FRENCH = Phrases(
    plain=_FR,
    about=Construction("vers {0}", _FR_THE),
    since=Construction("depuis {0}", _FR_THE),
    until=Construction("jusqu’{0}", _FR_TO),
    not_before=Construction("au plus tôt {0}", _FR_IN),
    not_after=Construction("au plus tard {0}", _FR_IN),
    between=Construction("entre {0} et {1}", _FR_THE),
    between_years="entre {0} et {1}",
    both="{0} et {1}",
    perhaps="peut-être {0}",
    roughly="approximativement {0}",
    before_christ="{0} av. J.-C.",
    old_style="{0} (calendrier julien)",
    has_roman_centuries=True,
    ordinals={11: "{0}e", 21: "{0}e", 1: "{0}er", 0: "{0}e"},
    first_day="1er",
)

# Hebrew

_HE = Wording(
    day="{day} ב{month}",
    decade="שנות ה־{decade}",
    century="המאה ה־{century}",
    seasons=("אביב", "קיץ", "סתיו", "חורף"),
)
_HEBREW = Phrases(
    plain=_HE,
    about=Construction("בסביבות {0}", _HE),
    since=Construction("מאז {0}", _HE),
    until=Construction("עד {0}", _HE),
    not_before=Construction("לא לפני {0}", _HE),
    not_after=Construction("לא אחרי {0}", _HE),
    between_years="בין {0} ל־{1}",
    both="{0} ו{1}",
    perhaps="אולי {0}",
    roughly="בערך {0}",
    before_christ="{0} לפנה״ס",
    old_style="{0} (לפי הלוח היוליאני)",
)

PHRASES: Mapping[str, Phrases] = {
    "en": _ENGLISH,
    "ru": _RUSSIAN,
    "lv": _LATVIAN,
    "pl": _POLISH,
    "lt": _LITHUANIAN,
    "et": _ESTONIAN,
    "uk": _UKRAINIAN,
    "de": _GERMAN,
    "fr": _FRENCH,
    "he": _HEBREW,
}
"""By language."""
