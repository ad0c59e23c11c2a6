import * as Y from "yjs";

/** What a document holds or deletes and the server's updates do not; null when they lack nothing. */
export function findMissing(doc: Y.Doc, updates: Uint8Array[]): Uint8Array | null {
  const theirs = new Y.Doc();
  for (const update of updates) Y.applyUpdate(theirs, update);
  let missing: Uint8Array | null = null;
  theirs.on("update", (update: Uint8Array) => {
    missing = update;
  });
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(theirs)));
  theirs.destroy();
  return missing;
}
