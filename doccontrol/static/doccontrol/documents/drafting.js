// A draft that is being submitted is not saved besides: what would come later is refused anyway.
let leaves = false;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-edit-form]")) return;
  leaves = true;
  event.target.setAttribute("data-w-autosave-active-value", "false");
});

document.addEventListener("w-autosave:save", (event) => {
  if (leaves) event.preventDefault();
});

// Back from the next page without loading: writing goes on.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaves = false;
  document.querySelector("[data-edit-form]")?.setAttribute("data-w-autosave-active-value", "true");
});
