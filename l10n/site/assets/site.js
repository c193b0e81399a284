// The search: loads the part of the index that a word begins with, and lists the labels that have all words.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  if (!form) return;
  const input = form.querySelector("input"), found = form.querySelector(".found");
  const root = form.dataset.root, shown = 20, parts = new Map();
  form.hidden = false;

  // The same as `folded` in search.py.
  const fold = (text) => text.normalize("NFD").toLowerCase().replace(/\p{M}/gu, "");
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  window.l10nFound = (name, entries) => {
    parts.set(name, entries.map(([label, path, kind, lang]) => ({ label, path, kind, lang, words: words(label) })));
    show();
  };

  const load = (name) => {
    parts.set(name, null);
    const script = document.createElement("script");
    script.src = `${root}~search/${name}.js`;
    script.onerror = () => { parts.set(name, []); show(); };
    document.head.append(script);
  };

  const line = ({ label, path, kind, lang }) => {
    const item = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
    link.href = root + path;
    link.textContent = label;
    link.dir = "auto";
    if (lang) link.lang = lang;
    small.textContent = kind;
    item.append(link, " ", small);
    return item;
  };

  const show = () => {
    const asked = words(input.value);
    if (!asked.length) { found.replaceChildren(); return; }
    const name = asked[0].codePointAt(0).toString(16);
    if (!parts.has(name)) { load(name); return; }
    const entries = parts.get(name);
    if (!entries) return;
    const has = (entry) => asked.every((word) => entry.words.some((other) => other.startsWith(word)));
    const fits = entries.filter(has).slice(0, shown);
    if (!fits.length) { found.textContent = form.dataset.none; return; }
    const list = document.createElement("ul");
    list.append(...fits.map(line));
    found.replaceChildren(list);
  };

  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    found.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; show(); }
  });
})();
