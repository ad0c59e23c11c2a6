import * as Y from "yjs";
import type { Row } from "./database";

/** Changes that the server would not take, for the author to copy, and why. */
export type Refused = { keys: number[]; updates: Uint8Array[]; code: string; message: string };

type Range = { clock: number; len: number };

/** The words that were typed in updates, one line a block, in the order of typing; not those that were deleted again. */
export function readText(updates: Uint8Array[]): string {
  if (updates.length === 0) return "";
  const { structs, ds } = Y.decodeUpdate(Y.mergeUpdates(updates));
  const words = structs.map((struct) => {
    if (!(struct instanceof Y.Item)) return "";
    return readContent(struct, ds.clients.get(struct.id.client) ?? []);
  });
  return words
    .join("")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

function readContent({ id, content }: Y.Item, deleted: Range[]): string {
  if (content instanceof Y.ContentString) return cutOut(content.str, id.clock, deleted);
  const isBlock = content instanceof Y.ContentType && content.type instanceof Y.XmlElement;
  return isBlock ? "\n" : "";
}

/** What is left of words that begin at a clock. A line that is divided moves, which deletes it where it was. */
function cutOut(words: string, clock: number, deleted: Range[]): string {
  const isDeleted = (at: number) =>
    deleted.some((range) => at >= range.clock && at < range.clock + range.len);
  return words
    .split("") // clocks count UTF-16 units
    .filter((_unit, at) => !isDeleted(clock + at))
    .join("");
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
