import * as Y from "yjs";
import { holds, readWords, tidy } from "./refused";

/** A change made here that has no receipt yet, and its places in the outbox once it has any. */
export type Waiting = { keys: number[]; update: Uint8Array };

type Found = { keys: number[]; words: string; places: string[] };

/**
 * Words typed where somebody else replaced or deleted the text before they could see them: Yjs takes such words in and
 * never shows them. They are found in the change that buries them, and told once the server has them.
 */
export class Buried {
  private found: Found[] = [];
  /** Places of all letters found in this page, each of which is told once: in whatever change and session it goes again. */
  private readonly places = new Set<string>();

  /** Looks through what others did, or what was loaded, for words of changes without a receipt. */
  note(transaction: Y.Transaction, waiting: Waiting[]): void {
    if (waiting.length === 0) return;
    const deleted = transaction.deleteSet.clients;
    const read = waiting.map(({ keys, update }) => ({ keys, ...Y.decodeUpdate(update) }));
    const clients = new Set(read.flatMap(({ structs }) => structs.map(({ id }) => id.client)));
    if (![...clients].some((client) => deleted.has(client) || hasArrived(transaction, client)))
      return;
    const isOwn = (id: Y.ID, at: number) => read.some(({ ds }) => holds(ds.clients, id, at));
    const isGone = (id: Y.ID, at: number) =>
      holds(deleted, id, at) || isWithoutPlace(transaction, id, at);
    for (const { keys, structs } of read) {
      const places: string[] = [];
      const words = readWords(
        structs,
        (id, at) => isGone(id, at) && !isOwn(id, at) && this.isNew(id, at, places),
      );
      if (words) this.found.push({ keys, words, places });
    }
  }

  /** The words in changes that the server has now. */
  confirm(keys: number[]): string {
    const words = this.takeOut(keys).map((each) => each.words);
    return tidy(words.join(""));
  }

  /** What was refused is told anyway. */
  forget(keys: number[]): void {
    this.takeOut(keys);
  }

  /** Changes go to the server in another that says the same. */
  move(keys: number[], to: number): void {
    for (const each of this.takeOut(keys)) this.found.push({ ...each, keys: [to] });
  }

  /** In a fresh document they are found again. */
  clear(): void {
    for (const { places } of this.found) for (const place of places) this.places.delete(place);
    this.found = [];
  }

  private isNew({ client, clock }: Y.ID, at: number, places: string[]): boolean {
    const place = `${client}:${clock + at}`;
    if (this.places.has(place)) return false;
    this.places.add(place);
    places.push(place);
    return true;
  }

  private takeOut(keys: number[]): Found[] {
    const isMeant = (each: Found) => each.keys.some((key) => keys.includes(key));
    const taken = this.found.filter(isMeant);
    this.found = this.found.filter((each) => !isMeant(each));
    return taken;
  }
}

function hasArrived({ beforeState, afterState }: Y.Transaction, client: number): boolean {
  return (afterState.get(client) ?? 0) > (beforeState.get(client) ?? 0);
}

/** Whether a word came into a document in which nothing is left of what it was put into. */
function isWithoutPlace(transaction: Y.Transaction, { client, clock }: Y.ID, at: number): boolean {
  const { beforeState, afterState, doc } = transaction;
  const place = clock + at;
  const isNew = place >= (beforeState.get(client) ?? 0) && place < (afterState.get(client) ?? 0);
  return isNew && Y.getItem(doc.store, Y.createID(client, place)) instanceof Y.GC;
}
