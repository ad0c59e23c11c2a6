import type { Socket } from "socket.io-client";
import { Connection, SLOWED, SLOWED_TIME } from "../../live/connection";

const ANSWER_TIME = 8_000;

/** Hears when something is said beside the page, and after each gap; what it is, the page asks for. */
export class Room {
  private readonly connection: Connection;

  constructor(
    sessionUrl: string,
    private readonly wish: { cooperation: string; page: string },
    private readonly changed: () => void,
  ) {
    this.connection = new Connection(
      sessionUrl,
      { opened: (socket) => this.open(socket), closed: () => {}, signedOut: () => {} },
      "/pages",
    );
    this.connection.restart();
  }

  private open(socket: Socket): void {
    socket.on("changed", this.changed);
    socket.on("resync", () => void this.join(socket));
    void this.join(socket);
  }

  private async join(socket: Socket): Promise<void> {
    try {
      const answer = await socket.timeout(ANSWER_TIME).emitWithAck("join", this.wish);
      if (answer.ok) {
        this.connection.succeeded();
        this.changed();
      } else if (answer.code === "signed_out") void this.connection.checkSession();
      else if (SLOWED.has(answer.code)) this.connection.retryLater(SLOWED_TIME);
      else this.connection.close();
    } catch {
      if (socket.connected) this.connection.retryLater();
    }
  }
}
