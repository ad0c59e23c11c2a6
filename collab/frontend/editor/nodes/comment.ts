import { Mark, mergeAttributes } from "@tiptap/core";
import { attribute } from "./attributes";

/** Words that a thread in the margin is about; there may be several threads on the same words. */
export const Comment = Mark.create({
  name: "comment",
  inclusive: false,
  excludes: "",

  addAttributes() {
    return { thread: { default: null, ...attribute("thread") } };
  },

  parseHTML() {
    return [{ tag: "span[data-thread]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", mergeAttributes(HTMLAttributes, { class: "commented" }), 0];
  },
});
