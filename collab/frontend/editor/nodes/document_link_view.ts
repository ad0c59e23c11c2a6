import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";
import { _ } from "../../i18n";
import { element, icon } from "../dom";
import type { Found, Lookup } from "../lookup";

/** The icon of a document of this kind. */
export function iconOf(kind: string): string {
  return { folder: "folder", file: "file" }[kind] ?? "file-text";
}

/** Draws a link to another document by the title that it has now. */
export class DocumentLinkView implements NodeView {
  readonly dom = element("a", { class: "document-link" });
  private readonly stop: () => void;

  constructor(
    private node: Node,
    lookup: Lookup,
  ) {
    this.stop = lookup.follow(`document:${node.attrs.document}`, (found) => this.paint(found));
    this.paint(undefined);
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type || node.attrs.document !== this.node.attrs.document) {
      return false;
    }
    this.node = node;
    return true;
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.stop();
  }

  /** Undefined: nobody knows yet; null: it is gone, or not for this reader. */
  private paint(found: Found | null | undefined): void {
    const { label, kind } = this.node.attrs;
    const words = element("span", {}, found?.words || label || _("Without a title"));
    if (found?.language) words.lang = found.language;
    this.dom.replaceChildren(icon(iconOf(found?.kind || kind)), words);
    this.dom.classList.toggle("is-gone", found === null);
    if (found) {
      this.dom.href = found.url;
      this.dom.removeAttribute("title");
      return;
    }
    this.dom.removeAttribute("href");
    if (found === null) this.dom.title = _("It is not there any more, or not for you.");
  }
}
