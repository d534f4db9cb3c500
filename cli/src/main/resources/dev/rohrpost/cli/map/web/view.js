// Which part of what is known is drawn, as nodes and edges.
import { simplified } from "./fold.js";
import * as store from "./store.js";

const OWN = 120; // processes of findings, or found ones, that are drawn by themselves
export const ALONE = "fold:alone"; // those that nothing connects with others
const FAMILIES = {
  pipe: "pipe", fifo: "pipe", unix: "socket", socket: "socket", tcp: "net", udp: "net",
  sysv: "queue", mq: "queue", segment: "memory", shm: "memory", memfd: "memory", dbus: "queue",
};
let at = new Map(); // id of a process or an object -> id of the node that it is drawn as
let groups = new Map(); // id of a node of many -> { pids } or { objects }
let level = 0;

// Both ends of a connection are one node, so are a listener and those who wait to be accepted, and
// so may be many processes or objects.
export function drawnId(id) {
  if (groups.has(id)) return id;
  const end = id.startsWith("pid:") ? Number(id.slice(4)) : oneEnd(id);
  return at.get(end) ?? (typeof end === "number" ? id : end);
}

function oneEnd(id) {
  const { peer, listener } = store.objects.get(id) ?? {};
  const other = peer && peer < id ? peer : listener;
  return other && store.objects.has(other) ? other : id;
}

export const group = (id) => groups.get(id);

// What is drawn: what connects processes; of what was searched or chosen also the rest. Those that
// nothing connects are one node, so that nobody is missing.
export function view(filter, anew) {
  const bad = badPids();
  const edges = wanted(filter);
  const lone = loners(filter, edges, bad);
  const own = ownPids(filter);
  const everything = !filter.matches && filter.pid === null && filter.kinds.size === 0;
  const drawn = simplified({ edges, lone, own, about: about(bad), open: filter.open, level: anew ? 0 : level });
  ({ at, level } = drawn);
  groups = new Map();
  for (const [id, pids] of drawn.folds) groups.set(id, { pids });
  for (const [id, objects] of drawn.objects) if (objects.length > 1) groups.set(id, { objects });
  if (everything) addAlone(drawn, lone.filter((pid) => filter.open.has(pid)));
  return elements(drawn, bad);
}

const about = (bad) => ({
  name: (pid) => store.processes.get(pid)?.name ?? "",
  bad: (pid) => bad.has(pid),
  object: (id) => {
    const object = store.objects.get(id);
    return { kind: object.kind, type: object.type, name: nameOf(object) };
  },
});

const nameOf = (object) => object?.name || (object?.peer && store.objects.get(object.peer)?.name) || "";

function wanted(filter) {
  const bad = badEdges();
  const ofKind = (object) => object && (filter.kinds.size === 0 || filter.kinds.has(object.kind));
  const connecting = new Map();
  const connects = (object) => {
    if (!connecting.has(object.id)) connecting.set(object.id, store.connects(object));
    return connecting.get(object.id);
  };
  const near = filter.pid === null ? null : new Set(store.linksOf(filter.pid).map((link) => oneEnd(link.object)));
  const edges = new Map();
  for (const link of store.links) {
    const object = store.objects.get(link.object);
    if (!ofKind(object)) continue;
    const isBad = bad.size > 0 && bad.has(link.pid + " " + link.object);
    const shown = near ? near.has(oneEnd(link.object))
      : filter.matches ? filter.matches.has("pid:" + link.pid) || filter.matches.has(link.object) || filter.matches.has(store.partnerOf(link.object))
      : isBad || connects(object);
    if (!shown) continue;
    const end = oneEnd(link.object);
    const way = direction(link, end);
    const id = `${link.pid} ${way} ${end}`;
    let edge = edges.get(id);
    if (!edge) edges.set(id, (edge = { pid: link.pid, object: end, direction: way, fds: [], call: "", called: "", bad: false }));
    if (link.fd !== null) edge.fds.push(link.fd);
    edge.call ||= [store.waits(link), object.listener && "not accepted"].filter(Boolean).join(" ");
    edge.called ||= store.called(link);
    edge.bad ||= isBad;
  }
  return [...edges.values()];
}

// Who waits to be accepted stands before the listener, and its owner behind it.
function direction(link, drawn) {
  if (store.objects.get(link.object)?.listener) return "write";
  return link.object === drawn && store.waitingFor(drawn).length ? "read" : link.direction;
}

// Processes without an edge that are drawn nevertheless.
function loners(filter, edges, bad) {
  const joined = new Set(edges.map((edge) => edge.pid));
  const asked = filter.pid !== null ? [filter.pid]
    : filter.matches ? [...filter.matches].filter((id) => id.startsWith("pid:")).map((id) => Number(id.slice(4)))
    : filter.kinds.size > 0 ? []
    : [...bad, ...filter.open];
  return [...new Set(asked)].filter((pid) => !joined.has(pid) && store.processes.has(pid));
}

// Findings as a whole, and what was found if that is not half of the machine.
function ownPids(filter) {
  const own = new Set();
  for (const finding of [...store.findings].sort((a, b) => (a.severity === "info") - (b.severity === "info"))) {
    if (own.size + finding.processes.length <= OWN) finding.processes.forEach((p) => own.add(p.pid));
  }
  const found = [...(filter.matches ?? [])].filter((id) => id.startsWith("pid:"));
  if (found.length <= OWN) found.forEach((id) => own.add(Number(id.slice(4))));
  if (filter.pid !== null) own.add(filter.pid);
  return own;
}

function addAlone(drawn, open) {
  const alone = [...store.processes.keys()].filter((pid) => !at.has(pid));
  if (alone.length === 0) return;
  for (const pid of alone) at.set(pid, ALONE);
  groups.set(ALONE, { pids: [...alone, ...open] });
  drawn.processes.set(ALONE, alone);
}

function badEdges() {
  const bad = new Set();
  for (const finding of store.findings) for (const edge of finding.edges) bad.add(edge.pid + " " + edge.object);
  return bad;
}

export const badPids = () => new Set(store.findings.filter((f) => f.severity !== "info").flatMap((f) => f.processes.map((p) => p.pid)));

function elements(drawn, bad) {
  const badObjects = new Set(store.findings.flatMap((f) => f.edges.filter((e) => e.object).map((e) => drawnId(e.object))));
  const all = [];
  const unfolded = new Map([...drawn.folds].flatMap(([id, pids]) => pids.map((pid) => [pid, id])));
  for (const [id, pids] of drawn.processes) all.push(processNode(id, pids, bad, unfolded.get(pids[0])));
  for (const [id, objects] of drawn.objects) all.push(objectNode(id, objects, badObjects.has(id)));
  const firsts = new Map();
  for (const edge of drawn.edges) if (!firsts.has(edge.object)) firsts.set(edge.object, edge.process);
  for (const edge of drawn.edges) all.push(arc(edge, firsts.get(edge.object)));
  childWaits(new Set([...drawn.processes.keys()]), all);
  const folded = [...drawn.processes].some(([id, pids]) => pids.length > 1 && id !== ALONE);
  return { elements: all, nodes: drawn.processes.size + drawn.objects.size, folded };
}

const cut = (text, most) => [...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text;

// What the members of a fold are called, with … where they differ.
export function groupName(id, pids) {
  if (id === ALONE) return "unconnected";
  const names = new Set(pids.map(store.processName));
  if (names.size === 1) return [...names][0];
  const families = new Set([...names].map((name) => name.replace(/\d+/g, "…")));
  return families.size === 1 ? [...families][0] : "others";
}

function processNode(id, pids, bad, fold) {
  const many = pids.length > 1 || id === ALONE;
  const name = cut(many ? groupName(id, pids) : store.processName(pids[0]), 24);
  const size = many ? 1.5 : 1; // to be seen in a large picture
  const classes = `process${many ? " many" : ""}${id === ALONE ? " alone" : ""}${pids.some((pid) => bad.has(pid)) ? " bad" : ""}`;
  return { group: "nodes", classes, data: { id, label: `${name}\n${many ? "×" + pids.length : pids[0]}`, count: pids.length, like: many ? "pid:" + pids[0] : fold ?? id,
    width: Math.max(name.length * 8 + 26, 70) * size, height: 44 * size } };
}

function objectNode(id, objects, bad) {
  const names = new Set(objects.map((each) => nameOf(store.objects.get(each))));
  const name = names.size === 1 ? [...names][0] : "";
  const { kind, type } = store.objects.get(objects[0]);
  const word = objects.length > 1 && !name && kind === "unix" ? kind : type;
  const label = cut(store.shown(name ? name.split("/").pop() || name : word), 22) + (objects.length > 1 ? ` ×${objects.length}` : "");
  return { group: "nodes", data: { id, label, count: objects.length, like: objects[0], width: label.length * 6.5 + 20, height: 24 },
    classes: `object ${FAMILIES[kind] ?? "other"}${objects.length > 1 ? " many" : ""}${bad ? " bad" : ""}` };
}

// As the data go. What goes both ways leaves the process that comes first, so that the ends of a
// connection stand on both sides of it.
function arc(edge, first) {
  const { id, process, object } = edge;
  const leaves = edge.direction === "both" ? process === first : edge.direction === "write";
  const fds = [...edge.fds].sort((a, b) => a - b).join(",");
  const calls = [...edge.calls].map(store.counted);
  const label = [edge.fds.size > 6 ? "" : cut(fds, 12), ...calls.slice(0, 2), cut(store.shown(edge.called), 24)].filter(Boolean).join(" ");
  return { group: "edges", data: { id, source: leaves ? process : object, target: leaves ? object : process, label },
    classes: `${edge.direction}${calls.length ? " waits" : ""}${edge.bad ? " bad" : ""}` };
}

// Who waits for a child, or for whatever is no object, waits for the process itself.
function childWaits(nodes, all) {
  const there = new Set();
  for (const finding of store.findings) {
    for (const edge of finding.edges.filter((e) => !e.object)) {
      for (const other of edge.waits_for) {
        const [source, target] = [drawnId("pid:" + edge.pid), drawnId("pid:" + other)];
        const id = `${source} waits ${target}`;
        if (!nodes.has(source) || !nodes.has(target) || there.has(id)) continue;
        there.add(id);
        all.push({ group: "edges", data: { id, source, target, label: edge.call }, classes: "write waits bad" });
      }
    }
  }
}
