// Joins the stream of the server, the graph and the lists.
import * as graph from "./graph.js";
import * as panel from "./panel.js";
import * as store from "./store.js";
import * as view from "./view.js";

const $ = (id) => document.getElementById(id);
const filter = { text: "", pid: null, kinds: new Set(), matches: null, open: new Set() }; // open: pids of folds
let typing; // the timer that waits for more text
let selected = null; // the id of a node, or a finding

function matching() {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const fits = (text) => words.every((word) => text.includes(word));
  const ids = new Set();
  for (const p of store.processes.values()) {
    if (fits(`${p.pid} ${p.name} ${p.command.join(" ")}`.toLowerCase())) ids.add("pid:" + p.pid);
  }
  for (const o of store.objects.values()) if (fits(`${o.id} ${o.type} ${o.name ?? ""} ${o.remote ?? ""}`.toLowerCase())) ids.add(o.id);
  return ids;
}

function render(anew) {
  filter.matches = matching();
  if (filter.pid !== null && !store.processes.has(filter.pid)) filter.pid = null;
  for (const pid of filter.open) if (!store.processes.has(pid)) filter.open.delete(pid);
  const drawn = graph.draw(filter, anew);
  const bad = view.badPids();
  const all = [...store.processes.values()].sort((a, b) => bad.has(b.pid) - bad.has(a.pid) || a.pid - b.pid);
  const listed = filter.matches ? all.filter((p) => filter.matches.has("pid:" + p.pid)) : all;
  panel.processes(listed, filter.pid, choosePid);
  panel.kinds(filter.kinds, toggleKind);
  panel.findings(chooseFinding);
  panel.unknown();
  const folded = drawn.folded ? " Alike ones are one node: choose it, or search." : "";
  $("counts").textContent = `${all.length} processes, ${store.objects.size} objects; ${drawn.nodes} nodes.${folded}`;
  $("empty").hidden = drawn.nodes > 0;
  $("reset").hidden = !filter.text && filter.pid === null && filter.kinds.size === 0 && filter.open.size === 0;
  refreshDetails();
}

function refreshDetails() {
  if (typeof selected === "string") {
    if (panel.details(selected, select, unfold)) graph.mark(selected);
    else select(null);
  } else if (selected) {
    panel.finding(selected, select);
  }
}

function select(id) {
  selected = id;
  if (id?.startsWith("pid:") && view.drawnId(id) !== id) {
    unfold([Number(id.slice(4))]);
    return;
  }
  graph.mark(id);
  if (id === null) $("details").hidden = true;
  else refreshDetails();
}

// Draws processes by themselves that were folded; nobody else moves.
function unfold(pids) {
  pids.forEach((pid) => filter.open.add(pid));
  render(false);
}

function choosePid(pid) {
  clearTimeout(typing);
  filter.text = $("search").value;
  filter.pid = filter.pid === pid ? null : pid;
  selected = filter.pid === null ? null : "pid:" + pid;
  render(true);
  if (selected === null) select(null);
}

function chooseFinding(finding) {
  selected = finding;
  unfold(finding.processes.map((p) => p.pid).filter((pid) => store.processes.has(pid)).slice(0, panel.FEW));
  graph.mark(null);
  graph.show([...finding.processes.map((p) => "pid:" + p.pid), ...finding.edges.map((e) => e.object).filter(Boolean)].map(view.drawnId));
}

function toggleKind(kind) {
  if (!filter.kinds.delete(kind)) filter.kinds.add(kind);
  render(true);
}

function reset() {
  clearTimeout(typing);
  filter.text = $("search").value = "";
  filter.pid = null;
  filter.kinds.clear();
  filter.open.clear();
  render(true);
}

function listen() {
  const events = new EventSource("events");
  const status = (text, kind) => {
    $("status").textContent = text;
    $("status").className = kind;
  };
  events.onopen = () => status("live", "live");
  events.onerror = () => status("connection lost", "lost");
  events.onmessage = (event) => {
    store.apply(JSON.parse(event.data));
    render(false);
  };
}

$("search").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    filter.text = $("search").value;
    filter.pid = null;
    render(true);
  }, 150);
});
$("fit").addEventListener("click", graph.fit);
$("tidy").addEventListener("click", () => render(true));
$("reset").addEventListener("click", reset);
$("close").addEventListener("click", () => select(null));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (selected !== null) select(null);
    else reset();
  } else if (event.target === $("search") || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  } else if (event.key === "/") {
    event.preventDefault();
    $("search").focus();
  } else if (event.key === "f") graph.fit();
  else if (event.key === "t") render(true);
});
graph.start($("graph"), select);
listen();
