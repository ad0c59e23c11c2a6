import { mergeAttributes, Node } from "@tiptap/core";
import { attribute, whole, words } from "./attributes";
import { ImageView } from "./image_view";

/** The widths that an image may have, in hundredths of the text's; none: as wide as it is. */
export const WIDTHS = [25, 50, 75, 100];

type ImageOptions = {
  /** Where images of this text are; "" where none can be. */
  address: string;
};

/** An image of a page, with words for who does not see it, and a caption. */
export const Image = Node.create<ImageOptions>({
  name: "image",
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { address: "" };
  },

  addAttributes() {
    return {
      image: { default: null, ...attribute("image") },
      alt: { default: "", ...words("alt") },
      caption: { default: "", ...words("caption") },
      width: { default: null, ...whole("width") },
    };
  },

  parseHTML() {
    return [{ tag: "figure[data-type=image]" }];
  },

  renderHTML({ node, HTMLAttributes }) {
    const { image, alt, caption } = node.attrs;
    const attributes = mergeAttributes(HTMLAttributes, { "data-type": "image" });
    const { address } = this.options;
    const src = image && address ? new URL(`${address}/${image}`, location.href).href : "";
    return ["figure", attributes, ["img", { src, alt }], ["figcaption", {}, caption]];
  },

  renderText({ node }) {
    return [node.attrs.alt, node.attrs.caption].filter(Boolean).join("\n");
  },

  addNodeView() {
    return ({ node, editor, getPos }) => new ImageView(node, editor, getPos, this.options.address);
  },
});
