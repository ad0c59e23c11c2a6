import { _ } from "../i18n";
import { Acting } from "./acting";
import { Adding } from "./adding";
import { Dragging } from "./dragging";
import { showDay } from "./dues";
import { interpret, type Meaning, showKeys } from "./keys";
import { Link } from "./link";
import { markChange } from "./marks";
import { Mover } from "./moving";
import { Notices } from "./notices";
import { Picks } from "./picking";
import { Renaming } from "./renaming";
import { reread } from "./rereading";
import { nameOf, Table } from "./table";
import { drawTools } from "./tools";
import { Versions } from "./versions";
import { Walker } from "./walking";
import type { Changed, Patch, Place } from "./wire";

type CommandOf = Extract<Meaning, { kind: "command" }>["command"];

/** A board that moves: by hand, by key, and with everybody else who looks at it. */
export class Board {
  private readonly table: Table;
  private readonly notices: Notices;
  private readonly walker: Walker;
  private readonly versions: Versions;
  private readonly link: Link;
  private readonly mover: Mover;
  private readonly picks: Picks;
  private readonly acting: Acting;
  private readonly adding: Adding;
  private readonly renaming: Renaming;
  private readonly dragging: Dragging;
  private isDragging = false;
  /** what others did while a card was in the reader's hand */
  private meanwhile: (() => void)[] = [];

  constructor(private readonly root: HTMLElement) {
    const body = root.querySelector<HTMLElement>("[data-board-body]") as HTMLElement;
    this.table = new Table(root, body);
    this.notices = new Notices(root);
    this.walker = new Walker(this.table);
    this.versions = new Versions(Number(root.dataset.version), Number(root.dataset.shape));
    this.link = new Link(root, this.versions, {
      patch: (patch) => this.hold(() => this.patch(patch)),
      changed: (changed) => this.hold(() => this.follow(changed)),
      reload: () => new Promise((done) => this.hold(() => void this.reload().then(done))),
      state: (words) => this.notices.setConnection(words),
    });
    this.mover = new Mover(this.table, this.notices, this.link);
    this.picks = new Picks(this.table, this.notices, (deed) => this.acting.do(deed, null));
    this.acting = new Acting(this.table, this.picks, this.mover, this.notices, this.link);
    this.adding = new Adding(this.table, this.notices, this.link, () =>
      this.walker.go(this.walker.current ?? undefined),
    );
    this.renaming = new Renaming(this.table, this.notices, this.link);
    this.dragging = new Dragging(this.table, {
      canDrag: (card) => this.mover.canMove(card),
      started: () => {
        this.isDragging = true;
      },
      ended: () => this.letGo(),
      dropped: (card, place) => this.drop(card, place),
    });
  }

  open(): void {
    this.walker.markAny();
    drawTools(this.root, this.picks);
    const { body } = this.table;
    this.root.addEventListener("keydown", (event) => this.press(event));
    body.addEventListener("click", (event) => this.click(event));
    body.addEventListener("focusin", ({ target }) => {
      const card = (target as Element).closest<HTMLElement>("[data-card]");
      if (card) this.walker.mark(card);
    });
    document.addEventListener("visibilitychange", () => this.showDays());
    this.link.start();
    this.root.dataset.ready = "true";
    performance.mark("board");
  }

  private press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.isComposing || target.closest("input, textarea, select, dialog")) return;
    const meaning = interpret(event);
    if (!meaning) return;
    const card = target.matches("[data-card]") ? target : null;
    const isDone = card ? this.obey(meaning, card) : this.obeyAnywhere(meaning, target);
    if (isDone) event.preventDefault();
  }

  /** Keys that work on the board without a card. */
  private obeyAnywhere(meaning: Meaning, target: HTMLElement): boolean {
    if (meaning.kind === "walk" && target === this.table.body) {
      if (!this.walker.current || meaning.way !== "down") return false;
      this.walker.go(this.walker.current);
      return true;
    }
    if (meaning.kind !== "command") return false;
    if (meaning.command === "help") showKeys();
    else if (meaning.command === "new") this.addAt(this.walker.current);
    else if (meaning.command === "clear") this.picks.clear();
    else return false;
    return meaning.command !== "clear";
  }

  private obey(meaning: Meaning, card: HTMLElement): boolean {
    if (meaning.kind === "command") return this.command(meaning.command, card);
    if (meaning.kind === "end") this.walker.go(this.walker.end(card, meaning.isFirst));
    else if (meaning.kind === "walk") this.walker.go(this.walker.next(card, meaning.way));
    else if (meaning.kind === "extend") this.extend(card, this.walker.next(card, meaning.way));
    else this.carry(card, this.walker.step(card, meaning.way));
    return true;
  }

  private command(command: CommandOf, card: HTMLElement): boolean {
    const acts: Record<CommandOf, () => void> = {
      // the card's own link: selecting and the like do not get in between
      open: () =>
        location.assign(card.querySelector<HTMLAnchorElement>("a[data-title]")?.href ?? ""),
      new: () => this.addAt(card),
      rename: () => this.rename(card),
      pick: () => this.picks.toggle(card),
      move: () => this.acting.do("move", card),
      assign: () => this.acting.do("assign", card),
      label: () => this.acting.do("label", card),
      archive: () => this.acting.do("archive", card),
      clear: () => this.picks.clear(),
      help: showKeys,
    };
    acts[command]();
    return true;
  }

  private addAt(card: HTMLElement | null): void {
    const cell = card?.parentElement?.dataset ?? {};
    const column = cell.column ?? this.table.columns()[0]?.dataset.column ?? "";
    this.adding.open(column, cell.lane ?? "");
  }

  private rename(card: HTMLElement): void {
    if (this.root.dataset.canWork === "true") this.renaming.start(card);
  }

  private extend(card: HTMLElement, next: HTMLElement | undefined): void {
    this.picks.beginAt(card);
    this.picks.extend(next ?? card);
    this.walker.go(next);
  }

  private carry(card: HTMLElement, place: Place | undefined): void {
    if (!place) {
      this.notices.say(_("There is nothing beyond."));
      return;
    }
    const isMoved = this.mover.move(card, place);
    this.walker.go(card);
    if (isMoved) this.sayPlace(card);
  }

  private sayPlace(card: HTMLElement): void {
    const cell = card.parentElement;
    if (!cell) return;
    const cards = this.table.cardsOf(cell);
    const at = cards.indexOf(card) + 1;
    const where = cell.getAttribute("aria-label") ?? "";
    const values = { task: nameOf(card), column: where, place: at, number: cards.length };
    this.notices.say(_("%(task)s: %(column)s, place %(place)d of %(number)d", values));
  }

  private click(event: MouseEvent): void {
    const target = event.target as Element;
    const card = target.closest<HTMLElement>("[data-card]");
    if (!card || card.dataset.editing) return;
    const wantsPick = this.picks.isPicking || event.ctrlKey || event.metaKey;
    if (event.shiftKey) this.picks.extend(card);
    else if (wantsPick) this.picks.toggle(card);
    else if (target.closest("[data-move]")) this.acting.do("move", card);
    else return;
    event.preventDefault();
  }

  private drop(card: HTMLElement, place: Place): void {
    this.isDragging = false;
    if (this.picks.has(card) && this.picks.size > 1) this.acting.moveAll(this.picks.list(), place);
    else if (this.mover.move(card, place)) this.sayPlace(card);
  }

  private letGo(): void {
    this.isDragging = false;
    for (const work of this.meanwhile.splice(0)) work();
  }

  /** Under the reader's hand nothing moves. */
  private hold(work: () => void): void {
    if (this.isDragging) this.meanwhile.push(work);
    else work();
  }

  private patch({ cards, gone, counts }: Patch): void {
    const isWhole = cards.map((card) => this.table.put(card)).every(Boolean);
    for (const id of gone) this.take(id);
    this.table.setCounts(counts);
    this.picks.tidy();
    this.walker.markAny();
    // a card in a lane or column that this page does not have yet
    if (!isWhole) void this.reload();
  }

  private follow(changed: Changed): void {
    this.patch(changed);
    const { by } = changed;
    if (!by || by.id === this.root.dataset.membership) return;
    for (const { id } of changed.cards) markChange(this.table.find(id), by);
    this.notices.say(changed.words);
  }

  /** A card leaves; whoever was on it goes on with the next one. */
  private take(id: string): void {
    const card = this.table.find(id);
    if (!card) return;
    const next = this.walker.next(card, "down") ?? this.walker.next(card, "up");
    const isHere =
      card.contains(document.activeElement) || document.activeElement === document.body;
    const wasCurrent = this.walker.current === card;
    this.table.remove(id);
    if (wasCurrent && isHere && next) this.walker.go(next);
  }

  private async reload(): Promise<void> {
    const { activeElement } = document;
    const id = activeElement?.closest<HTMLElement>("[data-card]")?.dataset.card ?? "";
    const read = await reread(this.table);
    if (!read) return;
    this.versions.restart(read.version, read.shape);
    this.dragging.watch();
    this.picks.tidy();
    const card = this.table.find(id);
    if (card) this.walker.go(card);
    this.walker.markAny();
  }

  private showDays(): void {
    if (document.visibilityState !== "visible") return;
    const zone = this.root.dataset.timezone || "UTC";
    for (const card of this.table.listCards()) showDay(card, zone);
  }
}
