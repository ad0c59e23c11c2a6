import { element, icon } from "../dom";

/** A line above the text that says what happens to what was put into it. */
export class Notice {
  private readonly dom = element("p", { class: "page-notice", role: "status" });

  constructor(before: Element) {
    this.dom.hidden = true;
    before.before(this.dom);
  }

  say(words: string): void {
    this.show(words, "info-circle", false);
  }

  warn(words: string): void {
    this.show(words, "alert-triangle", true);
  }

  clear(): void {
    this.dom.hidden = true;
    this.dom.replaceChildren();
  }

  remove(): void {
    this.dom.remove();
  }

  private show(words: string, sign: string, isWarning: boolean): void {
    this.dom.classList.toggle("is-warning", isWarning);
    this.dom.hidden = false;
    this.dom.replaceChildren(icon(sign), element("span", {}, words));
  }
}
