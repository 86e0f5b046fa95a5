// Documents that go on as somebody types, under a search box (WAI-ARIA combobox with a list). The
// box stays what it is without this script: a form that leads to the results.
const PAUSE = 150; // milliseconds without a key before the server is asked
const SHORTEST = 2;
let lists = 0;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function suggestUnder(input) {
  const id = `suggestions-${(lists += 1)}`;
  const label = input.labels[0]?.textContent.trim() ?? "";
  const list = element("ul", { id, class: "suggestions", role: "listbox", "aria-label": label });
  const said = element("div", { class: "visually-hidden", role: "status" });
  let options = [], active = -1, timer = 0, asked = null, answeredFor = "";

  list.hidden = true;
  input.parentElement.append(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
  })) input.setAttribute(name, value);

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    active = -1;
    answeredFor = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    options = found.map((one, place) => {
      const option = element("li", { id: `${id}-${place}`, role: "option", "aria-selected": "false" },
        element("strong", {}, one.number), " ", element("span", { lang: "vi" }, one.title), " ",
        element("small", {}, one.kind));
      option.dataset.url = one.url;
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    active = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    said.textContent = options.length ? `${input.dataset.suggestSaid} ${options.length}` : "";
  }

  function choose(place) {
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  async function ask() {
    const typed = input.value.trim();
    if (typed.length < SHORTEST) return close();
    if (typed === answeredFor) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const url = `${input.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (document.activeElement !== input) return;
      answeredFor = typed;
      show(found);
    } catch {
      // Cancelled, or no connection: the form still works.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // a Vietnamese keyboard is still at a letter
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(options[active].dataset.url);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      // One place more than options: on it nothing is chosen and the box has what was typed.
      const places = options.length + 1, step = event.key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "ArrowDown") {
      ask();
    }
  });
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggestUnder);
