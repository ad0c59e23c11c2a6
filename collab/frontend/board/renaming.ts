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

  start(card: HTMLElement): void {
    const title = card.querySelector<HTMLElement>("[data-title]");
    if (!title || card.dataset.editing) return;
    card.dataset.editing = "yes";
    const input = element("input", { class: "form-control card-rename", maxlength: "300" });
    input.value = titleOf(card);
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

  private async save(card: HTMLElement, input: HTMLInputElement, goesBack: boolean): Promise<void> {
    if (!card.dataset.editing || input.readOnly) return;
    const title = input.value.trim();
    if (!title || title === titleOf(card)) return this.finish(card, input, goesBack);
    input.readOnly = true;
    const url = `${this.table.root.dataset.tasksUrl}${card.dataset.number}/rename`;
    const answer = await send(url, { title });
    input.readOnly = false;
    if (!answer.ok) return this.notices.warn(answer.message);
    const shown = card.querySelector("[data-title]");
    if (shown) shown.textContent = title;
    this.notices.say(_("Renamed to “%(title)s”.", { title }));
    this.finish(card, input, goesBack);
    this.link.expect(answer.version);
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
