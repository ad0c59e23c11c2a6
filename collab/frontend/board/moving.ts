import { _ } from "../i18n";
import type { Link } from "./link";
import type { Notices } from "./notices";
import { send } from "./sending";
import { nameOf, type Table } from "./table";
import type { Place } from "./wire";

/** Moves cards: here at once, on the server one after the other, back when it refuses. */
export class Mover {
  private queue: Promise<void> = Promise.resolve();
  /** cards whose last move failed: what was to follow on it is off */
  private readonly failed = new Set<string>();

  constructor(
    private readonly table: Table,
    private readonly notices: Notices,
    private readonly link: Link,
  ) {}

  /** Whether the reader may move it: those who work here, and whoever owes the task. */
  canMove(card: HTMLElement): boolean {
    return this.table.root.dataset.canWork === "true" || this.table.isOwn(card);
  }

  /** False when it stays where it is, which the reader is told. */
  move(card: HTMLElement, place: Place): boolean {
    const { card: id = "" } = card.dataset;
    const obstacle = this.findObstacle(card);
    if (obstacle) {
      this.table.settle(card);
      this.refuse(card, obstacle);
      return false;
    }
    this.failed.delete(id);
    this.table.pending.begin(id);
    this.table.place(card, place);
    this.queue = this.queue.then(() => this.send(id, place));
    return true;
  }

  private findObstacle(card: HTMLElement): string {
    if (!this.canMove(card)) return _("You do not have the right to move it.");
    return navigator.onLine ? "" : _("You are offline.");
  }

  private async send(id: string, place: Place): Promise<void> {
    if (this.failed.has(id)) return;
    const { table } = this;
    const answer = await send(table.root.dataset.movesUrl ?? "", { task: id, ...place });
    const card = table.find(id);
    if (answer.ok) {
      table.pending.take(id, answer.version);
      if (card && !this.isHeld(card)) table.settle(card);
      return this.link.expect(answer.version);
    }
    this.failed.add(id);
    table.pending.drop(id);
    if (card) table.settle(card);
    if (card) this.refuse(card, answer.message);
    void this.link.refresh(); // it may have been done after all, or something else may be there by now
  }

  private isHeld(card: HTMLElement): boolean {
    return this.table.pending.has(card.dataset.card ?? "", Number(card.dataset.version));
  }

  private refuse(card: HTMLElement, why: string): void {
    this.notices.warn(_("%(task)s was not moved. %(why)s", { task: nameOf(card), why }));
    card.classList.remove("is-refused");
    requestAnimationFrame(() => card.classList.add("is-refused"));
  }
}
