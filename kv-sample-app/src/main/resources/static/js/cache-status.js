const PLACES = {
  near: { tone: "good", word: "hit", place: "near cache" },
  store: { tone: "good", word: "hit", place: "store" },
  stale: { tone: "replay", word: "hit", place: "stale" },
};

const LOADED = { tone: "slow", word: "miss", place: "loaded" };
const WAITED = { tone: "slow", word: "miss", place: "waited for another call" };

/** Reads where an answer came from, as the header Cache-Status of RFC 9211 says. */
export function origin({ headers }) {
  const status = headers.get("Cache-Status") ?? "";
  if (/; *hit\b/.test(status)) {
    return PLACES[/; *detail=([a-z-]+)/.exec(status)?.[1]] ?? PLACES.store;
  }
  return /; *collapsed\b/.test(status) ? WAITED : LOADED;
}

/** Says how old an answer is. */
export function age(instant) {
  const seconds = Math.max(0, Date.now() - Date.parse(instant)) / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s old`;
  }
  return seconds < 99.5 ? `${Math.round(seconds)} s old` : `${Math.round(seconds / 60)} min old`;
}
