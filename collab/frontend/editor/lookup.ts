/** What the server says about something that a text refers to. */
export type Found = {
  words: string;
  url: string;
  /** Of a document: page, folder or file. */
  kind?: string;
  /** Of the words. */
  language?: string;
  /** How it stands, in the reader's words. */
  detail?: string;
};

type Listener = (found: Found | null) => void;

/** Asks what documents, tasks and decisions are called now, and where they are. */
export type Lookup = {
  /** Tells once the server has answered: null for what is gone, or not for this reader. Returns how to stop. */
  follow: (key: string, listener: Listener) => () => void;
  /** What is already known. */
  know: (key: string, found: Found) => void;
};

/** Knows nothing and never finds out. */
export const noLookup: Lookup = { follow: () => () => {}, know: () => {} };

/** As many as fit in one address. */
const MOST = 40;

/** Asks at `url` for everything that is wanted at about the same time. */
export function lookUpAt(url: string): Lookup {
  const known = new Map<string, Found | null>();
  const listeners = new Map<string, Set<Listener>>();
  let wanted = new Set<string>();

  const tell = (key: string, found: Found | null) => {
    known.set(key, found);
    for (const listener of listeners.get(key) ?? []) listener(found);
  };
  const ask = async () => {
    const keys = [...wanted];
    wanted = new Set();
    for (let at = 0; at < keys.length; at += MOST) {
      const some = keys.slice(at, at + MOST);
      const found = await fetchAll(url, some);
      if (found) for (const key of some) tell(key, found[key] ?? null);
    }
  };
  const follow = (key: string, listener: Listener) => {
    const there = listeners.get(key) ?? new Set();
    listeners.set(key, there.add(listener));
    const found = known.get(key);
    if (found !== undefined) queueMicrotask(() => there.has(listener) && listener(found));
    else {
      if (wanted.size === 0) setTimeout(ask, 30);
      wanted.add(key);
    }
    return () => {
      there.delete(listener);
    };
  };
  return { follow, know: tell };
}

async function fetchAll(
  url: string,
  keys: string[],
): Promise<Record<string, Found | null> | undefined> {
  const query = new URLSearchParams(keys.map((key) => ["of", key]));
  try {
    const response = await fetch(`${url}?${query}`, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as Record<string, Found | null>) : undefined;
  } catch {
    return undefined; // offline: what the text says stands
  }
}
