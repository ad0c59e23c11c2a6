/** What the server says about a board. */

/** A card as it is now: where it lies, and how it looks. */
export type WireCard = {
  id: string;
  column: string;
  lane: string;
  rank: string;
  version: number;
  html: string;
};

/** What changed up to a version. */
export type Patch = {
  version: number;
  /** the columns, lanes or labels are others: only the whole page helps */
  reload: boolean;
  cards: WireCard[];
  gone: string[];
  /** tasks in each column */
  counts: Record<string, number>;
};

export type Somebody = { id: string; name: string; color: number };

/** An event of the room. */
export type Changed = Patch & {
  board: string;
  /** the version before */
  from: number;
  by: Somebody | null;
  words: string;
};

export type Joined = (Patch & { ok: true; shape: number }) | Refused;

export type Refused = { ok: false; code: string; message: string };

/** Somewhere in a board; the neighbours are ids of cards. */
export type Place = { column: string; lane: string; after: string; before: string };
