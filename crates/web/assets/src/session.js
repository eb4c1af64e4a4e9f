// Says when the session is about to end, and puts its end off. What is typed stays on the page whatever happens.

const region = document.querySelector("#fin-de-session");
const SHARED = "maillage.fin-de-session";
const MINUTE = 60_000;

/** Ends are counted by the clock of the server: the one of this machine may be an hour wrong. */
const drift = Date.now() - Number(document.body.dataset.sessionNow);
const warning = Number(document.body.dataset.sessionWarning);
let end = Number(document.body.dataset.sessionEnd);
let timers = [];
let before = null;

const share = () => {
  try {
    localStorage.setItem(SHARED, String(end));
  } catch {
    // A browser that keeps nothing warns in each tab.
  }
};

const typing = () => document.activeElement?.matches("input, textarea, select") ?? false;

function button(label, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = label;
  made.addEventListener("click", pressed);
  return made;
}

function show(sentence, action) {
  const paragraph = document.createElement("p");
  paragraph.textContent = sentence;
  region.replaceChildren(paragraph, ...(action ? [action] : []));
  // One press of a key is enough, unless that key is being typed somewhere.
  if (action && !typing()) {
    before = document.activeElement;
    action.focus({ preventScroll: true });
  }
}

function hide() {
  const inside = region.contains(document.activeElement);
  region.replaceChildren();
  if (inside) before?.focus?.({ preventScroll: true });
  before = null;
}

function over() {
  const link = document.createElement("a");
  link.href = "/connexion";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Se reconnecter dans un autre onglet";
  show("Votre session est terminée. Ce que vous avez tapé reste sur cette page.", null);
  region.append(link);
}

function move(later) {
  if (!later || later === end) return false;
  end = later;
  hide();
  plan();
  return true;
}

async function prolong() {
  try {
    const headers = { "X-Maillage-Script": "1" };
    const answer = await fetch("/session/prolonger", { method: "POST", headers, body: new URLSearchParams(), redirect: "manual" });
    const later = Number(answer.headers.get("X-Session-End"));
    if (answer.status !== 204 || !later) {
      over();
      return;
    }
    const longer = later > end + 1000;
    end = later;
    share();
    hide();
    plan();
    if (!longer) show("Cette session atteint sa durée maximale. Enregistrez votre travail, puis reconnectez-vous.", null);
  } catch {
    show("Maillage ne répond pas. Vérifiez votre connexion, puis recommencez.", button("Prolonger ma session", prolong));
  }
}

function warn() {
  const left = Math.max(1, Math.round((end + drift - Date.now()) / MINUTE));
  const minutes = left > 1 ? `${left} minutes` : "1 minute";
  show(`Votre session se termine dans ${minutes}.`, button("Prolonger ma session", prolong));
}

function plan() {
  timers.forEach(clearTimeout);
  const left = end + drift - Date.now();
  timers = [setTimeout(over, Math.max(0, left))];
  if (left > 0) timers.push(setTimeout(warn, Math.max(0, left - warning)));
}

if (region && end) {
  share();
  plan();
  // Another tab asked for a page, prolonged the session or signed in again: the end is the same for all.
  addEventListener("storage", (event) => {
    if (event.key === SHARED) move(Number(event.newValue));
  });
  // A part of the page that is asked puts the end off too.
  document.addEventListener("htmx:after:request", (event) => {
    if (move(Number(event.detail.ctx?.response?.headers.get("X-Session-End")))) share();
  });
  // A machine that slept counts again.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !region.childElementCount) plan();
  });
}
