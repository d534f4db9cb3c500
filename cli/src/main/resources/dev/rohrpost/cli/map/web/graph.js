// The graph, as cytoscape draws it.
/* global cytoscape */
import { layOut, places, settle } from "./layout.js";
import * as store from "./store.js";
import { drawnId, view } from "./view.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
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

// Draws what the filter lets through and returns what that is.
export function draw(filter, anew) {
  const drawn = view(filter, anew);
  const ids = new Set(drawn.elements.map((e) => e.data.id));
  const fresh = drawn.elements.filter((e) => e.group === "nodes" && cy.getElementById(e.data.id).empty());
  const nodes = drawn.elements.filter((e) => e.group === "nodes");
  const first = cy.nodes().length === 0;
  const all = anew || first || fresh.length > nodes.length / 2;
  if (all) layOut(drawn.elements, Math.max(cy.width() / Math.max(cy.height(), 1), 0.5));
  else settle(fresh, drawn.elements);
  cy.batch(() => {
    cy.elements().filter((e) => !ids.has(e.id())).remove();
    for (const element of drawn.elements) {
      const there = cy.getElementById(element.data.id);
      if (there.empty()) cy.add({ ...element, position: { ...places.get(element.data.id) } });
      else {
        there.data(element.data).classes(there.hasClass("chosen") ? element.classes + " chosen" : element.classes);
        if (all && there.isNode()) there.position({ ...places.get(element.data.id) });
      }
    }
  });
  for (const id of places.keys()) if (!ids.has(id) && !known(id)) places.delete(id);
  if (all) {
    cy.fit(undefined, 50);
    if (cy.zoom() > 1.2) { cy.zoom(1.2); cy.center(); }
  }
  return drawn;
}

const known = (id) => id.startsWith("pid:") ? store.processes.has(Number(id.slice(4))) : store.objects.has(id);

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
    { selector: ".process", style: { shape: "round-rectangle", "background-color": c.box, "border-width": 1.5, "border-color": c.rim, "font-size": 13, "min-zoomed-font-size": 3 } },
    { selector: ".object", style: { shape: "ellipse", "background-color": c.object, "border-width": 1.5, "font-size": 11 } },
    ...["pipe", "socket", "net", "queue", "memory", "other"].map(family),
    { selector: "edge", style: { width: 1.6, "line-color": c.edge, "target-arrow-color": c.edge, "source-arrow-color": c.edge, "target-arrow-shape": "triangle",
      "arrow-scale": 0.9, "curve-style": "bezier", label: "data(label)", "font-size": 10, color: c.soft, "text-background-color": c.back,
      "text-background-opacity": 0.9, "text-background-padding": 2, "min-zoomed-font-size": 7, "font-family": "system-ui, sans-serif" } },
    { selector: "edge.both", style: { "source-arrow-shape": "triangle" } },
    { selector: "edge.waits", style: { "line-style": "dashed", "line-color": c.wait, "target-arrow-color": c.wait, "source-arrow-color": c.wait, color: c.wait } },
    { selector: "node.many", style: { "border-style": "double", "border-width": 5 } },
    { selector: ".process.many", style: { "font-size": 19 } },
    { selector: ".alone", style: { "background-color": c.back, "border-color": c.edge, color: c.soft } },
    { selector: "node.bad", style: { "border-color": c.bad, "border-width": 3, "background-color": c.badBox } },
    { selector: "edge.bad", style: { width: 3.5, "line-style": "solid", "line-color": c.bad, "target-arrow-color": c.bad, "source-arrow-color": c.bad, color: c.bad, "z-index": 9 } },
    { selector: "node.chosen", style: { "border-width": 4 } },
    { selector: "edge.chosen", style: { width: 3.5, "z-index": 8 } },
  ];
}
