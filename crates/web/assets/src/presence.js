// Signing on a phone: what cannot leave now is kept here and sent later, once. Without this script the form works too.

const BOX = "maillage-presences";
const PATIENCE_MS = 15_000;
const EVERY_MS = 15_000;

const scope = document.querySelector("[data-presence]");
const list = document.querySelector("#presence-envois");

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(BOX) ?? "[]");
  } catch {
    return [];
  }
};

/** Keeps the scans; `false` when the phone refuses to keep anything. */
const write = (scans) => {
  try {
    localStorage.setItem(BOX, JSON.stringify(scans));
    return true;
  } catch {
    return false;
  }
};

const token = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
};

const hour = (at) => new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });

const line = (text, link) => {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = "Voir ma présence";
    paragraph.append(" ", anchor);
  }
  return paragraph;
};

const SENTENCES = {
  garde: (scan) => `Gardé sur ce téléphone à ${hour(scan.at)}. Laissez cette page ouverte, ou rouvrez-la quand le réseau revient.`,
  envoye: (scan) => `Envoyé à ${hour(scan.sent)}.`,
  refuse: () => "Envoyé, mais le nom n'est pas reconnu ou le code est trop ancien. Demandez au secrétaire de vous noter.",
};

const show = () => {
  if (!list) return;
  const said = read().map((scan) => line(SENTENCES[scan.state](scan), scan.receipt));
  list.replaceChildren(...said);
};

/** Sends a scan. `null` when there is no network; else whether it was received, and where its receipt is. */
const post = async (url, body) => {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // A server that is being restarted is a network that is not there.
    if (answer.status >= 500 || answer.status === 429) return null;
    return { received: answer.ok && answer.url.includes("/presence/recu/"), receipt: answer.url };
  } catch {
    return null;
  }
};

let sending = false;

const sendAll = async () => {
  if (sending) return;
  sending = true;
  for (const scan of read().filter((one) => one.state === "garde")) {
    const answer = await post(scan.url, scan.body);
    if (!answer) continue;
    const scans = read();
    const own = scans.find((one) => one.id === scan.id);
    if (!own) continue;
    own.state = answer.received ? "envoye" : "refuse";
    own.sent = Date.now();
    if (answer.received) own.receipt = answer.receipt;
    // What was typed does not stay on the phone once it is sent.
    delete own.body;
    write(scans);
    show();
  }
  sending = false;
};

const keep = (url, body) => {
  // Yesterday's scans have served: only those of a day stay.
  const recent = read().filter((one) => one.state === "garde" || Date.now() - one.at < 86_400_000);
  const kept = write([...recent, { id: body.jeton, url, body, at: Date.now(), state: "garde" }]);
  if (kept) {
    scope?.setAttribute("hidden", "");
    show();
    list?.setAttribute("tabindex", "-1");
    list?.focus();
  } else {
    list?.replaceChildren(line("Ce téléphone ne peut rien garder. Retrouvez du réseau, puis signez de nouveau."));
  }
};

const submit = async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  const offline = scope?.hasAttribute("data-hors-ligne");
  // Without a network the browser shows the kept page under the address of the code.
  const url = form.getAttribute("action") || location.pathname;
  const body = Object.fromEntries(new FormData(form));
  if (offline) body.jeton = token();
  const missing = [...form.querySelectorAll("[required]")].find((field) => !field.value.trim());
  if (missing) {
    missing.setAttribute("aria-invalid", "true");
    missing.focus();
    return;
  }
  const answer = await post(url, body);
  if (!answer) keep(url, body);
  else if (answer.received) location.assign(answer.receipt);
  // The page with its errors: the same scan again, which counts once.
  else form.submit();
};

for (const form of document.querySelectorAll("[data-presence-form]")) form.addEventListener("submit", submit);
addEventListener("online", sendAll);
setInterval(sendAll, EVERY_MS);
show();
sendAll();
navigator.serviceWorker?.register("/presence/veille.js", { scope: "/presence/" }).catch(() => undefined);
