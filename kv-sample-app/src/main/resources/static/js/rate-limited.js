import { record } from "./calls.js";
import { badge, byId, element, guarded, show } from "./dom.js";
import { call, problem } from "./http.js";
import { judge, permits } from "./limits.js";
import { readStats } from "./stats.js";

const BURST = 20;

const calls = byId("rate-limited-calls");
const outcome = byId("rate-limited-outcome");
const tiles = byId("tiles");
let ticking = 0;

function showPermits(result) {
  const { remaining, limit } = permits(result);
  if (remaining === undefined) {
    return;
  }
  drawMeter(remaining, limit);
  byId("permits-text").textContent = `${remaining} of ${limit} permits left`;
}

function drawMeter(remaining, limit) {
  const meter = byId("permits");
  meter.setAttribute("aria-valuemax", limit);
  meter.setAttribute("aria-valuenow", remaining);
  meter.replaceChildren(...Array.from({ length: limit }, (_, index) => element("span", index < remaining ? "full" : "")));
}

function countDown(seconds) {
  const until = performance.now() + seconds * 1000;
  clearInterval(ticking);
  const tick = () => {
    const left = until - performance.now();
    byId("countdown").textContent = left > 0 ? `try again in ${(left / 1000).toFixed(1)} s` : "you may try again";
    if (left <= 0) {
      clearInterval(ticking);
    }
  };
  ticking = setInterval(tick, 100);
  tick();
}

async function ask() {
  const symbol = encodeURIComponent(byId("quote-symbol").value);
  const result = await call("GET", `/api/quotes/${symbol}`);
  const verdict = judge(result);
  record(calls, result, verdict.tone, verdict.word);
  return { result, ...verdict };
}

/** After an admission there is nothing to wait for; after a refusal there is. */
function afterwards({ result }) {
  showPermits(result);
  const wait = result.headers.get("Retry-After");
  if (wait) {
    countDown(Number(wait));
  } else {
    clearInterval(ticking);
    byId("countdown").textContent = "";
  }
}

async function askOnce() {
  tiles.hidden = true;
  const asked = await ask();
  const { result, tone, word } = asked;
  afterwards(asked);
  const wait = result.headers.get("Retry-After");
  show(outcome, {
    tone,
    badges: [badge(tone, `${result.status || "–"} ${word}`)],
    headline: result.status === 200 ? `${result.json.symbol} ${result.json.price.toFixed(2)}` : problem(result),
    ms: result.ms,
    facts: wait ? [`Retry-After: ${wait} s`] : [],
  });
  await readStats();
}

async function burst() {
  tiles.hidden = false;
  tiles.setAttribute("aria-label", "The burst is on its way");
  tiles.replaceChildren(...Array.from({ length: BURST }, () => element("span", "", "·")));
  const asked = await Promise.all(Array.from(tiles.children, async (tile) => {
    const one = await ask();
    tile.className = one.tone;
    tile.textContent = one.result.status || "–";
    return one;
  }));
  summarize(asked);
  await readStats();
}

function summarize(asked) {
  const admitted = asked.filter(({ word }) => word === "admitted").length;
  const limited = asked.filter(({ word }) => word === "limited");
  const text = `${admitted} admitted, ${limited.length} limited`;
  tiles.setAttribute("aria-label", `Outcomes of the burst: ${text}`);
  afterwards(limited.at(-1) ?? asked.at(-1));
  show(outcome, {
    tone: limited.length ? "slow" : "good",
    badges: [badge("slow", `${BURST} at once`)],
    headline: text,
    ms: Math.max(...asked.map(({ result }) => result.ms)),
    facts: ["The time is the slowest answer's"],
  });
}

export function startRateLimited() {
  const buttons = ["quote-get", "quote-burst"].map(byId);
  drawMeter(5, 5);
  byId("quote-form").addEventListener("submit", guarded(buttons, askOnce));
  byId("quote-burst").addEventListener("click", guarded(buttons, burst));
}
