import { element, icon } from "../editor/dom";
import { _ } from "../i18n";

type Offer = { label: string; act: () => void };

const STAYS = 20_000;

/** Tells the reader what happened: in a corner for the eyes, in a status line for the ears. */
export class Notices {
  private readonly ears = element("p", { class: "visually-hidden", role: "status" });
  private readonly corner = element("div", { class: "board-notices d-print-none" });
  private readonly connection = element("span", { role: "status" });

  constructor(root: HTMLElement) {
    root.append(this.ears, this.corner);
    // the icon is here from the start: without a connection it could not be fetched
    root.prepend(element("p", { class: "board-offline" }, icon("cloud-off"), this.connection));
  }

  /** For screen readers: everybody else sees it happen. */
  say(words: string): void {
    // the same words twice would not be read twice
    this.ears.textContent = words === this.ears.textContent ? `${words}\u00a0` : words;
  }

  /** Something went wrong: stays until the reader closes it. */
  warn(words: string): void {
    this.show(words, "danger", 0);
  }

  /** Something is done, and can be taken back for a while. */
  tell(words: string, offer?: Offer): void {
    this.show(words, "done", STAYS, offer);
  }

  /** Empty words: all is well. */
  setConnection(words: string): void {
    if (this.connection.textContent !== words) this.connection.textContent = words;
  }

  private show(words: string, kind: string, stays: number, offer?: Offer): void {
    for (const old of this.corner.querySelectorAll(`.is-${kind}`)) old.remove();
    const notice = element("div", { class: `board-notice is-${kind}` });
    const text = element("p", { role: kind === "danger" ? "alert" : "status" });
    const close = element("button", { type: "button", class: "board-notice-close" }, "×");
    close.setAttribute("aria-label", _("Close"));
    close.addEventListener("click", () => notice.remove());
    notice.append(text);
    if (offer) notice.append(makeButton(offer, notice));
    notice.append(close);
    this.corner.append(notice);
    text.textContent = words; // after it is in the page: so it is read
    if (stays) fade(notice, stays);
  }
}

function makeButton({ label, act }: Offer, notice: HTMLElement): HTMLElement {
  const button = element("button", { type: "button", class: "btn btn-sm" }, label);
  button.addEventListener("click", () => {
    notice.remove();
    act();
  });
  return button;
}

/** Takes the notice away after a while, unless somebody is about to use it. */
function fade(notice: HTMLElement, stays: number): void {
  setTimeout(() => {
    if (notice.matches(":hover, :focus-within")) fade(notice, stays);
    else notice.remove();
  }, stays);
}
