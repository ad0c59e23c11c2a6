import * as Y from "yjs";

/** What a document holds and the server's updates lack; null when they lack nothing. */
export function findMissing(doc: Y.Doc, updates: Uint8Array[]): Uint8Array | null {
  const theirs = new Y.Doc();
  for (const update of updates) Y.applyUpdate(theirs, update);
  const missing = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(theirs));
  theirs.destroy();
  return Y.decodeUpdate(missing).structs.length > 0 ? missing : null;
}
