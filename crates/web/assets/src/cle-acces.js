// Asks the device for a passkey and sends its answer in the form of the page. WebAuthn exists in JavaScript only.

const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
};

const text = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

function prepared(options) {
  const asked = options.publicKey;
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    ...(asked.user && { user: { ...asked.user, id: bytes(asked.user.id) } }),
    ...(asked.allowCredentials && { allowCredentials: known(asked.allowCredentials) }),
    ...(asked.excludeCredentials && { excludeCredentials: known(asked.excludeCredentials) }),
  };
}

function written(credential) {
  const { response } = credential;
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const parts = fields.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    extensions: credential.getClientExtensionResults(),
    response: Object.fromEntries(parts),
  });
}

for (const form of document.querySelectorAll("form[data-cle-acces]")) {
  const message = form.querySelector("[data-cle-message]");
  const say = (sentence) => {
    message.className = "notice attention";
    message.textContent = sentence;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.PublicKeyCredential) {
      say("Ce navigateur ne connaît pas les clés d'accès. Utilisez le lien ci-dessous.");
      return;
    }
    try {
      const publicKey = prepared(JSON.parse(form.dataset.options));
      const credential = await navigator.credentials[form.dataset.cleAcces]({ publicKey });
      form.elements.reponse.value = written(credential);
      form.submit();
    } catch {
      say("Votre appareil n'a pas donné de clé d'accès. Recommencez, ou utilisez le lien ci-dessous.");
    }
  });
}
