import type { Attrs, Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";
import { _ } from "../../i18n";
import { element, icon, pageLanguage } from "../dom";
import type { Found, Lookup } from "../lookup";

/** What an embed shows, as the server knows it: `task:12` or `decision:<meeting>:<block>`. */
export function keyOf({ kind, task, meeting, block }: Attrs): string {
  return kind === "task" ? `task:${task}` : `${kind}:${meeting}:${block}`;
}

/** Draws a decision or a task with what became of it. */
export class EmbedView implements NodeView {
  readonly dom = element("div", { class: "embed", contenteditable: "false" });
  private readonly stop: () => void;

  constructor(
    private node: Node,
    lookup: Lookup,
  ) {
    this.stop = lookup.follow(keyOf(node.attrs), (found) => this.paint(found));
    this.paint(undefined);
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type || keyOf(node.attrs) !== keyOf(this.node.attrs)) return false;
    this.node = node;
    return true;
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.stop();
  }

  private paint(found: Found | null | undefined): void {
    const { kind, label } = this.node.attrs;
    const what = kind === "task" ? _("Task") : _("Decision");
    const sign = icon(kind === "task" ? "layout-kanban" : "gavel");
    const name = element("span", { class: "embed-kind", lang: pageLanguage() }, sign, what);
    const words = found?.words || label || _("Without a title");
    const text = found
      ? element("a", { class: "embed-words", href: found.url }, words)
      : element("span", { class: "embed-words" }, words);
    if (found?.language) text.lang = found.language;
    const said = found === null ? _("It is not there any more, or not for you.") : found?.detail;
    const detail = element("span", { class: "embed-detail", lang: pageLanguage() }, said ?? "");
    this.dom.dataset.kind = kind;
    this.dom.replaceChildren(name, text, ...(said ? [detail] : []));
  }
}
