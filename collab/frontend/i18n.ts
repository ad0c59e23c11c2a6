import { type Plural, parsePlural } from "./plural";

export type Catalogue = {
  locale: string;
  plural: string;
  messages: Record<string, string | string[]>;
};

type Values = Record<string, string | number>;

const CONTEXT_END = "\u0004";
let messages: Catalogue["messages"] = {};
let plural: Plural = (n) => Number(n !== 1);

/** Fetches the page's catalogue; without one the words stay English. */
export async function loadCatalogue(): Promise<void> {
  const href = document.querySelector<HTMLLinkElement>("link#catalogue")?.href;
  if (!href) return;
  try {
    const response = await fetch(href);
    if (response.ok) setCatalogue((await response.json()) as Catalogue);
  } catch (error) {
    console.warn("no translations", error);
  }
}

export function setCatalogue(catalogue: Catalogue): void {
  plural = parsePlural(catalogue.plural);
  messages = catalogue.messages;
}

/** A text in the reader's language; `%(name)s` stands for a value. */
export function _(text: string, values: Values = {}): string {
  return fill(find(text, 0) ?? text, values);
}

/** A text that depends on a number, which it may show as `%(num)s`. */
export function _n(one: string, many: string, n: number, values: Values = {}): string {
  return fill(find(one, plural(n)) ?? (n === 1 ? one : many), { num: n, ...values });
}

/** A text that means different things in different places. */
export function _p(context: string, text: string, values: Values = {}): string {
  return fill(find(context + CONTEXT_END + text, 0) ?? text, values);
}

function find(id: string, form: number): string | undefined {
  const message = messages[id];
  return (typeof message === "string" ? message : message?.[form]) || undefined;
}

function fill(text: string, values: Values): string {
  return text
    .replace(/%\((\w+)\)[sd]/g, (placeholder, name) => String(values[name] ?? placeholder))
    .replaceAll("%%", "%");
}
