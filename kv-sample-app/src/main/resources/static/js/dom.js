export const byId = (id) => document.getElementById(id);

export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

export const badge = (tone, text) => element("span", `badge ${tone}`, text);

export const milliseconds = (ms) => (ms < 9.95 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`);

/** A bar as long as the call: full at 400 ms. */
function timebar(tone, ms) {
  const bar = element("span", "");
  bar.style.width = `${Math.min(100, ms / 4)}%`;
  return element("div", `timebar ${tone}`, bar);
}

/** Shows the outcome of a call: badges, a headline, the time taken and the facts that prove it. */
export function show(target, { tone, badges, headline, ms, facts = [] }) {
  target.replaceChildren(
    element("p", "verdict", ...badges, element("span", "time", milliseconds(ms))),
    timebar(tone, ms),
    element("p", "headline", headline),
    ...facts.map((fact) => element("p", "facts", fact)),
  );
}

/** Keeps a button from being used twice while its work runs, without taking the focus away. */
export function guarded(buttons, work) {
  let running = false;
  return async (event) => {
    event?.preventDefault();
    if (running) {
      return;
    }
    running = true;
    buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
    try {
      await work();
    } finally {
      running = false;
      buttons.forEach((button) => button.removeAttribute("aria-disabled"));
    }
  };
}
