import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { knownOnly } from "./foreign";
import { findRanges, type Range, threadsAt } from "./ranges";

/** What the margin shows of the text's threads, and who is told when the reader turns to one. */
export type Look = {
  open: Set<string>;
  /** Every thread of the page. */
  known: Set<string>;
  active: string | null;
  /** Words that somebody is about to comment on. */
  pending: Range | null;
};

type Shown = { look: Look; ranges: Map<string, Range>; set: DecorationSet };

export const highlightKey = new PluginKey<Shown>("comments");

const NOTHING: Look = { open: new Set(), known: new Set(), active: null, pending: null };

/** Shows which words threads are about; `pick` goes to a thread. */
export function highlightOf(pick: (thread: string) => void): Extension {
  return Extension.create({
    name: "comments",
    addProseMirrorPlugins() {
      return [makePlugin(pick)];
    },
  });
}

/** Lets the text show what the margin knows by now. */
export function setLook(view: EditorView, look: Look): void {
  view.dispatch(view.state.tr.setMeta(highlightKey, look).setMeta("addToHistory", false));
}

/** Where the threads are in the text as it is. */
export function rangesOf(state: EditorState): Map<string, Range> {
  return highlightKey.getState(state)?.ranges ?? new Map();
}

function makePlugin(pick: (thread: string) => void): Plugin<Shown> {
  return new Plugin<Shown>({
    key: highlightKey,
    state: {
      init: (_config, state) => show(state.doc, NOTHING),
      apply: (transaction, before) => {
        const look: Look | undefined = transaction.getMeta(highlightKey);
        if (!look && !transaction.docChanged) return before;
        const { pending } = before.look;
        const moved = pending && {
          from: transaction.mapping.map(pending.from),
          to: transaction.mapping.map(pending.to),
        };
        return show(transaction.doc, look ?? { ...before.look, pending: moved });
      },
    },
    props: {
      decorations: (state) => highlightKey.getState(state)?.set,
      transformPasted: (slice, view) =>
        knownOnly(slice, highlightKey.getState(view.state)?.look.known ?? new Set()),
      handleClick: (view, position) => {
        const shown = highlightKey.getState(view.state);
        const here = shown ? threadsAt(shown.ranges, position) : [];
        const thread = here.find((each) => shown?.look.open.has(each));
        if (thread) pick(thread);
        return false;
      },
    },
  });
}

function show(doc: Node, look: Look): Shown {
  const ranges = findRanges(doc);
  const marks: Decoration[] = [];
  for (const [thread, { from, to }] of ranges) {
    if (!look.open.has(thread)) continue;
    const name = thread === look.active ? "comment-words is-active" : "comment-words";
    marks.push(...decorate(doc, thread, { from, to }, name));
  }
  const { pending } = look;
  if (pending && pending.from < pending.to) {
    marks.push(Decoration.inline(pending.from, pending.to, { class: "comment-words is-active" }));
  }
  return { look, ranges, set: DecorationSet.create(doc, marks) };
}

/** Only the words that carry the thread, not others that somebody wrote between them. */
function decorate(doc: Node, thread: string, { from, to }: Range, name: string): Decoration[] {
  const found: Decoration[] = [];
  doc.nodesBetween(from, to, (node, position) => {
    if (node.isText && carries(node, thread)) {
      found.push(Decoration.inline(position, position + node.nodeSize, { class: name }));
    }
  });
  return found;
}

function carries(node: Node, thread: string): boolean {
  return node.marks.some((mark) => mark.type.name === "comment" && mark.attrs.thread === thread);
}
