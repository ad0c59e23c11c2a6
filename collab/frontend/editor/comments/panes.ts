import { _, _n } from "../../i18n";
import { element } from "../dom";
import type { List } from "./words";

export type Pane = "text" | "other" | "resolved";
export type Counts = Record<List, number>;

/** The parts of the margin: three panes of which one shows, a line for news, the sheet on small screens. */
export class Panes {
  constructor(readonly root: HTMLElement) {}

  get shown(): Pane {
    return (this.root.dataset.pane ?? "text") as Pane;
  }

  get isUp(): boolean {
    return this.root.classList.contains("is-up");
  }

  list(name: List): HTMLElement {
    return this.part(`[data-list="${name}"]`);
  }

  show(name: Pane): void {
    this.root.dataset.pane = name;
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-shows]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.shows === name));
    }
    for (const pane of this.root.querySelectorAll<HTMLElement>("[data-part]")) {
      pane.hidden = pane.dataset.part !== name;
    }
  }

  /** Draws the sheet up, or lets it down; where there is a margin that changes nothing. */
  lift(isUp: boolean): void {
    this.root.classList.toggle("is-up", isUp);
    this.part("[data-sheet]").setAttribute("aria-expanded", String(isUp));
  }

  count(counts: Counts, isComposing: boolean): void {
    const { text, all, lost, resolved } = counts;
    const shown: Record<Pane, number> = { text, other: all + lost, resolved };
    const words: Record<Pane, string> = {
      text: _n("%(num)s beside the text", "%(num)s beside the text", text),
      other: _n("%(num)s other", "%(num)s others", all + lost),
      resolved: _n("%(num)s resolved", "%(num)s resolved", resolved),
    };
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-shows]")) {
      const name = tab.dataset.shows as Pane;
      say(tab, words[name]);
      tab.hidden = shown[name] === 0 && this.shown !== name;
    }
    for (const head of this.root.querySelectorAll<HTMLElement>("[data-head]")) {
      head.hidden = counts[head.dataset.head as List] === 0;
    }
    this.part("[data-tabs]").hidden = all + lost + resolved === 0;
    this.part("[data-nothing]").hidden = text + all + lost + resolved > 0 || isComposing;
    say(this.part("[data-total]"), String(text + all + lost));
  }

  /** Says what happened, with a way back where there is one. */
  tell(words: string, undo = ""): void {
    say(this.part("[data-margin-status]"), words);
    const offer = this.part("[data-margin-undo]");
    offer.replaceChildren();
    if (!undo) return;
    const button = element("button", { class: "btn btn-sm" }, _("Take back"));
    offer.append(element("form", { method: "post", action: undo }, button));
    button.focus({ preventScroll: true });
  }

  private part(selector: string): HTMLElement {
    const found = this.root.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`${selector} is missing`);
    return found;
  }
}

function say(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}
