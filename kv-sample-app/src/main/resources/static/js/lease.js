import { record } from "./calls.js";
import { badge, byId, element, guarded, milliseconds, show } from "./dom.js";
import { call, problem, sameBytes } from "./http.js";
import { readStats } from "./stats.js";
import { newKey, transfer } from "./transfers.js";

const HERE = "/api";
const THERE = "/api/second-shop";
const PATIENCE_MS = 20_000;

const calls = byId("lease-calls");
const outcome = byId("lease-outcome");
const track = byId("lease-track");

const happened = (tone, word) => track.append(element("li", "", badge(tone, word)));

/** Starts, freezes or kills the second shop. */
async function make(state, tone) {
  const result = await call("PUT", `${THERE}/${state}`);
  if (result.status !== 200) {
    throw new Error(problem(result));
  }
  record(calls, result, tone, state);
  happened(tone, `second shop ${state}`);
}

async function outcomes(shop) {
  const { status, json } = await call("GET", `${shop}/transfers/outcomes`);
  return status === 200 ? json : {};
}

const times = (outcomes, name) => outcomes[name] ?? 0;

/** Waits until the second shop has had an outcome once more. */
async function counted(name, before) {
  const end = performance.now() + PATIENCE_MS;
  while (times(await outcomes(THERE), name) === times(before, name)) {
    if (performance.now() > end) {
      throw new Error(`The second shop has not reported ${name} within 20 seconds.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Begins a transfer in the second shop and stops it; then this shop gets the same request. */
async function takeOver(stopped) {
  await make("open", "good");
  outcome.replaceChildren();
  const before = await outcomes(THERE);
  const key = newKey();
  const first = transfer(THERE, key, calls);
  await counted("CLAIMED", before);
  happened("good", "it begins attempt 1");
  await make(stopped, "slow");
  happened("slow", "this shop waits");
  const taken = await transfer(HERE, key, calls);
  happened(taken.tone, `this shop: ${taken.word}`);
  return { key, before, first, taken };
}

async function kill() {
  const { first, taken } = await takeOver("killed");
  return { taken, facts: [`The client of the second shop: ${problem(await first)}`] };
}

async function freeze() {
  const { key, before, first, taken } = await takeOver("frozen");
  await make("open", "good");
  const late = await first;
  await counted("STALE", before);
  happened("bad", `late ${late.word} not recorded`);
  const again = await transfer(HERE, key, calls);
  happened(again.tone, `${again.word}: attempt ${again.json.attempt}`);
  return {
    taken,
    facts: [
      "The second shop went on and noticed that it had lost its lease; its result was refused as stale",
      late.json.payment?.id === taken.json.payment?.id
        ? "It found its payment made: the provider takes the same key from both attempts"
        : "It made a payment of its own",
      sameBytes(again.bytes, taken.bytes) ? "Sent again, the answer of this shop is replayed" : "The record was overwritten",
    ],
  };
}

/** Tells what a story has shown. */
const told = (story) => async () => {
  track.replaceChildren();
  outcome.replaceChildren("The second shop starts, which takes some seconds.");
  try {
    const before = await readStats();
    const { taken, facts } = await story();
    const after = await readStats();
    show(outcome, {
      tone: taken.tone,
      badges: [badge(taken.tone, taken.word)],
      headline: taken.status === 200 ? `This shop took over, and answered after ${milliseconds(taken.ms)}` : problem(taken),
      ms: taken.ms,
      facts: [...facts, `Payments executed here ${before.paymentsExecuted} → ${after.paymentsExecuted}`],
    });
  } catch (failure) {
    outcome.replaceChildren(failure.message);
  }
};

export async function startLease() {
  const shared = (await readStats()).store === "redis";
  byId("lease-buttons").hidden = !shared;
  byId("lease-needs").hidden = shared;
  const buttons = [byId("lease-kill"), byId("lease-freeze")];
  byId("lease-kill").addEventListener("click", guarded(buttons, told(kill)));
  byId("lease-freeze").addEventListener("click", guarded(buttons, told(freeze)));
}
