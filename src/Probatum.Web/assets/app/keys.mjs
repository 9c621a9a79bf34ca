// Keys that sign records. Each is made here, can't be taken out of this browser, and lies in its own store (IndexedDB).
// The server asks for signatures of texts; before one is signed, it is looked at: it must be a record of this key.

const name = "probatum-keys";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys", { keyPath: "name" });
      asked.result.createObjectStore("signed", { autoIncrement: true });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function within(store, mode, what) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(store, mode);
      const request = what(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

export const base64 = bytes => btoa(Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join(""));
export const fromBase64 = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

export async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}), credentials: "same-origin",
  });
  const text = await answer.text();
  let json = null;
  try { json = text ? JSON.parse(text) : null; } catch { /* an answer without JSON */ }
  if (!answer.ok) throw new Error(json?.title ?? `the server answered ${answer.status}`);
  return json;
}

/** Makes a key, keeps it here, and tells the server its public half. */
export async function make(device) {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  const publicKey = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
  const { challenge, text } = await post("/api/v1/me/keys/challenge");
  // A text for this key alone to show that it is here; it is no record, so it is none of what this key signs later.
  if (!/^key of a Probatum account\n/.test(text)) throw new Error("the server asked for a signature over something that is no proof of a key; it was not signed");
  const signature = base64(await crypto.subtle.sign({ name: "Ed25519" }, pair.privateKey, new TextEncoder().encode(text)));
  const account = await post("/api/v1/me/keys", { publicKey, device, challenge, signature });
  const known = account.keys.find(key => key.vkey.endsWith(`+${base64(new Uint8Array([1, ...fromBase64(publicKey)]))}`)) ?? account.keys.at(-1);
  await within("keys", "readwrite", store => store.put({ name: known.key, vkey: known.vkey, privateKey: pair.privateKey, made: new Date().toISOString() }));
  await tell();
  return known.key;
}

/** Tells the server which keys lie here, so that it asks this browser for what they sign. */
export async function tell() {
  await post("/api/v1/jobs/keys", { keys: await names() });
}

/** Makes keys until at least so many of this account lie here; gives the names of all that lie here. */
export async function atLeast(count, mine, device) {
  let here = (await names()).filter(name => mine.includes(name));
  while (here.length < count) here = [...here, await make(device)];
  return here;
}

/** The names of the keys that lie in this browser. */
export async function names() {
  return (await within("keys", "readonly", store => store.getAllKeys())) ?? [];
}

/** What keys of this browser have signed, newest last: to be held against the case's log. */
export async function signed() {
  return (await within("signed", "readonly", store => store.getAll())) ?? [];
}

/** Whether a text is the beginning of a record by this key: its first line names a kind, its second is JSON that names the key. */
function isRecordOf(text, key) {
  const [first, second] = text.split("\n", 2);
  if (!/^probatum\/[a-z-]+@[0-9]+$/.test(first)) return null;
  try {
    const envelope = JSON.parse(second);
    return envelope && Array.isArray(envelope.by) && envelope.by.includes(key) ? { kind: first.slice(9), case: envelope.case, seq: envelope.seq } : null;
  } catch {
    return null;
  }
}

/** What a job asks to be signed, in words, and whether the key lies here. */
export async function look(job) {
  const decoder = new TextDecoder("utf-8");
  const texts = job.asked.texts.map(text => decoder.decode(fromBase64(text)));
  return { texts, kinds: texts.map(text => isRecordOf(text, job.asked.key)?.kind ?? "no record of this key"), isHere: (await names()).includes(job.asked.key) };
}

/** Signs what a job asks for, if the key lies here and each text is a record of that key. */
export async function answer(job) {
  const asked = job.asked;
  const kept = await within("keys", "readonly", store => store.get(asked.key));
  if (!kept) return false;
  const texts = asked.texts.map(fromBase64);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const records = texts.map(bytes => ({ bytes, is: isRecordOf(decoder.decode(bytes), asked.key) }));
  if (records.some(one => one.is === null)) throw new Error("the server asked for a signature over something that is no record of this key; it was not signed");
  const signatures = [];
  for (const one of records) {
    signatures.push(base64(await crypto.subtle.sign({ name: "Ed25519" }, kept.privateKey, one.bytes)));
  }
  const now = new Date().toISOString();
  for (const one of records) {
    const digest = base64(await crypto.subtle.digest("SHA-256", one.bytes));
    await within("signed", "readwrite", store => store.add({ at: now, key: asked.key, verb: job.verb, digest, ...one.is }));
  }
  await post(`/api/v1/jobs/${job.id}/signatures`, { number: asked.number, signatures });
  return true;
}
