import type { Editor } from "@tiptap/core";
import { highlightKey, rangesOf, setLook } from "./highlight";
import { type Anchor, type Range, readAnchors, threadsAt } from "./ranges";
import type { Threads } from "./threads";

/** Words take a moment to carry a new thread: until then it is not lost. */
export const GRACE = 4_000;

/** What became of a thread: it is beside the text, about the whole page, about words that are gone, or resolved. */
export type List = "text" | "all" | "lost" | "resolved";

/** Which words of the text the threads are about, and which of them the reader has turned to. */
export class Words {
  editor: Editor | undefined;
  active: string | null = null;
  /** Words that somebody is about to comment on. */
  private pending: Range | null = null;
  /** Where the words of a thread of one's own are until they carry it. */
  private awaited: { thread: string; range: Range } | null = null;
  private readonly born = new Map<string, number>();

  constructor(private readonly threads: Threads) {}

  /** Threads that have just come: the text follows. */
  expect(ids: string[]): void {
    for (const id of ids) this.born.set(id, Date.now());
  }

  /** The words that are selected, or those of the block that the caret is in, become the ones to comment on. */
  choose(): Anchor[] {
    const { editor } = this;
    if (!editor) return [];
    const { $from, from, to, empty } = editor.state.selection;
    const anchors = readAnchors(editor.state, editor.isFocused);
    const range = empty ? { from: $from.start(), to: $from.end() } : { from, to };
    this.pending = anchors.length ? range : null;
    this.look();
    return anchors;
  }

  /** Nobody is about to comment on them any more; `thread` is what came of it. */
  release(thread?: string): void {
    const range = this.pendingRange();
    if (thread && range) {
      this.awaited = { thread, range };
      this.editor?.commands.setTextSelection(range.to); // it is no selection for the next one
    }
    this.pending = null;
    this.look();
  }

  /** The words that somebody is about to comment on, as they are by now. */
  pendingRange(): Range | null {
    return (this.editor && highlightKey.getState(this.editor.state)?.look.pending) ?? null;
  }

  rangeOf(id: string): Range | undefined {
    const found = this.editor && rangesOf(this.editor.state).get(id);
    if (this.awaited?.thread !== id) return found;
    if (!found) return this.awaited.range;
    this.awaited = null;
    return found;
  }

  listOf(id: string): List {
    if (!this.threads.isOpen(id)) return "resolved";
    if (this.threads.isAboutAll(id)) return "all";
    const isYoung = Date.now() - (this.born.get(id) ?? 0) < GRACE;
    return this.rangeOf(id) || isYoung ? "text" : "lost";
  }

  /** The open thread with the fewest words at the caret. */
  atCaret(): string | null {
    const { editor } = this;
    if (!editor) return null;
    const here = threadsAt(rangesOf(editor.state), editor.state.selection.from);
    return here.find((each) => this.threads.isOpen(each)) ?? null;
  }

  /** How far down the window a thread's words are, or those to comment on. */
  topOf(id: string | undefined): number | null {
    const { editor } = this;
    const range = id ? this.rangeOf(id) : this.pendingRange();
    if (!range || !editor) return null;
    return editor.view.coordsAtPos(Math.min(range.from, editor.state.doc.content.size)).top;
  }

  /** Brings the words of a thread into sight, with the caret in them; false when there are none. */
  show(thread: string): boolean {
    const { editor } = this;
    const range = editor && rangesOf(editor.state).get(thread);
    if (!range) return false;
    this.active = thread;
    this.look();
    editor.chain().setTextSelection(range.from).focus().scrollIntoView().run();
    return true;
  }

  /** Lets the text show what the margin knows. */
  look(): void {
    const { editor, threads } = this;
    if (!editor || editor.isDestroyed) return;
    const { ids } = threads;
    setLook(editor.view, {
      open: new Set(ids.filter((id) => threads.isOpen(id))),
      known: new Set(ids),
      active: this.active,
      pending: this.pending && (this.pendingRange() ?? this.pending),
    });
  }
}
