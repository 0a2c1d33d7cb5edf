// Three comforts, none of them needed to read: the choice of colours, search, and opening what an
// address points into. Search is a scan over one bounded index; no index is built in the browser.
(() => {
  "use strict";
  const root = document.documentElement;

  const names = { auto: "Auto", light: "Light", dark: "Dark" };
  const button = document.querySelector("[data-theme-switch]");
  const show = (choice) => {
    if (choice === "auto") delete root.dataset.theme; else root.dataset.theme = choice;
    button.querySelector("[data-theme-name]").textContent = names[choice];
  };
  if (button) {
    show(root.dataset.theme || "auto");
    button.addEventListener("click", () => {
      const order = ["auto", "light", "dark"];
      const next = order[(order.indexOf(root.dataset.theme || "auto") + 1) % 3];
      show(next);
      try { if (next === "auto") localStorage.removeItem("theme"); else localStorage.setItem("theme", next); } catch { /* private mode */ }
    });
  }

  const state = document.querySelector(".state");
  if (state && matchMedia("(min-width: 66rem)").matches) state.open = true;
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(input|textarea|select)$/i.test(event.target.tagName) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      document.getElementById("q").focus();
    }
  });

  const list = document.querySelector("[data-search-results]");
  if (!list) return;
  const say = document.querySelector("[data-search-state]");
  const input = document.getElementById("q");
  const base = new URL(list.dataset.searchBase, location.href);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  const fold = (text, form = "NFKD") => text.normalize(form).replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const plain = (text) => new DOMParser().parseFromString(text, "text/html").body.textContent;
  let docs;
  const load = async () => {
    if (docs) return docs;
    const reply = await fetch(new URL("search/search_index.json", base));
    docs = (await reply.json()).docs.map((one) => ({ ...one, t: fold(one.title), b: fold(one.text) }));
    return docs;
  };
  const score = (doc, words) => {
    let sum = 0;
    for (const word of words) {
      const title = doc.t.indexOf(word), body = doc.b.indexOf(word);
      if (title < 0 && body < 0) return 0;
      sum += (title >= 0 ? 6 : 0) + (body >= 0 ? 1 : 0);
      if (body >= 0) sum += Math.min(doc.b.split(word, 6).length - 2, 4) * .3;
    }
    return sum;
  };
  const excerpt = (text, words) => {
    const folded = fold(text);
    const first = Math.min(...words.map((word) => folded.indexOf(word)).filter((x) => x >= 0), text.length);
    let from = Math.max(0, first - 70), to = from + 220;
    if (from) { const space = text.indexOf(" ", from); if (space >= 0 && space < first) from = space + 1; }
    if (to < text.length) { const space = text.lastIndexOf(" ", to); if (space > first) to = space; }
    return [from ? "… " : "", text.slice(from, to), to < text.length ? " …" : ""].join("");
  };
  const marked = (text, words) => {
    const folded = fold(text, "NFD"), parts = []; // which leaves … one sign, and places as they are
    if (folded.length !== text.length) return [text];
    for (let at = 0; at < text.length;) {
      const next = words.map((word) => [folded.indexOf(word, at), word.length]).filter(([x]) => x >= 0)
        .sort((one, two) => one[0] - two[0] || two[1] - one[1])[0];
      if (!next) { parts.push(text.slice(at)); break; }
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next[0], next[0] + next[1]);
      parts.push(text.slice(at, next[0]), mark);
      at = next[0] + next[1];
    }
    return parts;
  };
  const item = (doc, words) => {
    const li = document.createElement("li"), a = document.createElement("a"), p = document.createElement("p");
    a.href = new URL(doc.location, base);
    a.textContent = plain(doc.title);
    p.append(...marked(excerpt(plain(doc.text), words), words));
    li.append(a, p);
    return li;
  };
  let turn = 0;
  const search = async () => {
    const mine = ++turn;
    const query = input.value.trim();
    const words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) { list.replaceChildren(); say.textContent = ""; return; }
    say.textContent = "Searching…";
    try { await load(); } catch { say.textContent = "The search index could not be read."; return; }
    if (mine !== turn) return;
    const found = docs.map((doc) => [score(doc, words), doc]).filter(([value]) => value > 0);
    found.sort((one, two) => two[0] - one[0] || (two[1].location < one[1].location ? -1 : 1));
    list.replaceChildren(...found.slice(0, 30).map(([, doc]) => item(doc, words)));
    say.textContent = found.length ? `${found.length} ${found.length === 1 ? "place" : "places"} found for “${query}”` : `Nothing found for “${query}”`;
  };
  let wait;
  input.value = new URLSearchParams(location.search).get("q") || "";
  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(search, 120); });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
    search();
  });
  search();
})();
