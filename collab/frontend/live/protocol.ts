import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

/** What the server answers to a join, next to the blob of updates. */
export type JoinAck =
  | {
      ok: true;
      session: number;
      epoch: number;
      seq: number;
      received: number;
      writable: boolean;
      schema: number;
      /** Who has the document open, oneself included; ids of memberships. */
      people: { id: string }[];
    }
  | { ok: false; code: string; message: string };

export type Refusal = { n: number; code: string; message: string };

/** One frame to everybody in a document: updates end at `seq`, receipts are [session, n]. */
export type Frame = {
  seq: number;
  updates: Uint8Array[];
  receipts: [number, number][];
  awareness: Uint8Array[];
};

export const NOTHING: Uint8Array = new Uint8Array(0);

/** The n-th message of a session: an update, an awareness, or both. */
export function encodeChange(n: number, update = NOTHING, awareness = NOTHING): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, n);
  encoding.writeVarUint8Array(encoder, update);
  encoding.writeVarUint8Array(encoder, awareness);
  return encoding.toUint8Array(encoder);
}

/** Reads a `changes` blob; throws when it does not follow the protocol to its last byte. */
export function decodeChanges(blob: Uint8Array): Frame {
  const decoder = decoding.createDecoder(blob);
  const frame: Frame = {
    seq: decoding.readVarUint(decoder),
    updates: readList(decoder),
    receipts: readReceipts(decoder),
    awareness: readList(decoder),
  };
  finish(decoder);
  return frame;
}

/** Reads the updates that come with the ack of a join; throws on trailing bytes. */
export function decodeUpdates(blob: Uint8Array): Uint8Array[] {
  if (blob.length === 0) return [];
  const decoder = decoding.createDecoder(blob);
  const updates = readList(decoder);
  finish(decoder);
  return updates;
}

function readList(decoder: decoding.Decoder): Uint8Array[] {
  const count = decoding.readVarUint(decoder);
  return Array.from({ length: count }, () => decoding.readVarUint8Array(decoder));
}

function readReceipts(decoder: decoding.Decoder): [number, number][] {
  const count = decoding.readVarUint(decoder);
  return Array.from({ length: count }, () => [
    decoding.readVarUint(decoder),
    decoding.readVarUint(decoder),
  ]);
}

function finish(decoder: decoding.Decoder): void {
  if (decoding.hasContent(decoder)) throw new Error("trailing bytes");
}
