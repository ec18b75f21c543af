import { record } from "./calls.js";
import { badge, byId, element, show } from "./dom.js";
import { call, problem, randomHex } from "./http.js";
import { readStats } from "./stats.js";

const calls = byId("dedupe-event-calls");
const outcome = byId("dedupe-event-outcome");
const track = byId("track");
const id = byId("event-id");

const VERDICTS = {
  processed: { tone: "good", headline: "The handler ran" },
  duplicate: { tone: "replay", headline: "Seen before, so the handler did not run" },
};

function newEvent() {
  id.value = `evt_${randomHex(8)}`;
  track.replaceChildren();
}

function judge(result) {
  if (result.status === 200) {
    return { word: result.json.status, ...(VERDICTS[result.json.status] ?? { tone: "bad", headline: result.text }) };
  }
  if (result.json.code === "event-parked") {
    return { word: "parked", tone: "slow", headline: "Failed too often, so the handler did not run" };
  }
  const failed = result.status === 500;
  return { word: failed ? "failed" : "refused", tone: failed ? "slow" : "bad", headline: problem(result) };
}

const NEXT = {
  failed: "Deliver it again and it is processed, unless this was its third failure",
  parked: "Nothing runs until an operator releases the event",
};

async function deliver(fail) {
  const sent = id.value;
  const before = await readStats();
  const result = await call("POST", "/api/webhooks/orders", { body: { id: sent, type: "order.paid", fail } });
  const after = await readStats();
  const { word, tone, headline } = judge(result);
  record(calls, result, tone, word);
  if (sent === id.value) {
    track.append(element("li", "", badge(tone, word)));
  }
  show(outcome, {
    tone,
    badges: [badge(tone, word)],
    headline,
    ms: result.ms,
    facts: [
      `Webhooks processed ${before.webhooksProcessed} → ${after.webhooksProcessed}`,
      ...(NEXT[word] ? [NEXT[word]] : []),
    ],
  });
}

/** Releases the event as an operator would. */
async function release() {
  const sent = id.value;
  const result = await call("POST", `/api/webhooks/orders/${encodeURIComponent(sent)}/release`);
  const released = result.status === 200;
  const word = released ? "released" : "refused";
  const tone = released ? "replay" : "bad";
  record(calls, result, tone, word);
  if (released && sent === id.value) {
    track.append(element("li", "", badge(tone, word)));
  }
  show(outcome, {
    tone,
    badges: [badge(tone, word)],
    headline: released ? "The next delivery is processed" : problem(result),
    ms: result.ms,
    facts: released ? ["An operator decided so with ClaimsOperations.release"] : [],
  });
}

export function startDedupeEvent() {
  newEvent();
  id.addEventListener("input", () => track.replaceChildren());
  byId("event-new").addEventListener("click", newEvent);
  byId("event-fail").addEventListener("click", () => deliver(true));
  byId("event-release").addEventListener("click", release);
  byId("webhook-form").addEventListener("submit", (event) => {
    event.preventDefault();
    deliver(false);
  });
}
