// Two real OpenID providers in one process, for the journeys of the browser: one shaped like Pro Santé Connect, one
// that follows the standard alone. The library does the protocol; what is ours here is the shape and the failures.
//
//   node oidc/provider.mjs    with OIDC_PORT and MAILLAGE_URL in the environment
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, decodeJwt, SignJWT } from "jose";
import Provider from "oidc-provider";
import { PEOPLE, pscClaims } from "./people.mjs";

const port = Number(process.env.OIDC_PORT);
const maillage = process.env.MAILLAGE_URL;
const origin = `http://127.0.0.1:${port}`;

const byAccount = new Map(Object.values(PEOPLE).map((person) => [person.accountId, person]));

/** A provider under a path of this process, with its own keys. */
async function build({ prefix, key, routes, acrValues, claims, client, claimsOf }) {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: `${key}-1`, use: "sig", alg: "RS256" };
  const provider = new Provider(`${origin}${prefix}`, {
    clients: [
      {
        client_id: "maillage",
        client_secret: "secret-des-essais",
        grant_types: ["authorization_code"],
        redirect_uris: [`${maillage}/connexion/${key}/retour`],
        post_logout_redirect_uris: [`${maillage}/connexion`],
        ...client,
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ["essais"] },
    scopes: ["openid", "scope_all", "profile", "email"],
    claims,
    acrValues,
    routes,
    // Lives of Pro Santé Connect: two minutes for a token, four hours for a session.
    ttl: { AccessToken: 120, IdToken: 120, Session: 14_400, Grant: 14_400, Interaction: 600, AuthorizationCode: 60 },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          const yes = `<button form="op.logoutForm" name="logout" value="yes">Quitter le fournisseur</button>`;
          ctx.body = page("Quitter le fournisseur", form + yes);
        },
      },
    },
    interactions: { url: (ctx, interaction) => `${prefix}/interaction/${interaction.uid}` },
    findAccount: (ctx, accountId) => ({ accountId, claims: () => claimsOf(byAccount.get(accountId)) }),
    // Nobody is asked to consent: the real ones do not ask either.
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid scope_all profile email");
      await grant.save();
      return grant;
    },
  });
  provider.on("server_error", (ctx, error) => console.error(error));
  return { prefix, key, provider, privateKey, jwk };
}

function page(title, body) {
  return `<!doctype html><html lang="fr"><head><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
}

/** The page where a person says who they are: one button each, and one to give up. */
function choices(action) {
  const names = [...Object.keys(PEOPLE), "Annuler"];
  const buttons = names.map((name) => `<button name="personne" value="${name}">${name}</button>`).join(" ");
  return page("Fournisseur d'identité des essais", `<form method="post" action="${action}">${buttons}</form>`);
}

async function interact(house, request, response) {
  if (request.method !== "POST") {
    await house.provider.interactionDetails(request, response);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(choices(request.originalUrl));
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const person = PEOPLE[new URLSearchParams(body).get("personne")];
  const result = person
    ? { login: { accountId: person.accountId, acr: person.acr } }
    : { error: "access_denied", error_description: "la personne a renoncé" };
  await house.provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** Signs an ID token again so that it is wrong in the way that the person calls for. */
async function spoil(house, idToken) {
  const claims = decodeJwt(idToken);
  const how = byAccount.get(claims.sub)?.spoil;
  if (!how) return idToken;
  const sign = (payload, kid, key) => new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid }).sign(key);
  if (how === "expired") return sign({ ...claims, iat: claims.iat - 7200, exp: claims.exp - 7200 }, house.jwk.kid, house.privateKey);
  const { privateKey } = await generateKeyPair("RS256");
  return sign(claims, "jamais-publiee", privateKey);
}

/** Holds the answer of the token endpoint back, to change its ID token. */
function rewriteTokens(house, response) {
  const end = response.end.bind(response);
  response.end = (chunk, ...rest) => {
    const answer = chunk ? JSON.parse(String(chunk)) : {};
    if (!answer.id_token) return end(chunk, ...rest);
    spoil(house, answer.id_token).then((idToken) => {
      const body = JSON.stringify({ ...answer, id_token: idToken });
      response.setHeader("content-length", Buffer.byteLength(body));
      end(body);
    });
    return response;
  };
}

const houses = await Promise.all([
  build({
    prefix: "/auth/realms/esante-wallet",
    key: "psc",
    acrValues: ["eidas1", "eidas2"],
    routes: Object.fromEntries(
      [["authorization", "auth"], ["token", "token"], ["userinfo", "userinfo"], ["jwks", "certs"], ["end_session", "logout"]].map(
        ([name, path]) => [name, `/protocol/openid-connect/${path}`],
      ),
    ),
    claims: {
      openid: ["sub"],
      scope_all: Object.keys(pscClaims(PEOPLE["Une infirmière"])).filter((name) => name !== "sub"),
      acr: null,
      auth_time: null,
      sid: null,
      iss: null,
    },
    claimsOf: pscClaims,
  }),
  build({
    prefix: "/region",
    key: "region",
    claims: { openid: ["sub"], profile: ["given_name", "family_name"], email: ["email", "email_verified"], acr: null, auth_time: null, sid: null, iss: null },
    // The answer about the person is a signed token here.
    client: { userinfo_signed_response_alg: "RS256" },
    claimsOf: (person) => ({ sub: person.accountId, given_name: person.given, family_name: person.family }),
  }),
]);

const WALLET = "/.well-known/wallet-openid-configuration";
const STANDARD = "/.well-known/openid-configuration";

createServer(async (request, response) => {
  const house = houses.find((one) => request.url.startsWith(`${one.prefix}/`));
  if (!house) {
    response.end("ok");
    return;
  }
  // The library is mounted under a path: it reads the short address and writes the long one.
  request.originalUrl = request.url;
  request.url = request.url.slice(house.prefix.length);
  try {
    if (request.url.startsWith("/interaction/")) return await interact(house, request, response);
    // Pro Santé Connect has its own file name, and nothing of use under the standard one.
    const wallet = house.key === "psc";
    if (wallet && request.url === STANDARD) {
      response.statusCode = 404;
      response.end();
      return;
    }
    if (wallet && request.url === WALLET) {
      request.url = STANDARD;
      request.originalUrl = house.prefix + STANDARD;
    }
    if (request.method === "POST" && request.url.endsWith("/token")) rewriteTokens(house, response);
    house.provider.callback()(request, response);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end(String(error));
  }
}).listen(port, "127.0.0.1", () => console.log(`providers on ${origin}`));
