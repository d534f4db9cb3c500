// Makes a picture small enough to look at: alike processes become one node, and so does what
// connects the same nodes. Knows neither the page nor what draws it.

const SHARED = 4; // an object that more have counts itself as their neighbour, and not each of them
const HUB = 3; // who has so many alike neighbours is a neighbour like no other
const BACK = 0.75; // how much smaller a picture has to be before less is folded: it shall not flicker

// From little folding to all: which neighbours alike processes have, how many make a fold, and how
// many nodes are too many.
const LEVELS = [
  { near: "nobody", least: Infinity, most: 150 },
  { near: "same", least: 12, most: 150 },
  { near: "hubs", least: 12, most: 150 },
  { near: "hubs", least: HUB, most: 300 },
  { near: "names", least: HUB, most: 300 },
  { near: "any", least: 2, most: 300 },
  { near: "all", least: 1, most: Infinity },
];

// edges: { pid, object, direction, fds, call, bad }, at most one for each of the first three.
// lone: pids without any. about: name(pid), bad(pid), object(id) with kind, type and name.
// own: pids that are never folded. open: pids that somebody has unfolded; folding stays as it is without them.
// The result has nodes of processes and of objects with their members, the edges between them, all
// folds with all their members, and the level to begin with next time.
export function simplified({ edges, lone = [], about, own = new Set(), open = new Set(), level = 0 }) {
  const graph = indexed(edges, lone);
  for (let next = 0; ; next++) {
    const most = LEVELS[next].most * (next < level ? BACK : 1);
    const folds = foldsOf(graph, about, own, LEVELS[next]);
    const at = placed(graph, folds, new Set());
    if (new Set(at.values()).size > most) continue; // the objects would only be more
    const drawn = joined(graph, about, at, next);
    if (drawn.processes.size + drawn.objects.size > most) continue;
    return { ...(open.size ? joined(graph, about, placed(graph, folds, open), next) : drawn), folds, level: next };
  }
}

function indexed(edges, lone) {
  const pids = new Map(lone.map((pid) => [pid, []]));
  const objects = new Map();
  for (const edge of edges) {
    (pids.get(edge.pid) ?? pids.set(edge.pid, []).get(edge.pid)).push(edge);
    (objects.get(edge.object) ?? objects.set(edge.object, []).get(edge.object)).push(edge);
  }
  return { edges, pids, objects };
}

const family = (name) => name.replace(/\d+/g, "#");

// The folds by id, which says what their members have in common: so it stays while they come and go.
function foldsOf(graph, about, own, { near, least }) {
  if (least === Infinity) return new Map();
  const hubs = near === "hubs" ? hubsOf(graph, about, own) : new Set();
  return classes(graph, about, own, near, hubs, least);
}

function classes(graph, about, own, near, hubs, least) {
  const found = new Map();
  for (const [pid, edges] of graph.pids) {
    if (own.has(pid)) continue;
    const bad = about.bad(pid) ? "bad" : "";
    const name = about.name(pid);
    const parts =
      near === "all" ? ["others", bad]
      : near === "any" ? [family(name), bad]
      : [near === "names" ? family(name) : name, bad, neighbours(pid, edges, graph, about, near, hubs)];
    const id = "fold:" + JSON.stringify(parts);
    (found.get(id) ?? found.set(id, []).get(id)).push(pid);
  }
  for (const [id, pids] of found) if (pids.length < least) found.delete(id);
  return found;
}

function neighbours(pid, edges, graph, about, near, hubs) {
  const all = new Set();
  for (const edge of edges) {
    const what = `${about.object(edge.object).kind} ${edge.direction} `;
    const ends = graph.objects.get(edge.object);
    if (ends.length > SHARED) all.add(what + (near === "names" ? "shared" : edge.object));
    else {
      for (const end of ends) {
        if (end.pid === pid) continue;
        all.add(what + (near === "same" || hubs.has(end.pid) ? end.pid : "~" + family(about.name(end.pid))));
      }
    }
  }
  return [...all].sort();
}

function hubsOf(graph, about, own) {
  const hubs = new Set();
  for (const [first] of classes(graph, about, own, "same", hubs, HUB).values()) {
    for (const edge of graph.pids.get(first)) {
      const ends = graph.objects.get(edge.object);
      if (ends.length <= SHARED) for (const end of ends) if (end.pid !== first) hubs.add(end.pid);
    }
  }
  return hubs;
}

// Where each process is drawn. A single one that is left of a fold is drawn by itself.
function placed(graph, folds, open) {
  const at = new Map();
  for (const [id, pids] of folds) {
    const rest = pids.filter((pid) => !open.has(pid));
    if (rest.length > 1) for (const pid of rest) at.set(pid, id);
  }
  for (const pid of graph.pids.keys()) if (!at.has(pid)) at.set(pid, "pid:" + pid);
  return at;
}

function joined(graph, about, at, level) {
  const processes = new Map();
  for (const [pid, id] of at) (processes.get(id) ?? processes.set(id, []).get(id)).push(pid);
  const bundles = new Map();
  for (const [object, ends] of graph.objects) {
    const key = likeness(object, ends, about, at, level);
    (bundles.get(key) ?? bundles.set(key, []).get(key)).push(object);
  }
  const objects = new Map();
  for (const [key, members] of bundles) {
    const id = members.length === 1 ? members[0] : key;
    objects.set(id, members);
    for (const member of members) at.set(member, id);
  }
  return { at, processes, objects, edges: merged(graph.edges, at) };
}

// What is the same for objects that are drawn as one. Something bad is drawn by itself, unless
// that which it is between is not.
function likeness(object, ends, about, at, level) {
  const folded = ends.some((end) => at.get(end.pid).startsWith("fold:"));
  if (!folded && ends.some((end) => end.bad)) return object;
  const { kind, type, name } = about.object(object);
  const arcs = [...new Set(ends.map((end) => `${end.direction} ${at.get(end.pid)}`))].sort();
  const bad = ends.some((end) => end.bad) ? "bad" : "";
  // Each connection over a network has a name of its own, by its port.
  const called = folded || level > 3 || kind === "tcp" || kind === "udp" ? "" : name;
  return "bundle:" + JSON.stringify([kind, type, called, bad, arcs]);
}

function merged(edges, at) {
  const all = new Map();
  for (const edge of edges) {
    const process = at.get(edge.pid);
    const object = at.get(edge.object);
    const id = `${process} ${edge.direction} ${object}`;
    let one = all.get(id);
    if (!one) all.set(id, (one = { id, process, object, direction: edge.direction, fds: new Set(), calls: new Map(), called: "", bad: false }));
    edge.fds.forEach((fd) => one.fds.add(fd));
    if (edge.call) one.calls.set(edge.call, (one.calls.get(edge.call) ?? 0) + 1);
    one.called ||= edge.called; // of many that are drawn as one, those of the first
    one.bad ||= edge.bad;
  }
  return [...all.values()];
}
