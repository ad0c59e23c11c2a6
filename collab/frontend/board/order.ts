/** The order of cards: by rank, letter by letter as the server does it; equal ones by id. */

export type Ranked = { rank: string; id: string };

export function compare(a: Ranked, b: Ranked): number {
  return order(a.rank, b.rank) || order(a.id, b.id);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Where `item` belongs in a list that is in order: the index of the first one after it. */
export function findIndex(sorted: readonly Ranked[], item: Ranked): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] as Ranked, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
