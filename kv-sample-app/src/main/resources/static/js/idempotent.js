import { record } from "./calls.js";
import { badge, byId, show } from "./dom.js";
import { call, problem, randomHex, sameBytes } from "./http.js";
import { readStats } from "./stats.js";

const CROWD = 6;
const firstAnswers = new Map();

const calls = byId("idempotent-calls");
const outcome = byId("idempotent-outcome");
const key = byId("payment-key");

function newKey() {
  key.value = `key-${randomHex(12)}`;
  named();
}

/** Shows on the button whether this key was used before. */
function named() {
  byId("payment-send").textContent = firstAnswers.has(key.value) ? "Send again" : "Send";
}

function judge(result, sentKey) {
  if (result.headers.get("Idempotent-Replayed") === "true") {
    return { tone: "replay", word: "replayed", fact: compared(result, firstAnswers.get(sentKey)) };
  }
  if (result.status === 201) {
    firstAnswers.set(sentKey, result.bytes);
    return { tone: "good", word: "executed", fact: `The first answer to this key: ${result.bytes.length} bytes, kept for replays` };
  }
  return { tone: result.status === 409 ? "slow" : "bad", word: reason(result), fact: "" };
}

/** Returns the problem's code as text, such as "in progress". */
function reason({ json }) {
  return json.code ? json.code.replace("idempotency-", "").replaceAll("-", " ") : "refused";
}

function compared(result, first) {
  if (!first) {
    return "The first answer was given elsewhere, so there is nothing to compare with";
  }
  return sameBytes(result.bytes, first)
    ? `Byte-identical to the first answer: ${result.bytes.length} of ${first.length} bytes`
    : "NOT the bytes of the first answer";
}

async function send() {
  const sentKey = key.value;
  const body = { account: byId("payment-account").value, amount: Number(byId("payment-amount").value) };
  const headers = sentKey ? { "Idempotency-Key": sentKey } : {};
  const result = await call("POST", "/api/payments", { headers, body });
  const verdict = judge(result, sentKey);
  record(calls, result, verdict.tone, verdict.word);
  return { result, ...verdict };
}

function retryFact(result) {
  const seconds = result.headers.get("Retry-After");
  return seconds ? [`Retry-After: ${seconds} s`] : [];
}

function present({ result, tone, word, fact }) {
  const paid = result.status === 201;
  show(outcome, {
    tone,
    badges: [badge(paid ? "good" : tone, String(result.status || "–")), badge(tone, word)],
    headline: paid ? `${result.json.account} paid ${result.json.amount.toFixed(2)}` : problem(result),
    ms: result.ms,
    facts: [...(fact ? [fact] : []), ...(paid ? [result.json.id] : []), ...retryFact(result)],
  });
}

async function sendOne(event) {
  event.preventDefault();
  present(await send());
  named();
  await readStats();
}

async function sendCrowd() {
  const before = await readStats();
  const sent = await Promise.all(Array.from({ length: CROWD }, send));
  const after = await readStats();
  const count = (wanted) => sent.filter(({ word }) => word === wanted).length;
  const slowest = Math.max(...sent.map(({ result }) => result.ms));
  show(outcome, {
    tone: "replay",
    badges: [badge("replay", `${CROWD} at once`)],
    headline: `${count("executed")} executed, ${count("replayed")} replayed, ${sent.length - count("executed") - count("replayed")} refused`,
    ms: slowest,
    facts: [`Payments executed ${before.paymentsExecuted} → ${after.paymentsExecuted}`],
  });
  named();
}

export function startIdempotent() {
  newKey();
  key.addEventListener("input", named);
  byId("payment-new-key").addEventListener("click", newKey);
  byId("payment-form").addEventListener("submit", sendOne);
  byId("payment-crowd").addEventListener("click", sendCrowd);
}
