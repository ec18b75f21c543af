import { badge, element, milliseconds } from "./dom.js";

const KEPT = 24;

/** The last calls of a card, each of which opens to show the raw exchange. */
export function record(list, result, tone, word) {
  const { method, path } = result.request;
  const summary = element(
    "summary", "",
    badge(tone, `${result.status || "–"} ${word}`),
    element("span", "line", `${method} ${path}`),
    element("span", "time", milliseconds(result.ms)),
  );
  list.prepend(element("li", "", element("details", "", summary, element("pre", "", raw(result)))));
  while (list.children.length > KEPT) {
    list.lastElementChild.remove();
  }
}

function raw({ request, status, headers, text }) {
  const fields = (entries) => Array.from(entries, ([name, value]) => `${name}: ${value}`).join("\n");
  const question = [`${request.method} ${request.path}`, fields(Object.entries(request.headers)), "", request.body];
  const answer = [status ? `HTTP ${status}` : "no answer", fields(headers), "", text];
  return [...question.filter((part, index) => part || index === 2), "", ...answer].join("\n").replace(/\n{3,}/g, "\n\n").trim();
}
