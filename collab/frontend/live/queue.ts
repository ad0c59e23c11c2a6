import * as Y from "yjs";
import { Lost } from "./hanging";

/** Local changes that travel as one update; `keys` are their places in the outbox. */
export type Entry = {
  keys: number[];
  update: Uint8Array;
  /** Its number in the running session once it is on the wire. */
  n: number | null;
  /** It was on the wire before, so it goes again as it was. */
  isFixed: boolean;
  /** This page or an earlier one may have sent it, so the server may have it. */
  isDoubtful: boolean;
  /** What it was merged from, where the server may have some of it already. */
  parts?: Entry[];
};

export function newEntry(key: number, update: Uint8Array): Entry {
  return { keys: [key], update, n: null, isFixed: false, isDoubtful: false };
}

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

  /** Everything that has no receipt yet. */
  get waiting(): Entry[] {
    return [...this.entries];
  }

  get updates(): Uint8Array[] {
    return this.entries.map((entry) => entry.update);
  }

  add(key: number, update: Uint8Array, isDoubtful = false): void {
    this.entries.push({ ...newEntry(key, update), isDoubtful });
  }

  /** The next update for the wire, under the number n: as many small ones as fit are merged. */
  take(n: number): Entry | undefined {
    const entry = this.entries[this.sentCount];
    if (!entry) return undefined;
    if (!entry.isFixed) this.mergeInto(entry);
    entry.n = n;
    entry.isDoubtful = true;
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

  /** Takes the change n apart, if the server may have taken a part of it before; each part will go by itself. */
  split(n: number): boolean {
    const at = this.sent().findIndex((entry) => entry.n === n);
    const parts = this.entries[at]?.parts;
    if (!parts) return false;
    this.entries.splice(at, 1, ...parts.map((part) => ({ ...part, isFixed: true })));
    this.sentCount += parts.length - 1;
    return true;
  }

  /** Takes out the change n and what hangs on it; all else the server may have taken. */
  cutFrom(n: number): Entry[] {
    const first = this.sent().find((entry) => entry.n === n);
    if (!first) return [];
    const lost = new Lost(first.update);
    const at = this.entries.indexOf(first);
    return this.cut((entry, index) => index === at || (index > at && lost.takes(entry.update)));
  }

  /** Takes out what the server cannot have; the rest goes to it as it is, one by one. */
  cutUnseen(): Entry[] {
    const unseen = this.cut((entry) => !entry.isDoubtful);
    for (const entry of this.entries) entry.isFixed = true;
    return unseen;
  }

  /** Takes out what is too large to travel, and all after it. */
  cutFromLarger(than: number): Entry[] {
    return this.cutAt(this.entries.findIndex((entry) => entry.update.length > than));
  }

  cutAll(): Entry[] {
    return this.cutAt(0);
  }

  private cutAt(index: number): Entry[] {
    return index < 0 ? [] : this.cut((_entry, at) => at >= index);
  }

  private cut(isLost: (entry: Entry, index: number) => boolean): Entry[] {
    const { sentCount } = this;
    const lost: Entry[] = [];
    const left: Entry[] = [];
    this.entries.forEach((entry, index) => {
      const isGoing = isLost(entry, index);
      (isGoing ? lost : left).push(entry);
      if (isGoing && index < sentCount) this.sentCount--;
    });
    this.entries = left;
    return lost;
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
    if (parts.some((part) => part.isDoubtful)) entry.parts = parts.map((part) => ({ ...part }));
    entry.update = Y.mergeUpdates(parts.map((part) => part.update));
    entry.keys = parts.flatMap((part) => part.keys);
    this.entries.splice(this.sentCount + 1, parts.length - 1);
  }
}
