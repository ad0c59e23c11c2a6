/** A card of the margin: how far down its words are, and how high it is. */
export type Card = { top: number; height: number };

const GAP = 8;

/**
 * Where each card stands, in their order: beside its words, or below the card before it; the active one stands beside
 * its words, and those before it make room.
 */
export function stack(cards: Card[], active = -1): number[] {
  const tops: number[] = [];
  let free = 0;
  for (const card of cards) {
    const top = Math.max(card.top, free);
    tops.push(top);
    free = top + card.height + GAP;
  }
  const chosen = cards[active];
  if (!chosen) return tops;
  tops[active] = Math.max(0, chosen.top);
  makeRoomAbove(cards, tops, active);
  makeRoomBelow(cards, tops, active);
  return tops;
}

function makeRoomAbove(cards: Card[], tops: number[], active: number): void {
  const above = cards.slice(0, active).reduce((sum, { height }) => sum + height + GAP, 0);
  tops[active] = Math.max(tops[active] ?? 0, above); // nothing stands above the margin
  for (let at = active - 1; at >= 0; at--) {
    const most = (tops[at + 1] ?? 0) - (cards[at]?.height ?? 0) - GAP;
    tops[at] = Math.min(tops[at] ?? 0, most);
  }
}

function makeRoomBelow(cards: Card[], tops: number[], active: number): void {
  for (let at = active + 1; at < cards.length; at++) {
    const free = (tops[at - 1] ?? 0) + (cards[at - 1]?.height ?? 0) + GAP;
    tops[at] = Math.max(cards[at]?.top ?? 0, free);
  }
}
