// What every page does besides HTML: the focus goes to the summary of errors, or to what just arrived.

const focusSummary = (root) => root.querySelector?.("[data-focus]")?.focus();

focusSummary(document);

document.addEventListener("htmx:after:swap", (event) => {
  const messages = document.querySelector("#messages");
  // What went wrong before does not stay above what has just worked.
  const target = event.detail.ctx?.target;
  if (target !== messages && target !== "#messages") messages?.replaceChildren();
  focusSummary(document);
  // A button that was pressed and is gone must not leave the keyboard at the top of the page.
  if (document.activeElement === document.body) {
    const announce = document.querySelector("#annonce");
    if (announce?.textContent.trim()) {
      announce.tabIndex = -1;
      announce.focus({ preventScroll: true });
    }
  }
});
