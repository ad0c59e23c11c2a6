import type { Editor } from "@tiptap/core";
import { send } from "../../board/sending";
import { _, _n } from "../../i18n";
import { element } from "../dom";
import { focusForm, isEmptyForm, openForm, type Sent, sendForm } from "./forms";
import { highlightKey, rangesOf, setLook } from "./highlight";
import { type Anchor, quoteOf, type Range, readAnchors, threadsAt } from "./ranges";
import { Room } from "./room";
import { stack } from "./stacking";
import { Threads } from "./threads";

/** From here on there is a margin beside the text; styles/comments.css has the same. */
const WIDE = "(width >= 75rem)";
/** Words take a moment to carry a new thread: until then it is not lost. */
const GRACE = 4_000;
const LISTS = ["text", "all", "lost", "resolved"] as const;
type List = (typeof LISTS)[number];

/** The conversations beside a page, each beside the words that it is about. */
export class Margin {
  private readonly threads = new Threads();
  private readonly wide = matchMedia(WIDE);
  private readonly born = new Map<string, number>();
  private editor: Editor | undefined;
  private active: string | null = null;
  private anchors: Anchor[] = [];
  private pending: Range | null = null;
  /** Where the words of a thread of one's own are until they carry it. */
  private awaited: { thread: string; range: Range } | null = null;
  private composer: HTMLLIElement | undefined;
  private frame = 0;
  private loading: Promise<void> | null = null;
  private isStale = false;

  constructor(
    private readonly root: HTMLElement,
    text: HTMLElement,
  ) {
    const { cooperation = "", page = "", sessionUrl = "" } = text.dataset;
    new Room(sessionUrl, { cooperation, page }, () => void this.load());
    root.addEventListener("click", (event) => this.click(event));
    root.addEventListener("submit", (event) => void this.submit(event));
    root.addEventListener("keydown", (event) => this.press(event));
    root.addEventListener("focusin", (event) => this.follow(event.target as Element));
    document.addEventListener("keydown", (event) => this.pressAnywhere(event));
    this.wide.addEventListener("change", this.paintSoon);
    addEventListener("resize", this.paintSoon);
    new ResizeObserver(this.paintSoon).observe(text);
    new ResizeObserver(this.paintSoon).observe(root);
  }

  /** Follows this editor's text; returns how to stop. */
  attach(editor: Editor): () => void {
    this.editor = editor;
    const turn = () => this.turn();
    editor.on("transaction", this.paintSoon);
    editor.on("selectionUpdate", turn);
    this.look();
    this.paintSoon();
    return () => {
      editor.off("transaction", this.paintSoon);
      editor.off("selectionUpdate", turn);
      this.editor = undefined;
    };
  }

  /** Asks for all threads; one question at a time. */
  async load(): Promise<void> {
    this.isStale = true;
    this.loading ??= this.loadAll().finally(() => {
      this.loading = null;
    });
    await this.loading;
  }

  private async loadAll(): Promise<void> {
    while (this.isStale) {
      this.isStale = false;
      const html = await fetch(this.root.dataset.url ?? "", {
        headers: { "X-Fragment": "1" },
        redirect: "manual",
      })
        .then((answer) => (answer.ok ? answer.text() : null))
        .catch(() => null);
      if (html === null) return; // whatever comes back with the connection asks again
      const isFirst = this.root.dataset.state !== "open";
      for (const id of this.threads.take(html)) if (!isFirst) this.born.set(id, Date.now());
      if (!isFirst) setTimeout(this.paintSoon, GRACE + 100);
      this.root.dataset.state = "open";
      this.look();
      this.paint();
      if (isFirst) this.goToAddress();
    }
  }

  /** A link from elsewhere names a thread or a comment. */
  private goToAddress(): void {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const thread = target && this.root.contains(target) ? this.threads.holding(target) : undefined;
    if (thread) this.goTo(thread);
  }

  /** Opens the form for the selected words, or goes to the thread at the caret. */
  readonly begin = (): void => {
    const { editor } = this;
    if (!editor || this.root.dataset.canTalk !== "true") return;
    const { selection } = editor.state;
    const isHere = editor.isFocused;
    const [thread] = threadsAt(rangesOf(editor.state), selection.from).filter((each) =>
      this.threads.isOpen(each),
    );
    if (selection.empty && isHere && thread) {
      this.goTo(thread);
      return;
    }
    this.anchors = readAnchors(editor.state, isHere);
    const { from, to } = selection;
    this.pending = this.anchors.length ? widen(editor, { from, to }) : null;
    void this.compose();
  };

  /** Goes to a thread, whichever list it is in. */
  goTo(thread: string): void {
    this.showList(this.listOf(thread) === "text" ? "text" : this.tabOf(thread));
    this.activate(thread);
    this.openSheet();
    const card = this.threads.find(thread);
    this.paint();
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  }

  private async compose(): Promise<void> {
    this.composer ??= element("li", { class: "thread is-new" });
    const quote = quoteOf(this.anchors);
    const about = quote
      ? element("blockquote", { class: "thread-quote" }, quote)
      : element("p", { class: "thread-about" }, _("About the whole page"));
    this.composer.querySelector(":scope > .thread-quote, :scope > .thread-about")?.remove();
    this.composer.prepend(about);
    this.composer.hidden = false;
    this.active = null;
    this.look();
    this.openSheet();
    this.showList("text");
    this.paint();
    const form = await openForm(this.root.dataset.newUrl ?? "", this.composer);
    if (!form) this.tell(_("That did not work. Please load the page again."));
    this.paint();
    this.composer.scrollIntoView({ block: "nearest" });
    if (form) focusForm(form);
  }

  private endComposing(): void {
    if (this.composer) this.composer.hidden = true;
    this.pending = null;
    this.look();
    this.paintSoon();
  }

  private click(event: MouseEvent): void {
    const target = event.target as Element;
    const opens = target.closest<HTMLAnchorElement>("[data-opens-form]");
    if (opens) {
      event.preventDefault();
      void this.openAt(opens);
    } else if (target.closest("[data-cancel]")) this.cancel(target);
    else if (target.closest("[data-comment]")) this.begin();
    else if (target.closest("[data-sheet]")) this.toggleSheet();
    else this.choose(target);
  }

  private choose(target: Element): void {
    const tab = target.closest<HTMLElement>("[data-shows]")?.dataset.shows;
    if (tab) {
      this.showList(tab as "text" | "other" | "resolved");
      this.paint();
    }
    const quote = target.closest("[data-to-text]");
    const thread = quote && this.threads.holding(quote);
    if (thread) this.showWords(thread);
  }

  private async openAt(link: HTMLAnchorElement): Promise<void> {
    const host = link.closest<HTMLElement>("[data-thread]");
    const form = host && (await openForm(link.href, host));
    if (host && !form) this.tell(_("That did not work. Please load the page again."));
    this.paint();
    if (form) focusForm(form);
  }

  private cancel(target: Element): void {
    const form = target.closest<HTMLFormElement>("[data-comment-form]");
    if (!form) return;
    const thread = form.closest<HTMLElement>("[data-thread]");
    if (!thread) {
      this.endComposing();
      this.editor?.commands.focus();
      return;
    }
    if (isEmptyForm(form)) form.remove();
    else form.hidden = true; // what was written is there when it is opened again
    thread.focus({ preventScroll: true });
    this.paint();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    const form = event.target as HTMLFormElement;
    event.preventDefault();
    if (form.matches("[data-comment-form]")) await this.say(form);
    else await this.act(form);
  }

  private async say(form: HTMLFormElement): Promise<void> {
    const isNew = this.composer?.contains(form) ?? false;
    const more = isNew ? { anchors: JSON.stringify(this.anchors) } : {};
    const sent = await sendForm(form, more);
    this.paint();
    if (!sent) return;
    if (isNew) this.await(sent);
    form.remove();
    if (isNew) this.endComposing();
    await this.load();
    if (sent.thread) this.goTo(sent.thread);
  }

  private await({ thread }: Sent): void {
    const pending = this.editor && highlightKey.getState(this.editor.state)?.look.pending;
    if (thread && pending) this.awaited = { thread, range: pending };
  }

  /** Deletes, resolves, reopens. */
  private async act(form: HTMLFormElement): Promise<void> {
    const answer = await send(form.action, {});
    if (!answer.ok) {
      this.tell(answer.message);
      return;
    }
    const isDeletion = form.action.endsWith("/deletion");
    await this.load();
    if (isDeletion) this.tell(_("Your comment was deleted."), `${form.action}/undo`);
    else this.tell("");
  }

  /** Says what happened, with a way back where there is one. */
  private tell(words: string, undo = ""): void {
    const line = this.part("[data-margin-status]");
    line.replaceChildren(words);
    const offer = this.part("[data-margin-undo]");
    offer.replaceChildren();
    if (undo) {
      const button = element("button", { class: "btn btn-sm" }, _("Take back"));
      offer.append(element("form", { method: "post", action: undo }, button));
      button.focus({ preventScroll: true });
    }
    this.paintSoon();
  }

  private press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const form = target.closest<HTMLFormElement>("[data-comment-form]");
    if (form) this.pressInForm(event, form);
    else if (event.key === "Escape") this.leave(target);
    else if (target.matches("[data-thread]")) this.walk(event, target);
  }

  private pressInForm(event: KeyboardEvent, form: HTMLFormElement): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && !event.defaultPrevented && isEmptyForm(form)) {
      event.stopPropagation();
      this.cancel(form);
    }
  }

  private leave(target: Element): void {
    const thread = this.threads.holding(target);
    this.root.classList.remove("is-up");
    this.paintTexts();
    if (thread && !this.showWords(thread)) this.editor?.commands.focus();
  }

  private walk(event: KeyboardEvent, card: HTMLElement): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const seen = [...this.root.querySelectorAll<HTMLElement>("[data-thread]")].filter(
      (each) => each.offsetParent,
    );
    const next = seen[seen.indexOf(card) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** Ctrl+Alt+M also where nobody may write; AltGr+M is a letter. */
  private pressAnywhere(event: KeyboardEvent): void {
    const isIt = (event.ctrlKey || event.metaKey) && event.altKey && event.code === "KeyM";
    if (!isIt || event.getModifierState("AltGraph") || event.defaultPrevented) return;
    if ((event.target as Element).closest?.("[data-comment-form]")) return;
    event.preventDefault();
    this.begin();
  }

  /** Whoever turns to a thread sees its words. */
  private follow(target: Element): void {
    const thread = this.threads.holding(target);
    if (thread && thread !== this.active) this.activate(thread);
  }

  /** Whoever turns to words sees their thread. */
  private turn(): void {
    const { editor } = this;
    if (!editor?.isFocused) {
      this.paintSoon();
      return;
    }
    const here = threadsAt(rangesOf(editor.state), editor.state.selection.from);
    const thread = here.find((each) => this.threads.isOpen(each)) ?? null;
    if (thread !== this.active) this.activate(thread);
    this.paintSoon();
  }

  private activate(thread: string | null): void {
    this.active = thread;
    this.look();
    this.paintSoon();
  }

  /** Brings the words of a thread into sight, with the caret in them. */
  private showWords(thread: string): boolean {
    const { editor } = this;
    const range = editor && rangesOf(editor.state).get(thread);
    if (!range) return false;
    editor.chain().focus().setTextSelection(range.from).scrollIntoView().run();
    this.activate(thread);
    return true;
  }

  private look(): void {
    if (!this.editor || this.editor.isDestroyed) return;
    const { ids } = this.threads;
    setLook(this.editor.view, {
      open: new Set(ids.filter((id) => this.threads.isOpen(id))),
      known: new Set(ids),
      active: this.active,
      pending: this.pending,
    });
  }

  private listOf(id: string): List {
    if (!this.threads.isOpen(id)) return "resolved";
    if (this.threads.isAboutAll(id)) return "all";
    return this.rangeOf(id) || this.isYoung(id) ? "text" : "lost";
  }

  private rangeOf(id: string): Range | undefined {
    const found = this.editor && rangesOf(this.editor.state).get(id);
    if (found && this.awaited?.thread === id) this.awaited = null;
    return found ?? (this.awaited?.thread === id ? this.awaited.range : undefined);
  }

  private isYoung(id: string): boolean {
    return Date.now() - (this.born.get(id) ?? 0) < GRACE;
  }

  private readonly paintSoon = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  };

  private paint(): void {
    if (this.root.dataset.state !== "open") return;
    const counts = this.sort();
    this.paintCounts(counts);
    this.place();
    this.paintTexts();
  }

  /** Puts every thread into its list, those about words in the order of the text. */
  private sort(): Record<List, number> {
    const counts = { text: 0, all: 0, lost: 0, resolved: 0 };
    const beside: [number, HTMLElement][] = [];
    for (const id of this.threads.ids) {
      const card = this.threads.find(id);
      if (!card) continue;
      const list = this.listOf(id);
      counts[list]++;
      card.classList.toggle("is-active", id === this.active);
      if (list === "text") beside.push([this.rangeOf(id)?.from ?? 0, card]);
      else keep(this.part(`[data-list="${list}"]`), card);
    }
    if (this.composer && !this.composer.hidden) {
      beside.push([this.pendingRange()?.from ?? 0, this.composer]);
    } else this.composer?.remove();
    beside.sort(([one], [other]) => one - other);
    order(
      this.part('[data-list="text"]'),
      beside.map(([, card]) => card),
    );
    return counts;
  }

  private pendingRange(): Range | null {
    return (this.editor && highlightKey.getState(this.editor.state)?.look.pending) ?? null;
  }

  private paintCounts(counts: Record<List, number>): void {
    const { text, all, lost, resolved } = counts;
    const shown = { text, other: all + lost, resolved };
    const words = {
      text: _n("%(num)s beside the text", "%(num)s beside the text", text),
      other: _n("%(num)s other", "%(num)s others", all + lost),
      resolved: _n("%(num)s resolved", "%(num)s resolved", resolved),
    };
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-shows]")) {
      const name = tab.dataset.shows as keyof typeof shown;
      if (tab.textContent !== words[name]) tab.textContent = words[name];
      tab.hidden = shown[name] === 0 && this.root.dataset.list !== name;
    }
    this.part("[data-tabs]").hidden = all + lost + resolved === 0;
    for (const list of LISTS) {
      const head = this.root.querySelector<HTMLElement>(`[data-head="${list}"]`);
      if (head) head.hidden = counts[list] === 0;
    }
    this.part("[data-nothing]").hidden = text + all + lost + resolved > 0 || this.isComposing();
  }

  private isComposing(): boolean {
    return this.composer?.isConnected === true && !this.composer.hidden;
  }

  /** Cards stand beside their words where there is room for a margin, else below each other. */
  private place(): void {
    const list = this.part('[data-list="text"]');
    const cards = [...list.children] as HTMLElement[];
    const isBeside = this.wide.matches && this.root.dataset.list === "text";
    list.classList.toggle("is-beside", isBeside);
    if (!isBeside) {
      for (const card of cards) card.style.removeProperty("inset-block-start");
      list.style.removeProperty("block-size");
      return;
    }
    const top = list.getBoundingClientRect().top;
    const sizes = cards.map((card) => ({
      top: this.topOf(card, top),
      height: card.offsetHeight,
    }));
    const active = cards.findIndex((card) =>
      this.isComposing() ? card === this.composer : card.dataset.thread === this.active,
    );
    const tops = stack(sizes, active);
    cards.forEach((card, at) => {
      card.style.setProperty("inset-block-start", `${Math.round(tops[at] ?? 0)}px`);
    });
    const end = Math.max(0, ...tops.map((each, at) => each + (sizes[at]?.height ?? 0)));
    list.style.setProperty("block-size", `${Math.ceil(end)}px`);
  }

  private topOf(card: HTMLElement, top: number): number {
    const id = card.dataset.thread;
    const range = id ? this.rangeOf(id) : this.pendingRange();
    const { editor } = this;
    if (!range || !editor) return 0;
    const place = Math.min(range.from, editor.state.doc.content.size);
    return editor.view.coordsAtPos(place).top - top;
  }

  private tabOf(thread: string): "other" | "resolved" {
    return this.listOf(thread) === "resolved" ? "resolved" : "other";
  }

  private showList(name: "text" | "other" | "resolved"): void {
    this.root.dataset.list = name;
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-shows]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.shows === name));
    }
    for (const pane of this.root.querySelectorAll<HTMLElement>("[data-pane]")) {
      pane.hidden = pane.dataset.pane !== name;
    }
  }

  private openSheet(): void {
    this.root.classList.add("is-up");
    this.paintTexts();
  }

  private toggleSheet(): void {
    this.root.classList.toggle("is-up");
    this.paintTexts();
    this.paint();
  }

  private paintTexts(): void {
    const isUp = this.root.classList.contains("is-up");
    this.part("[data-sheet]").setAttribute("aria-expanded", String(isUp));
  }

  private part(selector: string): HTMLElement {
    const found = this.root.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`${selector} is missing`);
    return found;
  }
}

/** Nothing selected: the whole block that the caret is in. */
function widen(editor: Editor, range: Range): Range {
  const { $from, empty } = editor.state.selection;
  return empty ? { from: $from.start(), to: $from.end() } : range;
}

/** Moves an element only when it is elsewhere, so that the focus in it stays. */
function keep(list: HTMLElement, card: HTMLElement): void {
  if (card.parentElement !== list) list.append(card);
}

/** Brings elements into this order with as few moves as needed for those in order already. */
function order(list: HTMLElement, cards: HTMLElement[]): void {
  cards.forEach((card, at) => {
    const there = list.children[at];
    if (there !== card) list.insertBefore(card, there ?? null);
  });
}
