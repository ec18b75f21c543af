/** Sends a request and returns all visible parts of the response: status, headers, bytes and the time taken. */
export async function call(method, path, { headers = {}, body } = {}) {
  const sent = { ...headers };
  if (body !== undefined) {
    sent["Content-Type"] = "application/json";
  }
  const request = { method, path, headers: sent, body: body === undefined ? "" : JSON.stringify(body) };
  const start = performance.now();
  try {
    const response = await fetch(path, { method, headers: sent, body: request.body || undefined, cache: "no-store" });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return answer(request, performance.now() - start, response, bytes);
  } catch {
    return { request, ms: performance.now() - start, status: 0, headers: new Headers(), bytes: new Uint8Array(), text: "", json: {} };
  }
}

function answer(request, ms, response, bytes) {
  const text = new TextDecoder().decode(bytes);
  return { request, ms, status: response.status, headers: response.headers, bytes, text, json: parsed(text) };
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** Returns the message of a refusal: the problem's detail, or else what the response shows. */
export function problem(result) {
  if (result.status === 0) {
    return "No answer. Is the shop still running?";
  }
  return result.json.detail ?? result.json.title ?? `Status ${result.status}`;
}

export const sameBytes = (a, b) => a.length === b.length && a.every((byte, index) => byte === b[index]);

/** Returns random hexadecimal digits, also over plain http, where crypto.randomUUID is missing. */
export function randomHex(digits) {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(digits / 2)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, digits);
}
