import { record } from "./calls.js";
import { call, randomHex } from "./http.js";

export const newKey = () => `key-${randomHex(12)}`;

/** Sends a transfer to this shop, or through it to the second one. */
export async function transfer(shop, key, calls) {
  const result = await call("POST", `${shop}/transfers`, {
    headers: { "Idempotency-Key": key },
    body: { account: "alice", amount: 25 },
  });
  const { tone, word } = judge(result);
  record(calls, result, tone, word);
  return { ...result, tone, word };
}

function judge({ status, headers, json }) {
  if (headers.get("Idempotent-Replayed") === "true") {
    return { tone: "replay", word: "replayed" };
  }
  if (status === 200) {
    return { tone: "good", word: `attempt ${json.attempt}` };
  }
  return { tone: "bad", word: status === 502 ? "no answer" : "refused" };
}
