"use strict";
// The list of records: filters, sorting, pages, and a record with its open units. All texts are set as text, never as
// mark-up. The list's rows are read at once, the units of a record with those of its block when it is opened.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { locales, known, types, words, records, statuses, doubts } = data;
  const [ID, TYPE, LABEL, LABEL_LOCALE, NAMES, SOURCE, STATUSES, OPEN, FIELDS, FILE] = records.length ? records[0].keys() : [];
  const ROWS = 50;
  const PRINTED = 2000; // rows, at most
  const lang = document.documentElement.lang;
  const collator = new Intl.Collator([lang, "en"], { numeric: true });
  const numbers = new Intl.NumberFormat([lang, "en"], { useGrouping: "always" });
  const everywhere = locales.map((_, number) => number);
  const find = (selector) => document.querySelector(selector);
  const [search, localeBox, fieldBox, statusBox] = ["#search", "#locale", "#field", "#status"].map(find);
  const state = { sort: null, isDescending: false, page: 0 };
  let shown = [];

  // --- small tools

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };
  const say = (word, values) => words[word].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const keyOf = (record) => `${types[record[TYPE]].name}/${record[ID]}`;
  const fileOf = (record) => record[FILE] || `records/${keyOf(record)}.json`;
  // Letters without their marks: a search for "Sarkana" finds "Sarkanā".
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = (record) => fold(`${record[LABEL]}\n${record[NAMES]}\n${keyOf(record)}`);
  let texts = null;
  const readTexts = () => (texts ??= new Map(records.map((record) => [record, textOf(record)])));

  // --- what is shown

  const columns = () => (localeBox.value ? [everywhere.find((n) => locales[n].code === localeBox.value)] : everywhere);
  const countOpen = (record, among) => among.reduce((sum, n) => sum + record[OPEN][n], 0);

  // The numbers of the chosen type and field, -1 where any will do.
  const chosen = () => {
    const [name, ...rest] = fieldBox.value.split("/");
    const type = types.findIndex((each) => each.name === name);
    const field = rest.length ? types[type].fields.findIndex((each) => each.path === fieldBox.value) : -1;
    return { type, field };
  };
  // What a record, or one field of it, is in a locale.
  const statusOf = (record, n, field) => (field < 0 ? record[STATUSES][n] : data.fields[record[FIELDS][n]][field]);

  const makeFilter = () => {
    const among = columns();
    const terms = fold(search.value).split(/\s+/).filter(Boolean);
    const { type, field } = chosen();
    const wanted = statusBox.value === "open" ? "pnd" : statusBox.value;
    if (terms.length) readTexts();
    const hasStatus = (record) => among.some((n) => wanted.includes(statusOf(record, n, field)));
    return (record) =>
      (type < 0 || record[TYPE] === type) &&
      (!wanted || hasStatus(record)) &&
      terms.every((term) => texts.get(record).includes(term));
  };

  const sortKey = () => {
    const among = columns();
    if (state.sort === "open") return (record) => countOpen(record, among);
    if (typeof state.sort === "number") return (record) => record[OPEN][state.sort];
    if (state.sort === "source") return (record) => known[record[SOURCE]];
    return (record) => record[LABEL];
  };

  const sorted = (list) => {
    if (state.sort === null) return list;
    const key = sortKey();
    const pairs = list.map((record) => [key(record), record]);
    const compare = typeof pairs[0]?.[0] === "number" ? (a, b) => a[0] - b[0] : (a, b) => collator.compare(a[0], b[0]);
    pairs.sort(state.isDescending ? (a, b) => compare(b, a) : compare);
    return pairs.map(([, record]) => record);
  };

  const draw = () => {
    shown = sorted(records.filter(makeFilter()));
    state.page = Math.min(state.page, Math.max(Math.ceil(shown.length / ROWS) - 1, 0));
    drawRows();
    const values = { shown: numbers.format(shown.length), all: numbers.format(records.length) };
    find("#found").textContent = say("found", values);
  };
  const refresh = () => {
    sayUnknown("");
    draw();
    if (!dialog.open) replaceAddress(address());
  };

  // --- the table

  const heading = (text, sort, attributes = {}) => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", () => {
      state.isDescending = state.sort === sort ? !state.isDescending : sort === "open" || typeof sort === "number";
      state.sort = sort;
      state.page = 0;
      markSorted();
      refresh();
    });
    // Chromium does not repeat a table's head on each page that it prints if there is a button in it.
    return Object.assign(make("th", { scope: "col", "data-text": text, ...attributes }, button), { sort });
  };
  const markSorted = () => {
    for (const cell of find(".records thead tr").cells) {
      if (cell.sort !== state.sort) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", state.isDescending ? "descending" : "ascending");
    }
  };
  const drawHead = () => {
    if (typeof state.sort === "number" && !columns().includes(state.sort)) state.sort = null;
    const head = [heading(words.record, "label"), heading(words.source, "source"), heading(words.open, "open", { class: "cell" })];
    const rest = columns().map((n) => heading(locales[n].code, n, { class: "cell", title: locales[n].name }));
    find(".records thead tr").replaceChildren(...head, ...rest);
    markSorted();
  };

  const labelLink = (record) => {
    const attributes = { href: `#${keyOf(record)}`, lang: known[record[LABEL_LOCALE]], dir: "auto" };
    return make("a", attributes, record[LABEL]);
  };
  const statusCell = (record, n, field) => {
    const status = statusOf(record, n, field);
    const { sign, word } = statuses[status];
    const count = field < 0 ? record[OPEN][n] : 0;
    const cell = make("td", { class: "cell", title: `${locales[n].code}: ${word}` });
    cell.append(make("span", { class: `sign sign-${status}`, "aria-hidden": "true" }, sign));
    cell.append(make("span", { class: "unseen" }, word), count ? ` ${numbers.format(count)}` : "");
    return cell;
  };
  const drawRow = (record, field) => {
    const key = make("span", { class: "key" }, keyOf(record));
    const total = countOpen(record, columns());
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, labelLink(record), key),
      make("td", {}, known[record[SOURCE]]),
      make("td", { class: "cell" }, numbers.format(total)),
      ...columns().map((n) => statusCell(record, n, field)),
    );
  };
  const putRows = (list) => {
    const { field } = chosen();
    find(".records tbody").replaceChildren(...list.map((record) => drawRow(record, field)));
  };
  const drawRows = () => {
    const first = state.page * ROWS;
    const pages = Math.max(Math.ceil(shown.length / ROWS), 1);
    putRows(shown.slice(first, first + ROWS));
    find("#page").textContent = say("page", { page: numbers.format(state.page + 1), pages: numbers.format(pages) });
    // Not `disabled`, which would take the focus away from who presses a button for the last time.
    find("#previous").setAttribute("aria-disabled", state.page === 0);
    find("#following").setAttribute("aria-disabled", state.page >= pages - 1);
  };
  const turn = (button, step) => {
    if (button.getAttribute("aria-disabled") === "true") return;
    state.page += step;
    drawRows();
    find("#list-title").scrollIntoView();
  };

  const printAll = () => {
    if (dialog.open) return; // it is printed alone
    putRows(shown.slice(0, PRINTED));
    const values = { shown: numbers.format(PRINTED), all: numbers.format(shown.length) };
    find("#printed").textContent = shown.length > PRINTED ? say("printed", values) : "";
  };

  // --- one record

  const blocks = new Map();
  const unitsOf = (record) => {
    const number = records.indexOf(record);
    const block = Math.floor(number / data.chunk);
    if (!blocks.has(block)) blocks.set(block, JSON.parse(document.getElementById(`units-${block}`).textContent));
    return blocks.get(block)[number % data.chunk];
  };
  const passage = (text, locale) => make("p", { class: "text", lang: locale, dir: "auto" }, text);
  const catalogOf = (record, source, n) =>
    `locales/${locales[n].folder}/LC_MESSAGES/${types[record[TYPE]].name}.${known[source]}.po`;

  const difference = (pieces, locale) => {
    const names = { "-": "del", "+": "ins" };
    const children = pieces.map(([kind, text]) => (names[kind] ? make(names[kind], {}, text) : text));
    return make("p", { class: "text", lang: locale, dir: "auto" }, ...children);
  };
  const fuzzyTexts = (unit, among) => {
    const list = make("dl");
    for (const [n, text, doubt, pieces] of unit[5].filter(([n]) => among.includes(n))) {
      const why = make("span", { class: "why" }, `${words.fuzzy}: ${doubts[doubt]}`);
      list.append(make("dt", {}, `${locales[n].code} `, why), make("dd", {}, passage(text, locales[n].code)));
      if (pieces.length) {
        const heading = make("span", { class: "why" }, words.difference);
        list.append(make("dd", {}, heading, difference(pieces, known[unit[2]])));
      }
    }
    return list;
  };
  const drawUnit = (record, unit, among) => {
    const missing = unit[4].filter((n) => among.includes(n));
    const hasFuzzy = unit[5].some(([n]) => among.includes(n));
    if (!missing.length && !hasFuzzy) return null;
    const title = make("h3", {}, `${types[record[TYPE]].fields[unit[1]].label} `, make("span", { class: "why code" }, unit[0]));
    const article = make("article", {}, title, make("span", { class: "why" }, `${words.source}: ${known[unit[2]]}`));
    article.append(passage(unit[3], known[unit[2]]));
    if (missing.length) {
      const codes = missing.map((n) => locales[n].code).join(", ");
      article.append(make("p", {}, make("b", {}, `${words.missing}: `), codes));
    }
    if (hasFuzzy) article.append(fuzzyTexts(unit, among));
    return article;
  };
  const statusRow = (record, units, n) => {
    const { sign, word } = statuses[record[STATUSES][n]];
    const open = units.filter((unit) => unit[4].includes(n) || unit[5].some(([m]) => m === n));
    const paths = [...new Set(open.map((unit) => catalogOf(record, unit[2], n)))];
    const present = paths.filter((path) => !data.catalogs || data.catalogs.includes(path));
    const mark = make("span", { class: `sign sign-${record[STATUSES][n]}`, "aria-hidden": "true" }, sign);
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, make("b", { class: "code" }, locales[n].code), " ", make("span", { class: "name" }, locales[n].name)),
      make("td", {}, mark, word),
      make("td", {}, numbers.format(record[OPEN][n])),
      make("td", {}, ...(present.length || !paths.length ? [make("code", {}, present.join(", "))] : [words.no_catalog])),
    );
  };
  const statusTable = (record, units) => {
    const names = [words.locale, words.status, words.open, words.catalog];
    const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)));
    const rows = everywhere.map((n) => statusRow(record, units, n));
    const table = make("table", { class: "plain" }, make("thead", {}, head), make("tbody", {}, ...rows));
    return make("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": words.status }, table);
  };
  const unitList = (record, units, among) => {
    const articles = units.map((unit) => drawUnit(record, unit, among)).filter(Boolean);
    return articles.length ? articles : [make("p", {}, words.nothing)];
  };

  const dialog = find("#record");
  const openRecord = (record) => {
    const units = unitsOf(record);
    const close = make("button", { type: "button", class: "close" }, words.close);
    close.addEventListener("click", () => dialog.close());
    const label = make("span", { lang: known[record[LABEL_LOCALE]], dir: "auto" }, record[LABEL]);
    const title = make("h2", { id: "record-title" }, label);
    const facts = make("p", { class: "note" }, `${types[record[TYPE]].label} · ${words.source}: ${known[record[SOURCE]]} · `);
    facts.append(make("code", {}, fileOf(record)));
    const choice = make("select", {}, make("option", { value: "" }, words.all));
    choice.append(...locales.map(({ code, name }) => make("option", { value: code }, name ? `${code} – ${name}` : code)));
    choice.value = localeBox.value;
    const list = make("div", { class: "units" });
    const fill = () => {
      const among = choice.value ? [everywhere.find((n) => locales[n].code === choice.value)] : everywhere;
      list.replaceChildren(...unitList(record, units, among));
    };
    choice.addEventListener("change", fill);
    fill();
    const box = make("form", { class: "filters" }, make("label", {}, words.locale, " ", choice));
    dialog.replaceChildren(close, title, facts, statusTable(record, units), make("h3", { class: "todo" }, words.open), box, list);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  };

  // --- the address: #event/red-terror is a record, #records?locale=lv a list

  const boxes = { q: search, locale: localeBox, field: fieldBox, status: statusBox };
  const address = () => {
    const query = new URLSearchParams(Object.entries(boxes).map(([name, box]) => [name, box.value]).filter(([, value]) => value));
    return query.size ? `#records?${query}` : "#list";
  };
  const replaceAddress = (hash) => {
    if (hash !== location.hash && (location.hash.length > 1 || hash !== "#list")) history.replaceState(null, "", hash);
  };
  const sayUnknown = (key) => {
    find("#unknown").textContent = key && say("unknown", { key });
  };
  const follow = () => {
    const hash = decode(location.hash.slice(1));
    const isKey = hash.includes("/") && !hash.startsWith("records?");
    const record = isKey && records.find((each) => keyOf(each) === hash);
    if (record) openRecord(record);
    const wasOpen = dialog.open;
    if (!record) dialog.close();
    const isUnknown = isKey && !record;
    // As it was encoded where it could hide or turn what stands around it.
    sayUnknown(isUnknown ? (/\p{C}/u.test(hash) ? location.hash.slice(1) : hash) : "");
    if (isUnknown) find("#list").scrollIntoView();
    if (hash.startsWith("records?")) {
      const query = new URLSearchParams(location.hash.slice("#records?".length));
      for (const [name, box] of Object.entries(boxes)) box.value = query.get(name) ?? "";
      state.page = 0;
      drawHead();
      draw();
      find("#list").scrollIntoView();
      if (!wasOpen) find("#list-title").focus({ preventScroll: true });
    }
  };
  const decode = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // a % that encodes nothing
    }
  };

  // --- begin

  const options = (box, items) => box.append(...items.map(([value, label]) => make("option", { value }, label)));
  options(localeBox, locales.map(({ code, name }) => [code, name ? `${code} – ${name}` : code]));
  options(fieldBox, types.flatMap(({ name, label, fields }) => [
    [name, label],
    ...fields.map((field) => [field.path, `${label}: ${field.label}`]),
  ]));
  options(statusBox, [["open", words.open], ...Object.entries(statuses).map(([letter, { word }]) => [letter, word])]);
  find("#signs").append(...Object.values(statuses).map(({ sign, word }) => make("li", {}, `${sign} ${word}`)));
  const changed = () => {
    state.page = 0;
    refresh();
  };
  const narrowed = () => {
    drawHead();
    changed();
  };
  for (const box of [search, fieldBox, statusBox]) box.addEventListener("input", changed);
  localeBox.addEventListener("input", narrowed);
  find(".filters").addEventListener("submit", (event) => event.preventDefault());
  find(".filters").addEventListener("reset", (event) => {
    event.preventDefault(); // the boxes would be empty only after this
    for (const box of Object.values(boxes)) box.value = "";
    narrowed();
  });
  for (const [id, step] of [["#previous", -1], ["#following", 1]]) {
    find(id).addEventListener("click", (event) => turn(event.currentTarget, step));
  }
  addEventListener("beforeprint", printAll);
  addEventListener("afterprint", drawRows);
  dialog.addEventListener("close", () => replaceAddress(address()));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  addEventListener("hashchange", follow);
  // The same cell of the heat map once more changes no address.
  find(".heat")?.addEventListener("click", ({ target }) => target.hash && target.hash === location.hash && follow());
  find("#records").hidden = false;
  drawHead();
  draw();
  follow();
  setTimeout(readTexts, 200); // before anybody types
})();
