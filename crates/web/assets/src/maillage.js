// What every page does besides HTML: the focus goes to the summary of errors, or to what just arrived.

const focusSummary = (root) => root.querySelector?.("[data-focus]")?.focus();

focusSummary(document);

document.addEventListener("htmx:after:swap", () => {
  focusSummary(document.querySelector("#messages") ?? document);
  // A button that was pressed and is gone must not leave the keyboard at the top of the page.
  if (document.activeElement === document.body) {
    const announce = document.querySelector("#annonce");
    if (announce?.textContent.trim()) {
      announce.tabIndex = -1;
      announce.focus({ preventScroll: true });
    }
  }
});
