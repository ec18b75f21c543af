import { record } from "./calls.js";
import { badge, byId, guarded, show } from "./dom.js";
import { call, problem } from "./http.js";
import { readStats } from "./stats.js";

const CROWD = 30;
const lastLoaded = new Map();

const calls = byId("cached-calls");
const outcome = byId("cached-outcome");
const path = () => `/api/products/${encodeURIComponent(byId("product-id").value)}`;
const clock = (instant) => instant.slice(11, 23);

/** A hit shows the old loading time and leaves the count of loads alone. */
function judge({ id, loadedAt }, loads) {
  const unchanged = lastLoaded.get(id) === loadedAt;
  lastLoaded.set(id, loadedAt);
  const hit = unchanged || loads === 0;
  return { hit, tone: hit ? "good" : "slow", word: hit ? "hit" : "miss", age: unchanged ? ", unchanged" : "" };
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
  const { hit, tone, word, age } = judge(result.json, after.productLoads - before.productLoads);
  record(calls, result, tone, word);
  show(outcome, {
    tone,
    badges: [badge(tone, word)],
    headline: `${result.json.name}, ${result.json.price.toFixed(2)}`,
    ms: result.ms,
    facts: [
      `${hit ? "Answered from the cache" : "The loader ran"}: product loads ${before.productLoads} → ${after.productLoads}`,
      `Loaded at ${clock(result.json.loadedAt)}${age}`,
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
  const { tone, word } = judge(slowest.json, loads);
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

export function startCached() {
  const buttons = ["product-load", "product-crowd", "product-change"].map(byId);
  byId("cached-form").addEventListener("submit", guarded(buttons, load));
  byId("price-form").addEventListener("submit", guarded(buttons, changePrice));
  byId("product-crowd").addEventListener("click", guarded(buttons, loadCrowd));
}
