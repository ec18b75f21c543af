import { record } from "./calls.js";
import { byId, element, guarded } from "./dom.js";
import { call } from "./http.js";
import { judge, limitFacts } from "./limits.js";

const AT_ONCE = 8;
const CALLS = 25;
const EVERY_MS = 200;

const ALGORITHMS = {
  "token-bucket": "permits come back one by one",
  "sliding-window": "the window before counts in proportion",
  "fixed-window": "all come back when the window ends",
  "strict-window": "never more than five in any two seconds",
  "calendar-window": "all come back when the minute ends",
};

const lanes = byId("lanes");
const legend = byId("algorithms-legend");
const until = (time) => new Promise((resolve) => setTimeout(resolve, time - performance.now()));

/** The row of one algorithm, with a mark for each call. */
function lane(name) {
  const marks = element("div", "marks", ...Array.from({ length: CALLS }, (_, i) => element("span", i === AT_ONCE ? "pause" : "")));
  marks.setAttribute("role", "img");
  marks.setAttribute("aria-label", "No burst yet");
  const sum = element("p", "sum");
  const said = element("p", "said");
  const label = element("p", "name", name.replace("-", " "), element("span", "", ALGORITHMS[name]));
  lanes.append(element("li", "", label, marks, sum, said));
  return { name, marks, sum, said };
}

function draw() {
  lanes.replaceChildren();
  return Object.keys(ALGORITHMS).map(lane);
}

function tell(said, when, facts) {
  said.append(element("span", "", `${when} · ${facts.join(" · ")}`));
}

/** Sends the calls of one lane, one after the other, at their times. */
async function run({ name, marks, sum, said }, start) {
  const counts = { admitted: 0, limited: 0, refused: 0 };
  for (let i = 0; i < CALLS; i++) {
    await until(start + Math.max(0, i - AT_ONCE + 1) * EVERY_MS);
    const result = await call("GET", `/api/algorithms/${name}`);
    const { tone, word } = judge(result);
    marks.children[i].classList.add(tone);
    counts[word]++;
    if (i === 0) {
      tell(said, "First call", limitFacts(result, ["RateLimit-Policy", "RateLimit"]));
    } else if (word === "limited" && counts.limited === 1) {
      tell(said, "First refusal", limitFacts(result, ["RateLimit", "Retry-After"]));
      record(byId("algorithms-calls"), result, tone, word);
    }
    sum.textContent = `${counts.admitted} of ${i + 1} admitted`;
  }
  marks.setAttribute("aria-label", `${counts.admitted} calls admitted, ${CALLS - counts.admitted} refused`);
}

async function burst() {
  legend.textContent = "The burst is on its way";
  const start = performance.now();
  await Promise.all(draw().map((row) => run(row, start)));
  legend.textContent = "A high bar is a call that was admitted, a low one a call that was refused. The gap is the end of the eight calls without a pause.";
}

export function startAlgorithms() {
  draw();
  byId("algorithms-burst").addEventListener("click", guarded([byId("algorithms-burst")], burst));
}
