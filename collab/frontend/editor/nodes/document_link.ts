import { mergeAttributes, Node } from "@tiptap/core";
import { type Lookup, noLookup } from "../lookup";
import { attribute, words } from "./attributes";
import { DocumentLinkView } from "./document_link_view";

/** Another document, by its present title; in the text stands the title that it had when it was linked. */
export const DocumentLink = Node.create<{ lookup: Lookup }>({
  name: "documentLink",
  group: "inline",
  inline: true,
  atom: true,

  addOptions() {
    return { lookup: noLookup };
  },

  addAttributes() {
    return {
      document: { default: null, ...attribute("document") },
      label: { default: "", ...words("label") },
      kind: { default: "page", ...words("kind") },
    };
  },

  parseHTML() {
    return [{ tag: "span[data-type=document-link]" }];
  },

  renderHTML({ node, HTMLAttributes }) {
    const attributes = mergeAttributes(HTMLAttributes, { "data-type": "document-link" });
    return ["span", attributes, node.attrs.label];
  },

  renderText({ node }) {
    return node.attrs.label;
  },

  addNodeView() {
    return ({ node }) => new DocumentLinkView(node, this.options.lookup);
  },
});
