/** The palette: a box that finds pages, people and commands while one types. */

import { readRecent } from "./recent";

const WAIT_MS = 120;

/** A dialog with a combobox and a list box; the options come from the server. */
class Palette {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly status: HTMLElement;
  private timer = 0;
  private asked = 0;
  private chosen = -1;

  constructor(private readonly dialog: HTMLDialogElement) {
    this.input = dialog.querySelector("input") as HTMLInputElement;
    this.list = dialog.querySelector("[role=listbox]") as HTMLElement;
    this.status = dialog.querySelector("[role=status]") as HTMLElement;
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    this.input.form?.addEventListener("submit", (event) => {
      const option = this.options[this.chosen];
      if (!option) return;
      event.preventDefault();
      option.click();
    });
  }

  open(): void {
    void this.ask();
  }

  private get options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private askSoon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT_MS);
  }

  private async ask(): Promise<void> {
    const mine = ++this.asked;
    const words = this.input.value.trim();
    const query = new URLSearchParams({ q: words, here: this.dialog.dataset.here ?? "" });
    try {
      const answer = await fetch(`${this.dialog.dataset.source}?${query}`);
      // a redirect is the sign-in page: not what belongs here
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const found = await answer.text();
      if (mine === this.asked) this.show(found, words);
    } catch {
      if (mine === this.asked) this.status.textContent = this.dialog.dataset.failed ?? "";
    }
  }

  private show(found: string, words: string): void {
    this.list.innerHTML = found;
    if (!words) this.addRecent();
    for (const [number, option] of this.options.entries()) option.id = `palette-${number}`;
    this.status.textContent = this.options.length ? "" : (this.dialog.dataset.nothing ?? "");
    this.choose(words && this.options.length ? 0 : -1);
  }

  private addRecent(): void {
    const pages = readRecent().filter((page) => page.url !== location.pathname);
    if (!pages.length) return;
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    const heading = document.createElement("p");
    heading.className = "palette-heading";
    heading.ariaHidden = "true";
    heading.textContent = this.dialog.dataset.recent ?? "";
    group.ariaLabel = heading.textContent;
    group.append(heading, ...pages.map(asOption));
    this.list.prepend(group);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const last = this.options.length - 1;
    const next: Record<string, number> = {
      ArrowDown: this.chosen >= last ? 0 : this.chosen + 1,
      ArrowUp: this.chosen <= 0 ? last : this.chosen - 1,
    };
    const to = next[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    this.choose(to);
  }

  private choose(number: number): void {
    this.chosen = number;
    for (const [at, option] of this.options.entries()) {
      option.setAttribute("aria-selected", String(at === number));
    }
    const option = this.options[number];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }
}

function asOption(page: { url: string; title: string; language: string }): HTMLElement {
  const option = document.createElement("a");
  option.className = "palette-option";
  option.setAttribute("role", "option");
  option.tabIndex = -1;
  option.ariaSelected = "false";
  option.href = page.url;
  const label = document.createElement("span");
  label.className = "palette-label";
  label.textContent = page.title;
  if (page.language) label.lang = page.language;
  option.append(label);
  return option;
}

let palette: Palette | null = null;

/** Fills the palette that has just been opened. */
export function openPalette(dialog: HTMLDialogElement): void {
  palette ??= new Palette(dialog);
  palette.open();
}
