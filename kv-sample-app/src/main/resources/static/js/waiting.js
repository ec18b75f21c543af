import { badge, byId, guarded, milliseconds, show } from "./dom.js";
import { problem, sameBytes } from "./http.js";
import { readStats } from "./stats.js";
import { newKey, transfer } from "./transfers.js";

const calls = byId("waiting-calls");
const outcome = byId("waiting-outcome");

async function sendTwice() {
  const before = await readStats();
  const key = newKey();
  const sent = await Promise.all([transfer("/api", key, calls), transfer("/api", key, calls)]);
  const after = await readStats();
  const [one, other] = sent;
  const refused = sent.find(({ status }) => status !== 200);
  const replay = sent.find(({ word }) => word === "replayed");
  show(outcome, {
    tone: refused ? "bad" : "replay",
    badges: sent.map(({ tone, word }) => badge(tone, word)),
    headline: refused ? problem(refused) : sameBytes(one.bytes, other.bytes) ? "Both got the same answer, byte for byte" : "The answers differ",
    ms: Math.max(one.ms, other.ms),
    facts: [
      ...(replay ? [`The duplicate waited for ${milliseconds(replay.ms)}`] : []),
      `Payments executed ${before.paymentsExecuted} → ${after.paymentsExecuted}`,
    ],
  });
}

export function startWaiting() {
  byId("waiting-send").addEventListener("click", guarded([byId("waiting-send")], sendTwice));
}
