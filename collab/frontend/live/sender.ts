import { encodeChange, NOTHING } from "./protocol";
import { Queue } from "./queue";

const PACE = 30;
const AWARENESS_PACE = 60;
/** So long a caret that has only moved waits for a change to go with: most messages of people who type. */
const CARET_WAIT = 150;

/** Numbers changes and puts them on the wire: an update at most every 30 ms, at once when it was idle. */
export class Sender {
  queue = new Queue();
  session: number | null = null;
  /** Changes that are being written to the device, and will follow. */
  storing = 0;

  private n = 0;
  private emit: ((blob: Uint8Array) => void) | null = null;
  private isAwarenessDue = false;
  private lastUpdateAt = 0;
  private lastEmitAt = 0;
  private awarenessDueAt = 0;
  private waitingSince = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly encodeAwareness: () => Uint8Array) {}

  /** Goes on where the session stood: what may have got lost goes again, under its number when the session is the same. */
  open(
    emit: (blob: Uint8Array) => void,
    session: number,
    received: number,
    isNewSocket: boolean,
  ): void {
    this.emit = emit;
    this.isAwarenessDue = true;
    this.awarenessDueAt = 0;
    if (session !== this.session) {
      this.session = session;
      this.n = 0;
      this.queue.rewind();
    } else if (isNewSocket) this.resend(received);
    this.waitingSince = Date.now();
  }

  /** Nothing is emitted until it is opened again. */
  pause(): void {
    this.emit = null;
    clearTimeout(this.timer);
  }

  /** The awareness has changed: it rides along with the next update, or goes when none follows; soon or a little later. */
  tellAwareness(isOnlyMoved: boolean): void {
    const dueAt = isOnlyMoved ? performance.now() + CARET_WAIT : this.lastEmitAt + AWARENESS_PACE;
    this.awarenessDueAt = this.isAwarenessDue ? Math.min(this.awarenessDueAt, dueAt) : dueAt;
    this.isAwarenessDue = true;
    this.pump();
  }

  /** A receipt for everything up to n: returns the outbox keys it frees. */
  confirm(n: number): number[] {
    const freed = this.queue.confirm(n);
    if (freed.length > 0) this.waitingSince = Date.now();
    return freed;
  }

  /** Milliseconds since the server last took something that it owes a receipt for. */
  get silence(): number {
    return this.queue.hasSent ? Date.now() - this.waitingSince : 0;
  }

  pump(): void {
    clearTimeout(this.timer);
    if (!this.emit) return;
    const isUpdateDue = this.queue.hasUnsent;
    if (!isUpdateDue && (!this.isAwarenessDue || this.storing > 0)) return;
    const now = performance.now();
    const due = isUpdateDue ? this.lastUpdateAt + PACE : this.awarenessDueAt;
    if (now < due) this.timer = setTimeout(() => this.pump(), due - now);
    else this.send(this.emit, isUpdateDue, now);
  }

  private send(emit: (blob: Uint8Array) => void, isUpdateDue: boolean, now: number): void {
    this.n++;
    if (!this.queue.hasSent) this.waitingSince = Date.now();
    const entry = isUpdateDue ? this.queue.take(this.n) : undefined;
    const awareness = this.isAwarenessDue ? this.encodeAwareness() : NOTHING;
    this.isAwarenessDue = false;
    this.lastEmitAt = now;
    if (entry) this.lastUpdateAt = now;
    emit(encodeChange(this.n, entry?.update, awareness));
    this.pump();
  }

  /** Numbers that carried no update are filled with the awareness, for the server counts them too. */
  private resend(received: number): void {
    const sent = new Map(this.queue.sent().map((entry) => [entry.n, entry]));
    for (let n = received + 1; n <= this.n; n++) {
      this.emit?.(encodeChange(n, sent.get(n)?.update, this.encodeAwareness()));
    }
  }
}
