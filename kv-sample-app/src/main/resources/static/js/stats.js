import { byId } from "./dom.js";
import { call } from "./http.js";

const COUNTS = ["productLoads", "paymentsExecuted", "quotesServed", "webhooksProcessed"];
const EVERY_MS = 2000;

/** Reads the counts of the JVM and shows them. */
export async function readStats() {
  const { status, json } = await call("GET", "/api/stats");
  if (status === 200) {
    COUNTS.forEach((name) => update(byId(`stat-${name}`), String(json[name])));
    byId("store").textContent = json.store;
  }
  return json;
}

function update(cell, text) {
  if (cell.textContent === text) {
    return;
  }
  const moved = /\d/.test(cell.textContent);
  cell.textContent = text;
  cell.classList.remove("moved");
  if (moved) {
    void cell.offsetWidth;
    cell.classList.add("moved");
  }
}

/** Keeps the counts fresh while the page is visible. */
export function watchStats() {
  readStats();
  setInterval(() => document.hidden || readStats(), EVERY_MS);
}
