// Coming in: by passkey, by password and code, or for the first time by a one-time link.
import { post, make } from "./keys.mjs";

const $ = (selector, root = document) => root.querySelector(selector);
const url = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0));
const text = bytes => btoa(Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// PublicKeyCredential can do both by itself in newer browsers.
const toCreate = options => PublicKeyCredential.parseCreationOptionsFromJSON?.(options) ?? {
  ...options, challenge: url(options.challenge), user: { ...options.user, id: url(options.user.id) },
  excludeCredentials: (options.excludeCredentials ?? []).map(one => ({ ...one, id: url(one.id) })),
};
const toGet = options => PublicKeyCredential.parseRequestOptionsFromJSON?.(options) ?? {
  ...options, challenge: url(options.challenge), allowCredentials: (options.allowCredentials ?? []).map(one => ({ ...one, id: url(one.id) })),
};
const toJson = credential => credential.toJSON?.() ?? {
  id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults(),
  authenticatorAttachment: credential.authenticatorAttachment,
  response: Object.fromEntries(["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]
    .filter(name => credential.response[name]).map(name => [name, text(credential.response[name])])),
};

export async function passkey() {
  const { ceremony, options } = await post("/api/v1/sign-in/passkey/options");
  const credential = await navigator.credentials.get({ publicKey: toGet(options) });
  await post("/api/v1/sign-in/passkey", { ceremony, credential: toJson(credential) });
}

export async function addPasskey() {
  const { ceremony, options } = await post("/api/v1/me/passkey/options");
  const credential = await navigator.credentials.create({ publicKey: toCreate(options) });
  await post("/api/v1/me/passkey", { ceremony, credential: toJson(credential) });
}

export async function out() {
  await post("/api/v1/sign-in/out");
  // What was typed and not sent is nobody else's.
  Object.keys(sessionStorage).filter(key => key.startsWith("probatum-draft ")).forEach(key => sessionStorage.removeItem(key));
  location.assign("/sign-in");
}

/** An address of this application; its first page for every other. */
export function within(to) {
  try {
    const target = new URL(to || "/", location.href);
    return target.origin === location.origin ? target.href : "/";
  } catch {
    return "/";
  }
}

function onward() {
  const to = new URLSearchParams(location.search).get("to");
  location.assign(within(to));
}

function guard(form, what) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const fault = $("[data-fault]");
    fault.hidden = true;
    const button = event.submitter;
    if (button) button.disabled = true;
    try {
      await what(new FormData(form), button);
    } catch (problem) {
      fault.textContent = problem.name !== "NotAllowedError" ? problem.message
        : /certificate/i.test(problem.message) ? "this browser makes no passkeys here, since it does not trust the server's certificate: let it trust that first, or come in with a password and a code"
        : "no passkey was used: it was declined, or took too long";
      fault.hidden = false;
    } finally {
      if (button) button.disabled = false;
    }
  });
}

async function join(form, button, secret, totp) {
  const said = { secret, name: form.get("name"), display: form.get("display") };
  if (button?.value === "password") {
    await post("/api/v1/join/password", { ...said, password: form.get("password"), totp, code: form.get("code") });
  } else {
    const { ceremony, options } = await post("/api/v1/join/passkey/options", said);
    const credential = await navigator.credentials.create({ publicKey: toCreate(options) });
    await post("/api/v1/join/passkey", { ...said, ceremony, credential: toJson(credential) });
  }
  // The key that signs records is made at once, in this browser, and never leaves it.
  await make(navigator.platform ? `browser on ${navigator.platform}` : "browser");
  history.replaceState(null, "", "/join");
  location.assign("/");
}

export function arrive() {
  const enter = $("form#sign-in");
  if (enter && !enter.dataset.ready) {
    enter.dataset.ready = "yes";
    guard(enter, async (form, button) => {
      if (button?.value === "password") await post("/api/v1/sign-in/password", { name: form.get("name"), password: form.get("password"), code: form.get("code") });
      else await passkey();
      onward();
    });
  }
  const joining = $("form#join");
  if (joining && !joining.dataset.ready) {
    joining.dataset.ready = "yes";
    const secret = location.hash.slice(1);
    post("/api/v1/join/look", { secret }).then(found => {
      $("[data-for]").textContent = found.forOwner ? "You become an owner of this workspace." : found.account ? `A new way in for ${found.account}.`
        : found.caseTitle ? `You join the case “${found.caseTitle}” as ${found.role}.` : "You get an account.";
      $("[data-totp]").textContent = found.secret.replace(/(.{4})/g, "$1 ").trim();
      if (found.account) $("[data-names]").hidden = true;
      joining.hidden = false;
      guard(joining, (form, button) => join(form, button, secret, found.secret));
    }).catch(problem => { const fault = $("[data-fault]"); fault.textContent = problem.message; fault.hidden = false; });
  }
  const own = $("[data-own-keys]");
  if (own && !own.dataset.ready) {
    own.dataset.ready = "yes";
    import("./keys.mjs").then(async keys => {
      const here = new Set(await keys.names());
      document.querySelectorAll("[data-key-name]").forEach(row => { 
        const isHere = here.has(row.dataset.keyName);
        row.querySelector("[data-here]").textContent = isHere ? "in this browser" : "in another browser";
        const lost = row.querySelector("[data-lost]");
        if (lost) lost.hidden = isHere;
      });
      const away = $("[data-elsewhere]");
      if (away) away.hidden = [...document.querySelectorAll("[data-key-name]")].every(row => here.has(row.dataset.keyName));
      const list = (await keys.signed()).slice(-200).reverse();
      $("[data-signed]").replaceChildren(...list.map(one => {
        const row = document.createElement("tr");
        row.append(...[one.at, one.kind, `${one.case} no. ${one.seq}`, one.digest].map(value => Object.assign(document.createElement("td"), { textContent: value })));
        return row;
      }));
    });
    $("[data-make-key]")?.addEventListener("click", async event => {
      event.target.disabled = true;
      try { await make($("#device").value || "browser"); location.reload(); } catch (problem) { window.probatum.say(problem.message); event.target.disabled = false; }
    });
    $("[data-add-passkey]")?.addEventListener("click", async () => {
      try { await addPasskey(); location.reload(); } catch (problem) { window.probatum.say(problem.message); }
    });
  }
}
