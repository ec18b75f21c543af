import { age, origin } from "./cache-status.js";
import { record } from "./calls.js";
import { badge, byId, guarded, show } from "./dom.js";
import { call, problem } from "./http.js";
import { readStats } from "./stats.js";

const CROWD = 30;
const lastLoaded = new Map();

const calls = byId("cached-calls");
const outcome = byId("cached-outcome");
const path = () => `/api/products/${encodeURIComponent(byId("product-id").value)}`;
let tag = "Oak";
const clock = (instant) => instant.slice(11, 23);

/** The products of one material, the first word of their names, have one tag. */
function remember({ id, name, loadedAt }) {
  lastLoaded.set(id, loadedAt);
  tag = name.split(" ")[0];
  byId("product-tag").textContent = tag;
}

function refused(result) {
  record(calls, result, "bad", "refused");
  show(outcome, { tone: "bad", badges: [badge("bad", String(result.status || "–"))], headline: problem(result), ms: result.ms });
}

async function load() {
  const before = await readStats();
  const result = await call("GET", path());
  const after = await readStats();
  if (result.status !== 200) {
    refused(result);
    return;
  }
  const { tone, word, place } = origin(result);
  const { id, name, price, loadedAt } = result.json;
  const unchanged = lastLoaded.get(id) === loadedAt ? ", unchanged" : "";
  remember(result.json);
  record(calls, result, tone, `${word}, ${place}`);
  show(outcome, {
    tone,
    badges: [badge(tone, word), badge(tone, place)],
    headline: `${name}, ${price.toFixed(2)}`,
    ms: result.ms,
    facts: [
      `${age(loadedAt)}: loaded at ${clock(loadedAt)}${unchanged}`,
      `${word === "hit" ? "Answered from the cache" : "The loader ran"}: product loads ${before.productLoads} → ${after.productLoads}`,
    ],
  });
}

async function loadCrowd() {
  const before = await readStats();
  const results = await Promise.all(Array.from({ length: CROWD }, () => call("GET", path())));
  const after = await readStats();
  const failed = results.find((result) => result.status !== 200);
  if (failed) {
    refused(failed);
    return;
  }
  const loads = after.productLoads - before.productLoads;
  const slowest = results.reduce((a, b) => (a.ms > b.ms ? a : b));
  const { tone, word } = origin(slowest);
  remember(slowest.json);
  record(calls, slowest, tone, `${word}, 1 of ${CROWD}`);
  show(outcome, {
    tone,
    badges: [badge(tone, `${CROWD} answers`)],
    headline: loads === 1 ? "one load" : `${loads} loads`,
    ms: slowest.ms,
    facts: [`Product loads ${before.productLoads} → ${after.productLoads}; the time is the slowest answer's`],
  });
}

async function changePrice() {
  const result = await call("PUT", path(), { body: { price: Number(byId("product-price").value) } });
  await readStats();
  if (result.status !== 200) {
    refused(result);
    return;
  }
  record(calls, result, "replay", "changed");
  show(outcome, {
    tone: "replay",
    badges: [badge("replay", "changed")],
    headline: `${result.json.name}, ${result.json.price.toFixed(2)}`,
    ms: result.ms,
    facts: ["@CacheInvalidate removed the old value: the next load is a miss"],
  });
}

async function clearTag() {
  const result = await call("DELETE", `/api/caches/products?tag=${encodeURIComponent(tag)}`);
  if (result.status !== 204) {
    refused(result);
    return;
  }
  record(calls, result, "replay", "cleared");
  show(outcome, {
    tone: "replay",
    badges: [badge("replay", "cleared")],
    headline: `All that is ${tag}`,
    ms: result.ms,
    facts: [`@CacheInvalidate removed every product with the tag ${tag}, in one step and in every JVM`],
  });
}

async function keepFor() {
  const life = byId("product-life").value;
  const result = await call("PUT", "/api/caches/products", { body: { ttl: life } });
  if (result.status !== 200) {
    refused(result);
    return;
  }
  record(calls, result, "replay", "kept");
  show(outcome, {
    tone: "replay",
    badges: [badge("replay", "changed")],
    headline: `New results are kept for ${life}`,
    ms: result.ms,
    facts: ["For one minute after that, they are returned stale while one call loads the next ones"],
  });
}

export function startCached() {
  const buttons = ["product-load", "product-crowd", "product-change", "product-clear"].map(byId);
  byId("cached-form").addEventListener("submit", guarded(buttons, load));
  byId("price-form").addEventListener("submit", guarded(buttons, changePrice));
  byId("cache-form").addEventListener("submit", guarded(buttons, clearTag));
  byId("product-life").addEventListener("change", guarded(buttons, keepFor));
  byId("product-crowd").addEventListener("click", guarded(buttons, loadCrowd));
}
