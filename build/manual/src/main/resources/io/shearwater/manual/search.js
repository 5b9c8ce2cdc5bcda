// Search over SECTIONS (search-index.js), buttons that copy code, and the navigation of wide screens. Works from a folder.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  const input = form.querySelector("input");
  const list = form.querySelector("ol");
  const wide = matchMedia("(min-width: 60rem)");
  const pages = document.querySelector("nav.pages details");
  const unfold = () => { pages.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();
  if (!wide.matches) form.querySelector("input").placeholder = "Search";
  const current = pages.querySelector("[aria-current]");
  if (current && wide.matches) current.scrollIntoView({ block: "nearest" });

  const folded = SECTIONS.map(([address, page, heading, words]) => ({
    address, page, heading, words, lowPage: page.toLowerCase(), lowHeading: heading.toLowerCase(), lowWords: words.toLowerCase(),
  }));

  // A term counts most in a heading, then in the title of a page, then in the text; the start of a word counts more.
  const places = (text, term) => {
    let whole = 0, inside = 0;
    for (let at = text.indexOf(term); at >= 0 && whole + inside < 8; at = text.indexOf(term, at + 1)) {
      if (at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1])) whole++; else inside++;
    }
    return whole * 2 + inside;
  };
  const score = (section, terms) => {
    let sum = 0;
    for (const term of terms) {
      const points = places(section.lowHeading, term) * 12 + places(section.lowPage, term) * (section.heading ? 5 : 14)
        + places(section.lowWords, term);
      if (points === 0) return 0;
      sum += points;
    }
    return section.address.startsWith("format") ? sum / 3 : sum; // what is on disk few people look for
  };

  const marked = (text, terms) => {
    const node = document.createDocumentFragment();
    const pattern = new RegExp(terms.map((t) => t.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gi");
    let done = 0;
    for (const match of text.matchAll(pattern)) {
      node.append(text.slice(done, match.index));
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      node.append(mark);
      done = match.index + match[0].length;
    }
    node.append(text.slice(done));
    return node;
  };

  const excerpt = (section, terms) => {
    const at = Math.min(...terms.map((t) => section.lowWords.indexOf(t)).filter((i) => i >= 0));
    const from = Number.isFinite(at) ? Math.max(0, section.words.lastIndexOf(" ", Math.max(0, at - 50))) : 0;
    return (from > 0 ? "… " : "") + section.words.slice(from, from + 160).trim() + (from + 160 < section.words.length ? " …" : "");
  };

  const show = () => {
    const terms = input.value.toLowerCase().split(/\s+/).filter((t) => t);
    list.replaceChildren();
    list.hidden = terms.length === 0;
    if (list.hidden) return;
    const found = folded.map((s) => [score(s, terms), s]).filter(([points]) => points > 0)
      .sort((a, b) => b[0] - a[0]).slice(0, 12);
    if (found.length === 0) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = "Nothing has all of these words.";
      list.append(none);
    }
    for (const [, section] of found) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = section.address;
      const title = document.createElement("b");
      title.append(marked(section.heading ? section.page + " › " + section.heading : section.page, terms));
      const text = document.createElement("span");
      text.append(marked(excerpt(section, terms), terms));
      link.append(title, text);
      item.append(link);
      list.append(item);
    }
    choose(0);
  };

  let chosen = 0;
  const choose = (index) => {
    const links = [...list.querySelectorAll("a")];
    if (links.length === 0) return;
    chosen = (index + links.length) % links.length;
    links.forEach((link, i) => link.classList.toggle("chosen", i === chosen));
    links[chosen].scrollIntoView({ block: "nearest" });
  };

  const close = () => { list.hidden = true; };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { choose(chosen + 1); event.preventDefault(); }
    if (event.key === "ArrowUp") { choose(chosen - 1); event.preventDefault(); }
    if (event.key === "Escape") { input.value = ""; close(); input.blur(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const link = list.querySelectorAll("a")[chosen];
    if (link) { location.href = link.href; close(); }
  });
  list.addEventListener("click", close);
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) { input.focus(); event.preventDefault(); }
  });

  // Of a console only the commands are copied.
  for (const block of document.querySelectorAll("main pre")) {
    if (!block.className || !navigator.clipboard) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", () => {
      const commands = [...block.querySelectorAll(".command")].map((line) => line.textContent);
      const text = commands.length > 0 ? commands.join("\n") + "\n" : block.querySelector("code").textContent;
      navigator.clipboard.writeText(text).then(() => { button.textContent = "Copied"; });
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    block.append(button);
  }
})();
