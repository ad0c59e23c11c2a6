/** A change that its author's browser keeps until the server has it. */
export type Row = {
  key: number;
  /** Cooperation, document and person: nobody else's changes are ever sent. */
  scope: string;
  /** The page that wrote it. */
  tab: string;
  update: Uint8Array;
  at: number;
  refusal?: { code: string; message: string };
};

export type NewRow = Omit<Row, "key">;

const NAME = "collab-live";
const STORE = "outbox";

/** Opens the browser's database; rejects where the browser has none to give. */
export function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, {
        keyPath: "key",
        autoIncrement: true,
      });
      store.createIndex("scope", "scope");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/** Writes rows, in place of others, in one transaction; resolves with their keys once they are kept. */
export async function insertRows(
  database: IDBDatabase,
  rows: NewRow[],
  replaced: number[],
): Promise<number[]> {
  const keys: number[] = [];
  await write(database, (store) => {
    for (const key of replaced) store.delete(key);
    rows.forEach((row, at) => {
      const request = store.add(row);
      request.onsuccess = () => {
        keys[at] = request.result as number;
      };
    });
  });
  return keys;
}

/** All rows of a scope, in the order in which they were written. */
export function listRows(database: IDBDatabase, scope: string): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const store = database.transaction(STORE, "readonly").objectStore(STORE);
    const request = store.index("scope").getAll(scope);
    request.onsuccess = () => resolve((request.result as Row[]).sort((a, b) => a.key - b.key));
    request.onerror = () => reject(request.error);
  });
}

export function deleteRows(database: IDBDatabase, keys: number[]): Promise<void> {
  return write(database, (store) => {
    for (const key of keys) store.delete(key);
  });
}

/** Changes rows that still exist. */
export function changeRows(
  database: IDBDatabase,
  keys: number[],
  change: (row: Row) => void,
): Promise<void> {
  return write(database, (store) => {
    for (const key of keys) {
      const request = store.get(key);
      request.onsuccess = () => {
        const row = request.result as Row | undefined;
        if (!row) return;
        change(row);
        store.put(row);
      };
    }
  });
}

function write(database: IDBDatabase, work: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(STORE));
  });
}
