import { io, type Socket } from "socket.io-client";

export type Handlers = {
  opened: (socket: Socket) => void;
  closed: () => void;
  signedOut: () => void;
};

const SHORTEST_WAIT = 300;
const LONGEST_WAIT = 5_000;
const ANSWER_TIME = 8_000;
const SESSION_POLL = 4_000;

/** Keeps one socket open: tries again with growing, jittered pauses, and by long-polling where websockets are blocked. */
export class Connection {
  private socket: Socket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private transport: "websocket" | "polling" = "websocket";
  private isClosed = false;

  constructor(
    private readonly sessionUrl: string,
    private readonly handlers: Handlers,
    private readonly namespace = "/live",
  ) {
    addEventListener("online", this.retryNow);
    addEventListener("offline", this.restart);
    document.addEventListener("visibilitychange", this.retryWhenVisible);
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
    this.drop();
    removeEventListener("online", this.retryNow);
    removeEventListener("offline", this.restart);
    document.removeEventListener("visibilitychange", this.retryWhenVisible);
  }

  /** Tries again later, as after a failure. */
  retryLater(): void {
    this.drop();
    const wait = Math.min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** this.failures);
    this.failures++;
    this.schedule(wait * (0.5 + Math.random()), this.restart);
  }

  /** The server let us in and answered: the next pause is a short one again. */
  succeeded(): void {
    this.failures = 0;
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

  private readonly retryWhenVisible = (): void => {
    if (document.visibilityState === "visible") this.retryNow();
  };

  private attempt(): void {
    const socket = io(this.namespace, {
      forceNew: true,
      reconnection: false,
      timeout: ANSWER_TIME,
      transports: this.transport === "websocket" ? ["websocket"] : ["polling", "websocket"],
    });
    this.socket = socket;
    let isReached = false;
    socket.io.on("open", () => {
      isReached = true;
    });
    socket.on("connect", () => this.handlers.opened(socket));
    socket.on("connect_error", () => {
      if (socket !== this.socket) return;
      if (isReached) void this.checkSession();
      else this.tryOtherTransport();
    });
    socket.on("disconnect", (reason) => {
      if (socket !== this.socket) return;
      if (reason === "io server disconnect") void this.checkSession();
      else this.retryLater();
    });
  }

  private tryOtherTransport(): void {
    const isSecondTry = this.transport === "polling";
    this.transport = isSecondTry ? "websocket" : "polling";
    if (isSecondTry) this.retryLater();
    else this.restart();
  }

  private drop(): void {
    clearTimeout(this.timer);
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
