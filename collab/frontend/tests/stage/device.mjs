import { IDBFactory } from "fake-indexeddb";

const later = globalThis.setImmediate;

/** What all pages of one device share: its database, its locks and its session. */
export class Device {
  factory = new IDBFactory();
  locks = new Map();
  session = 204;
  isFrozen = false;
  tasks = [];

  constructor() {
    // the database does each of its steps in a task of its own
    globalThis.setImmediate = (task) => void this.tasks.push(task);
  }

  /** Lets everything that has begun come to rest. */
  settle = async () => {
    do {
      if (!this.isFrozen) this.tasks.shift()?.();
      await new Promise((resolve) => later(resolve));
    } while (this.tasks.length > 0 && !this.isFrozen);
  };

  /** The database as a page sees it: when the page has gone, it begins nothing more. */
  databaseFor(isOpen) {
    return {
      open: (...words) => {
        const request = this.factory.open(...words);
        request.addEventListener("success", () => {
          const database = request.result;
          const begin = database.transaction.bind(database);
          database.transaction = (...stores) => {
            if (!isOpen()) throw new Error("the page has gone");
            return begin(...stores);
          };
        });
        return request;
      },
    };
  }

  locksFor(page) {
    return {
      request: async (name, ...words) => {
        const work = words.pop();
        if (this.locks.has(name)) return words[0]?.ifAvailable ? work(null) : new Promise(() => {});
        this.locks.set(name, page);
        try {
          return await work({ name });
        } finally {
          if (this.locks.get(name) === page) this.locks.delete(name);
        }
      },
    };
  }

  release(page) {
    for (const [name, holder] of this.locks) if (holder === page) this.locks.delete(name);
  }

  fetch = async () => {
    if (this.session === 0) throw new TypeError("offline");
    return { status: this.session };
  };

  /** All that is kept in the database, seen past its own tasks, which may be frozen. */
  listRows() {
    const outbox = this.factory._databases.get("collab-live")?.rawObjectStores.get("outbox");
    return [...(outbox?.records.values() ?? [])].map(({ value }) => value);
  }
}
