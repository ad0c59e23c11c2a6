import { element, pageLanguage } from "../editor/dom";
import { _, _n } from "../i18n";
import type { Transport } from "./connection";
import type { Provider } from "./provider";

/** What the reader must know about the state of their text. */
export type Kind =
  | "connecting"
  | "saved"
  | "saving"
  | "delayed"
  | "offline"
  | "restarting"
  | "waiting"
  | "signed-out"
  | "read-only"
  | "denied"
  | "outdated"
  | "other-person";

/** After so long without a receipt "saving" would hide that nothing gets there. */
const PATIENCE = 5_000;

type Places = { line: HTMLElement; loginUrl: string; locale: string; timezone: string };

/** Tells what is saved and what is not, in words that are always true, and speaks only when the state changes. */
export class StatusLine {
  private readonly text = element("span", { class: "status-text" });
  private readonly way = new Way();
  private readonly link: HTMLAnchorElement;
  private readonly announcer = element("span", {
    class: "visually-hidden",
    role: "status",
    lang: pageLanguage(),
  });
  private readonly time: Intl.DateTimeFormat;
  private announced: Kind = "connecting";
  private isLeavingToSignIn = false;
  private provider: Provider | undefined;
  private savingSince = 0;
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly places: Places) {
    const { line, loginUrl, locale, timezone } = places;
    this.time = new Intl.DateTimeFormat(locale, { timeStyle: "medium", timeZone: timezone });
    this.link = element("a", { href: loginUrl }, _("Sign in again"));
    this.link.addEventListener("click", () => {
      this.isLeavingToSignIn = true;
    });
    // every save in a live region would be read out; the announcer says only what matters
    line.removeAttribute("role");
    line.removeAttribute("aria-live");
    line.replaceChildren(
      element("span", { class: "status-words" }, this.text, " ", this.link),
      this.way.dom,
    );
    line.parentElement?.append(this.announcer);
    this.write("connecting", _("Opening …"));
    addEventListener("beforeunload", (event) => this.warn(event));
  }

  show(provider: Provider): void {
    this.provider = provider;
    const kind = this.watch(kindOf(provider), provider);
    const text = this.describe(kind, provider);
    this.write(kind, text);
    this.announce(kind, text);
    this.way.show(provider.transport);
  }

  /** Looks again by itself: that nothing is saved happens without a word from anybody. */
  private watch(kind: Kind, provider: Provider): Kind {
    clearTimeout(this.later);
    if (kind !== "saving") {
      this.savingSince = 0;
      return kind;
    }
    this.savingSince ||= Date.now();
    const last = Math.max(this.savingSince, provider.savedAt?.getTime() ?? 0);
    const left = last + PATIENCE - Date.now();
    if (left <= 0) return "delayed";
    this.later = setTimeout(() => this.show(provider), left);
    return kind;
  }

  private write(kind: Kind, text: string): void {
    this.places.line.dataset.state = kind;
    this.text.textContent = text;
    this.link.hidden = kind !== "signed-out";
  }

  private announce(kind: Kind, text: string): void {
    const isQuiet = kind === "saving" || (kind === "saved" && this.announced === "connecting");
    if (kind === this.announced || isQuiet) return;
    this.announced = kind;
    this.announcer.textContent = text;
  }

  private describe(kind: Kind, provider: Provider): string {
    const { kept, savedAt, denial } = provider;
    switch (kind) {
      case "connecting":
        return _("Opening …");
      case "saving":
        return _("Saving …");
      case "saved":
        return savedAt
          ? _("Saved %(time)s", { time: this.time.format(savedAt) })
          : _("Everything is saved");
      case "delayed":
        return this.withKept(_("Not saved yet"), kept);
      case "offline":
        return this.withKept(_("Offline"), kept);
      case "restarting":
        return this.withKept(_("The server restarts and will be back in a moment"), kept);
      case "waiting":
        return this.withKept(denial || _("The server asks you to wait a little"), kept);
      case "signed-out":
        return this.withKept(_("You are signed out"), kept);
      case "read-only":
        return _("You are reading live; you may not write here");
      case "denied":
        return denial || _("You may not read this any more");
      case "other-person":
        return this.withKept(_("Somebody else is signed in now: load the page again"), kept);
      case "outdated":
        return this.withKept(_("This page is too old: load it again to go on"), kept);
    }
  }

  private withKept(state: string, count: number): string {
    if (count === 0) return state;
    const kept = this.provider?.isLasting
      ? _n("%(num)s change kept on this device", "%(num)s changes kept on this device", count)
      : _n("%(num)s change only in this page", "%(num)s changes only in this page", count);
    return join(state, kept);
  }

  /** Asks before the page is left while something is not saved; not on the way to sign in, for it is kept. */
  private warn(event: BeforeUnloadEvent): void {
    const { provider } = this;
    if (!provider || provider.pending === 0) return;
    if (this.isLeavingToSignIn && provider.isLasting) return;
    event.preventDefault();
  }
}

/** What the server says are sentences; our own words go on with a comma. */
export function join(state: string, kept: string): string {
  return /[.!?]$/.test(state) ? `${state} ${kept}` : _("%(state)s, %(kept)s", { state, kept });
}

/** Says how changes travel, and when opened why. */
class Way {
  private readonly name = element("summary");
  private readonly reason = element("p");
  /** Closes as the page's menus do: it lies over the text. */
  readonly dom = element(
    "details",
    { class: "status-way", "data-menu": "" },
    this.name,
    this.reason,
  );
  private shown: Transport | null = null;

  constructor() {
    this.dom.hidden = true;
  }

  show(transport: Transport | null): void {
    if (transport === this.shown) return;
    this.shown = transport;
    this.dom.hidden = transport === null;
    if (transport === null) return;
    const isDirect = transport === "websocket";
    this.dom.dataset.transport = transport;
    this.name.textContent = isDirect ? _("Direct connection") : _("Detour");
    this.reason.textContent = isDirect ? direct() : detour();
    this.name.title = this.reason.textContent;
  }
}

function direct(): string {
  return _("What you and others write arrives at once (websocket).");
}

function detour(): string {
  return _(
    "Your network blocks direct connections (websockets), so this page asks the server for news again and again (long polling). Everything works and nothing gets lost; it may only be a little slower.",
  );
}

function kindOf({ state, pending, isWritable }: Provider): Kind {
  if (state !== "live") return state;
  if (!isWritable) return "read-only";
  return pending > 0 ? "saving" : "saved";
}
