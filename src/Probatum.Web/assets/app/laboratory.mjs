// Draws runs and spectra. The points come as they are stored; nothing is asked again for a zoom.
import uPlot from "/lib/uplot/uPlot.esm.js";

const drawn = new WeakMap();
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const round = value => Math.abs(value) >= 1e6 ? value.toExponential(1) : String(Math.round(value * 1000) / 1000);

async function points(api, run) {
  const answer = await fetch(`${api}/runs/${run}/curve`);
  if (!answer.ok) throw new Error(`the points of ${run} are not to be had`);
  const bytes = await answer.arrayBuffer(), count = bytes.byteLength / 12;
  return [new Float64Array(bytes, 0, count), new Float32Array(bytes, count * 8, count)];
}

// Runs of different scans share one axis: where one has no point there is a gap, which is drawn over.
function together(tables) {
  if (tables.length === 1) return [tables[0][0], tables[0][1]];
  return uPlot.join(tables.map(([x, y]) => [x, y]), tables.map(() => [0, 0]));
}

export async function draw(chart, spectrum, model) {
  drawn.get(chart)?.end();
  const own = { model, spectrum, isRoot: false, ended: false, plot: null };
  drawn.set(chart, own);
  const tables = await Promise.all(model.curves.map(one => points(model.api, one.run)));
  if (own.ended) return;
  own.tables = tables;
  const listening = new AbortController(), on = (target, what, act, options) => target.addEventListener(what, act, { signal: listening.signal, ...options });
  const resized = new ResizeObserver(() => own.plot?.setSize(size(chart)));
  const repainted = new MutationObserver(() => paint(chart, own));
  own.end = () => { own.ended = true; own.plot?.destroy(); own.plot = null; listening.abort(); resized.disconnect(); repainted.disconnect(); };
  paint(chart, own);
  resized.observe(chart);
  repainted.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  on(matchMedia("(prefers-color-scheme: dark)"), "change", () => paint(chart, own));
  on(chart, "keydown", event => {
    const act = { "+": "in", "=": "in", "-": "out", ArrowLeft: "earlier", ArrowRight: "later", 0: "whole", Home: "whole", s: "spectrum" }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    move(own, act);
  });
  on(chart, "wheel", event => {
    if (!own.plot || !own.plot.over.contains(event.target)) return;
    event.preventDefault();
    const at = own.plot.posToVal(event.clientX - own.plot.over.getBoundingClientRect().left, "x");
    zoom(own, event.deltaY < 0 ? 0.7 : 1 / 0.7, at);
  }, { passive: false });
  const figure = chart.closest("figure");
  for (const button of figure.querySelectorAll("[data-chart]")) on(button, "click", () => move(own, button.dataset.chart));
  const root = figure.querySelector("[data-chart-root]");
  own.isRoot = root.checked;
  on(root, "change", () => { own.isRoot = root.checked; paint(chart, own); });
  const at = figure.querySelector("[data-chart-at]");
  if (at) on(at, "change", () => at.value !== "" && showScan(own, Number(at.value)));
}

const size = chart => ({ width: Math.max(240, chart.clientWidth - 16), height: Math.max(200, chart.clientHeight - 48) });

function paint(chart, own) {
  if (own.ended) return;
  const kept = own.plot ? { min: own.plot.scales.x.min, max: own.plot.scales.x.max } : null;
  own.plot?.destroy();
  const { model } = own, ink = colour("--ink"), line = colour("--line");
  const strokes = [colour("--link"), colour("--bad"), colour("--good"), colour("--note"), colour("--warn")];
  const data = together(own.tables.map(([x, y]) => [x, own.isRoot ? y.map(value => Math.sqrt(Math.max(0, value))) : y]));
  own.range = [data[0][0], data[0][data[0].length - 1]];
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
  const value = (u, v) => v == null ? "" : round(own.isRoot ? v * v : v);
  own.plot = new uPlot({
    ...size(chart),
    scales: { x: { time: false } },
    axes: [
      { ...axis, label: model.across },
      { ...axis, label: own.isRoot ? `${model.up} (by their roots)` : model.up, size: 70, values: (u, splits) => splits.map(v => value(u, v)) },
    ],
    series: [
      { label: model.across, value: (u, v) => v == null ? "" : round(v) },
      ...model.curves.map((one, i) => ({
        label: one.label, stroke: one.blank ? colour("--soft") : strokes[i % strokes.length], width: 1.25, dash: one.blank ? [5, 4] : undefined, spanGaps: true, points: { show: false }, value,
      })),
    ],
    cursor: { drag: { x: true, y: false } },
    hooks: {
      setScale: [(u, key) => {
        if (key !== "x") return;
        chart.dataset.from = u.scales.x.min;
        chart.dataset.to = u.scales.x.max;
      }],
      draw: [u => marks(u, model.marks, ink)],
      ready: [u => {
        let down = 0;
        u.over.addEventListener("mousedown", event => { down = event.clientX; });
        u.over.addEventListener("click", event => {
          if (own.spectrum && Math.abs(event.clientX - down) < 3) showScan(own, u.posToVal(event.clientX - u.over.getBoundingClientRect().left, "x"));
        });
      }],
    },
  }, data, chart);
  chart.dataset.points = own.tables.reduce((sum, [x]) => sum + x.length, 0);
  chart.dataset.curves = own.tables.length;
  if (kept) own.plot.setScale("x", kept);
}

// A number at the time of each component; those that would run over one another are left out.
function marks(u, list, ink) {
  const { ctx } = u, density = devicePixelRatio || 1;
  ctx.save();
  ctx.fillStyle = ink;
  ctx.font = `${11 * density}px sans-serif`;
  ctx.textAlign = "center";
  let last = -Infinity;
  for (const { at, number } of list) {
    if (at < u.scales.x.min || at > u.scales.x.max) continue;
    const x = u.valToPos(at, "x", true), top = u.bbox.top;
    ctx.beginPath();
    ctx.moveTo(x, top + 20 * density);
    ctx.lineTo(x - 4 * density, top + 13 * density);
    ctx.lineTo(x + 4 * density, top + 13 * density);
    ctx.fill();
    if (x - last > 16 * density) {
      ctx.fillText(number, x, top + 10 * density);
      last = x;
    }
  }
  ctx.restore();
}

function move(own, act) {
  if (!own.plot) return;
  const { min, max } = own.plot.scales.x, width = max - min;
  if (act === "in") zoom(own, 0.5);
  else if (act === "out") zoom(own, 2);
  else if (act === "whole") own.plot.setScale("x", { min: own.range[0], max: own.range[1] });
  else if (act === "spectrum") own.spectrum && showScan(own, (min + max) / 2);
  else {
    const by = Math.max(own.range[0] - min, Math.min(own.range[1] - max, act === "earlier" ? -width / 4 : width / 4));
    own.plot.setScale("x", { min: min + by, max: max + by });
  }
}

function zoom(own, by, at) {
  const { min, max } = own.plot.scales.x, middle = at ?? (min + max) / 2;
  const from = Math.max(own.range[0], middle - (middle - min) * by), to = Math.min(own.range[1], middle + (max - middle) * by);
  if (to - from > (own.range[1] - own.range[0]) * 1e-5) own.plot.setScale("x", { min: from, max: to });
}

async function showScan(own, minutes) {
  const answer = await fetch(`${own.model.api}/runs/${own.model.run}/spectrum?at=${minutes * 60}`);
  if (answer.ok) show(own.spectrum, await answer.json(), spectrum => `Scan at ${(spectrum.seconds / 60).toFixed(3)} min, with all that comes with it`);
}

export async function mirror(chart, identification, number) {
  const own = drawn.get(chart);
  if (!own?.spectrum) return;
  const answer = await fetch(`${own.model.api}/identifications/${identification}/components/${number}`);
  if (!answer.ok) return;
  show(own.spectrum, await answer.json(), found => `No. ${number} at ${(found.seconds / 60).toFixed(3)} min: ${found.of}`);
  own.spectrum.scrollIntoView({ block: "nearest" });
}

const element = (name, attributes, text) => {
  const one = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  if (text !== undefined) one.textContent = text;
  return one;
};

// Measured upwards, a candidate downwards, each to its own highest line.
function show(place, found, words, chosen = 0) {
  const kept = found.candidates.filter(one => one.peaks), candidate = kept[chosen] ?? null, width = Math.max(300, place.clientWidth || 900), height = candidate ? 340 : 220, ground = candidate ? 170 : 185, reach = ground - 30;
  const all = [...found.measured, ...(candidate?.peaks ?? [])].map(([mass]) => mass);
  const [low, high] = all.length ? [Math.min(...all) - 5, Math.max(...all) + 5] : [0, 100];
  const across = mass => 30 + (width - 50) * (mass - low) / (high - low);
  const said = (text, style) => Object.assign(document.createElement("p"), { textContent: text, className: style });
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Mass spectrum of ${found.measured.length} lines${candidate ? `, above that of ${candidate.name}` : ""}` });
  const sticks = (peaks, direction, style) => {
    const highest = Math.max(...peaks.map(([, intensity]) => intensity), 1e-9), group = element("g", { class: style });
    for (const [mass, intensity] of peaks) group.append(element("line", { x1: across(mass), x2: across(mass), y1: ground, y2: ground - direction * reach * intensity / highest, "stroke-width": 1.5 }));
    svg.append(group);
    const taken = [];
    for (const [mass, intensity] of [...peaks].sort((a, b) => b[1] - a[1]).slice(0, 14)) {
      const x = across(mass);
      if (taken.some(other => Math.abs(other - x) < 26)) continue;
      taken.push(x);
      const y = ground - direction * reach * intensity / highest;
      svg.append(element("text", { x, y: direction > 0 ? y - 4 : y + 12, "text-anchor": "middle" }, Math.round(mass * 10) / 10));
    }
  };
  sticks(found.measured, 1, "measured");
  if (candidate) sticks(candidate.peaks, -1, "theirs");
  svg.append(element("line", { class: "axis", x1: 20, x2: width - 10, y1: ground, y2: ground }));
  svg.append(element("text", { x: width - 10, y: height - 4, "text-anchor": "end" }, "m/z"));
  for (let step = 10 ** Math.floor(Math.log10(high - low)) / 2, mass = Math.ceil(low / step) * step; mass < high; mass += step) {
    svg.append(element("text", { x: across(mass), y: candidate ? height - 4 : ground + 14, "text-anchor": "middle", opacity: 0.75 }, Math.round(mass)));
  }
  place.replaceChildren(said(`Upwards: ${words(found)}`, "measured-words"));
  if (candidate) place.append(said(`Downwards: ${candidate.name}, score ${Number(candidate.score).toFixed(3)}. A library match is no confirmation.`, "theirs-words"));
  else if (found.candidates.length) place.append(said("The candidates' spectra are not kept with this answer, so none is drawn.", "soft"));
  if (kept.length > 1) {
    const group = Object.assign(document.createElement("p"), { className: "actions" });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "The candidate that is drawn downwards");
    kept.forEach((one, i) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: one.name });
      button.setAttribute("aria-pressed", i === chosen);
      button.addEventListener("click", () => {
        show(place, found, words, i);
        place.querySelectorAll("button")[i].focus();
      });
      group.append(button);
    });
    place.append(group);
  }
  place.append(svg);
  place.dataset.lines = found.measured.length;
  place.dataset.mirror = candidate ? candidate.peaks.length : 0;
}
