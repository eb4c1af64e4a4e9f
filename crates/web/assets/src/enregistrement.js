// Keeps each field of a step when one leaves it. The form is sent as by its own button, with that field alone, and the
// page that comes back is read: its version, its author, its error. Without it, each field has its button.

const form = document.querySelector("form[data-enregistrement]");
const waiting = new Map();

const elements = (cle) => [...form.elements].filter((one) => one.name?.startsWith(`${cle}.`));

const hour = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");

/** Says what became of a field, beside its button; a screen reader hears it. */
const say = (section, text, wrong = false) => {
  const place = section.querySelector("[data-etat]");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("field-error", wrong);
};

const body = (cle) => {
  const sent = new URLSearchParams({ champ: cle, vers: cle });
  for (const one of elements(cle)) {
    if ((one.type === "radio" || one.type === "checkbox") && !one.checked) continue;
    sent.append(one.name, one.value);
  }
  return sent;
};

const keep = async (cle) => {
  const section = document.getElementById(cle);
  say(section, "Enregistrement…");
  let answer = null;
  try {
    answer = await fetch(form.action, { method: "POST", body: body(cle), keepalive: true });
  } catch {
    say(section, "Pas enregistré\u00a0: la connexion manque. Votre texte reste dans le champ.", true);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById(cle);
  if (!now) {
    say(section, "Pas enregistré. Enregistrez l'étape pour savoir pourquoi\u00a0: votre texte reste dans le champ.", true);
    return;
  }
  const wrong = now.querySelector(".field-error");
  if (!answer.ok) {
    const changed = "Pas enregistré\u00a0: ce champ a changé pendant que vous écriviez. Enregistrez-le pour voir les deux textes.";
    // The heading of an error is for those who do not see its colour: the line says it already.
    wrong?.querySelector(".visually-hidden")?.remove();
    say(section, wrong ? `Pas enregistré. ${wrong.textContent.trim()}` : changed, true);
    return;
  }
  const version = form.elements[`${cle}.version`];
  version.value = now.querySelector(`[name="${CSS.escape(`${cle}.version`)}"]`).value;
  const author = section.querySelector("[data-auteur]");
  const written = now.querySelector("[data-auteur]");
  if (author && written) author.replaceChildren(...written.childNodes);
  say(section, `Enregistré à ${hour()}.`);
};

/** One after the other for a field: a version that is on its way is not written over. */
const queue = (cle) => {
  const last = (waiting.get(cle) ?? Promise.resolve()).then(() => keep(cle));
  waiting.set(cle, last);
  last.finally(() => waiting.get(cle) === last && waiting.delete(cle));
};

const changed = (event) => {
  const field = event.target;
  const cle = field.form === form && field.closest("section.champ")?.id;
  if (cle) queue(cle);
};

if (form) {
  document.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    if (waiting.size === 0) return;
    event.preventDefault();
    const submitter = event.submitter;
    await Promise.allSettled([...waiting.values()]);
    form.requestSubmit(submitter);
  });
}
