import { _ } from "../../i18n";
import { element } from "../dom";
import { focusForm, openForm } from "./forms";
import { type Anchor, quoteOf } from "./ranges";

/** The card in which a new thread is written; a draft stays until it is sent. */
export class Composer {
  readonly element = element("li", { class: "thread is-new" });
  isOpen = false;
  private anchors: Anchor[] = [];

  constructor(private readonly url: string) {}

  /** The places of the words that it is about, as the server reads them. */
  get fields(): Record<string, string> {
    return { anchors: JSON.stringify(this.anchors) };
  }

  /** Shows what it is about; `paint` puts the card into its place before the caret comes into it. */
  async open(anchors: Anchor[], paint: () => void): Promise<boolean> {
    this.anchors = anchors;
    this.isOpen = true;
    const quote = quoteOf(anchors);
    const about = quote
      ? element("blockquote", { class: "thread-quote" }, quote)
      : element("p", { class: "thread-about" }, _("About the whole page"));
    this.element.querySelector(":scope > :is(.thread-quote, .thread-about)")?.remove();
    this.element.prepend(about);
    paint();
    const form = await openForm(this.url, this.element);
    paint();
    if (form && this.isOpen) {
      focusForm(form);
      this.element.scrollIntoView({ block: "nearest" });
    }
    return form !== null;
  }

  close(): void {
    this.isOpen = false;
  }
}
