import { type DetailedError, type HttpRequest, Upload } from "tus-js-client";
import { _ } from "../i18n";
import type { Found } from "./found";

/** What to do when there is a file of the same name. */
export type Taken = "ask" | "version" | "both";
export type Place = { endpoint: string; folder: string; group: string };

export type Watcher = {
  progress(sent: number, all: number): void;
  /** `there`: a file of this name is there, and somebody has to say what is to be done. */
  refused(message: string, there: boolean): void;
  done(): void;
};

const PIECE = 16 * 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10_000, 20_000];
/** The server may answer otherwise the next time. */
const WORTH_RETRYING = new Set(["already_coming", "other_place"]);

/** Begins to send a file, or goes on where it was cut the last time; returns how to end it. */
export function send(found: Found, place: Place, taken: Taken, watcher: Watcher): () => void {
  const upload = new Upload(found.file, {
    endpoint: place.endpoint,
    chunkSize: PIECE,
    retryDelays: PAUSES,
    removeFingerprintOnSuccess: true,
    metadata: {
      filename: found.file.name,
      path: found.path,
      folder: place.folder,
      group: place.group,
      taken,
    },
    fingerprint: async (file) => name(file as File, found.path, place),
    onBeforeRequest: prepare,
    onShouldRetry: (error) => isWorthRetrying(error as DetailedError),
    onProgress: watcher.progress,
    onSuccess: watcher.done,
    onError: (error) => {
      const { code, message } = read(error as DetailedError);
      watcher.refused(message, code === "file_there");
    },
  });
  void begin(upload);
  return () => void upload.abort(true).catch(() => undefined);
}

async function begin(upload: Upload): Promise<void> {
  const previous = await upload.findPreviousUploads().catch(() => []);
  if (previous[0]) upload.resumeFromPreviousUpload(previous[0]);
  upload.start();
}

/** What each request carries. */
export function prepare(request: HttpRequest): void {
  request.setHeader("X-Fragment", "1");
  request.setHeader("X-CSRFToken", token());
}

/** What the browser's notes on uploads to this place begin with. */
export function beginningOf(place: Place): string {
  return ["collab", place.endpoint, place.folder || place.group, ""].join("|");
}

function name(file: File, path: string, place: Place): string {
  return beginningOf(place) + [path, file.name, file.size, file.lastModified].join("|");
}

function isWorthRetrying(error: DetailedError): boolean {
  const status = error.originalResponse?.getStatus() ?? 0;
  if (!status) return navigator.onLine;
  return status >= 500 ? status !== 507 : WORTH_RETRYING.has(read(error).code);
}

function read(error: DetailedError): { code: string; message: string } {
  try {
    const answer = JSON.parse(error.originalResponse?.getBody() ?? "");
    if (answer.message) return { code: String(answer.code), message: String(answer.message) };
  } catch {
    // an error page, or nothing at all
  }
  return { code: "", message: _("The upload was cut. Choose the file again to go on with it.") };
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
