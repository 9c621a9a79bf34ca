// Map and time line on a canvas: drawn is what is in view, so that tens of thousands of things stay fluid. Nothing is asked of
// anybody but this server, and where one looks is told to nobody.

const N = { leaf: 0, kind: 1, words: 2, who: 3, when: 4, from: 5, to: 6, place: 7, lat: 8, lon: 9, radius: 10 };
const LISTED = 60;
const colours = {};
const kindNames = ["incident", "allegation", "report", "sample", "custody", "casualty", "interview", "media", "site", "remnant", "request", "result", "outcome"];

function tokens(root) {
  const style = getComputedStyle(root);
  for (const name of ["--ink", "--soft", "--line", "--line-strong", "--paper", "--sheet", "--raised", "--accent", "--focus", "--land", "--sea"]) colours[name.slice(2)] = style.getPropertyValue(name).trim();
  colours.kinds = kindNames.map(name => style.getPropertyValue(`--kind-${name}`).trim() || colours.accent);
}

async function fetched(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  return answer.status === 204 ? null : answer.ok ? answer.json() : Promise.reject(new Error(`${answer.status} ${url}`));
}

const number = value => value.toLocaleString("en-GB");

// A canvas as sharp as the screen, drawn at most once a frame.
function stage(root, draw, widened) {
  const canvas = root.querySelector("canvas");
  const context = canvas.getContext("2d");
  let waits = 0;
  const size = { width: 0, height: 0 };
  const again = () => { waits ||= requestAnimationFrame(() => { waits = 0; if (canvas.isConnected) { context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0); draw(context, size); } }); };
  const fit = () => {
    const box = canvas.getBoundingClientRect();
    if (!box.width) return;
    if (size.width && size.width !== box.width) widened?.(size.width, box.width);
    [size.width, size.height] = [box.width, box.height];
    canvas.width = Math.round(box.width * devicePixelRatio);
    canvas.height = Math.round(box.height * devicePixelRatio);
    again();
  };
  new ResizeObserver(fit).observe(canvas);
  const themed = () => { tokens(root); again(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", themed);
  new MutationObserver(themed).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "dir"] });
  tokens(root);
  fit();
  return { canvas, size, again };
}

function list(place, base, items) {
  place.replaceChildren(...items.slice(0, LISTED).map(item => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${base}/records/${item[N.leaf]}`;
    link.dataset.step = "";
    link.textContent = item[N.words];
    const soft = document.createElement("span");
    soft.className = "soft";
    soft.textContent = [item[N.when], item[N.who] === "-" ? null : item[N.who], item[N.place]].filter(Boolean).join(" · ");
    const dot = document.createElement("span");
    dot.className = "dot";
    dot.setAttribute("aria-hidden", "true");
    line.className = `kind-${kindNames[item[N.kind]]}`;
    line.append(dot, link, " ", soft);
    return line;
  }));
}

// ---- the map: Mercator, in world units from 0 to 1 ----
const xOf = lon => (lon + 180) / 360;
const yOf = lat => { const s = Math.sin(Math.max(-85, Math.min(85, lat)) * Math.PI / 180); return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI); };
const latOf = y => Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI;
const EARTH = 40075016.686;

// Outlines below: our own file of arcs (TopoJSON), or the workspace's GeoJSON.
let land;
async function outlines() {
  const own = await fetched("/api/v1/basemap");
  return own ? ofGeoJson(own) : ofTopology(await fetched("/lib/world-atlas/countries-50m.topojson"));
}

function shape(points, closed) {
  const path = new Float64Array(points.length * 2);
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  points.forEach(([lon, lat], i) => {
    const [x, y] = [xOf(lon), yOf(lat)];
    path[2 * i] = x; path[2 * i + 1] = y;
    west = Math.min(west, x); east = Math.max(east, x); north = Math.min(north, y); south = Math.max(south, y);
  });
  return { path, closed, west, north, east, south };
}

function ofTopology(topology) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map(arc => { let [x, y] = [0, 0]; return arc.map(([dx, dy]) => { x += dx; y += dy; return [x * scale[0] + translate[0], y * scale[1] + translate[1]]; }); });
  const ring = parts => parts.flatMap((part, i) => { const points = part < 0 ? arcs[~part].slice().reverse() : arcs[part]; return i ? points.slice(1) : points; });
  const polygons = geometry => geometry.type === "Polygon" ? [geometry.arcs] : geometry.type === "MultiPolygon" ? geometry.arcs : [];
  return topology.objects.countries.geometries.flatMap(polygons).map(rings => rings.map(parts => shape(ring(parts), true)));
}

function ofGeoJson(file) {
  const geometries = (file.features ?? [file]).map(one => one.geometry ?? one).flatMap(one => one?.geometries ?? [one]).filter(Boolean);
  return geometries.flatMap(({ type, coordinates }) => type === "Polygon" ? [coordinates.map(ring => shape(ring, true))]
    : type === "MultiPolygon" ? coordinates.map(rings => rings.map(ring => shape(ring, true)))
    : type === "LineString" ? [[shape(coordinates, false)]] : type === "MultiLineString" ? coordinates.map(line => [shape(line, false)]) : []);
}

const views = new WeakMap();

export async function map(root, url, base) {
  let view = views.get(root);
  if (!view) {
    view = mapView(root);
    views.set(root, view);
  }
  await view.show(url, base);
}

function mapView(root) {
  const placeOfList = root.querySelector("[data-map-list]");
  const status = root.querySelector("[data-map-status]");
  const scale = root.querySelector("[data-map-scale]");
  let items = [];
  let xs = new Float64Array(0);
  let ys = new Float64Array(0);
  let base = "";
  let shapes = [];
  let at = { x: 0.5, y: 0.45, zoom: 2 };
  const told = { timer: 0, key: "" };
  const world = () => 256 * 2 ** at.zoom;
  const surface = stage(root, draw);
  const { canvas, size } = surface;

  function within(x, y, margin) {
    const w = world();
    return Math.abs(x - at.x) * w < size.width / 2 + margin && Math.abs(y - at.y) * w < size.height / 2 + margin;
  }

  const metresToPixels = y => world() / (EARTH * Math.cos(latOf(y) * Math.PI / 180));

  // Things that lie within a few pixels are one disc with a number.
  function clusters() {
    const w = world();
    const cells = new Map();
    const cell = 38;
    for (let i = 0; i < xs.length; i++) {
      if (!within(xs[i], ys[i], 40)) continue;
      const key = Math.floor(xs[i] * w / cell) * 1e8 + Math.floor(ys[i] * w / cell);
      const known = cells.get(key);
      if (known) { known.x += xs[i]; known.y += ys[i]; known.items.push(i); } else cells.set(key, { x: xs[i], y: ys[i], items: [i] });
    }
    return [...cells.values()].map(one => ({ x: one.x / one.items.length, y: one.y / one.items.length, items: one.items }));
  }

  function draw(context) {
    const w = world();
    const left = size.width / 2 - at.x * w;
    const top = size.height / 2 - at.y * w;
    context.fillStyle = colours.sea;
    context.fillRect(0, 0, size.width, size.height);
    context.lineWidth = 1;
    context.strokeStyle = colours["line-strong"];
    context.fillStyle = colours.land;
    for (const rings of shapes) {
      const whole = rings[0];
      if (whole.east * w + left < 0 || whole.west * w + left > size.width || whole.south * w + top < 0 || whole.north * w + top > size.height) continue;
      context.beginPath();
      for (const { path, closed } of rings) {
        let [px, py] = [NaN, NaN];
        for (let i = 0; i < path.length; i += 2) {
          const [x, y] = [path[i] * w + left, path[i + 1] * w + top];
          // What falls on the same pixel is not drawn twice.
          if (i > 0 && i < path.length - 2 && Math.abs(x - px) + Math.abs(y - py) < 1) continue;
          if (i) context.lineTo(x, y); else context.moveTo(x, y);
          [px, py] = [x, y];
        }
        if (closed) context.closePath();
      }
      if (whole.closed) context.fill("evenodd");
      context.stroke();
    }

    // Areas of uncertain places: the same area once, those smaller than a dot not at all.
    const areas = new Map();
    for (let i = 0; i < xs.length; i++) {
      const radius = items[i][N.radius];
      if (!radius) continue;
      const pixels = radius * metresToPixels(ys[i]);
      if (pixels < 5 || !within(xs[i], ys[i], pixels)) continue;
      const [x, y] = [xs[i] * w + left, ys[i] * w + top];
      areas.set(`${Math.round(x / 2)} ${Math.round(y / 2)} ${Math.round(pixels / 2)}`, { x, y, pixels, kind: items[i][N.kind] });
    }
    const drawn = [...areas.values()].sort((a, b) => b.pixels - a.pixels).slice(0, 2000);
    for (const area of drawn) {
      context.beginPath();
      context.arc(area.x, area.y, area.pixels, 0, 2 * Math.PI);
      context.globalAlpha = 0.12;
      context.fillStyle = colours.kinds[area.kind];
      context.fill();
      context.globalAlpha = 0.9;
      context.strokeStyle = colours.kinds[area.kind];
      context.setLineDash([4, 3]);
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    }

    context.font = "600 12px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    const groups = clusters();
    for (const group of groups) {
      const [x, y] = [group.x * w + left, group.y * w + top];
      const many = group.items.length > 1;
      const radius = many ? 10 + Math.min(14, 3 * Math.log10(group.items.length) * 1.6) : 6;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fillStyle = many ? colours.sheet : colours.kinds[items[group.items[0]][N.kind]];
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = many ? colours.accent : colours.sheet;
      context.stroke();
      context.lineWidth = 1;
      if (many) {
        context.fillStyle = colours.ink;
        context.fillText(group.items.length > 9999 ? `${Math.round(group.items.length / 1000)}k` : group.items.length, x, y + 0.5);
      }
    }

    if (document.activeElement === canvas) {
      context.strokeStyle = colours.focus;
      context.beginPath();
      context.moveTo(size.width / 2 - 9, size.height / 2); context.lineTo(size.width / 2 + 9, size.height / 2);
      context.moveTo(size.width / 2, size.height / 2 - 9); context.lineTo(size.width / 2, size.height / 2 + 9);
      context.stroke();
    }
    bar();
    clearTimeout(told.timer);
    told.timer = setTimeout(tell, 150);
    root.dataset.drawn = `${groups.length} of ${xs.length}`;
  }

  // A round length of about a sixth of the width.
  function bar() {
    const perMetre = metresToPixels(at.y);
    const about = size.width / 6 / perMetre;
    const power = 10 ** Math.floor(Math.log10(about));
    const metres = about < 2 * power ? power : about < 5 * power ? 2 * power : 5 * power;
    scale.textContent = metres >= 1000 ? `${number(metres / 1000)} km` : `${number(metres)} m`;
    scale.style.inlineSize = `${metres * perMetre}px`;
  }

  function tell() {
    const here = [];
    for (let i = 0; i < xs.length; i++) if (within(xs[i], ys[i], 0)) here.push(i);
    const key = `${here.length} ${here[0]} ${here.at(-1)} ${xs.length}`;
    if (key === told.key) return;
    told.key = key;
    status.textContent = `${number(here.length)} of ${number(xs.length)} with coordinates${here.length > LISTED ? `; the first ${LISTED} stand here` : ""}.`;
    list(placeOfList, base, here.map(i => items[i]));
  }

  function fit() {
    let [west, north, east, south] = [1, 1, 0, 0];
    for (let i = 0; i < xs.length; i++) {
      west = Math.min(west, xs[i]); east = Math.max(east, xs[i]); north = Math.min(north, ys[i]); south = Math.max(south, ys[i]);
    }
    at = xs.length === 0 ? { x: 0.5, y: 0.42, zoom: 1.5 } : {
      x: (west + east) / 2, y: (north + south) / 2,
      zoom: Math.max(0, Math.min(14, Math.log2(Math.min((size.width - 80) / Math.max(east - west, 1e-9), (size.height - 80) / Math.max(south - north, 1e-9)) / 256))),
    };
    surface.again();
  }

  function move(dx, dy) {
    at.x = Math.max(0, Math.min(1, at.x + dx / world()));
    at.y = Math.max(0, Math.min(1, at.y + dy / world()));
    surface.again();
  }

  function zoom(by, px = size.width / 2, py = size.height / 2) {
    const before = world();
    const [x, y] = [at.x + (px - size.width / 2) / before, at.y + (py - size.height / 2) / before];
    at.zoom = Math.max(0, Math.min(20, at.zoom + by));
    const after = world();
    [at.x, at.y] = [x - (px - size.width / 2) / after, y - (py - size.height / 2) / after];
    surface.again();
  }

  function pick(px, py) {
    const w = world();
    const reach = 24;
    const near = clusters().map(one => ({ one, far: Math.hypot((one.x - at.x) * w + size.width / 2 - px, (one.y - at.y) * w + size.height / 2 - py) }))
      .filter(one => one.far < reach).sort((a, b) => a.far - b.far)[0]?.one;
    if (!near) return false;
    const same = near.items.every(i => xs[i] === xs[near.items[0]] && ys[i] === ys[near.items[0]]);
    if (near.items.length > 1 && !same && at.zoom < 17) {
      [at.x, at.y] = [near.x, near.y];
      zoom(2);
      return true;
    }
    clearTimeout(told.timer);
    status.textContent = `${number(near.items.length)} at this place.`;
    list(placeOfList, base, near.items.map(i => items[i]));
    told.key = "picked";
    return true;
  }

  hands(root, surface, "map", { move, zoom, fit, pick });
  outlines().then(known => { shapes = known; root.dataset.land = shapes.length; surface.again(); }, () => { root.dataset.land = "none"; });
  return {
    async show(url, at) {
      const got = (await fetched(url)).items.filter(item => item[N.lat] !== null);
      base = at;
      items = got;
      xs = Float64Array.from(items, item => xOf(item[N.lon] / 1e7));
      ys = Float64Array.from(items, item => yOf(item[N.lat] / 1e7));
      told.key = "";
      root.dataset.items = items.length;
      fit();
    },
  };
}

// Pointer, wheel and keys, the same for both.
function hands(root, surface, name, does) {
  const { canvas, size } = surface;
  const pointers = new Map();
  let moved = 0;
  let apart = 0;
  const spread = () => { const [a, b] = [...pointers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
  canvas.addEventListener("pointerdown", event => { canvas.setPointerCapture(event.pointerId); pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY }); moved = 0; if (pointers.size === 2) apart = spread(); });
  canvas.addEventListener("pointermove", event => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const [dx, dy] = [event.offsetX - last.x, event.offsetY - last.y];
    pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    moved += Math.abs(dx) + Math.abs(dy);
    if (pointers.size === 2) { const now = spread(); does.zoom(Math.log2(now / apart)); apart = now; } else does.move(-dx, -dy);
  });
  const up = event => { if (pointers.delete(event.pointerId) && event.type === "pointerup" && moved < 4) does.pick(event.offsetX, event.offsetY); };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("wheel", event => { event.preventDefault(); does.zoom(-event.deltaY / 300, event.offsetX, event.offsetY); }, { passive: false });
  canvas.addEventListener("focus", surface.again);
  canvas.addEventListener("blur", surface.again);
  canvas.addEventListener("keydown", event => {
    const step = 60;
    const act = { ArrowLeft: () => does.move(-step, 0), ArrowRight: () => does.move(step, 0), ArrowUp: () => does.move(0, -step), ArrowDown: () => does.move(0, step),
      "+": () => does.zoom(0.5), "=": () => does.zoom(0.5), "-": () => does.zoom(-0.5), "−": () => does.zoom(-0.5), 0: () => does.fit(), Enter: () => does.pick(size.width / 2, size.height / 2) }[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); event.stopPropagation(); act(); }
  });
  root.querySelector(`[data-${name}=in]`).addEventListener("click", () => does.zoom(1));
  root.querySelector(`[data-${name}=out]`).addEventListener("click", () => does.zoom(-1));
  root.querySelector(`[data-${name}=fit]`).addEventListener("click", () => does.fit());
}

// ---- the time line: a lane for each kind, rows of bars in it ----
export async function time(root, url, base) {
  let view = views.get(root);
  if (!view) {
    view = timeView(root);
    views.set(root, view);
  }
  await view.show(url, base);
}

const HEAD = 34;
const FOOT = 44;
const ROW = 9;
const ROWS = 7;
const STEPS = [1e3, 5e3, 15e3, 6e4, 3e5, 9e5, 36e5, 108e5, 216e5, 864e5, 1728e5, 6048e5];

function timeView(root) {
  const placeOfList = root.querySelector("[data-time-list]");
  const status = root.querySelector("[data-time-status]");
  let items = [];
  let lanes = [];
  let names = [];
  let base = "";
  let at = { middle: 0, per: 864e5 };
  let drawn = [];
  const told = { timer: 0, key: "" };
  // A window that becomes narrower shows the same time, only closer together.
  const surface = stage(root, draw, (was, is) => { at.per *= was / is; });
  const { canvas, size } = surface;
  const xAt = time => (time - at.middle) / at.per + size.width / 2;

  // The marks of the axis: years and months where a step is longer than a week.
  function* marks() {
    const [from, to] = [at.middle - size.width / 2 * at.per, at.middle + size.width / 2 * at.per];
    const least = 90 * at.per;
    const step = STEPS.find(one => one >= least);
    if (step) {
      for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
        const text = new Date(time).toISOString();
        yield [time, step >= 864e5 ? text.slice(0, 10) : step >= 6e4 ? text.slice(0, 10) + " " + text.slice(11, 16) : text.slice(11, 19)];
      }
      return;
    }
    const months = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find(one => one * 26e8 >= least) ?? 12000;
    const first = new Date(Math.max(from, -6e13));
    for (let month = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / months) * months, i = 0; i < 200; month += months, i++) {
      const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
      if (time > to) return;
      if (time >= from) yield [time, months < 12 ? new Date(time).toISOString().slice(0, 7) : String(Math.floor(month / 12))];
    }
  }

  function draw(context) {
    context.fillStyle = colours.sheet;
    context.fillRect(0, 0, size.width, size.height);
    context.font = "12px system-ui, sans-serif";
    context.textBaseline = "middle";
    context.textAlign = "start";
    context.direction = "ltr";
    context.strokeStyle = colours.line;
    context.fillStyle = colours.soft;
    let last = -Infinity;
    for (const [time, text] of marks()) {
      const x = Math.round(xAt(time)) + 0.5;
      context.beginPath();
      context.moveTo(x, HEAD - 8);
      context.lineTo(x, size.height);
      context.stroke();
      if (x > last) { context.fillText(text, x + 3, HEAD / 2); last = x + 3 + context.measureText(text).width; }
    }
    const height = (size.height - HEAD - FOOT) / Math.max(1, lanes.length);
    const rows = Math.max(1, Math.min(ROWS, Math.floor((height - 20) / ROW)));
    let count = 0;
    drawn = [];
    lanes.forEach((lane, number) => {
      const top = HEAD + number * height;
      context.strokeStyle = colours.line;
      context.beginPath();
      context.moveTo(0, Math.round(top) + 0.5);
      context.lineTo(size.width, Math.round(top) + 0.5);
      context.stroke();
      const ends = new Float64Array(rows).fill(-1e9);
      // Where no row is free, what stands there already is drawn over: a column of the last row is filled once.
      const dense = new Set();
      for (const item of lane.items) {
        const x1 = xAt(item[N.from]);
        if (x1 > size.width + 4) break;
        const x2 = xAt(item[N.to]);
        if (x2 < -4) continue;
        count++;
        const [from, width] = [Math.max(x1, -10), Math.max(4, Math.min(x2, size.width + 10) - Math.max(x1, -10))];
        let row = 0;
        while (row < rows && ends[row] > from) row++;
        if (row === rows) {
          const column = Math.floor(from / 4);
          if (dense.has(column)) continue;
          dense.add(column);
          row = rows - 1;
        }
        ends[row] = Math.max(ends[row], from + width + 1);
        const y = top + 19 + row * ROW;
        context.fillStyle = colours.kinds[lane.kind];
        context.globalAlpha = x2 - x1 > 4 ? 0.6 : 1;
        context.fillRect(from, y, width, ROW - 2);
        context.globalAlpha = 1;
        if (drawn.length < 20000) drawn.push({ item, from, to: from + width, y });
      }
      context.fillStyle = colours.sheet;
      const title = `${names[lane.kind]} (${lane.items.length.toLocaleString("en-GB")})`;
      context.fillRect(4, top + 3, context.measureText(title).width + 6, 14);
      context.fillStyle = colours.ink;
      context.fillText(title, 7, top + 11);
    });
    if (document.activeElement === canvas) {
      context.strokeStyle = colours.focus;
      context.beginPath();
      context.moveTo(size.width / 2, HEAD - 8);
      context.lineTo(size.width / 2, size.height);
      context.stroke();
    }
    root.dataset.drawn = `${count} of ${items.length}`;
    clearTimeout(told.timer);
    told.timer = setTimeout(tell, 150);
  }

  function tell() {
    const [from, to] = [at.middle - size.width / 2 * at.per, at.middle + size.width / 2 * at.per];
    const here = items.filter(item => item[N.to] >= from && item[N.from] <= to);
    const key = `${here.length} ${here[0]?.[0]} ${here.at(-1)?.[0]}`;
    if (key === told.key) return;
    told.key = key;
    status.textContent = `${number(here.length)} of ${number(items.length)} with a known time${here.length > LISTED ? `; the first ${LISTED} stand here` : ""}.`;
    list(placeOfList, base, here);
  }

  function fit() {
    const from = items.reduce((least, item) => Math.min(least, item[N.from]), Infinity);
    const to = items.reduce((most, item) => Math.max(most, item[N.to]), -Infinity);
    at = items.length === 0 ? { middle: Date.now(), per: 864e5 } : { middle: (from + to) / 2, per: Math.max(20, (to - from) / Math.max(100, size.width - 60)) };
    surface.again();
  }

  function move(dx) { at.middle += dx * at.per; surface.again(); }

  function zoom(by, px = size.width / 2) {
    const time = at.middle + (px - size.width / 2) * at.per;
    at.per = Math.max(10, Math.min(1e10, at.per / 2 ** by));
    at.middle = time - (px - size.width / 2) * at.per;
    surface.again();
  }

  function pick(px, py) {
    const all = py === size.height / 2 && px === size.width / 2;
    const hit = drawn.filter(one => one.from - 5 <= px && one.to + 5 >= px && (all || Math.abs(one.y + ROW / 2 - py) < ROW)).map(one => one.item);
    if (!hit.length) return;
    clearTimeout(told.timer);
    told.key = "picked";
    status.textContent = `${number(hit.length)} at this time.`;
    list(placeOfList, base, hit);
  }

  hands(root, surface, "time", { move, zoom, fit, pick });
  return {
    async show(url, at) {
      const got = await fetched(url);
      base = at;
      names = got.kinds.map(kind => kind[1]);
      items = got.items.filter(item => item[N.from] !== null);
      lanes = names.map((_, kind) => ({ kind, items: items.filter(item => item[N.kind] === kind) })).filter(lane => lane.items.length);
      canvas.style.blockSize = `${HEAD + FOOT + Math.max(1, lanes.length) * (20 + ROW * (lanes.length > 5 ? 4 : ROWS))}px`;
      told.key = "";
      root.dataset.items = items.length;
      fit();
    },
  };
}
