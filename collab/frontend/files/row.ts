import { _ } from "../i18n";
import type { Found } from "./found";
import type { Taken } from "./sending";

export type Ways = {
  cancel(): void;
  decide(taken: Taken): void;
};

/** A file in the list of uploads: its name, how far it is, what can be done about it. */
export class Row {
  readonly element = document.createElement("li");
  readonly #bar = document.createElement("progress");
  readonly #words = document.createElement("p");
  readonly #buttons = document.createElement("span");
  readonly #name: string;

  constructor(found: Found, ways: Ways) {
    this.#name = found.path + found.file.name;
    const name = document.createElement("span");
    name.className = "upload-name";
    name.translate = false;
    name.textContent = this.#name;
    this.#bar.max = Math.max(1, found.file.size);
    this.#bar.value = 0;
    this.#bar.setAttribute("aria-label", this.#name);
    this.#words.className = "upload-words mb-0";
    this.#buttons.className = "btn-list";
    this.element.className = "upload-row";
    this.element.append(name, this.#buttons, this.#bar, this.#words);
    this.#offer([[_("Cancel"), ways.cancel]]);
  }

  progress(sent: number): void {
    this.#bar.value = sent;
  }

  refuse(message: string): void {
    this.element.classList.add("is-refused");
    this.#bar.hidden = true;
    this.#words.textContent = message;
    this.#offer([]);
  }

  ask(message: string, ways: Ways): void {
    this.#bar.hidden = true;
    this.#words.textContent = message;
    this.#offer([
      [_("New version"), () => ways.decide("version")],
      [_("Keep both"), () => ways.decide("both")],
      [_("Cancel"), ways.cancel],
    ]);
    this.#buttons.querySelector("button")?.focus();
  }

  restart(ways: Ways): void {
    this.#bar.hidden = false;
    this.#words.textContent = "";
    this.#offer([[_("Cancel"), ways.cancel]]);
  }

  done(): void {
    this.#bar.value = this.#bar.max;
    this.#words.textContent = _("Uploaded");
    this.#offer([]);
  }

  #offer(ways: [string, () => void][]): void {
    this.#buttons.replaceChildren(
      ...ways.map(([label, act]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-sm";
        button.textContent = label;
        button.setAttribute("aria-label", `${label}: ${this.#name}`);
        button.addEventListener("click", act);
        return button;
      }),
    );
  }
}
