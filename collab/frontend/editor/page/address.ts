import { _ } from "../../i18n";
import type { Found } from "../lookup";

/** Something that can be put into a page: "document:<id>", "task:<number>" or "decision:<meeting>:<block>". */
export type Thing = Found & { key: string };

/** Where the scripts of one page ask. */
export type Address = {
  images: string;
  lookup: string;
  choices: string;
  /** Where new pages are sent to, in which language, and the page that they lie below. */
  pages: string;
  language: string;
  page: string;
};

/** What the element of the live text says. */
export function readAddress(root: HTMLElement): Address {
  const { images = "", lookup = "", choices = "" } = root.dataset;
  const { pages = "", language = "", page = "" } = root.dataset;
  return { images, lookup, choices, pages, language, page };
}

/** Documents, tasks or decisions with these words; none when the server does not answer. */
export async function findThings(choices: string, what: string, words: string): Promise<Thing[]> {
  const query = new URLSearchParams({ q: words });
  try {
    const response = await fetch(`${choices}/${what}?${query}`, {
      headers: { Accept: "application/json", "X-Fragment": "1" },
    });
    return response.ok ? ((await response.json()) as Thing[]) : [];
  } catch {
    return [];
  }
}

/** Makes an empty page of that title below the page; or says why there is none. */
export async function createPage(
  { pages, language, page }: Address,
  title: string,
): Promise<Thing | string> {
  const form = new FormData();
  const values = { title, language, parent: page, template: "empty" };
  for (const [name, value] of Object.entries(values)) form.append(name, value);
  const answer = await send<{ thing: Thing }>(pages, form);
  return typeof answer === "string" ? answer : answer.thing;
}

/** What the server answers to a form that it takes; or why it does not, in words for the reader. */
export async function send<Answer>(url: string, form: FormData): Promise<Answer | string> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  const failed = _("That did not work. Please load the page again.");
  try {
    const response = await fetch(url, {
      method: "POST",
      body: form,
      headers: { "X-Fragment": "1", "X-CSRFToken": token },
    });
    const answer = (await response.json()) as Answer & { ok: boolean; message?: string };
    return response.ok && answer.ok ? answer : answer.message || failed;
  } catch {
    return navigator.onLine ? failed : _("You are offline. Nothing was changed.");
  }
}
