import * as Y from "yjs";

/** Local changes that travel as one update; `keys` are their places in the outbox. */
export type Entry = {
  keys: number[];
  update: Uint8Array;
  /** Its number in the running session once it is on the wire. */
  n: number | null;
  /** It was on the wire before, so it goes again as it was. */
  isFixed: boolean;
};

/** What is on the way to the server, in order: first what waits for its receipt, then what waits for the wire. */
export class Queue {
  private entries: Entry[] = [];
  private sentCount = 0;

  constructor(private readonly largest = 60_000) {}

  /** Local changes that have no receipt yet. */
  get size(): number {
    return this.entries.reduce((sum, entry) => sum + entry.keys.length, 0);
  }

  get hasUnsent(): boolean {
    return this.sentCount < this.entries.length;
  }

  get hasSent(): boolean {
    return this.sentCount > 0;
  }

  get keys(): number[] {
    return this.entries.flatMap((entry) => entry.keys);
  }

  get updates(): Uint8Array[] {
    return this.entries.map((entry) => entry.update);
  }

  add(key: number, update: Uint8Array): void {
    this.entries.push({ keys: [key], update, n: null, isFixed: false });
  }

  /** The next update for the wire, under the number n: as many small ones as fit are merged. */
  take(n: number): Entry | undefined {
    const entry = this.entries[this.sentCount];
    if (!entry) return undefined;
    if (!entry.isFixed) this.mergeInto(entry);
    entry.n = n;
    this.sentCount++;
    return entry;
  }

  /** A receipt for everything up to n: returns the outbox keys it frees. */
  confirm(n: number): number[] {
    const freed: number[] = [];
    while (this.sentCount > 0) {
      const first = this.entries[0];
      if (!first || first.n === null || first.n > n) break;
      freed.push(...first.keys);
      this.entries.shift();
      this.sentCount--;
    }
    return freed;
  }

  /** Everything without a receipt goes again, unchanged and in order, in a new session. */
  rewind(): void {
    for (const entry of this.sent()) {
      entry.n = null;
      entry.isFixed = true;
    }
    this.sentCount = 0;
  }

  sent(): Entry[] {
    return this.entries.slice(0, this.sentCount);
  }

  /** Takes out the change n and all after it, which may hang on it. */
  cutFrom(n: number): Entry[] {
    return this.cutAt(this.sent().findIndex((entry) => entry.n === n));
  }

  /** Takes out what is too large to travel, and all after it. */
  cutFromLarger(than: number): Entry[] {
    return this.cutAt(this.entries.findIndex((entry) => entry.update.length > than));
  }

  cutAll(): Entry[] {
    return this.cutAt(0);
  }

  private cutAt(index: number): Entry[] {
    if (index < 0) return [];
    this.sentCount = Math.min(index, this.sentCount);
    return this.entries.splice(index);
  }

  private mergeInto(entry: Entry): void {
    const parts = [entry];
    let size = entry.update.length;
    for (let at = this.sentCount + 1; at < this.entries.length; at++) {
      const next = this.entries[at] as Entry;
      if (next.isFixed || size + next.update.length > this.largest) break;
      parts.push(next);
      size += next.update.length;
    }
    if (parts.length === 1) return;
    entry.update = Y.mergeUpdates(parts.map((part) => part.update));
    entry.keys = parts.flatMap((part) => part.keys);
    this.entries.splice(this.sentCount + 1, parts.length - 1);
  }
}
