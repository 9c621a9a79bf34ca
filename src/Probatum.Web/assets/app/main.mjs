import * as keys from "./keys.mjs";
import * as signIn from "./sign-in.mjs";

window.probatum = { keys, within: signIn.within };

const $ = (selector, root = document) => root.querySelector(selector);
const isTyping = target => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

// One tab of this browser listens for what waits for a signature; the others show how far jobs are when asked.
let failures = 0;
async function listen() {
  if (!$("[data-jobs]")) return;
  await navigator.locks.request("probatum-signer", () => new Promise(done => {
    const events = new EventSource("/api/v1/jobs/events");
    events.addEventListener("job", async event => {
      failures = 0;
      const job = JSON.parse(event.data);
      // What this session began is what somebody here asked for. What a program or another browser began is shown, and signed when somebody says so.
      if (job.asked && job.own) {
        try {
          if (!(await keys.answer(job))) say(`${job.verb} waits for the key ${job.asked.key}, which lies in another browser`);
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

// The palette: every verb by its words.
function filter() {
  const words = $("#palette-words").value.toLowerCase().split(/\s+/).filter(Boolean);
  let first = true;
  for (const option of document.querySelectorAll("#palette-list [role=option]")) {
    const fits = words.every(word => option.textContent.toLowerCase().includes(word));
    option.hidden = !fits;
    option.setAttribute("aria-selected", fits && first ? "true" : "false");
    if (fits && first) { first = false; option.id = "palette-chosen"; } else option.removeAttribute("id");
  }
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

// What somebody types is kept in this tab until it was taken in: neither Escape nor a reload loses it.
const draftKey = form => `probatum-draft ${location.pathname} ${form.dataset.draft}`;
const fieldsOf = form => [...form.querySelectorAll("input:not([type=file]):not([type=password]):not([type=hidden]), textarea, select")];
document.addEventListener("input", event => {
  const form = event.target.closest?.("form[data-draft]");
  if (!form) return;
  const values = fieldsOf(form).map(field => (field.type === "checkbox" ? field.checked : field.value));
  try { sessionStorage.setItem(draftKey(form), JSON.stringify(values)); } catch { /* a full store keeps no draft */ }
});
document.addEventListener("submit", event => {
  const form = event.target.closest?.("form[data-draft]");
  if (form) sessionStorage.removeItem(draftKey(form));
});
function restore(form) {
  const kept = sessionStorage.getItem(draftKey(form));
  if (!kept || form.dataset.restored) return;
  form.dataset.restored = "yes";
  const values = JSON.parse(kept);
  fieldsOf(form).forEach((field, i) => {
    if (values[i] === undefined || (field.type === "checkbox" ? field.checked : field.value) === values[i]) return;
    if (field.type === "checkbox") field.checked = values[i]; else field.value = values[i];
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
window.probatum.restoreDrafts = () => document.querySelectorAll("form[data-draft]").forEach(restore);

// What is looked at now comes into view; a list that takes keys gets them.
window.probatum.follow = selector => {
  document.querySelector("[data-now=yes]")?.scrollIntoView({ block: "center" });
  document.querySelector("[role=option][aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  if (selector && (document.activeElement === document.body || !document.activeElement)) document.querySelector(selector)?.focus({ preventScroll: true });
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
}
Blazor.addEventListener?.("enhancedload", arrived);
arrived();
listen();
