import type { Node } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";

/** Words in one block, as collab/pages/service/anchors.py reads them. */
export type Anchor = { block: string; start: number; end: number; quote: string };
export type Range = { from: number; to: number };

/** Stands for what is no text; the server's collab/live/schema.py has the same. */
const ATOM = "\ufffc";
const SHOWN = 160;

/** Where the threads of a document are: from the first to the last word that carries each. */
export function findRanges(doc: Node): Map<string, Range> {
  const found = new Map<string, Range>();
  doc.descendants((node, position) => {
    for (const mark of node.marks) {
      const { thread } = mark.attrs;
      if (mark.type.name !== "comment" || typeof thread !== "string") continue;
      const before = found.get(thread);
      found.set(thread, { from: before?.from ?? position, to: position + node.nodeSize });
    }
  });
  return found;
}

/** The selected words block by block; nothing selected: the block that the caret is in, if `orBlock`. */
export function readAnchors({ doc, selection }: EditorState, orBlock: boolean): Anchor[] {
  const { $from } = selection;
  let { from, to } = selection;
  if (selection.empty) {
    if (!orBlock || !$from.parent.isTextblock) return [];
    from = $from.start();
    to = $from.end();
  }
  const found: Anchor[] = [];
  doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock) return true;
    const inside = position + 1;
    const start = Math.max(0, from - inside);
    const end = Math.min(node.content.size, to - inside);
    const quote = node.textBetween(start, end, "", () => ATOM);
    const block = node.attrs.id;
    if (block && quote.replaceAll(ATOM, "").trim()) found.push({ block, start, end, quote });
    return false;
  });
  return found;
}

/** What the words say, in one line that is not too long. */
export function quoteOf(anchors: Anchor[]): string {
  const line = anchors
    .map(({ quote }) => quote.replaceAll(ATOM, " "))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN).trimEnd()}…`;
}

/** The threads at a place, those with the fewest words first. */
export function threadsAt(ranges: Map<string, Range>, position: number): string[] {
  return [...ranges]
    .filter(([, { from, to }]) => from <= position && position <= to)
    .sort(([, one], [, other]) => one.to - one.from - (other.to - other.from))
    .map(([thread]) => thread);
}
