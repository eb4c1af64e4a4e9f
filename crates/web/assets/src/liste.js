// Helps with long lists: « / » goes to the search, one box ticks the page, arrows go from line to line.
// Without it every line is ticked by itself and the form works the same.

const typing = (element) => element?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

for (const liste of document.querySelectorAll("[data-liste]")) {
  const boxes = [...liste.querySelectorAll("input[name=choix]")];
  const said = liste.querySelector("[data-cochees]");
  const head = liste.querySelector("thead .liste-case");
  const button = liste.querySelector("[data-tout-cocher]");

  const ticked = () => boxes.filter((box) => box.checked).length;
  let all = null;
  const tell = () => {
    const count = ticked();
    if (button) button.textContent = count === boxes.length ? "Tout décocher" : "Tout cocher dans cette page";
    if (said) said.textContent = count === 0 ? "Aucune ligne cochée" : count === 1 ? "1 ligne cochée" : `${count}\u00a0lignes cochées`;
    if (all) {
      all.checked = count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    }
  };

  const tickAll = (checked) => {
    for (const box of boxes) box.checked = checked;
    tell();
  };

  if (head && boxes.length > 1) {
    all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", "Tout cocher dans cette page");
    all.addEventListener("change", () => tickAll(all.checked));
    head.replaceChildren(all);
    // A phone shows cards, without headings: the button does the same.
    button.hidden = false;
    button.addEventListener("click", () => tickAll(ticked() < boxes.length));
  }
  liste.addEventListener("change", (event) => {
    if (event.target.name === "choix") tell();
  });

  // From one line to the next with the arrows, on the boxes or on the links of the first column.
  liste.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const row = event.target.closest("tbody tr");
    if (!row || typing(event.target)) return;
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    const same = event.target.name === "choix" ? "input[name=choix]" : "th a";
    const target = next?.querySelector(same);
    if (target) {
      event.preventDefault();
      target.focus();
    }
  });
  // The page came back from the browser's memory: boxes may be ticked already.
  if (boxes.length) tell();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const search = document.querySelector("[data-liste] input[type=search]");
  if (search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});
