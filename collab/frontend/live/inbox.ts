import type { Frame } from "./protocol";

/** Puts what the server sends in order: nothing twice, nothing before the ack, no hole unnoticed. */
export class Inbox {
  /** The last entry of the journal that has arrived here. */
  seq = 0;
  private held: Frame[] = [];
  private isOpen = false;

  constructor(
    private readonly deliver: (frame: Frame) => void,
    private readonly askAgain: () => void,
  ) {}

  /** From now on frames are delivered, beginning with those that came before the ack. */
  open(): void {
    this.isOpen = true;
    const { held } = this;
    this.held = [];
    for (const frame of held) this.receive(frame);
  }

  /** Frames are held until the next ack. */
  hold(): void {
    this.isOpen = false;
  }

  /** What is held is of no use any more: the next ack brings it. */
  clear(): void {
    this.hold();
    this.held = [];
  }

  receive(frame: Frame): void {
    // without updates the frame still tells where the journal ends
    const first = frame.seq - frame.updates.length + 1;
    const isAhead = first > this.seq + 1;
    if (!this.isOpen || isAhead) this.held.push(frame);
    if (!this.isOpen) return;
    if (isAhead) {
      this.hold();
      this.askAgain();
      return;
    }
    const updates = frame.updates.slice(Math.max(0, this.seq - first + 1));
    if (updates.length > 0) this.seq = frame.seq;
    this.deliver({ ...frame, updates });
  }
}
