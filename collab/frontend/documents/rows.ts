import { type Answer, type Fields, send } from "../board/sending";
import { _ } from "../i18n";
import { Dragging } from "./dragging";
import { beginRenaming } from "./renaming";

/** The list of a library or folder: its documents move, get other names and go, at once. */
export class Rows {
  private readonly status: HTMLElement | null;
  private isBusy = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly list: HTMLElement,
  ) {
    this.status = root.querySelector("[data-words]");
  }

  open(): void {
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => this.click(event));
    new Dragging(this.list, {
      canOrder: this.canOrder,
      ordered: (row, next) => void this.order(row, next),
      put: (row, spot) => void this.put(row, spot),
    }).open();
  }

  /** Only in their own order, and where one may write, do places mean something. */
  private get canOrder(): boolean {
    return this.root.dataset.order === "own" && this.root.dataset.writable === "true";
  }

  private click(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLElement>("[data-rename]");
    const row = link?.closest<HTMLElement>("[data-document]");
    if (!row || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const menu = link?.closest("details");
    if (menu) menu.open = false;
    this.rename(row);
  }

  private press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>("[data-document]");
    if (!row || !target.matches("[data-title]") || row.dataset.movable === undefined) return;
    if (event.key === "F2") this.rename(row);
    else if (event.key === "Delete" && !hasModifier(event)) void this.trash(row);
    else if (event.altKey && event.key === "ArrowUp") void this.step(row, -1);
    else if (event.altKey && event.key === "ArrowDown") void this.step(row, 1);
    else return;
    event.preventDefault();
  }

  private get rows(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-document]")];
  }

  private async step(row: HTMLElement, by: number): Promise<void> {
    if (!this.canOrder) return this.say(_("Choose “Own order” to move documents."));
    const rows = this.rows;
    const index = rows.indexOf(row) + by;
    if (index < 0 || index >= rows.length) return;
    await this.order(row, rows[by < 0 ? index : index + 1] ?? null);
    row.querySelector<HTMLElement>("[data-title]")?.focus();
  }

  /** Puts the row before `next`, at once; back again when the server refuses. */
  private async order(row: HTMLElement, next: HTMLElement | null): Promise<void> {
    const before = row.nextElementSibling;
    if (this.isBusy || next === before || next === row) return;
    this.list.insertBefore(row, next);
    const after = row.previousElementSibling as HTMLElement | null;
    const answer = await this.ask(row.dataset.moveUrl, {
      to: this.root.dataset.here ?? "",
      after: after?.dataset.document ?? "",
      before: next?.dataset.document ?? "",
    });
    if (answer.ok) return this.say(_("%(name)s was moved.", { name: nameOf(row) }));
    this.list.insertBefore(row, before);
    this.say(answer.message, true);
  }

  private async put(row: HTMLElement, spot: string): Promise<void> {
    const answer = await this.ask(row.dataset.moveUrl, { to: spot });
    if (!answer.ok) return this.say(answer.message, true);
    this.say(_("%(name)s was moved.", { name: nameOf(row) }));
    this.take(row);
  }

  private async trash(row: HTMLElement): Promise<void> {
    const answer = await this.ask(row.dataset.trashUrl, {});
    if (!answer.ok) return this.say(answer.message, true);
    // the page then offers to take that back
    location.assign(`${location.pathname}?trashed=${row.dataset.document}`);
  }

  private rename(row: HTMLElement): void {
    beginRenaming(row, async (title) => {
      const answer = await this.ask(row.dataset.nameUrl, { title });
      if (!answer.ok) this.say(answer.message, true);
      return answer.ok;
    });
  }

  private async ask(url: string | undefined, fields: Fields): Promise<Answer> {
    this.isBusy = true;
    try {
      return await send(url ?? "", fields);
    } finally {
      this.isBusy = false;
    }
  }

  private take(row: HTMLElement): void {
    const next = (row.nextElementSibling ?? row.previousElementSibling) as HTMLElement | null;
    row.remove();
    next?.querySelector<HTMLElement>("[data-title]")?.focus();
  }

  private say(words: string, isRefusal = false): void {
    if (!this.status) return;
    this.status.textContent = words;
    this.status.classList.toggle("visually-hidden", !isRefusal);
    this.status.classList.toggle("document-refusal", isRefusal);
  }
}

function nameOf(row: HTMLElement): string {
  return row.querySelector("[data-title]")?.textContent?.trim() ?? "";
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
}
