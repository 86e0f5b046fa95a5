// Without this script a link to a place in the file loads the page again. With it only the sheet is
// exchanged, so that what was typed stays.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-triage-show]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const sheet = document.querySelector("[data-triage-sheet]");
  event.preventDefault();
  const address = new URL(link.href);
  address.searchParams.set("part", "sheet");
  const answer = await fetch(address).catch(() => null);
  // Signed out, or no connection: the page that the link leads to says so.
  if (!answer?.ok || answer.redirected) {
    window.location.assign(link.href);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const newer = fresh.querySelector("[data-triage-sheet]");
  newer.tabIndex = -1;
  sheet.replaceWith(newer);
  // Somebody who pages through the file goes on paging; everybody else stays in the form.
  if (sheet.contains(link)) newer.focus({ preventScroll: true });
  const mark = newer.querySelector("rect, .triage-text mark");
  (mark ?? newer).scrollIntoView({ block: "center" });
});
