import * as Y from "yjs";
import type { Row } from "./database";

/** What the server would not take: its text, for the author to copy, and why. */
export type Refused = { keys: number[]; text: string; code: string; message: string };

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

/** What was refused for the same reason, as one text. */
export function describeRefused(rows: Row[]): Refused[] {
  const reasons = new Map<string, Row[]>();
  for (const row of rows) {
    const reason = JSON.stringify(row.refusal);
    reasons.set(reason, [...(reasons.get(reason) ?? []), row]);
  }
  return [...reasons.values()].map((same) => ({
    keys: same.map((row) => row.key),
    text: readText(same.map((row) => row.update)),
    code: same[0]?.refusal?.code ?? "",
    message: same[0]?.refusal?.message ?? "",
  }));
}
