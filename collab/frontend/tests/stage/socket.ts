/** Stands for socket.io-client in pages of the stage: their sockets end in the test. */
declare const stageSocket: (...words: unknown[]) => unknown;

export const io = (...words: unknown[]): unknown => stageSocket(...words);
