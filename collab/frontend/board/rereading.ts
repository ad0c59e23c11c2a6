import { keepDrafts } from "./adding";
import type { Table } from "./table";

/** Fetches the page and takes its board in, without losing what is being typed; null when it cannot be read now. */
export async function reread(table: Table): Promise<{ version: number; shape: number } | null> {
  let text: string;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected || answer.status === 404) location.reload();
    if (!answer.ok) return null;
    text = await answer.text();
  } catch {
    return null; // the connection is gone again; coming back, it is asked for again
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const root = page.querySelector<HTMLElement>("[data-board]");
  const body = root?.querySelector("[data-board-body]");
  const choices = root?.querySelector("[data-board-choices]");
  if (!root || !body) return null;
  const heading = page.querySelector("main h1");
  const restore = keepDrafts(table.body);
  table.body.replaceChildren(...body.children);
  table.root.querySelector("[data-board-choices]")?.replaceWith(...(choices ? [choices] : []));
  if (heading) document.querySelector("main h1")?.replaceWith(heading);
  Object.assign(table.root.dataset, { ...root.dataset });
  table.read();
  restore();
  return { version: Number(root.dataset.version), shape: Number(root.dataset.shape) };
}
