import { _ } from "../i18n";
import type { Link } from "./link";
import type { Notices } from "./notices";
import { send } from "./sending";
import type { Table } from "./table";

/** Adds tasks to a column, one after the other; what was typed stays until the server has it. */
export class Adding {
  private readonly busy = new WeakSet<HTMLFormElement>();

  constructor(
    private readonly table: Table,
    private readonly notices: Notices,
    private readonly link: Link,
    private readonly leave: () => void,
  ) {
    table.body.addEventListener("submit", (event) => {
      const form = (event.target as Element).closest<HTMLFormElement>("[data-add-form]");
      if (!form) return;
      event.preventDefault();
      void this.add(form);
    });
    table.body.addEventListener("click", (event) => this.toggle(event));
    table.body.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close(event.target as Element);
    });
  }

  /** Opens the form of a column, for a lane of it. */
  open(column: string, lane: string): void {
    const head = this.table.columns().find((each) => each.dataset.column === column);
    const details = head?.querySelector<HTMLDetailsElement>("[data-add]");
    if (!details) return;
    details.open = true;
    field(details, "lane").value = lane;
    field(details, "title").focus();
  }

  /** At once: what somebody types right after goes into the field. */
  private toggle(event: Event): void {
    const summary = (event.target as Element).closest("[data-add] > summary");
    const details = summary?.parentElement as HTMLDetailsElement | undefined;
    if (!details) return;
    event.preventDefault();
    details.open = !details.open;
    field(details, "lane").value = "";
    if (details.open) field(details, "title").focus();
  }

  private close(target: Element): void {
    const details = target.closest<HTMLDetailsElement>("[data-add][open]");
    if (!details) return;
    details.open = false;
    details.querySelector("summary")?.focus();
    this.leave();
  }

  private async add(form: HTMLFormElement): Promise<void> {
    const input = field(form, "title");
    const title = input.value.trim();
    if (this.busy.has(form) || !title) return;
    this.busy.add(form);
    const column = field(form, "column").value;
    const answer = await send(form.action, { title, column, lane: field(form, "lane").value });
    this.busy.delete(form);
    showError(form, answer.ok ? "" : answer.message);
    if (!answer.ok) return this.notices.say(answer.message);
    if (input.value.trim() === title) input.value = "";
    this.notices.say(_("“%(title)s” is added.", { title }));
    this.link.expect(answer.version);
  }
}

/** What is typed and not sent yet, by column. */
export function keepDrafts(body: HTMLElement): () => void {
  const drafts = [...body.querySelectorAll<HTMLElement>("[data-add][open]")].map((details) => ({
    column: field(details, "column").value,
    title: field(details, "title").value,
    lane: field(details, "lane").value,
    hadFocus: details.contains(document.activeElement),
  }));
  return () => {
    for (const { column, title, lane, hadFocus } of drafts) {
      // its column may be gone: then the first one keeps the words
      const all = [...body.querySelectorAll<HTMLDetailsElement>("[data-add]")];
      const details = all.find((each) => field(each, "column").value === column) ?? all[0];
      if (!details) return;
      details.open = true;
      field(details, "title").value ||= title;
      field(details, "lane").value = lane;
      if (hadFocus) field(details, "title").focus();
    }
  };
}

function field(within: Element, name: string): HTMLInputElement {
  return within.querySelector(`[name="${name}"]`) as HTMLInputElement;
}

function showError(form: HTMLFormElement, words: string): void {
  const error = form.querySelector<HTMLElement>("[data-add-error]");
  if (!error) return;
  error.textContent = words;
  error.hidden = !words;
  const input = field(form, "title");
  input.toggleAttribute("aria-invalid", Boolean(words));
  input.focus();
}
