/** A file to be uploaded, and the folders it lies in: "Reports/2026/". */
export type Found = { file: File; path: string };

/** What was dropped, folders with everything in them. Call it while the event is handled. */
export async function findDropped(transfer: DataTransfer): Promise<Found[]> {
  const entries = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files].map((file) => ({ file, path: "" }));
  if (entries.every((entry) => !entry)) return plain;
  const found = await Promise.all(entries.map((entry) => (entry ? walk(entry, "") : [])));
  return found.flat();
}

async function walk(entry: FileSystemEntry, path: string): Promise<Found[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ file, path }];
  }
  const children = await list((entry as FileSystemDirectoryEntry).createReader());
  const found: Found[] = [];
  for (const child of children) found.push(...(await walk(child, `${path}${entry.name}/`)));
  return found;
}

/** Browsers give a hundred at a time, and nothing at the end. */
async function list(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (!some.length) return found;
    found.push(...some);
  }
}
