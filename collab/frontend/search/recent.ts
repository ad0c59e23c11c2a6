/** The pages that were opened last on this device, for the palette; gone after signing out. */

export interface Recent {
  url: string;
  title: string;
  language: string;
}

const KEY = "collab.recent";
const MOST = 8;

/** The pages, the latest first. */
export function readRecent(store: Storage = localStorage): Recent[] {
  try {
    const found: unknown = JSON.parse(store.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isRecent) : [];
  } catch {
    return [];
  }
}

function isRecent(value: unknown): value is Recent {
  const given = value as Recent | null;
  return (
    typeof given?.url === "string" &&
    given.url.startsWith("/") &&
    !given.url.startsWith("//") &&
    typeof given.title === "string" &&
    typeof given.language === "string"
  );
}

/** Remembers a page as the latest. */
export function keepRecent(page: Recent, store: Storage = localStorage): void {
  const others = readRecent(store).filter((each) => each.url !== page.url);
  try {
    store.setItem(KEY, JSON.stringify([page, ...others].slice(0, MOST)));
  } catch {
    // the device keeps nothing: then there are none
  }
}

/** Forgets all of them. */
export function forgetRecent(store: Storage = localStorage): void {
  try {
    store.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}
