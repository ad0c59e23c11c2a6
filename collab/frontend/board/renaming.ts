import { element } from "../editor/dom";
import { _ } from "../i18n";
import type { Link } from "./link";
import type { Notices } from "./notices";
import { send } from "./sending";
import { nameOf, type Table, titleOf } from "./table";

/** Writes a title anew on its card. Enter and leaving the field save, Escape does not. */
export class Renaming {
  constructor(
    private readonly table: Table,
    private readonly notices: Notices,
    private readonly link: Link,
  ) {}

  /** `words`: what to begin with, when it is not the title there is. */
  start(card: HTMLElement, words = titleOf(card)): void {
    const title = card.querySelector<HTMLElement>("[data-title]");
    if (!title || card.dataset.editing) return;
    card.dataset.editing = "yes";
    const input = element("input", { class: "form-control card-rename", maxlength: "300" });
    input.value = words;
    input.lang = title.lang;
    input.setAttribute("aria-label", _("New title of %(task)s", { task: nameOf(card) }));
    title.hidden = true;
    title.after(input);
    input.focus();
    input.select();
    input.addEventListener("keydown", (event) => this.press(event, card, input));
    input.addEventListener("blur", () => void this.save(card, input, false));
  }

  private press(event: KeyboardEvent, card: HTMLElement, input: HTMLInputElement): void {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      void this.save(card, input, true);
    } else if (event.key === "Escape") this.finish(card, input, true);
  }

  /** The new title shows at once; when the server does not want it, the field is back with what was typed. */
  private async save(card: HTMLElement, input: HTMLInputElement, goesBack: boolean): Promise<void> {
    if (!card.dataset.editing) return;
    const { card: id = "", number } = card.dataset;
    const before = titleOf(card);
    const title = input.value.trim() || before;
    show(card, title);
    this.finish(card, input, goesBack);
    if (title === before) return;
    const answer = await send(`${this.table.root.dataset.tasksUrl}${number}/rename`, { title });
    if (answer.ok) {
      this.notices.say(_("Renamed to “%(title)s”.", { title }));
      this.link.expect(answer.version);
      return;
    }
    this.notices.warn(answer.message);
    const now = this.table.find(id);
    if (!now) return;
    show(now, before);
    this.start(now, title);
  }

  private finish(card: HTMLElement, input: HTMLInputElement, goesBack: boolean): void {
    delete card.dataset.editing; // before the field goes: that takes the focus from it
    input.remove();
    const title = card.querySelector<HTMLElement>("[data-title]");
    if (title) title.hidden = false;
    if (goesBack) card.focus({ preventScroll: true });
    this.table.release(card);
  }
}

function show(card: HTMLElement, title: string): void {
  const shown = card.querySelector("[data-title]");
  if (shown) shown.textContent = title;
}
