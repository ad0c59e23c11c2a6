/** The bell at the top of each page: how much is new, at once and whenever that changes. */

import { Connection } from "../live/connection";

type Answer = { count: number; words: string };

const MOST_SHOWN = 99;
/** a round of changes, such as a hundred tasks given at once, is one question */
const PAUSE = 400;
/** long polls are few in a browser: instead of holding one the bell asks now and then */
const ASK_EVERY = 10_000;
/** by then a connection that began with polls has become a websocket, if it can */
const UPGRADE_TIME = 5_000;

class Bell {
  private count = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isAsked = false;

  constructor(private readonly link: HTMLAnchorElement) {}

  /** Asks the server how much is new; silently, or with a word to screen readers about more. */
  async ask(): Promise<void> {
    const answer = await fetch(this.link.dataset.countUrl ?? "", { redirect: "manual" })
      .then((response) => (response.ok ? (response.json() as Promise<Answer>) : null))
      .catch(() => null);
    if (answer) this.show(answer);
  }

  /** Asks soon. */
  readonly rung = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), PAUSE);
  };

  private show(answer: Answer): void {
    const badge = this.link.querySelector<HTMLElement>("[data-bell-count]");
    const words = this.link.querySelector<HTMLElement>("[data-bell-words]");
    const news = document.querySelector<HTMLElement>("[data-bell-news]");
    if (badge) {
      badge.hidden = answer.count === 0;
      badge.textContent = answer.count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(answer.count);
    }
    if (words) words.textContent = answer.words;
    if (news && this.isAsked && answer.count > this.count) news.textContent = answer.words;
    this.count = answer.count;
    this.isAsked = true;
  }
}

function askNowAndThen(connection: Connection, bell: Bell): void {
  connection.close();
  setInterval(() => {
    if (document.visibilityState === "visible") void bell.ask();
  }, ASK_EVERY);
}

/** Marks what is opened from the list as read, without waiting for that. */
function noteReading(): void {
  document.querySelector("[data-notices]")?.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-read-url]");
    if (!link?.dataset.readUrl) return;
    const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
    void fetch(link.dataset.readUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token, "X-Fragment": "1" },
      keepalive: true,
    });
  });
}

export function watchBell(link: HTMLAnchorElement): void {
  const bell = new Bell(link);
  const connection = new Connection(
    link.dataset.sessionUrl ?? "",
    {
      opened: (socket) => {
        connection.succeeded();
        socket.on("rung", bell.rung);
        // what came before the socket was open, at first and after each gap
        void bell.ask();
        setTimeout(() => {
          if (connection.transport === "polling") askNowAndThen(connection, bell);
        }, UPGRADE_TIME);
      },
      closed: () => {},
      signedOut: () => connection.close(),
    },
    "/bell",
  );
  connection.restart();
  // whoever comes back to a page sees what the time of day has brought, too
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") bell.rung();
  });
  noteReading();
}
