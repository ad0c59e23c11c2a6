import { mergeAttributes } from "@tiptap/core";
import { Heading as Original } from "@tiptap/extension-heading";

/** Under the page's title, "Minutes" and the agenda item comes the fourth level. */
const OUTER_LEVELS = 3;

/** Headings that keep the page's outline in order; their level in the text is data. */
export const Heading = Original.extend({
  parseHTML() {
    const own = {
      tag: "[data-heading]",
      priority: 60,
      getAttrs: (dom: HTMLElement) => ({ level: Number(dom.dataset.heading) || 1 }),
    };
    return [own, ...(this.parent?.() ?? [])];
  },
  renderHTML({ node, HTMLAttributes }) {
    const level = Math.min(node.attrs.level, 4);
    const attributes = mergeAttributes(HTMLAttributes, { "data-heading": level });
    return [`h${Math.min(6, OUTER_LEVELS + level)}`, attributes, 0];
  },
}).configure({ levels: [1, 2, 3, 4] });
