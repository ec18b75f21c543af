import { record } from "./calls.js";
import { badge, byId, guarded, show } from "./dom.js";
import { call, problem } from "./http.js";
import { judge } from "./limits.js";

const BURST = 10;
const PATH = "/api/limits/quotes";
const WORDS = { admitted: "admitted", refused: "refused", wouldBeRefused: "would be refused" };

const calls = byId("shadow-calls");
const outcome = byId("shadow-outcome");
const shadow = byId("shadow-on");

/** Shows the limit as the server knows it, unless there is no answer. */
function known({ status, json }) {
  if (status === 200) {
    shadow.checked = json.shadow;
    Object.keys(WORDS).forEach((name) => {
      byId(`decided-${name}`).textContent = String(json[name]);
    });
  }
  return json;
}

const read = async () => known(await call("GET", PATH));

async function change() {
  const result = await call("PUT", PATH, { body: { mode: shadow.checked ? "shadow" : "enforce" } });
  const changed = result.status === 200;
  known(changed ? result : await call("GET", PATH));
  record(calls, result, changed ? "replay" : "bad", changed ? "changed" : "refused");
  show(outcome, {
    tone: changed ? "replay" : "bad",
    badges: [badge(changed ? "replay" : "bad", changed ? "changed" : "refused")],
    headline: changed ? `Shadow mode is ${result.json.shadow ? "on" : "off"}` : problem(result),
    ms: result.ms,
    facts: changed ? ["In this JVM, and from the next call on"] : [],
  });
}

async function ask() {
  const result = await call("GET", "/api/quotes/ACME");
  const { tone, word } = judge(result);
  record(calls, result, tone, word);
  return { result, word };
}

async function burst() {
  const before = await read();
  const asked = await Promise.all(Array.from({ length: BURST }, ask));
  const after = await read();
  const passed = asked.filter(({ word }) => word === "admitted").length;
  const tone = passed === BURST ? "good" : "slow";
  show(outcome, {
    tone,
    badges: [badge("replay", after.shadow ? "shadow mode" : "enforced"), badge(tone, `${passed} of ${BURST} passed`)],
    headline: after.shadow
      ? `${after.wouldBeRefused - before.wouldBeRefused} would be refused`
      : `${after.refused - before.refused} refused`,
    ms: Math.max(...asked.map(({ result }) => result.ms)),
    facts: [`Counted: ${Object.entries(WORDS).map(([name, word]) => `${word} ${before[name]} → ${after[name]}`).join(", ")}`],
  });
}

export function startShadow() {
  const buttons = [shadow, byId("shadow-burst")];
  shadow.addEventListener("change", guarded(buttons, change));
  byId("shadow-form").addEventListener("submit", guarded(buttons, burst));
  read();
}
