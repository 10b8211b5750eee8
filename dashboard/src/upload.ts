import { call } from "./api";

interface Ticket {
  file_id: string;
  key: string;
  url: string | null;
  headers: Record<string, string>;
  part_size: number | null;
  parts: { part_number: number; url: string }[] | null;
}

export interface Place {
  space_id: string;
  folder_id?: string;
}

/** Sends a file straight to storage, by the URLs that the owner API signs. */
export async function upload(tenant: string, place: Place, file: File): Promise<void> {
  const announced = { name: file.name, size: file.size, mime: file.type === "" ? undefined : file.type, ...place };
  const ticket = await call<Ticket>("POST", `${tenant}/uploads/initiate`, announced);
  if (ticket.parts === null) await put(ticket.url!, ticket.headers, file);
  for (const part of ticket.parts ?? []) {
    const start = (part.part_number - 1) * ticket.part_size!;
    await put(part.url, ticket.headers, file.slice(start, start + ticket.part_size!));
  }
  await call("POST", `${tenant}/uploads/complete`, { file_id: ticket.file_id, key: ticket.key });
}

async function put(url: string, headers: Record<string, string>, body: Blob): Promise<void> {
  const answer = await fetch(url, { method: "PUT", headers, body });
  if (!answer.ok) throw new Error(`Storage answered ${answer.status}.`);
}

/** The files that were dropped; those of dropped folders too. Must be called while the event is handled. */
export async function filesOf(dropped: DataTransfer): Promise<File[]> {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map(filesBelow))).flat();
}

async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((found, fail) => (entry as FileSystemFileEntry).file(found, fail))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A reader gives its entries in batches, and an empty one at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((found, fail) => reader.readEntries(found, fail));
    if (batch.length === 0) return files;
    files.push(...(await Promise.all(batch.map(filesBelow))).flat());
  }
}
