// What is known of the machine, kept up to date by the differences that the server sends.

export const processes = new Map(); // pid -> process
export const objects = new Map(); // id -> object
export let links = [];
export let findings = [];
export let unknown = [];
let holders = new Map(); // id of an object -> its links
let held = new Map(); // pid -> links
let pending = new Map(); // id of a listener -> the sockets that it has not accepted
const linkParts = new Map();

export function apply(message) {
  if (message.first) {
    processes.clear();
    objects.clear();
    linkParts.clear();
  }
  for (const key of message.gone) {
    if (key.startsWith("p:")) processes.delete(Number(key.slice(2)));
    else if (key.startsWith("o:")) objects.delete(key.slice(2));
    else linkParts.delete(key);
  }
  for (const [key, part] of Object.entries(message.changed)) {
    if (key.startsWith("p:")) processes.set(part.pid, part);
    else if (key.startsWith("o:")) objects.set(part.id, part);
    else linkParts.set(key, part);
  }
  links = [...linkParts.values()];
  holders = Map.groupBy(links, (link) => link.object);
  held = Map.groupBy(links, (link) => link.pid);
  pending = Map.groupBy([...objects.values()].filter((object) => object.listener), (object) => object.listener);
  findings = message.rest.findings;
  unknown = message.rest.unknown;
}

export const holdersOf = (id) => holders.get(id) ?? [];
export const linksOf = (pid) => held.get(pid) ?? [];

// The object at the other end of a connection, or the listener that has not accepted it.
export const partnerOf = (id) => objects.get(id)?.peer ?? objects.get(id)?.listener;

// What waits to be accepted by a listener.
export const waitingFor = (id) => pending.get(id) ?? [];

// Who is at the other end of a link, or wants to be.
export function others(link) {
  const partner = partnerOf(link.object);
  if (partner) return holdersOf(partner);
  const waiting = waitingFor(link.object);
  if (waiting.length) return waiting.flatMap((object) => holdersOf(object.id));
  return holdersOf(link.object).filter(
    (other) =>
      other !== link &&
      ((link.direction !== "write" && other.direction !== "read") ||
        (link.direction !== "read" && other.direction !== "write")) &&
      (other.pid !== link.pid || other.direction !== link.direction));
}

// Names come from other people: what cannot be seen, or turns the writing around, is spelled out.
export function shown(text) {
  return String(text).replace(/[\p{C}\u2028\u2029\\]/gu, (c) =>
    c === "\\" ? "\\\\" : c === "\n" ? "\\n" : c === "\t" ? "\\t" : `\\u{${c.codePointAt(0).toString(16)}}`);
}

export const processName = (pid) => {
  const process = processes.get(pid);
  return process ? shown(process.name) : "process";
};

// What the process has called by a name on a bus, the most often first, or nothing.
export function called(link) {
  const calls = objects.get(link.object)?.calls;
  if (!calls || link.direction !== "write") return "";
  const counts = new Map();
  for (const call of calls.filter((each) => each.pid === link.pid)) {
    counts.set(call.member, (counts.get(call.member) ?? 0) + call.count);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(counted).join(", ");
}

// A word, and how often it was counted.
export const counted = ([word, count]) => count > 1 ? `${word} ×${count}` : word;

// The call that a thread of the process waits in for the object, or nothing.
export function waits(link) {
  const thread = processes
    .get(link.pid)
    ?.blocked.find((t) => t.object === link.object && (t.fd === null || t.fd === link.fd));
  return thread ? thread.call : "";
}

// Whether the object connects a process with another.
export function connects(object) {
  const own = new Set(holdersOf(object.id).map((link) => link.pid));
  if (own.size > 1) return true;
  if (own.size === 0) return false;
  const ends = [partnerOf(object.id), ...waitingFor(object.id).map((other) => other.id)];
  return ends.some((id) => id && holdersOf(id).some((link) => !own.has(link.pid)));
}
