(function () {
  "use strict";
  // The page is whole without this: it only hides what the reader does not ask for.
  const filters = document.getElementById("filters");
  const words = document.getElementById("words");
  const shown = document.getElementById("shown");
  const boxes = Array.from(filters.querySelectorAll("input[type=checkbox]"));
  const articles = Array.from(document.querySelectorAll("article[data-row]"));
  const others = Array.from(document.querySelectorAll("tr[data-row], svg a[data-row]"));
  const texts = new Map();
  let waiting = 0;

  function textOf(article) {
    if (!texts.has(article)) texts.set(article, article.textContent.toLowerCase());
    return texts.get(article);
  }

  function apply() {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const sought = words.value.trim().toLowerCase();
    const hidden = new Set();
    for (const article of articles) {
      article.hidden = !wanted.has(article.dataset.verdict) || (sought !== "" && !textOf(article).includes(sought));
      if (article.hidden) hidden.add(article.dataset.row);
    }
    for (const other of others) {
      const off = hidden.has(other.dataset.row);
      if (other instanceof HTMLElement) other.hidden = off;
      else other.classList.toggle("off", off);
    }
    shown.textContent = hidden.size ? articles.length - hidden.size + " of " + articles.length + " shown" : "";
  }

  // A link to a provision that a filter hides shows it again.
  function reveal() {
    const target = document.getElementById(location.hash.slice(1));
    const article = target && target.closest("article[data-row]");
    if (article && article.hidden) {
      for (const box of boxes) box.checked = true;
      words.value = "";
      apply();
      target.scrollIntoView();
    }
  }

  filters.addEventListener("change", apply);
  words.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 150);
  });
  addEventListener("hashchange", reveal);
  filters.hidden = false;
  apply();
})();
