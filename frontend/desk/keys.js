// How does a security key or a passkey prove who somebody is? The browser asks it; its answer goes with the form.

export function wireKeys() {
  for (const form of document.querySelectorAll("form[data-key]")) {
    form.querySelector("[data-key-use]").addEventListener("click", () => use(form));
  }
}

async function use(form) {
  const trouble = form.querySelector("[data-key-trouble]");
  trouble.hidden = true;
  try {
    const given = JSON.parse(form.querySelector("script[type='application/json']").textContent);
    const { publicKey } = given.creation_options ?? given.request_options;
    const credential =
      form.dataset.key === "create"
        ? await navigator.credentials.create({ publicKey: forCreating(publicKey) })
        : await navigator.credentials.get({ publicKey: forAsking(publicKey) });
    form.elements.credential.value = JSON.stringify(asJson(credential));
    form.submit();
  } catch (problem) {
    trouble.hidden = false;
    trouble.focus();
    if (!(problem instanceof DOMException) && !(problem instanceof TypeError)) throw problem;
  }
}

// Browsers that are a few years old have no functions for this, so it is done by hand.
function forCreating(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: options.excludeCredentials?.map((each) => ({ ...each, id: bytes(each.id) })),
  };
}

function forAsking(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: options.allowCredentials?.map((each) => ({ ...each, id: bytes(each.id) })),
  };
}

function asJson(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const told = Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, text(response[part])]));
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: told,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(base64url) {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
