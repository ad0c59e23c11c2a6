import { _ } from "../../i18n";
import { openDialog } from "../dialog";
import { element } from "../dom";
import type { Thing } from "./address";

const PAUSE = 150;

/** Lets one of several things be found by words and chosen; null when none was. */
export function pickThing(
  title: string,
  find: (words: string) => Promise<Thing[]>,
): Promise<Thing | null> {
  return new Promise((resolve) => new Picker(title, find, resolve).begin());
}

/** A search field, and below it a list in which the arrow keys move. */
class Picker {
  private readonly list = element("ul", { class: "picker-list", role: "listbox", id: "picked" });
  private readonly none = element("p", { role: "status", class: "picker-none" });
  private readonly field = element("input", {
    type: "search",
    class: "form-control",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": "picked",
    "aria-expanded": "true",
    autocomplete: "off",
  });
  private readonly dialog: HTMLDialogElement;
  private things: Thing[] = [];
  private active = 0;
  private asked = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    title: string,
    private readonly find: (words: string) => Promise<Thing[]>,
    private readonly resolve: (thing: Thing | null) => void,
  ) {
    this.list.setAttribute("aria-label", title);
    const label = element("label", { class: "form-label" }, _("Search"), this.field);
    this.dialog = openDialog(title, label, this.list, this.none);
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), PAUSE);
    });
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.dialog.addEventListener("close", () => this.resolve(null));
  }

  begin(): void {
    this.field.focus();
    this.search();
  }

  private async search(): Promise<void> {
    const number = ++this.asked;
    const things = await this.find(this.field.value);
    if (number !== this.asked) return; // another question came meanwhile
    this.things = things;
    this.active = 0;
    this.list.replaceChildren(...things.map((thing, at) => this.draw(thing, at)));
    this.none.textContent = things.length ? "" : _("Nothing was found.");
    this.mark();
  }

  private draw(thing: Thing, at: number): HTMLElement {
    const words = element("span", { lang: thing.language ?? "" }, thing.words);
    const option = element("li", { role: "option", id: `picked-${at}` }, words);
    if (thing.detail) option.append(element("small", {}, thing.detail));
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.choose(at));
    return option;
  }

  private press(event: KeyboardEvent): void {
    const { length } = this.things;
    if (event.isComposing || !length) return;
    if (event.key === "ArrowDown") this.active = (this.active + 1) % length;
    else if (event.key === "ArrowUp") this.active = (this.active + length - 1) % length;
    else if (event.key === "Enter") this.choose(this.active);
    else return;
    event.preventDefault();
    this.mark();
  }

  private mark(): void {
    [...this.list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === this.active));
    });
    const active = this.list.children[this.active];
    this.field.setAttribute("aria-activedescendant", active?.id ?? "");
    active?.scrollIntoView({ block: "nearest" });
  }

  private choose(at: number): void {
    this.resolve(this.things[at] ?? null);
    this.dialog.close();
  }
}
