import { io, type Socket } from "socket.io-client";

export type Handlers = {
  opened: (socket: Socket) => void;
  closed: () => void;
  signedOut: () => void;
  /** The server ends for a moment, or the way to it has changed. */
  changed?: () => void;
  /** Whether nothing is under way that a page nobody looks at has to wait for. */
  mayRest?: () => boolean;
};

/** How messages travel: at once, or by asking again and again where the network blocks websockets. */
export type Transport = "websocket" | "polling";

/** Answers of the server that say: there was too much of something, so wait. */
export const SLOWED = new Set(["too_much", "busy"]);
export const SLOWED_TIME = 10_000;

const SHORTEST_WAIT = 300;
const LONGEST_WAIT = 30_000;
/** A pause is up to so much shorter or longer, so that not everybody comes back at once. */
const JITTER = 0.5;
/** A server that said it would restart is given so long to come back before we call it lost. */
const RESTART_TIME = 30_000;
const PATH = "/socket.io/";
const BLOCKED = "collab-websockets-blocked";
/** What ends a connection, in the protocol of Engine.IO. */
const CLOSE = "1";
/** A browser has six connections to a server for all its pages, and each long poll takes one. */
const REST_AFTER = 20_000;
const ANSWER_TIME = 8_000;
const SESSION_POLL = 4_000;

/** Keeps one socket open: tries again with growing, jittered pauses, and by long-polling where websockets are blocked. */
export class Connection {
  private socket: Socket | null = null;
  /** Nobody looks at the page, so it waits for that without a connection. */
  isResting = false;

  private timer: ReturnType<typeof setTimeout> | undefined;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private wish: Transport = wasBlocked() ? "polling" : "websocket";
  private hasOpened = false;
  /** The server has not answered by this socket yet. */
  private isUnproven = true;
  private comesBackUntil = 0;
  /** The server has said when to come back, and the timer runs. */
  private isTold = false;
  private isClosed = false;

  constructor(
    private readonly sessionUrl: string,
    private readonly handlers: Handlers,
    private readonly namespace = "/live",
  ) {
    addEventListener("online", this.retryNow);
    addEventListener("offline", this.restart);
    document.addEventListener("visibilitychange", this.followVisibility);
    addEventListener("pagehide", this.sayGoodbye);
    addEventListener("pageshow", this.comeBack);
  }

  /** How messages travel now; null while there is no connection. */
  get transport(): Transport | null {
    const { socket } = this;
    if (!socket?.connected) return null;
    return socket.io.engine.transport.name === "polling" ? "polling" : "websocket";
  }

  /** Whether the server has said that it restarts, and is not back yet. */
  get isRestarting(): boolean {
    return Date.now() < this.comesBackUntil;
  }

  /** Opens a socket, dropping the one there is. */
  readonly restart = (): void => {
    if (this.isClosed) return;
    this.drop();
    this.attempt();
  };

  readonly retryNow = (): void => {
    if (!this.isClosed && !this.socket?.connected) this.restart();
  };

  close(): void {
    this.isClosed = true;
    clearTimeout(this.restTimer);
    this.drop();
    removeEventListener("online", this.retryNow);
    removeEventListener("offline", this.restart);
    document.removeEventListener("visibilitychange", this.followVisibility);
    removeEventListener("pagehide", this.sayGoodbye);
    removeEventListener("pageshow", this.comeBack);
  }

  /** Tries again later, as after a failure, and not before `atLeast` milliseconds. */
  retryLater(atLeast = 0): void {
    this.drop();
    const wait = pauseAfter(this.failures, Math.random());
    this.failures++;
    this.schedule(Math.max(wait, atLeast * (1 + Math.random() * JITTER)), this.restart);
  }

  /** The server let us in and answered: the next pause is a short one again. */
  succeeded(): void {
    this.failures = 0;
    this.hasOpened = true;
    this.isUnproven = false;
    noteBlocked(this.transport === "polling");
    if (!this.isTold) this.comesBackUntil = 0;
  }

  /** Finds out whether we are still signed in; if so tries again later, else waits until we are. */
  async checkSession(): Promise<void> {
    this.drop();
    const status = await fetch(this.sessionUrl, { redirect: "manual", cache: "no-store" })
      .then((response) => response.status)
      .catch(() => 0);
    if (this.isClosed || this.socket) return;
    if (status !== 401) return this.retryLater();
    this.handlers.signedOut();
    this.schedule(SESSION_POLL, () => void this.waitForSignIn());
  }

  private async waitForSignIn(): Promise<void> {
    const status = await fetch(this.sessionUrl, { redirect: "manual", cache: "no-store" })
      .then((response) => response.status)
      .catch(() => 0);
    if (this.isClosed || this.socket) return;
    if (status === 204) this.restart();
    else this.schedule(SESSION_POLL, () => void this.waitForSignIn());
  }

  /** A websocket ends with its page; of a poll the server would not know for most of a minute. */
  private readonly sayGoodbye = (): void => {
    if (this.transport !== "polling") return;
    const engine = this.socket?.io.engine;
    if (!engine?.id) return;
    const query = new URLSearchParams({ EIO: "4", transport: "polling", sid: engine.id });
    navigator.sendBeacon(`${PATH}?${query}`, CLOSE);
  };

  private readonly comeBack = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.restart();
  };

  private readonly followVisibility = (): void => {
    clearTimeout(this.restTimer);
    this.isResting = false;
    if (document.visibilityState === "visible") this.retryNow();
    else this.restTimer = setTimeout(this.rest, REST_AFTER);
  };

  /** Leaves its place to pages that are looked at, where places are few. */
  private readonly rest = (): void => {
    this.restTimer = setTimeout(this.rest, REST_AFTER);
    if (this.transport !== "polling" || this.handlers.mayRest?.() === false) return;
    this.isResting = true;
    this.drop();
  };

  private attempt(): void {
    const socket = io(this.namespace, {
      path: PATH,
      forceNew: true,
      reconnection: false,
      timeout: ANSWER_TIME,
      transports: this.wish === "websocket" ? ["websocket"] : ["polling", "websocket"],
    });
    this.socket = socket;
    this.isUnproven = true;
    let isReached = false;
    socket.io.on("open", () => {
      isReached = true;
      socket.io.engine.on("upgrade", () => {
        noteBlocked(false);
        this.handlers.changed?.();
      });
    });
    // the library waits for its time to be over when a proxy closes without a complaint
    socket.io.engine.on("close", () => {
      if (socket === this.socket && !isReached) this.tryOtherTransport();
    });
    socket.on("connect", () => this.handlers.opened(socket));
    socket.on("restart", (word: unknown) => {
      if (socket === this.socket) this.awaitRestart(word);
    });
    socket.on("connect_error", () => {
      if (socket !== this.socket) return;
      if (isReached) void this.checkSession();
      else this.tryOtherTransport();
    });
    socket.on("disconnect", (reason) => {
      if (socket !== this.socket) return;
      if (this.isTold) this.drop(true);
      else if (reason === "io server disconnect") void this.checkSession();
      else this.lost();
    });
  }

  /** Some networks let websockets begin, and nothing through them. */
  private lost(): void {
    if (this.isUnproven) this.wish = this.wish === "polling" ? "websocket" : "polling";
    this.retryLater();
  }

  /** The server says when to come back: until then what it still sends is taken. */
  private awaitRestart(word: unknown): void {
    const wait = readSeconds(word) * 1000;
    this.comesBackUntil = Date.now() + wait + RESTART_TIME;
    this.isTold = true;
    this.schedule(wait, this.restart);
    this.handlers.changed?.();
  }

  /** Where websockets have worked before, the server is away rather than the way to it blocked: that can wait. */
  private tryOtherTransport(): void {
    const isSecondTry = this.wish === "polling";
    this.wish = isSecondTry ? "websocket" : "polling";
    if (isSecondTry || this.hasOpened) {
      this.retryLater();
      return;
    }
    const socket = this.socket;
    this.socket = null; // nobody has been told of it yet
    socket?.disconnect();
    this.attempt();
  }

  private drop(isTimerKept = false): void {
    if (!isTimerKept) {
      clearTimeout(this.timer);
      this.isTold = false;
    }
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.disconnect();
    this.handlers.closed();
  }

  private schedule(wait: number, work: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(work, wait);
  }
}

/** Whether websockets did not work the last time: then a page need not wait until they fail. */
function wasBlocked(): boolean {
  try {
    return localStorage.getItem(BLOCKED) !== null;
  } catch {
    return false;
  }
}

function noteBlocked(isBlocked: boolean): void {
  try {
    if (isBlocked) localStorage.setItem(BLOCKED, "yes");
    else localStorage.removeItem(BLOCKED);
  } catch {
    // a browser that keeps nothing finds it out each time
  }
}

/** How long to wait after so many failures in a row; `chance` is a number from 0 to 1. */
export function pauseAfter(failures: number, chance: number): number {
  const pause = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** failures);
  return Math.min(LONGEST_WAIT, pause * (1 - JITTER + 2 * JITTER * chance));
}

/** The seconds in the server's word about its restart; what makes no sense counts as one. */
export function readSeconds(word: unknown): number {
  const { seconds } = (word ?? {}) as { seconds?: unknown };
  const isSensible = typeof seconds === "number" && seconds >= 0;
  return isSensible ? Math.min(seconds, LONGEST_WAIT / 1000) : 1;
}
