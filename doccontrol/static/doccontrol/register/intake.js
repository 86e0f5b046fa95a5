// Without this script the form takes files by its button, and a link shows how far reading is.
const form = document.querySelector("[data-incoming-form]");
const LOOK_AGAIN = 2000; // milliseconds

function carriesFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

if (form) {
  const input = form.querySelector("input[type=file]");
  const page = document.body;
  form.querySelector("[data-incoming-hint]").hidden = false;

  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    page.classList.add("incoming-over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) page.classList.remove("incoming-over");
  });
  document.addEventListener("drop", (event) => {
    page.classList.remove("incoming-over");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

// What changes with the files that are read, unless somebody is using it.
function showFollowing(fresh) {
  for (const part of document.querySelectorAll("[data-incoming-follow]")) {
    const newer = fresh.querySelector(`#${part.id}`);
    const used = part.contains(document.activeElement) || part.querySelector(":checked");
    if (newer && !used) part.replaceWith(newer);
  }
}

async function showProgress() {
  const table = document.querySelector("[data-incoming-waiting]");
  // Nothing is taken from under the cursor of somebody who is using the table.
  if (table && !document.hidden && !table.contains(document.activeElement)) {
    const answer = await fetch(table.dataset.incomingWaiting + window.location.search).catch(() => null);
    if (answer?.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const newer = fresh.querySelector("#incoming-table");
      if (newer && table.isConnected) table.replaceWith(newer);
      showFollowing(fresh);
    }
  }
  setTimeout(showProgress, LOOK_AGAIN);
}

setTimeout(showProgress, LOOK_AGAIN);
