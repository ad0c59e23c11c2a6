import type { Socket } from "socket.io-client";
import { _ } from "../i18n";
import { Connection, SLOWED, SLOWED_TIME } from "../live/connection";
import type { Versions } from "./versions";
import type { Changed, Joined, Patch } from "./wire";

type Handlers = {
  patch: (patch: Patch) => void;
  changed: (changed: Changed) => void;
  reload: () => Promise<void>;
  /** empty words: connected */
  state: (words: string) => void;
};

const ANSWER_TIME = 8_000;
/** how long the server's news of our own change may take before we ask for it */
const NEWS_WITHIN = 4_000;
/** a short break is no news */
const SILENT_FOR = 1_500;

/** Follows a board: joins its room, catches up by version, and takes in what happens. */
export class Link {
  private readonly connection: Connection;
  private socket: Socket | null = null;
  private isJoining = false;
  /** what happened while the answer to a join was on its way */
  private meanwhile: Changed[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly versions: Versions,
    private readonly handlers: Handlers,
  ) {
    this.connection = new Connection(
      root.dataset.sessionUrl ?? "",
      {
        opened: (socket) => this.open(socket),
        closed: () => this.lose(),
        changed: () => {
          if (this.connection.isRestarting) handlers.state(restarting());
        },
        signedOut: () => handlers.state(_("You are signed out. Sign in again in another tab.")),
      },
      "/boards",
    );
  }

  start(): void {
    addEventListener("offline", () => this.handlers.state(offline()));
    this.connection.restart();
  }

  /** Asks for everything since the version that the page shows. */
  async refresh(): Promise<void> {
    const { socket } = this;
    if (!socket?.connected || this.isJoining) return;
    this.isJoining = true;
    try {
      const answer = (await socket.timeout(ANSWER_TIME).emitWithAck("join", this.wish())) as Joined;
      if (socket !== this.socket) return;
      if (answer.ok) await this.catchUp(answer);
      else this.refuse(answer.code, answer.message);
    } catch {
      if (socket === this.socket) this.connection.retryLater();
    } finally {
      this.isJoining = false;
      for (const changed of this.meanwhile.splice(0)) await this.take(changed);
    }
  }

  /** The server made this version for us: the page shows it soon, with or without a socket. */
  expect(version: number): void {
    setTimeout(() => {
      if (this.versions.version >= version) return;
      if (this.socket?.connected) void this.refresh();
      else void this.handlers.reload();
    }, NEWS_WITHIN);
  }

  private wish(): object {
    const { cooperation, id } = this.root.dataset;
    return { cooperation, board: id, version: this.versions.version, shape: this.versions.shape };
  }

  private async catchUp(answer: Patch & { shape: number }): Promise<void> {
    this.connection.succeeded();
    clearTimeout(this.timer);
    if (answer.reload) await this.handlers.reload();
    else {
      this.handlers.patch(answer);
      this.versions.reach(answer.version, answer.shape);
    }
    this.root.dataset.live = "true";
    this.handlers.state("");
  }

  private refuse(code: string, message: string): void {
    if (code === "signed_out") {
      void this.connection.checkSession();
      return;
    }
    if (SLOWED.has(code)) {
      this.connection.retryLater(SLOWED_TIME);
      return;
    }
    this.connection.close();
    this.handlers.state(message || _("You cannot see this board any more."));
    if (code === "not_found") location.reload();
  }

  private open(socket: Socket): void {
    this.socket = socket;
    socket.on("changed", (changed: Changed) => void this.take(changed));
    socket.on("resync", () => void this.refresh());
    void this.refresh();
  }

  private lose(): void {
    this.socket = null;
    this.root.dataset.live = "false";
    clearTimeout(this.timer);
    const { isRestarting, isResting } = this.connection;
    if (isRestarting || isResting) return; // that has been said, or nobody looks
    const words = navigator.onLine
      ? _("The connection is interrupted. What others do is shown when it is back.")
      : offline();
    this.timer = setTimeout(() => this.handlers.state(words), navigator.onLine ? SILENT_FOR : 0);
  }

  private async take(changed: Changed): Promise<void> {
    if (changed.board !== this.root.dataset.id) return;
    if (this.isJoining) {
      this.meanwhile.push(changed);
      return;
    }
    const verdict = this.versions.judge(changed);
    if (verdict === "behind") return this.refresh();
    if (verdict === "old") return;
    if (changed.reload) {
      await this.handlers.reload();
      return;
    }
    this.versions.reach(changed.version);
    this.handlers.changed(changed);
  }
}

function offline(): string {
  return _("You are offline. The board can be read, not changed.");
}

function restarting(): string {
  return _("The server restarts and will be back in a moment");
}
