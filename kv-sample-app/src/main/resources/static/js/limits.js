/** Reads an integer parameter of a structured field such as {@code "quotes";r=3;t=2}. */
function parameter(field, name) {
  const found = new RegExp(`;\\s*${name}=(\\d+)`).exec(field ?? "");
  return found ? Number(found[1]) : undefined;
}

/** Reads how many permits are left and how many there are, as the RateLimit headers say. */
export function permits({ headers }) {
  return { remaining: parameter(headers.get("RateLimit"), "r"), limit: parameter(headers.get("RateLimit-Policy"), "q") };
}

/** Says what a limit did with a call. */
export function judge({ status }) {
  if (status >= 200 && status < 300) {
    return { tone: "good", word: "admitted" };
  }
  return status === 429 ? { tone: "slow", word: "limited" } : { tone: "bad", word: "refused" };
}

const FIELDS = ["RateLimit-Policy", "RateLimit", "Retry-After"];

/** Returns those of the fields of a limit that an answer has. */
export function limitFacts({ headers }, fields = FIELDS) {
  return fields.filter((name) => headers.has(name)).map((name) => `${name}: ${headers.get(name)}`);
}
