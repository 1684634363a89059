/** Files that come in and places to write to, in the desktop window and in a browser. */
import { invoke } from '@tauri-apps/api/core';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { open, save } from '@tauri-apps/plugin-dialog';

import { AppError } from './error';
import { isDesktop } from './transport';

/** A file the user gave: the desktop knows its path, a browser only its content. */
export type GivenFile = { name: string; path: string } | { name: string; file: File };

const named = (path: string): GivenFile => ({ path, name: path.split(/[\\/]/).pop() ?? path });

/** Asks for files with the system's dialog; empty when the user changed their mind. */
export async function chooseFiles(extensions: readonly string[], title: string): Promise<GivenFile[]> {
  if (isDesktop()) {
    const chosen = await open({ multiple: true, title, filters: [{ name: title, extensions: [...extensions] }] });
    return (chosen ?? []).map(named);
  }
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = extensions.map((extension) => `.${extension}`).join(',');
    input.onchange = () => resolve([...(input.files ?? [])].map((file) => ({ name: file.name, file })));
    input.oncancel = () => resolve([]);
    input.click();
  });
}

/** Asks for a folder; null when the user changed their mind, or in a browser, which has none to give. */
export async function chooseFolder(title: string): Promise<string | null> {
  return isDesktop() ? await open({ directory: true, title }) : null;
}

/** Asks for a folder of files that may come in: the desktop knows its path, a browser gives every file in it. */
export async function chooseFolderOfFiles(title: string): Promise<GivenFile[]> {
  if (isDesktop()) {
    const chosen = await open({ directory: true, title });
    return chosen === null ? [] : [named(chosen)];
  }
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.webkitdirectory = true;
    input.onchange = () => resolve([...(input.files ?? [])].filter(mayHoldTable).map((file) => ({ name: file.name, file })));
    input.oncancel = () => resolve([]);
    input.click();
  });
}

/** A folder holds photos and notes, too; what spreadsheet programs leave beside an open file is no table. */
const mayHoldTable = ({ name }: File): boolean => /^(?!\.|~\$).*\.(csv|tsv|txt|xlsx)$/i.test(name);

/** Everything dropped on a browser, the files of its folders included. */
async function droppedFiles(transfer: DataTransfer): Promise<GivenFile[]> {
  // The list is empty as soon as the event is over: entries are taken first, and read then.
  // What a program hands over may be a file without a place in a folder.
  const dropped = [...transfer.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile()).filter((one) => one !== null);
  const found = await Promise.all(dropped.map((one) => (one instanceof File ? [one] : filesIn(one, one.isFile))));
  return found.flat().map((file) => ({ name: file.name, file }));
}

async function filesIn(entry: FileSystemEntry, wasNamed: boolean): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return wasNamed || mayHoldTable(file) ? [file] : [];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  // A folder is read a hundred at a time, until nothing comes any more.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map((one) => filesIn(one, false)))).flat();
}

/** Asks where to write; null when the user changed their mind, or in a browser. */
export async function chooseSavePath(title: string, proposed: string): Promise<string | null> {
  return isDesktop() ? await save({ title, defaultPath: proposed }) : null;
}

interface DropWatch {
  onover: () => void;
  onleave: () => void;
  ondrop: (files: GivenFile[]) => void;
}

/** Watches the whole window for files dropped on it, until the answer is called. */
export function onFilesDropped({ onover, onleave, ondrop }: DropWatch): () => void {
  if (isDesktop()) {
    const stopped = getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === 'enter' || payload.type === 'over') onover();
      else if (payload.type === 'leave') onleave();
      else {
        onleave();
        ondrop(payload.paths.map(named));
      }
    });
    return () => void stopped.then((stop) => stop());
  }
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const over = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    onover();
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) onleave();
  };
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    onleave();
    if (event.dataTransfer) void droppedFiles(event.dataTransfer).then(ondrop, () => ondrop([]));
  };
  addEventListener('dragover', over);
  addEventListener('dragleave', leave);
  addEventListener('drop', drop);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('dragleave', leave);
    removeEventListener('drop', drop);
  };
}

/**
 * The path by which a command names a file. A browser's file is sent to the core first, which keeps it until it ends.
 * Throws `AppError`.
 */
export async function pathOf(given: GivenFile): Promise<string> {
  if ('path' in given) return given.path;
  try {
    const response = await fetch(`/upload?name=${encodeURIComponent(given.name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: given.file,
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw AppError.from(answer);
    return (answer as { path: string }).path;
  } catch (cause) {
    throw cause instanceof AppError ? cause : AppError.unreachable(cause);
  }
}

/** Opens an address in the user's browser. */
export function openOutside(url: string): void {
  // The webview opens no windows of its own; the shell hands the address to the system.
  if (isDesktop()) void invoke('plugin:opener|open_url', { url });
  else window.open(url, '_blank', 'noopener');
}
