import type { Found } from "../lookup";

/** Something that can be put into a page: "document:<id>", "task:<number>" or "decision:<meeting>:<block>". */
export type Thing = Found & { key: string };

/** Where the scripts of one page ask. */
export type Address = {
  images: string;
  lookup: string;
  choices: string;
};

/** What the element of the live text says. */
export function readAddress(root: HTMLElement): Address {
  const { images = "", lookup = "", choices = "" } = root.dataset;
  return { images, lookup, choices };
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
