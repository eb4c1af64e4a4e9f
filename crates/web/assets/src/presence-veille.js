// Watches over /presence/ only: without a network, the page that was kept stands in for the one that was asked.
// `FICHIERS` comes from the server: the page and the files that it needs, under addresses that change with them.

const CACHE = `presence-${FICHIERS.join()}`;
const PATIENCE_MS = 8_000;

// The page is asked for without cookies: what is kept names nobody.
const keep = async () => {
  const cache = await caches.open(CACHE);
  await Promise.all(
    FICHIERS.map(async (file) => {
      const answer = await fetch(file, { credentials: "omit", cache: "no-cache" });
      if (answer.ok) await cache.put(file, answer);
    }),
  );
};

const forget = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("presence-") && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
};

const page = async (request) => {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await caches.match("/presence/hors-ligne")) ?? Response.error();
  }
};

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forget()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FICHIERS.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
