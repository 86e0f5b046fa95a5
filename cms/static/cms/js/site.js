// "/" puts the cursor in the search box. WCAG 2.1.4 asks that a one-key shortcut can be switched
// off, so the button in the footer, hidden without this script, remembers the reader's choice.
const SWITCHED_OFF = "search-shortcut-off";
const toggle = document.querySelector("[data-shortcut-toggle]");

function isOn() {
  return localStorage.getItem(SWITCHED_OFF) === null;
}

function showState() {
  toggle.setAttribute("aria-pressed", String(isOn()));
  toggle.hidden = false;
}

toggle?.addEventListener("click", () => {
  if (isOn()) localStorage.setItem(SWITCHED_OFF, "1");
  else localStorage.removeItem(SWITCHED_OFF);
  showState();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector("main input[type=search]") ?? document.querySelector("input[type=search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

if (toggle) showState();
