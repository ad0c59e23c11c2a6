import * as Y from "yjs";
import type { Row } from "./database";

/** Changes that the server would not take, for the author to copy, and why. */
export type Refused = { keys: number[]; updates: Uint8Array[]; code: string; message: string };

/** The words that were typed in updates, one line a block, in the order of typing. */
export function readText(updates: Uint8Array[]): string {
  if (updates.length === 0) return "";
  const { structs } = Y.decodeUpdate(Y.mergeUpdates(updates));
  const words = structs.map((struct) => (struct instanceof Y.Item ? readContent(struct) : ""));
  return words
    .join("")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

function readContent(item: Y.Item): string {
  if (item.content instanceof Y.ContentString) return item.content.str;
  const isBlock =
    item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlElement;
  return isBlock ? "\n" : "";
}

/** Rows of the outbox by the reason for which they were refused. */
export function groupRefused(rows: Row[]): Refused[] {
  const groups = new Map<string, Refused>();
  for (const { key, update, refusal } of rows) {
    if (!refusal) continue;
    const reason = JSON.stringify(refusal);
    const group = groups.get(reason) ?? { keys: [], updates: [], ...refusal };
    group.keys.push(key);
    group.updates.push(update);
    groups.set(reason, group);
  }
  return [...groups.values()];
}
