import { record } from "./calls.js";
import { badge, byId, element, guarded, show } from "./dom.js";
import { call, problem } from "./http.js";
import { judge, limitFacts, permits } from "./limits.js";

const MOST = 100;
const KEPT = 8;

const calls = byId("plan-calls");
const outcome = byId("plan-outcome");
const track = byId("plan-track");
const account = byId("account");
const plan = byId("plan");
const planPath = () => `/api/accounts/${encodeURIComponent(account.value)}/plan`;
let known = "free";
let reading = Promise.resolve();

/** Adds to what the account did; the same thing several times is one entry. */
function note(tone, word) {
  const last = track.lastElementChild;
  if (last?.dataset.word === word) {
    last.dataset.times = String(Number(last.dataset.times) + 1);
    last.firstElementChild.textContent = `${last.dataset.times} × ${word}`;
    return;
  }
  const item = element("li", "", badge(tone, word));
  Object.assign(item.dataset, { word, times: "1" });
  track.append(item);
  while (track.children.length > KEPT) {
    track.firstElementChild.remove();
  }
}

function present(result, tone, word, facts) {
  const { remaining, limit } = permits(result);
  show(outcome, {
    tone,
    badges: [badge(tone, `${result.status || "–"} ${word}`)],
    headline: limit === undefined ? problem(result) : `${remaining} of ${limit} permits left`,
    ms: result.ms,
    facts: [...facts, ...limitFacts(result)],
  });
}

/** Searches once and returns whether the limit admitted the call. */
async function search(facts = []) {
  const result = await call("GET", `/api/search?account=${encodeURIComponent(account.value)}&text=oak`);
  const { tone, word } = judge(result);
  record(calls, result, tone, word);
  note(tone, word);
  present(result, tone, word, facts);
  return word === "admitted";
}

async function searchAll() {
  for (let i = 0; i < MOST && (await search()); i++);
}

async function readPlan() {
  const asked = account.value;
  const result = await call("GET", planPath());
  if (result.status === 200 && asked === account.value) {
    known = result.json.plan;
    plan.value = known;
  }
}

function changeAccount() {
  track.replaceChildren();
  reading = readPlan();
}

/** Changes the plan and searches, because the effect is on the very next call. */
async function changePlan() {
  const wanted = plan.value;
  await reading;
  const result = await call("PUT", planPath(), { body: { plan: wanted } });
  if (result.status !== 200) {
    plan.value = known;
    record(calls, result, "bad", "refused");
    present(result, "bad", "refused", []);
    return;
  }
  const change = `${known} → ${wanted}`;
  known = wanted;
  plan.value = known;
  record(calls, result, "replay", "changed");
  note("replay", change);
  await search([`The first search after the change ${change}: what was used before still counts`]);
}

export function startPlans() {
  const buttons = ["search", "search-all"].map(byId);
  byId("plan-form").addEventListener("submit", guarded(buttons, () => search()));
  byId("search-all").addEventListener("click", guarded(buttons, searchAll));
  plan.addEventListener("change", guarded([plan], changePlan)); // also while searches are under way
  account.addEventListener("change", changeAccount);
  changeAccount();
}
