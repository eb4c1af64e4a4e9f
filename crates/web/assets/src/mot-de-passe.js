// Says while a new password is typed what it still lacks. The server decides; without JavaScript the hint stays.

const LETTERS = /\p{L}/u;

function kinds(text) {
  const kind = (c) => {
    if (/\p{Lu}/u.test(c)) return "capital";
    if (LETTERS.test(c)) return "small";
    return /\p{N}/u.test(c) ? "digit" : "sign";
  };
  return new Set([...text].map(kind)).size;
}

function words(text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const found = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => [...word].filter((c) => LETTERS.test(c)).length > 1);
  return new Set(found).size;
}

const count = (n, one, several) => `${n}\u00a0${n > 1 ? several : one}`;

function lack(characters, kindsLeft) {
  const parts = [];
  if (characters > 0) parts.push(count(characters, "caractère", "caractères"));
  if (kindsLeft > 0) parts.push(count(kindsLeft, "sorte de caractères", "sortes de caractères"));
  return parts.join(" et ");
}

function verdict(input) {
  const text = input.value;
  if (!text) return "";
  const classes = input.dataset.classes.split(" ").map((pair) => pair.split(":").map(Number));
  const length = [...text].length;
  const lacks = classes.map(([most, sorts]) => lack(most - length, sorts - kinds(text)));
  const missing = Number(input.dataset.mots) - words(text);
  if (missing <= 0 || lacks.includes("")) return "La longueur suffit.";
  return `Ajoutez ${[...new Set(lacks), count(missing, "mot différent", "mots différents")].join(", ou ")}.`;
}

for (const place of document.querySelectorAll("[data-mot-de-passe]")) {
  const input = document.getElementById(place.dataset.motDePasse);
  let waiting;
  input?.addEventListener("input", () => {
    // A screen reader is told when the fingers rest.
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      place.textContent = verdict(input);
    }, 400);
  });
}
