import { uuidv4 } from "lib0/random";
import {
  changeRows,
  deleteRows,
  insertRows,
  listRows,
  type NewRow,
  openDatabase,
  type Row,
} from "./database";

type Waiting = { update: Uint8Array; done: (key: number) => void };

/** Keeps each local change on this device from before it is sent until its receipt. */
export class Outbox {
  private readonly tab = uuidv4();
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | null = null;
  private nextTemporaryKey = -1;

  private constructor(
    private readonly scope: string,
    private database: IDBDatabase | null,
  ) {}

  /** Opens the outbox of one person's document; without a database it only forwards. */
  static async open(scope: string): Promise<Outbox> {
    const database = await openDatabase().catch(() => null);
    const outbox = new Outbox(scope, database);
    await outbox.claim();
    return outbox;
  }

  /** Whether changes survive this page. */
  get isLasting(): boolean {
    return this.database !== null;
  }

  /** Resolves with the change's key once it is kept, in the order of the calls. */
  add(update: Uint8Array): Promise<number> {
    return new Promise((done) => {
      this.waiting.push({ update, done });
      this.flushing ??= this.flush();
    });
  }

  async remove(keys: number[]): Promise<void> {
    if (this.database) await deleteRows(this.database, keys.filter(isLasting)).catch(() => {});
  }

  /** Keeps changes that the server will not take, for their author to copy. */
  async refuse(keys: number[], code: string, message: string): Promise<void> {
    if (!this.database) return;
    await changeRows(this.database, keys, (row) => {
      row.refusal = { code, message };
    }).catch(() => {});
  }

  /** Keeps what no change can bring any more, for its author to copy, in place of changes the server has: both or neither. */
  async replaceByRefused(keys: number[], update: Uint8Array, code: string): Promise<number> {
    const refusal = { code, message: "" };
    const row: NewRow = { scope: this.scope, tab: this.tab, update, at: Date.now(), refusal };
    const [key] = await this.insert([row], keys.filter(isLasting));
    return key ?? this.nextTemporaryKey--;
  }

  async listRefused(): Promise<Row[]> {
    return (await this.rows()).filter((row) => row.refusal);
  }

  /** Takes over what pages that are no longer open have left, oldest first. */
  async adoptOrphans(): Promise<Row[]> {
    const left = (await this.rows()).filter((row) => row.tab !== this.tab && !row.refusal);
    const adopted: Row[] = [];
    for (const tab of new Set(left.map((row) => row.tab))) {
      const rows = left.filter((row) => row.tab === tab);
      await this.whenClosed(tab, async () => {
        adopted.push(...(await this.adopt(rows)));
      });
    }
    return adopted.sort((a, b) => a.key - b.key);
  }

  private async adopt(rows: Row[]): Promise<Row[]> {
    if (!this.database) return [];
    const mine = new Set<number>();
    await changeRows(
      this.database,
      rows.map((row) => row.key),
      (row) => {
        mine.add(row.key);
        row.tab = this.tab;
      },
    );
    return rows.filter((row) => mine.has(row.key));
  }

  private rows(): Promise<Row[]> {
    return this.database
      ? listRows(this.database, this.scope).catch(() => [])
      : Promise.resolve([]);
  }

  /** One transaction at a time: what is typed meanwhile goes with the next, so that little is ever on the way. */
  private async flush(): Promise<void> {
    await Promise.resolve(); // what one keystroke does goes together
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      const rows = batch.map(
        ({ update }): NewRow => ({ scope: this.scope, tab: this.tab, update, at: Date.now() }),
      );
      const keys = await this.insert(rows);
      batch.forEach(({ done }, at) => {
        done(keys[at] ?? this.nextTemporaryKey--);
      });
    }
    this.flushing = null;
  }

  private async insert(rows: NewRow[], replaced: number[] = []): Promise<number[]> {
    if (!this.database) return [];
    try {
      return await insertRows(this.database, rows, replaced);
    } catch {
      this.database = null; // full or taken away: from now on only the server keeps changes
      return [];
    }
  }

  /** Holds this page's lock for as long as the page lives, so that no other takes its changes. */
  private claim(): Promise<void> {
    const { locks } = navigator;
    if (!locks) return Promise.resolve();
    return new Promise((resolve) => {
      const hold = () => {
        resolve();
        return new Promise(() => {});
      };
      locks.request(lockName(this.tab), hold).catch(() => resolve());
    });
  }

  /** Runs work when the page that wrote under this name has gone; without locks, sending twice does no harm. */
  private async whenClosed(tab: string, work: () => Promise<void>): Promise<void> {
    const { locks } = navigator;
    if (!locks) return work();
    await locks.request(lockName(tab), { ifAvailable: true }, async (lock) => {
      if (lock) await work();
    });
  }
}

/** Whether a key is one of the database. */
function isLasting(key: number): boolean {
  return key > 0;
}

function lockName(tab: string): string {
  return `collab-live:${tab}`;
}
