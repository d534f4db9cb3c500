// Where nodes are drawn. What has a place keeps it.
/* global dagre */

const DAGRE = 250; // nodes of a part that dagre lays out in no time
const GAP = 70;
export const places = new Map(); // id -> where it was drawn

// Lays out everything anew, in about the shape of a window.
export function layOut(elements, ratio) {
  const nodes = new Map(elements.filter((e) => e.group === "nodes").map((e) => [e.data.id, e]));
  const edges = elements.filter((e) => e.group === "edges");
  const parts = connected(edges.map((e) => [e.data.source, e.data.target]));
  const placed = new Set(parts.flat());
  for (const id of nodes.keys()) if (!placed.has(id)) parts.push([id]);
  const boxes = parts.map((part) => ({ ...box(part, nodes, edges), bad: part.some((id) => nodes.get(id)?.classes.includes(" bad")) }));
  pack(boxes, ratio);
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
  for (const { data } of edges) g.setEdge(data.source, data.target, { width: Math.max(data.label.length * 5.5 - 20, 0), height: 0, labelpos: "c" }, data.id);
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
function pack(boxes, ratio) {
  const area = boxes.reduce((sum, b) => sum + (b.width + GAP) * (b.height + GAP), 0);
  const room = Math.max(Math.sqrt(area * ratio) * 1.1, ...boxes.map((b) => b.width));
  let x = 0, y = 0, row = 0;
  for (const b of boxes.sort((a, b) => b.bad - a.bad || b.height - a.height)) {
    if (x > 0 && x + b.width > room) { x = 0; y += row + GAP; row = 0; }
    for (const [id, p] of b.at) places.set(id, { x: x + p.x - b.left, y: y + p.y - b.top });
    x += b.width + GAP;
    row = Math.max(row, b.height);
  }
}

// New nodes get a free place near what they were drawn as, or what they are connected with; nobody
// else moves.
export function settle(fresh, elements) {
  const moving = new Set(fresh.map((e) => e.data.id));
  const taken = elements.filter((e) => e.group === "nodes" && !moving.has(e.data.id)).map((e) => places.get(e.data.id));
  const bottom = Math.max(0, ...taken.map((p) => p.y)) + 90;
  for (const { data } of fresh) {
    const near = elements
      .filter((e) => e.group === "edges" && (e.data.source === data.id || e.data.target === data.id))
      .map((e) => ({ to: places.get(e.data.source === data.id ? e.data.target : e.data.source), side: e.data.source === data.id ? -1 : 1 }))
      .filter((e) => e.to);
    const start = places.get(data.id) ?? places.get(data.like) ?? (near.length
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

function connected(pairs) {
  const next = new Map();
  const add = (a, b) => (next.get(a) ?? next.set(a, []).get(a)).push(b);
  for (const [a, b] of pairs) { add(a, b); add(b, a); }
  const seen = new Set();
  const parts = [];
  for (const root of next.keys()) {
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
