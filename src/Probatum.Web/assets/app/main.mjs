import * as keys from "./keys.mjs";
import * as signIn from "./sign-in.mjs";

window.probatum = { keys, within: signIn.within };

const $ = (selector, root = document) => root.querySelector(selector);
const isTyping = target => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

// One tab of this browser listens for what waits for a signature; the others show how far jobs are when asked.
let failures = 0;
const taken = new Set();
async function listen() {
  if (!$("[data-jobs]")) return;
  await navigator.locks.request("probatum-signer", () => new Promise(done => {
    // The server asks this browser for what its keys sign, where somebody has keys in several.
    keys.tell().catch(() => { /* it asks the newest key then */ });
    const events = new EventSource("/api/v1/jobs/events");
    events.addEventListener("job", async event => {
      failures = 0;
      const job = JSON.parse(event.data);
      // What this session began is what somebody here asked for. What a program or another browser began is shown, and signed when somebody says so.
      // Events tell a job's last state, so one asking may be told twice.
      const asking = job.asked && job.own && `${job.id} ${job.asked.number}`;
      if (asking && !taken.has(asking)) {
        taken.add(asking);
        try {
          if (!(await keys.answer(job))) say(`${job.verb} waits for the key ${job.asked.key}, which lies in another browser. Lost it? See “Your keys and devices”.`);
        } catch (fault) {
          say(fault.message);
        }
      }
      show(job);
      channel.postMessage(job);
    });
    events.onerror = () => {
      // Signed out, or the server is away: it is asked again, ever more seldom.
      if (events.readyState === EventSource.CLOSED || ++failures > 4) {
        events.close();
        setTimeout(done, Math.min(30000, 1000 * 2 ** Math.min(failures, 5)));
      }
    };
    window.addEventListener("pagehide", () => { isAway = true; events.close(); done(); }, { once: true });
  }));
  if (!isAway && failures < 8) listen();
}

// A page that the browser put aside listens again when it comes back, and holds nobody up meanwhile.
let isAway = false;
window.addEventListener("pageshow", event => { if (event.persisted) { isAway = false; listen(); } });

const channel = new BroadcastChannel("probatum-jobs");
channel.onmessage = event => show(event.data);

const atWork = new Map();
function show(job) {
  if (job.state === "done" || job.state === "failed") atWork.delete(job.id);
  else atWork.set(job.id, job);
  const place = $("[data-jobs]");
  if (place) place.textContent = atWork.size ? `(${atWork.size})` : "";
  if (job.asked && !job.own) ask(job);
  else if (asking === job.id) answered();
}

function answered() {
  const was = asking;
  asking = null;
  $("#signing").hidden = true;
  const next = [...atWork.values()].find(job => job.asked && !job.own && job.id !== was);
  if (next) ask(next);
}

// One that waits for a signature and was begun elsewhere.
let asking = null;
async function ask(job) {
  const place = $("#signing");
  if (!place || asking === job.id) return;
  const { texts, kinds, isHere } = await keys.look(job);
  if (!isHere || !atWork.get(job.id)?.asked) return;
  asking = job.id;
  clearTimeout(say.timer);
  const part = (name, words) => Object.assign(document.createElement(name), { textContent: words });
  const sign = Object.assign(part("button", "Sign"), { type: "button", className: "primary" });
  sign.dataset.sign = job.id;
  const not = Object.assign(part("button", "Not now"), { type: "button" });
  const actions = Object.assign(document.createElement("div"), { className: "actions" });
  const all = document.createElement("details");
  all.append(part("summary", "All that it says"), part("pre", texts.join("\n\n")));
  sign.addEventListener("click", async () => {
    sign.disabled = true;
    try { await keys.answer(job); } catch (fault) { asking = null; say(fault.message); }
  });
  not.addEventListener("click", answered);
  actions.append(sign, not);
  place.replaceChildren(part("p", `“${job.verb}” was begun by a program or another browser and asks for your signature: ${kinds.join(", ")}`), all, actions);
  place.hidden = false;
}

function say(words) {
  const place = $("#signing");
  if (!place || asking) return;
  place.textContent = words;
  place.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.hidden = true; }, 12000);
}
window.probatum.say = say;

// Keys. What has focus and takes letters keeps them.
let went = 0;
document.addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openDialog("palette");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || $("dialog[open]")) return;
  if (went && Date.now() - went < 1500) {
    went = 0;
    const there = $(`[data-go="${CSS.escape(event.key)}"]`);
    if (there) { event.preventDefault(); there.click(); }
    return;
  }
  if (event.key === "/") { event.preventDefault(); $("[data-key='/']")?.focus(); }
  else if (event.key === "?") { event.preventDefault(); openDialog("keys"); }
  else if (event.key === "g") went = Date.now();
  else if ((event.key === "j" || event.key === "k") && !event.target.closest?.("[role=listbox]")) step(event, event.key === "j" ? 1 : -1);
});

// A list that takes keys moves its own choice; the page stays where it is.
document.addEventListener("keydown", event => {
  if (event.target.matches?.("[role=listbox]") && ["ArrowDown", "ArrowUp", "Home", "End", " "].includes(event.key)) event.preventDefault();
});

// Lists that are gone through with j and k: their rows are links or buttons, or have one.
function step(event, by) {
  const list = event.target.closest?.("[data-steps]") ?? $("[data-steps]");
  if (!list) return;
  const rows = [...list.querySelectorAll("[data-step]")];
  if (!rows.length) return;
  event.preventDefault();
  const at = rows.findIndex(row => row === document.activeElement || row.contains(document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
  (next.matches("a, button, [tabindex]") ? next : next.querySelector("a, button, [tabindex]") ?? next).focus();
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  if (id === "palette" && !dialog.dataset.case) return;
  if (id === "keys") $("[data-screen-keys]", dialog).innerHTML = "";
  if (id === "keys") document.querySelectorAll("template[data-keys]").forEach(template => $("[data-screen-keys]", dialog).append(template.content.cloneNode(true)));
  dialog.showModal();
  if (id === "palette") { const words = $("#palette-words"); words.value = ""; filter(); words.focus(); }
}

document.addEventListener("click", event => {
  const opens = event.target.closest("[data-opens]");
  if (opens) openDialog(opens.dataset.opens);
  if (event.target.closest("[data-theme-toggle]")) toggleTheme();
  if (event.target.closest("[data-dir-toggle]")) toggleDirection();
  if (event.target.closest("[data-sign-out]")) signIn.out();
  const option = event.target.closest("#palette-list [role=option]");
  if (option) go(option);
  const shade = event.target.closest("[data-reveal]");
  if (shade) shade.closest(".shaded")?.classList.add("revealed");
});

function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("probatum-theme", root.dataset.theme);
}

function toggleDirection() {
  const root = document.documentElement;
  root.dir = root.dir === "rtl" ? "ltr" : "rtl";
  localStorage.setItem("probatum-dir", root.dir);
}

// The palette: every verb by its words. A verb that is named exactly comes first, then one whose words begin so, then one that has
// the letters in its words, and last what only its description speaks of.
function rank(option, said) {
  const verb = option.firstChild.textContent.trim().toLowerCase();
  const all = option.textContent.toLowerCase();
  const [of, words] = [verb.split(/[\s-]+/), said.split(/\s+/).filter(Boolean)];
  if (!words.length) return 0;
  if (verb === words.join(" ")) return 0;
  if (verb.startsWith(words.join(" "))) return 1;
  if (words.every(word => of.some(one => one.startsWith(word)))) return 2;
  if (words.every(word => verb.includes(word))) return 3;
  const told = all.split(/[^\p{L}\p{N}]+/u);
  if (words.every(word => told.some(one => one.startsWith(word)))) return 4;
  return words.every(word => all.includes(word)) ? 5 : -1;
}

function filter() {
  const said = $("#palette-words").value.trim().toLowerCase();
  const list = $("#palette-list");
  const options = [...list.querySelectorAll("[role=option]")].map(option => ({ option, rank: rank(option, said) }));
  options.sort((a, b) => a.rank - b.rank || (a.option.dataset.href < b.option.dataset.href ? -1 : 1));
  list.append(...options.map(one => one.option));
  let first = true;
  for (const { option, rank: at } of options) {
    option.hidden = at < 0;
    option.setAttribute("aria-selected", at >= 0 && first ? "true" : "false");
    if (at >= 0 && first) { first = false; option.id = "palette-chosen"; } else option.removeAttribute("id");
  }
  list.scrollTop = 0;
  $("#palette-words").setAttribute("aria-activedescendant", first ? "" : "palette-chosen");
}

function go(option) {
  $("#palette").close();
  Blazor.navigateTo(option.dataset.href);
}

document.addEventListener("input", event => { if (event.target.id === "palette-words") filter(); });
document.addEventListener("keydown", event => {
  if (event.target.id !== "palette-words") return;
  const shown = [...document.querySelectorAll("#palette-list [role=option]:not([hidden])")];
  const at = shown.findIndex(option => option.getAttribute("aria-selected") === "true");
  if (event.key === "Enter" && shown[at]) { event.preventDefault(); go(shown[at]); }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = shown[Math.max(0, Math.min(shown.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
    shown.forEach(option => { option.setAttribute("aria-selected", option === next ? "true" : "false"); option.removeAttribute("id"); });
    if (next) { next.id = "palette-chosen"; next.scrollIntoView({ block: "nearest" }); }
  }
});

// What somebody types is kept in this tab until it is on record: neither Escape, nor a reload, nor a refusal loses it. It is kept under
// the account and the field's name, so that nobody else's form and no other field gets it.
const draftKey = name => `probatum-draft ${$("[data-account]")?.dataset.account ?? ""} ${name}`;
const fieldsOf = form => [...form.querySelectorAll("input:not([type=file]):not([type=password]):not([type=hidden]), textarea, select")];
const nameOf = field => field.name || field.id;
const valueOf = field => (field.type === "checkbox" ? field.checked : field.value);
function keptOf(form) {
  try { return JSON.parse(sessionStorage.getItem(draftKey(form.dataset.draft))) ?? {}; } catch { return {}; }
}
function keep(event) {
  const form = event.target.closest?.("form[data-draft]");
  if (!form || !nameOf(event.target) || event.target.type === "password" || event.target.type === "file") return;
  event.target.dataset.restored = "yes";
  try { sessionStorage.setItem(draftKey(form.dataset.draft), JSON.stringify({ ...keptOf(form), [nameOf(event.target)]: valueOf(event.target) })); } catch { /* a full store keeps no draft */ }
}
document.addEventListener("input", keep);
document.addEventListener("change", keep);
function restore(form) {
  const kept = keptOf(form);
  for (const field of fieldsOf(form)) {
    const value = kept[nameOf(field)];
    if (value === undefined || field.dataset.restored || valueOf(field) === value) continue;
    field.dataset.restored = "yes";
    if (field.type === "checkbox") field.checked = value; else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
window.probatum.restoreDrafts = () => document.querySelectorAll("form[data-draft]").forEach(restore);
window.probatum.taken = name => {
  sessionStorage.removeItem(draftKey(name));
  document.querySelectorAll("form[data-draft]").forEach(form => { if (form.dataset.draft === name) fieldsOf(form).forEach(field => { delete field.dataset.restored; }); });
};

// A refusal comes to where it is seen, and is read out.
window.probatum.show = (place, takesFocus) => {
  if (!place) return;
  place.scrollIntoView({ block: "nearest" });
  if (takesFocus) place.focus({ preventScroll: true });
};

// The connection to the server, without which a screen neither shows what happens nor takes anything in.
let connection = "up";
const notice = (words, link, href) => {
  const place = $("#components-reconnect-modal");
  if (!place) return;
  place.classList.toggle("shown", !!words);
  const said = $("[data-said]", place);
  if (said.textContent !== (words ?? "")) said.textContent = words ?? "";
  const go = $("a", place);
  go.hidden = !link;
  if (link) { go.textContent = link; go.href = href; }
};
async function lost() {
  connection = "lost";
  const here = location.pathname + location.search;
  try {
    const answer = await fetch("/api/v1/me/", { credentials: "same-origin", cache: "no-store" });
    if (answer.status === 401) notice("You were signed out. What you typed is kept in this tab.", "Sign in again", `/sign-in?to=${encodeURIComponent(here)}`);
    else notice("This page lost its connection. What you typed is kept in this tab.", "Load it again", here);
  } catch {
    notice("The server does not answer. What you typed is kept in this tab; nothing can be recorded meanwhile.", "Try again", here);
    setTimeout(() => { if (connection === "lost") lost(); }, 3000);
  }
}
document.addEventListener("components-reconnect-state-changed", event => {
  const state = event.detail?.state;
  if (state === "hide") { connection = "up"; notice(null); }
  else if (state === "show" || state === "retrying") { connection = "down"; notice("The connection is lost; it is tried again. What you typed stays, and nothing can be recorded meanwhile."); }
  else if (state === "failed" || state === "rejected" || state === "resume-failed") lost();
}, true);

// Without it a form must not be sent by the browser itself: that would load the page anew, with what was typed in its address.
const isOurs = form => form && !form.hasAttribute("action") && form.method !== "dialog" && !form.id;
const isLive = () => connection === "up" && !$("[data-live=no]");
function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (connection !== "up") say("No connection: nothing was sent, and what you typed stays.");
}
window.addEventListener("submit", event => { if (isOurs(event.target) && !isLive()) hold(event); }, true);
window.addEventListener("click", event => {
  const button = event.target.closest?.("main button");
  if (connection !== "up" && button && (!button.form || isOurs(button.form)) && !button.closest("[data-own-keys], dialog")) hold(event);
}, true);

// What is looked at now comes into view; a list that takes keys gets them.
window.probatum.follow = selector => {
  document.querySelector("[data-now=yes]")?.scrollIntoView({ block: "center" });
  document.querySelector("[role=option][aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  if (selector && (document.activeElement === document.body || !document.activeElement)) document.querySelector(selector)?.focus({ preventScroll: true });
};
window.probatum.focusIfLost = selector => {
  if (document.activeElement === document.body || !document.activeElement) document.querySelector(selector)?.focus({ preventScroll: true });
};
window.probatum.focusSoon = selector => {
  const until = Date.now() + 3000;
  (function look() {
    const there = document.querySelector(selector);
    if (there) there.focus(); else if (Date.now() < until) setTimeout(look, 30);
  })();
};

function arrived() {
  signIn.arrive();
  const here = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (here) here.scrollIntoView();
  const tab = $(".tabs [aria-current=page]");
  if (tab && tab.parentElement.scrollWidth > tab.parentElement.clientWidth) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
}
Blazor.addEventListener?.("enhancedload", arrived);
arrived();
listen();
