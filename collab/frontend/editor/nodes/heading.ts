import { mergeAttributes } from "@tiptap/core";
import { type HeadingOptions, Heading as Original } from "@tiptap/extension-heading";

/** Headings below `outer` others (of the page, "Minutes" and the agenda item) that keep the page's outline in order; their level in the text is data. */
export const Heading = Original.extend<HeadingOptions & { outer: number }>({
  addOptions() {
    const options = this.parent?.();
    return { levels: [1, 2, 3, 4], HTMLAttributes: {}, ...options, outer: 3 };
  },
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
    return [`h${Math.min(6, this.options.outer + level)}`, attributes, 0];
  },
});
