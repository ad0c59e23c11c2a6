import { _, _n } from "../i18n";
import { readChoices } from "./choices";
import { askLabels, askOwners, askPlace } from "./dialogs";
import type { Link } from "./link";
import type { Mover } from "./moving";
import type { Notices } from "./notices";
import type { Deed, Picks } from "./picking";
import { type Fields, send } from "./sending";
import { nameOf, type Table } from "./table";
import type { Place } from "./wire";

/** Does things to one card, or to all that are selected. */
export class Acting {
  constructor(
    private readonly table: Table,
    private readonly picks: Picks,
    private readonly mover: Mover,
    private readonly notices: Notices,
    private readonly link: Link,
  ) {}

  do(deed: Deed, card: HTMLElement | null): void {
    const cards = this.picks.orJust(card);
    const [first] = cards;
    if (!first) return;
    if (deed === "move") this.askWhere(cards, first);
    else if (this.table.root.dataset.canWork !== "true")
      this.notices.warn(_("You can read this board, not change its tasks."));
    else if (deed === "archive") void this.archive(cards);
    else this.choose(deed, cards);
  }

  private choose(deed: "assign" | "label", cards: HTMLElement[]): void {
    const choices = readChoices(this.table.root);
    if (deed === "assign") {
      const before = inAll(cards, "owners");
      askOwners(choices, before, (owner) => void this.change(cards, { action: deed, owner }));
    } else {
      const before = inAll(cards, "labels");
      askLabels(choices, before, (label) => {
        const unlabel = before.filter((id) => !label.includes(id));
        void this.change(cards, { action: deed, label, unlabel });
      });
    }
  }

  /** Several cards at once go to the end of a column. */
  moveAll(cards: HTMLElement[], { column, lane }: Place): void {
    void this.change(cards, { action: "move", column, lane });
  }

  private askWhere(cards: HTMLElement[], first: HTMLElement): void {
    const { tasksUrl } = this.table.root.dataset;
    const elsewhere = cards.length === 1 ? `${tasksUrl}${first.dataset.number}/move` : "";
    askPlace(this.table, first, elsewhere, (place) => {
      if (cards.length > 1) this.moveAll(cards, place);
      else this.mover.move(first, place);
    });
  }

  private async archive(cards: HTMLElement[]): Promise<void> {
    const numbers = cards.map((card) => card.dataset.number ?? "");
    const name = cards[0] ? nameOf(cards[0]) : "";
    if (!(await this.change(cards, { action: "archive" }))) return;
    const words =
      cards.length === 1
        ? _("%(task)s is archived.", { task: name })
        : _n("%(num)d task is archived.", "%(num)d tasks are archived.", cards.length);
    const act = () => void this.restore(numbers);
    this.notices.tell(words, { label: _("Undo"), act });
  }

  private async restore(numbers: string[]): Promise<void> {
    for (const number of numbers) {
      const answer = await send(`${this.table.root.dataset.tasksUrl}${number}/restore`, {});
      if (!answer.ok) return this.notices.warn(answer.message);
      this.link.expect(answer.version);
    }
  }

  /** All of them, or none; whether it was done. */
  private async change(cards: HTMLElement[], fields: Fields): Promise<boolean> {
    const task = cards.map((card) => card.dataset.card ?? "");
    const answer = await send(this.table.root.dataset.bulkUrl ?? "", { task, ...fields });
    if (!answer.ok) {
      this.notices.warn(answer.message);
      void this.link.refresh();
      return false;
    }
    this.picks.clear();
    this.link.expect(answer.version);
    return true;
  }
}

/** What all of the cards have: ids in one of their attributes. */
function inAll(cards: HTMLElement[], name: "owners" | "labels"): string[] {
  const [first = [], ...rest] = cards.map((card) => (card.dataset[name] ?? "").split(" "));
  return first.filter((id) => id && rest.every((ids) => ids.includes(id)));
}
