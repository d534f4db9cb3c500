// The lists beside the graph, and the details. All text is put in as text, never as markup.
import * as store from "./store.js";
import { ALONE, badPids, group, groupName } from "./view.js";

const $ = (id) => document.getElementById(id);
const SHOWN = 300; // rows of a list
export const FEW = 60; // processes that may be drawn one by one

export function make(tag, text, classes) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (classes) element.className = classes;
  return element;
}

function button(text, action) {
  const element = make("button", text);
  element.type = "button";
  element.addEventListener("click", action);
  return element;
}

// Replaces a list only where it has changed, so that the focus stays where it is.
function fill(list, rows) {
  const signature = JSON.stringify(rows.map((row) => row.key));
  if (list.dataset.signature === signature) return;
  const focused = document.activeElement?.dataset?.key;
  list.dataset.signature = signature;
  list.replaceChildren(...rows.map((row) => row.make()));
  if (focused) list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

const title = (finding) => finding.kind.replaceAll("_", " ");

export function findings(choose) {
  const rows = store.findings.map((finding) => ({
    key: JSON.stringify([finding.kind, finding.tier, finding.processes.map((p) => p.pid)]),
    make: () => {
      const item = make("li");
      const action = button(undefined, () => choose(finding));
      action.className = finding.severity;
      action.append(make("strong", title(finding)));
      action.append(make("small", [finding.tier, finding.processes.map((p) => `${store.shown(p.name)} (${p.pid})`).join(", ")].filter(Boolean).join(" · ")));
      item.append(action);
      return item;
    },
  }));
  if (rows.length === 0) rows.push({ key: "none", make: () => make("li", "Nothing is stuck.", "none") });
  fill($("findings"), rows);
}

export function kinds(chosen, toggle) {
  const counts = new Map();
  for (const object of store.objects.values()) counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
  const rows = [...counts.keys()].sort().map((kind) => ({
    key: [kind, counts.get(kind), chosen.has(kind)],
    make: () => {
      const action = button(kind, () => toggle(kind));
      action.dataset.key = "kind " + kind;
      action.setAttribute("aria-pressed", String(chosen.has(kind)));
      action.append(make("b", counts.get(kind)));
      return action;
    },
  }));
  fill($("kinds"), rows);
}

export function processes(list, chosen, choose) {
  const bad = badPids();
  const rows = list.slice(0, SHOWN).map((process) => ({
    key: [process.pid, process.name, process.pid === chosen, bad.has(process.pid)],
    make: () => {
      const item = make("li", undefined, bad.has(process.pid) ? "bad" : "");
      const action = button(undefined, () => choose(process.pid));
      action.dataset.key = "pid " + process.pid;
      action.setAttribute("aria-pressed", String(process.pid === chosen));
      action.append(make("span", store.shown(process.name), "name"), make("span", process.pid, "pid"));
      item.append(action);
      return item;
    },
  }));
  if (list.length > SHOWN) rows.push({ key: list.length, make: () => make("li", `${list.length - SHOWN} more; search for them`, "none") });
  fill($("processes"), rows);
}

export function unknown() {
  $("unknown-section").hidden = store.unknown.length === 0;
  fill($("unknown"), store.unknown.map((u) => ({ key: [u.what, u.why], make: () => make("li", `${store.shown(u.what)}: ${store.shown(u.why)}`) })));
}

const SKIPPED = new Set(["blocked", "name", "pid", "id", "type", "kind", "namespaces", "signals"]);

function fields(record) {
  const list = make("dl");
  const add = (name, value) => list.append(make("dt", name.replaceAll("_", " ")), make("dd", value));
  for (const [name, value] of Object.entries(record)) {
    if (SKIPPED.has(name) || value === null || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    add(name, name === "command" ? value.map(store.shown).join(" ") : typeof value === "object" ? store.shown(JSON.stringify(value)) : store.shown(value));
  }
  for (const [name, value] of Object.entries(record.namespaces ?? {})) add(name + " namespace", value);
  const signals = Array.isArray(record.signals) ? { watched: record.signals } : record.signals ?? {};
  for (const [name, value] of Object.entries(signals)) {
    if (value.length) add(name + " signals", value.join(" "));
  }
  return list;
}

const ARROWS = { read: "←", write: "→", both: "↔" };

function linkRow(link, text, ends) {
  const row = make("div", undefined, "row");
  row.append(make("code", `${link.fd === null ? "" : "fd " + link.fd + " "}${ARROWS[link.direction]} `), text);
  const call = store.waits(link);
  if (call) row.append(make("span", ` waits in ${call}`, "waits"));
  const called = store.called(link);
  if (called) row.append(` calls ${store.shown(called)}`);
  for (const end of ends) row.append(make("br"), end);
  return row;
}

const processLink = (pid, select) => button(`${store.processName(pid)} (${pid})`, () => select("pid:" + pid));

// The members of a node that stands for many.
function members(id, many, select, unfold) {
  const ids = many.pids ?? many.objects;
  const content = make("div");
  if (many.pids) {
    content.append(make("h3", `${groupName(id, ids)} ×${ids.length}`), make("p", id === ALONE ? "nothing connects them with others" : "processes of the same name with neighbours of the same kinds", "soft"));
    content.append(make("p", "Choose one to draw it by itself.", "soft"));
    if (ids.length <= FEW) content.append(button(`Draw all ${ids.length}`, () => unfold(ids)));
  } else {
    const { type } = store.objects.get(ids[0]);
    content.append(make("h3", `${type} ×${ids.length}`), make("p", "parallel connections", "soft"));
  }
  content.append(make("h2", "Members"));
  for (const one of ids.slice(0, SHOWN)) content.append(many.pids ? processRow(one, select) : objectRow(one, select));
  if (ids.length > SHOWN) content.append(make("p", `${ids.length - SHOWN} more; search for them`, "none row"));
  return content;
}

function processRow(pid, select) {
  const row = make("div", undefined, "row");
  row.append(processLink(pid, select));
  for (const thread of store.processes.get(pid)?.blocked ?? []) row.append(make("span", ` waits in ${thread.call}`, "waits"));
  return row;
}

function objectRow(id, select) {
  const { type, name } = store.objects.get(id);
  const partner = store.partnerOf(id);
  const row = make("div", undefined, "row");
  row.append(button(store.shown(`${name || type} ${id}`), () => select(id)));
  for (const link of [...store.holdersOf(id), ...(partner ? store.holdersOf(partner) : [])].slice(0, 8)) {
    row.append(make("br"), make("code", `${ARROWS[link.direction]} `), processLink(link.pid, select), link.fd === null ? "" : ` fd ${link.fd}`);
    const call = store.waits(link);
    if (call) row.append(make("span", ` waits in ${call}`, "waits"));
  }
  return row;
}

// The details of a process, an object, or a node of many; false if it is not there any more.
export function details(id, select, unfold) {
  const many = group(id);
  if (many) {
    show(members(id, many, select, unfold));
    return true;
  }
  const content = make("div");
  if (id.startsWith("pid:")) {
    const process = store.processes.get(Number(id.slice(4)));
    if (!process) return false;
    content.append(make("h3", store.shown(process.name)), make("p", `process ${process.pid}`, "soft"), fields(process), make("h2", "What it has"));
    for (const link of store.linksOf(process.pid)) {
      const object = store.objects.get(link.object);
      const text = button(store.shown(`${object?.type ?? link.object} ${object?.name ?? ""}`), () => select(link.object));
      const ends = [...new Set(store.others(link).map((o) => o.pid))].slice(0, 8).map((pid) => processLink(pid, select));
      content.append(linkRow(link, text, ends));
    }
  } else {
    const object = store.objects.get(id);
    if (!object) return false;
    content.append(make("h3", store.shown(object.name || object.type)), make("p", `${object.type} · ${store.shown(object.id)}`, "soft"), fields(object), make("h2", "Who has it"));
    for (const link of store.holdersOf(id)) content.append(linkRow(link, processLink(link.pid, select), []));
    const partner = store.partnerOf(id);
    if (partner && store.objects.has(partner)) {
      content.append(make("h2", object.peer ? "The other end" : "Waits to be accepted by"));
      for (const link of store.holdersOf(partner)) content.append(linkRow(link, processLink(link.pid, select), []));
      content.append(button(store.shown(partner), () => select(partner)));
    }
    const waiting = store.waitingFor(id).flatMap((other) => store.holdersOf(other.id));
    if (waiting.length) content.append(make("h2", "Who waits to be accepted"));
    for (const link of waiting) content.append(linkRow(link, processLink(link.pid, select), []));
  }
  show(content);
  return true;
}

export function finding(finding, select) {
  const content = make("div");
  content.append(make("h3", title(finding), "bad-text"), make("p", `${finding.severity}, ${finding.tier}`, "soft"));
  if (finding.advice) content.append(make("p", store.shown(finding.advice), "advice"));
  if (finding.edges.length) content.append(make("h2", "Who waits for whom"));
  for (const edge of finding.edges) {
    const row = make("div", undefined, "row");
    row.append(processLink(edge.pid, select), make("span", ` ${edge.call}${edge.fd === null ? "" : " fd " + edge.fd} `, "bad-text"));
    if (edge.object) row.append(button(store.shown(edge.object), () => select(edge.object)));
    if (edge.waits_for.length) row.append(make("span", " waits for "));
    edge.waits_for.forEach((pid) => row.append(processLink(pid, select), " "));
    content.append(row);
  }
  if (finding.evidence.length) content.append(make("h2", "Seen"));
  for (const sentence of finding.evidence) content.append(make("p", store.shown(sentence), "row"));
  if (finding.why_not_higher) content.append(make("h2", "Not surer because"), make("p", store.shown(finding.why_not_higher)));
  show(content);
}

function show(content) {
  const panel = $("details-content");
  if (panel.dataset.text === content.textContent && !$("details").hidden) return;
  panel.dataset.text = content.textContent;
  const top = $("details").scrollTop;
  panel.replaceChildren(content);
  $("details").hidden = false;
  $("details").scrollTop = top;
}
