import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { NodeView } from "@tiptap/pm/view";
import { _ } from "../../i18n";
import { element, icon, pageLanguage } from "../dom";
import { askAboutImage } from "../image_dialog";

/** Draws an image, its caption, and a way to describe it. */
export class ImageView implements NodeView {
  readonly dom = element("figure", { class: "image", "data-type": "image" });
  private readonly image = element("img", { loading: "lazy", decoding: "async" });
  private readonly caption = element("figcaption");
  private readonly describe: HTMLButtonElement;

  constructor(
    private node: Node,
    private readonly editor: Editor,
    private readonly getPos: () => number | undefined,
    private readonly address: string,
  ) {
    this.describe = element("button", {
      type: "button",
      class: "btn btn-sm image-describe",
      lang: pageLanguage(),
    });
    this.describe.addEventListener("click", () => this.ask());
    this.dom.append(this.image, this.caption, this.describe);
    this.editor.on("update", this.paintRights);
    this.paint();
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.paint();
    return true;
  }

  selectNode(): void {
    this.dom.classList.add("ProseMirror-selectednode");
  }

  deselectNode(): void {
    this.dom.classList.remove("ProseMirror-selectednode");
  }

  stopEvent(event: Event): boolean {
    return this.describe.contains(event.target as HTMLElement);
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.editor.off("update", this.paintRights);
  }

  private paint(): void {
    const { image, alt, caption, width } = this.node.attrs;
    const url = image && this.address ? `${this.address}/${image}` : "";
    if (url && this.image.getAttribute("src") !== url) this.image.src = url;
    this.image.alt = alt;
    this.caption.textContent = caption;
    this.caption.hidden = !caption;
    this.dom.dataset.width = width ? String(width) : "";
    const words = alt ? _("Change the description") : _("Describe the image");
    this.describe.replaceChildren(icon(alt ? "pencil" : "alert-triangle"), words);
    this.describe.classList.toggle("is-missing", !alt);
    this.paintRights();
  }

  private readonly paintRights = (): void => {
    this.describe.hidden = !this.editor.isEditable;
  };

  private async ask(): Promise<void> {
    const told = await askAboutImage(this.image.src, this.node.attrs);
    const position = this.getPos();
    if (!told || position === undefined || !this.editor.isEditable) return;
    const { tr } = this.editor.state;
    for (const [name, value] of Object.entries(told)) tr.setNodeAttribute(position, name, value);
    this.editor.view.dispatch(tr);
  }
}
