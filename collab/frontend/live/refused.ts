import * as Y from "yjs";
import type { Row } from "./database";

/** Changes that the server would not take, for the author to copy, and why. */
export type Refused = { keys: number[]; updates: Uint8Array[]; code: string; message: string };

type Range = { clock: number; len: number };
/** Client id → the clocks that were deleted. */
export type Deleted = Map<number, Range[]>;

/** The words that were typed in updates, one line a block, in the order of typing; not those that were deleted again. */
export function readText(updates: Uint8Array[]): string {
  if (updates.length === 0) return "";
  const { structs, ds } = Y.decodeUpdate(Y.mergeUpdates(updates));
  return tidy(readWords(structs, (id, at) => !holds(ds.clients, id, at)));
}

/** Without empty lines. */
export function tidy(words: string): string {
  return words.replace(/\n{2,}/g, "\n").trim();
}

/** Those of the words in structs that are wanted, by the id of their struct and their place in it. */
export function readWords(structs: unknown[], isWanted: (id: Y.ID, at: number) => boolean): string {
  return structs
    .map((struct) => (struct instanceof Y.Item ? readContent(struct, isWanted) : ""))
    .join("");
}

/** Whether a clock is among deleted ones. */
export function holds(deleted: Deleted, { client, clock }: Y.ID, at: number): boolean {
  const place = clock + at;
  const ranges = deleted.get(client) ?? [];
  return ranges.some((range) => place >= range.clock && place < range.clock + range.len);
}

function readContent({ id, content }: Y.Item, isWanted: (id: Y.ID, at: number) => boolean): string {
  if (content instanceof Y.ContentString) {
    const units = content.str.split(""); // clocks count UTF-16 units
    return units.filter((_unit, at) => isWanted(id, at)).join("");
  }
  const isBlock = content instanceof Y.ContentType && content.type instanceof Y.XmlElement;
  return isBlock && isWanted(id, 0) ? "\n" : "";
}

/** An update that says these words, so that they are kept and shown as others are. */
export function writeText(words: string): Uint8Array {
  const doc = new Y.Doc();
  const block = new Y.XmlElement("paragraph");
  doc.getXmlFragment("kept").insert(0, [block]);
  block.insert(0, [new Y.XmlText(words)]);
  return Y.encodeStateAsUpdate(doc);
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
