import { mergeAttributes, Node } from "@tiptap/core";
import { type Lookup, noLookup } from "../lookup";
import { attribute, whole, words } from "./attributes";
import { EmbedView } from "./embed_view";

/** A decision or a task, shown as it stands now; in the text are the words that it had when it was put there. */
export const Embed = Node.create<{ lookup: Lookup }>({
  name: "embed",
  group: "block",
  atom: true,
  defining: true,

  addOptions() {
    return { lookup: noLookup };
  },

  addAttributes() {
    return {
      kind: { default: "task", ...words("kind") },
      meeting: { default: null, ...attribute("meeting") },
      block: { default: null, ...attribute("block") },
      task: { default: null, ...whole("task") },
      label: { default: "", ...words("label") },
    };
  },

  parseHTML() {
    return [{ tag: "div[data-type=embed]" }];
  },

  renderHTML({ node, HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-type": "embed" }), node.attrs.label];
  },

  renderText({ node }) {
    return node.attrs.label;
  },

  addNodeView() {
    return ({ node }) => new EmbedView(node, this.options.lookup);
  },
});
