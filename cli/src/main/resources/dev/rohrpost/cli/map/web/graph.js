// The graph: which part of what is known is drawn, and where.
/* global cytoscape, dagre */
import * as store from "./store.js";

const MOST = 350; // nodes that somebody can look at, and that are drawn in no time
const SOME = 150; // nodes of a part that is too large
const DAGRE = 250; // nodes of a part that dagre lays out in no time
const GAP = 70;
const FAMILIES = {
  pipe: "pipe", fifo: "pipe", unix: "socket", socket: "socket", tcp: "net", udp: "net",
  sysv: "queue", mq: "queue", segment: "memory", shm: "memory", memfd: "memory", dbus: "queue",
};
const dark = matchMedia("(prefers-color-scheme: dark)");
const places = new Map(); // id -> where it was drawn
let cy;

export function start(container, select) {
  cy = cytoscape({
    container, style: style(), minZoom: 0.08, maxZoom: 2.5,
    boxSelectionEnabled: false, layout: { name: "preset" },
  });
  dark.addEventListener("change", () => cy.style(style()));
  cy.on("tap", "node", (event) => select(event.target.id()));
  cy.on("tap", (event) => event.target === cy && select(null));
  cy.on("dragfree", "node", (event) => places.set(event.target.id(), { ...event.target.position() }));
  window.graph = cy; // for the console, and for tests
}

export const fit = () => cy.elements().length && cy.animate({ fit: { padding: 50 }, duration: 250 });

// Brings nodes into view, as a finding is chosen.
export function show(ids) {
  cy.resize();
  const nodes = cy.nodes().filter((node) => ids.includes(node.id()));
  if (nodes.empty()) return;
  const box = nodes.boundingBox();
  const zoom = Math.min(1.2, (cy.width() - 120) / box.w, (cy.height() - 120) / box.h);
  const middle = { x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 };
  cy.animate({ zoom, pan: { x: cy.width() / 2 - middle.x * zoom, y: cy.height() / 2 - middle.y * zoom } }, { duration: 250 });
}

export function mark(id) {
  cy.elements().removeClass("chosen");
  if (id) cy.getElementById(drawnId(id)).addClass("chosen").connectedEdges().addClass("chosen");
}

// Both ends of a connection are one node, and so are a listener and those who wait to be accepted.
export function drawnId(id) {
  const { peer, listener } = store.objects.get(id) ?? {};
  const other = peer && peer < id ? peer : listener;
  return other && store.objects.has(other) ? other : id;
}

// Draws what the filter lets through and returns what was left out.
export function draw(filter, anew) {
  const view = visible(filter);
  const ids = new Set(view.elements.map((e) => e.data.id));
  const fresh = view.elements.filter((e) => e.group === "nodes" && cy.getElementById(e.data.id).empty());
  const nodes = view.elements.filter((e) => e.group === "nodes");
  const first = cy.nodes().length === 0;
  const all = anew || first || fresh.length > nodes.length / 2;
  if (all) layOut(view.elements);
  else settle(fresh, view.elements);
  cy.batch(() => {
    cy.elements().filter((e) => !ids.has(e.id())).remove();
    for (const element of view.elements) {
      const there = cy.getElementById(element.data.id);
      if (there.empty()) cy.add({ ...element, position: { ...places.get(element.data.id) } });
      else {
        there.data(element.data).classes(there.hasClass("chosen") ? element.classes + " chosen" : element.classes);
        if (all && there.isNode()) there.position({ ...places.get(element.data.id) });
      }
    }
  });
  for (const id of places.keys()) if (!known(id)) places.delete(id);
  if (all) {
    cy.fit(undefined, 50);
    if (cy.zoom() > 1.2) { cy.zoom(1.2); cy.center(); }
  }
  return view;
}

const known = (id) => id.startsWith("pid:") ? store.processes.has(Number(id.slice(4))) : store.objects.has(id);

// What is drawn: what connects processes; of what was searched or chosen also the rest.
function visible(filter) {
  const bad = badEdges();
  const ofKind = (object) => object && (filter.kinds.size === 0 || filter.kinds.has(object.kind));
  const wanted = store.links.filter((link) => {
    const object = store.objects.get(link.object);
    if (!ofKind(object)) return false;
    if (filter.matches) return filter.matches.has("pid:" + link.pid) || filter.matches.has(link.object) || filter.matches.has(store.partnerOf(link.object));
    if (filter.pid) return around(filter.pid, link);
    return bad.has(link.pid + " " + link.object) || store.connects(object);
  });
  const edges = new Map();
  const firsts = new Map();
  for (const link of wanted) {
    const object = drawnId(link.object);
    const way = direction(link, object);
    const id = `${link.pid} ${way} ${object}`;
    const edge = edges.get(id) ?? { id, pid: link.pid, object, direction: way, fds: [], call: "", bad: false };
    if (!firsts.has(object)) firsts.set(object, link.pid);
    if (link.fd !== null) edge.fds.push(link.fd);
    edge.call ||= [store.waits(link), store.objects.get(link.object)?.listener && "not accepted"].filter(Boolean).join(" ");
    edge.bad ||= bad.has(link.pid + " " + link.object);
    edges.set(id, edge);
  }
  return limited(edges, firsts, filter);
}

// Who waits to be accepted stands before the listener, and its owner behind it.
function direction(link, drawn) {
  if (store.objects.get(link.object)?.listener) return "write";
  return link.object === drawn && store.waitingFor(drawn).length ? "read" : link.direction;
}

function around(pid, link) {
  if (link.pid === pid) return true;
  const ends = [link.object, store.partnerOf(link.object), ...store.waitingFor(link.object).map((object) => object.id)];
  return ends.some((id) => id && store.holdersOf(id).some((other) => other.pid === pid));
}

function badEdges() {
  const bad = new Set();
  for (const finding of store.findings) for (const edge of finding.edges) bad.add(edge.pid + " " + edge.object);
  return bad;
}

const badPids = () => new Set(store.findings.filter((f) => f.severity !== "info").flatMap((f) => f.processes.map((p) => p.pid)));

function limited(edges, firsts, filter) {
  const pids = badPids();
  const parts = connected([...edges.values()].map((e) => ["pid:" + e.pid, e.object]), beginning(filter, pids));
  if (filter.pid && parts.length === 0) parts.push(["pid:" + filter.pid]);
  for (const id of filter.matches ?? []) {
    if (id.startsWith("pid:") && !parts.some((part) => part.includes(id))) parts.push([id]);
  }
  const weight = (part) => part.some((id) => pids.has(Number(id.slice(4)))) ? 1e9 : part.length;
  parts.sort((a, b) => weight(b) - weight(a));
  const ids = new Set();
  const tooLarge = [];
  for (const part of parts) {
    if (ids.size + part.length > MOST) tooLarge.push(part);
    else part.forEach((id) => ids.add(id));
  }
  // The beginning of a part is connected too.
  let left = 0;
  for (const part of tooLarge) {
    const some = part.slice(0, Math.max(Math.min(MOST - ids.size, SOME), 0));
    some.forEach((id) => ids.add(id));
    left += part.length - some.length;
  }
  const elements = [...ids].map((id) => node(id, pids));
  for (const edge of edges.values()) {
    if (ids.has("pid:" + edge.pid) && ids.has(edge.object)) elements.push(arc(edge, firsts.get(edge.object)));
  }
  childWaits(ids, elements);
  return { elements, nodes: ids.size, left };
}

// Where a part begins that cannot be drawn as a whole: at what is wanted most.
function beginning(filter, pids) {
  if (filter.pid) return "pid:" + filter.pid;
  const [found] = filter.matches ?? [];
  const [bad] = pids;
  return found ?? (bad ? "pid:" + bad : undefined);
}

function connected(pairs, first) {
  const next = new Map();
  const add = (a, b) => (next.get(a) ?? next.set(a, []).get(a)).push(b);
  for (const [a, b] of pairs) { add(a, b); add(b, a); }
  const seen = new Set();
  const parts = [];
  const roots = first && next.has(first) ? [first, ...next.keys()] : next.keys();
  for (const root of roots) {
    if (seen.has(root)) continue;
    const part = [root];
    seen.add(root);
    for (let i = 0; i < part.length; i++) {
      for (const id of next.get(part[i])) if (!seen.has(id)) { seen.add(id); part.push(id); }
    }
    parts.push(part);
  }
  return parts;
}

const cut = (text, most) => [...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text;

function node(id, pids) {
  if (id.startsWith("pid:")) {
    const pid = Number(id.slice(4));
    const name = cut(store.processName(pid), 24);
    return { group: "nodes", data: { id, label: `${name}\n${pid}`, width: Math.max(name.length * 8 + 26, 70), height: 44 },
      classes: "process" + (pids.has(pid) ? " bad" : "") };
  }
  const object = store.objects.get(id);
  const name = object?.name || (object?.peer && store.objects.get(object.peer)?.name) || "";
  const label = cut(store.shown(name ? name.split("/").pop() || name : object?.type ?? id), 22);
  const bad = store.findings.some((f) => f.edges.some((e) => e.object && drawnId(e.object) === id));
  return { group: "nodes", data: { id, label, width: label.length * 6.5 + 20, height: 24 },
    classes: `object ${FAMILIES[object?.kind] ?? "other"}${bad ? " bad" : ""}` };
}

// As the data go. What goes both ways leaves the process that comes first, so that the ends of a
// connection stand on both sides of it.
function arc(edge, first) {
  const process = "pid:" + edge.pid;
  const leaves = edge.direction === "both" ? edge.pid === first : edge.direction === "write";
  const label = [cut(edge.fds.join(","), 12), edge.call].filter(Boolean).join(" ");
  return { group: "edges", data: { id: edge.id, source: leaves ? process : edge.object, target: leaves ? edge.object : process, label },
    classes: `${edge.direction}${edge.call ? " waits" : ""}${edge.bad ? " bad" : ""}` };
}

// Who waits for a child, or for whatever is no object, waits for the process itself.
function childWaits(ids, elements) {
  for (const finding of store.findings) {
    for (const edge of finding.edges.filter((e) => !e.object)) {
      for (const other of edge.waits_for) {
        const [source, target] = ["pid:" + edge.pid, "pid:" + other];
        const id = `${source} waits ${target}`;
        if (ids.has(source) && ids.has(target) && !elements.some((e) => e.data.id === id)) {
          elements.push({ group: "edges", data: { id, source, target, label: edge.call }, classes: "write waits bad" });
        }
      }
    }
  }
}

function layOut(elements) {
  const nodes = new Map(elements.filter((e) => e.group === "nodes").map((e) => [e.data.id, e]));
  const edges = elements.filter((e) => e.group === "edges");
  const parts = connected(edges.map((e) => [e.data.source, e.data.target]));
  const placed = new Set(parts.flat());
  for (const id of nodes.keys()) if (!placed.has(id)) parts.push([id]);
  const boxes = parts.map((part) => ({ ...box(part, nodes, edges), bad: part.some((id) => nodes.get(id)?.classes.includes(" bad")) }));
  pack(boxes);
}

function box(part, nodes, edges) {
  const ids = new Set(part);
  const own = edges.filter((e) => ids.has(e.data.source));
  const at = part.length > DAGRE ? columns(part, own) : layered(part, nodes, own);
  const xs = [...at.values()].map((p) => p.x);
  const ys = [...at.values()].map((p) => p.y);
  const left = Math.min(...xs) - 80, top = Math.min(...ys) - 24;
  return { at, left, top, width: Math.max(...xs) + 80 - left, height: Math.max(...ys) + 24 - top };
}

function layered(part, nodes, edges) {
  const g = new dagre.graphlib.Graph({ multigraph: true });
  g.setGraph({ rankdir: "LR", nodesep: 22, ranksep: 60, edgesep: 12 });
  for (const id of part) g.setNode(id, { width: nodes.get(id).data.width, height: nodes.get(id).data.height });
  for (const { data } of edges) g.setEdge(data.source, data.target, {}, data.id);
  dagre.layout(g);
  return new Map(part.map((id) => [id, { x: g.node(id).x, y: g.node(id).y }]));
}

// For what is too large for more: by distance from the node with the most arcs.
function columns(part, edges) {
  const degree = new Map();
  const next = new Map(part.map((id) => [id, []]));
  for (const { data } of edges) {
    next.get(data.source).push(data.target);
    next.get(data.target).push(data.source);
  }
  for (const id of part) degree.set(id, next.get(id).length);
  let ring = [part.reduce((a, b) => degree.get(b) > degree.get(a) ? b : a)];
  const at = new Map();
  const seen = new Set(ring);
  for (let x = 0; ring.length; x += 220) {
    const rows = Math.max(Math.ceil(Math.sqrt(ring.length * 4)), 1);
    ring.forEach((id, i) => at.set(id, { x: x + Math.floor(i / rows) * 180, y: ((i % rows) - Math.min(rows, ring.length) / 2) * 52 }));
    x += Math.floor((ring.length - 1) / rows) * 180;
    ring = ring.flatMap((id) => next.get(id)).filter((id) => !seen.has(id) && seen.add(id));
  }
  return at;
}

// Parts beside and below each other, in about the shape of the window.
function pack(boxes) {
  const area = boxes.reduce((sum, b) => sum + (b.width + GAP) * (b.height + GAP), 0);
  const ratio = Math.max(cy.width() / Math.max(cy.height(), 1), 0.5);
  const room = Math.max(Math.sqrt(area * ratio) * 1.1, ...boxes.map((b) => b.width));
  let x = 0, y = 0, row = 0;
  for (const b of boxes.sort((a, b) => b.bad - a.bad || b.height - a.height)) {
    if (x > 0 && x + b.width > room) { x = 0; y += row + GAP; row = 0; }
    for (const [id, p] of b.at) places.set(id, { x: x + p.x - b.left, y: y + p.y - b.top });
    x += b.width + GAP;
    row = Math.max(row, b.height);
  }
}

// New nodes get a free place near those they are connected with; nobody else moves.
function settle(fresh, elements) {
  const moving = new Set(fresh.map((e) => e.data.id));
  const taken = elements.filter((e) => e.group === "nodes" && !moving.has(e.data.id)).map((e) => places.get(e.data.id));
  const bottom = Math.max(0, ...taken.map((p) => p.y)) + 90;
  for (const { data } of fresh) {
    const near = elements
      .filter((e) => e.group === "edges" && (e.data.source === data.id || e.data.target === data.id))
      .map((e) => ({ to: places.get(e.data.source === data.id ? e.data.target : e.data.source), side: e.data.source === data.id ? -1 : 1 }))
      .filter((e) => e.to);
    const start = places.get(data.id) ?? (near.length
      ? { x: near.reduce((s, e) => s + e.to.x + e.side * 130, 0) / near.length, y: near.reduce((s, e) => s + e.to.y, 0) / near.length }
      : { x: 80, y: bottom });
    const place = free(start, taken);
    places.set(data.id, place);
    taken.push(place);
  }
}

function free(start, taken) {
  for (let i = 0; i < 400; i++) {
    const row = Math.ceil(i / 2) * (i % 2 ? 1 : -1);
    const place = { x: start.x + Math.floor(i / 40) * 150, y: start.y + (row % 20) * 54 };
    if (!taken.some((p) => Math.abs(p.x - place.x) < 130 && Math.abs(p.y - place.y) < 46)) return place;
  }
  return start;
}

function style() {
  const c = dark.matches
    ? { text: "#e6ebf2", box: "#1b2c52", edge: "#5b6b84", object: "#1a2230", rim: "#86a9ff", bad: "#ff6b76", badBox: "#4a1a22", wait: "#f0ad4e", soft: "#93a1b5", back: "#0e131b",
        pipe: "#4fd1c5", socket: "#b794f6", net: "#f6ad55", queue: "#f687b3", memory: "#68d391", other: "#93a1b5" }
    : { text: "#17202e", box: "#e4ecff", edge: "#a3afc0", object: "#ffffff", rim: "#2457d6", bad: "#c81e2b", badBox: "#ffe3e5", wait: "#b45f06", soft: "#5e6b7d", back: "#f6f7f9",
        pipe: "#0f8a7e", socket: "#7547c4", net: "#c2660b", queue: "#be3a7c", memory: "#27874a", other: "#7a8798" };
  const family = (name) => ({ selector: `.${name}`, style: { "border-color": c[name] } });
  return [
    { selector: "node", style: { label: "data(label)", width: "data(width)", height: "data(height)", color: c.text, "font-family": "system-ui, sans-serif",
      "text-valign": "center", "text-halign": "center", "text-wrap": "wrap", "min-zoomed-font-size": 5 } },
    { selector: ".process", style: { shape: "round-rectangle", "background-color": c.box, "border-width": 1.5, "border-color": c.rim, "font-size": 13 } },
    { selector: ".object", style: { shape: "ellipse", "background-color": c.object, "border-width": 1.5, "font-size": 11 } },
    ...["pipe", "socket", "net", "queue", "memory", "other"].map(family),
    { selector: "edge", style: { width: 1.6, "line-color": c.edge, "target-arrow-color": c.edge, "source-arrow-color": c.edge, "target-arrow-shape": "triangle",
      "arrow-scale": 0.9, "curve-style": "bezier", label: "data(label)", "font-size": 10, color: c.soft, "text-background-color": c.back,
      "text-background-opacity": 0.9, "text-background-padding": 2, "min-zoomed-font-size": 7, "font-family": "system-ui, sans-serif" } },
    { selector: "edge.both", style: { "source-arrow-shape": "triangle" } },
    { selector: "edge.waits", style: { "line-style": "dashed", "line-color": c.wait, "target-arrow-color": c.wait, "source-arrow-color": c.wait, color: c.wait } },
    { selector: "node.bad", style: { "border-color": c.bad, "border-width": 3, "background-color": c.badBox } },
    { selector: "edge.bad", style: { width: 3.5, "line-style": "solid", "line-color": c.bad, "target-arrow-color": c.bad, "source-arrow-color": c.bad, color: c.bad, "z-index": 9 } },
    { selector: "node.chosen", style: { "border-width": 4 } },
    { selector: "edge.chosen", style: { width: 3.5, "z-index": 8 } },
  ];
}
