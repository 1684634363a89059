/** One file on its way in: looked at, answered, looked at again, taken in. Nothing is written before `commit`. */
import { AppError, call, pathOf, sentenceOf, type GivenFile } from '$lib/ipc';
import type { Import } from '$lib/ipc/bindings/Import';
import type { ImportAs } from '$lib/ipc/bindings/ImportAs';
import type { ImportPreview } from '$lib/ipc/bindings/ImportPreview';

export class Incoming {
  preview = $state.raw<ImportPreview | null>(null);
  done = $state.raw<Import | null>(null);
  fault = $state<string | null>(null);
  busy = $state(false);
  /** The file's name, known before it is looked at. */
  name = $state('');

  #path = '';
  #readAs: ImportAs | null = null;
  #mappingPath = '';
  #answers: Record<string, string> = {};
  #columns: Record<number, string> = {};

  /** Looks at a file the user gave. */
  async open(file: GivenFile): Promise<void> {
    this.#drop();
    this.name = file.name;
    await this.#guarded(async () => {
      this.#path = await pathOf(file);
      await this.#look();
    });
  }

  /** Answers an open question and looks again. */
  async answer(key: string, value: string): Promise<void> {
    if (key === 'kind') this.#readAs = value as ImportAs;
    else this.#answers[key] = value;
    await this.#guarded(() => this.#look());
  }

  /** Gives a column another field and looks again. */
  async become(index: number, field: string): Promise<void> {
    this.#columns[index] = field;
    await this.#guarded(() => this.#look());
  }

  /** Reads it as a shared document says, and looks again. */
  async readLike(file: GivenFile): Promise<void> {
    const before = this.#mappingPath;
    await this.#guarded(async () => {
      this.#mappingPath = await pathOf(file);
      await this.#look();
    });
    // A document that does not fit this file is not kept for its next look.
    if (this.fault) this.#mappingPath = before;
  }

  /** Takes the file in; one step, all or nothing. */
  async commit(): Promise<void> {
    const previewId = this.preview?.previewId;
    if (!previewId) return;
    await this.#guarded(async () => {
      this.done = await call('import_commit', { previewId });
    });
  }

  /** Takes the import back. */
  async undo(): Promise<void> {
    const importId = this.done?.importId;
    if (!importId) return;
    await this.#guarded(async () => {
      this.done = await call('import_undo', { importId });
    });
  }

  /** Forgets the file. */
  async leave(): Promise<void> {
    const previewId = this.done ? null : this.preview?.previewId;
    this.#drop();
    if (previewId) await call('import_discard', { previewId }).catch(() => undefined);
  }

  async #look(): Promise<void> {
    this.preview = await call('import_preview', {
      path: this.#path,
      answers: this.#answers,
      columns: Object.entries(this.#columns).map(([index, field]) => ({ index: Number(index), field })),
      ...(this.#readAs ? { as: this.#readAs } : {}),
      ...(this.#mappingPath ? { mappingPath: this.#mappingPath } : {}),
      ...(this.preview ? { replaces: this.preview.previewId } : {}),
    });
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await work();
      this.fault = null;
    } catch (cause) {
      this.fault = sentenceOf(AppError.from(cause));
    }
    this.busy = false;
  }

  #drop(): void {
    this.preview = null;
    this.done = null;
    this.fault = null;
    this.name = '';
    this.#path = '';
    this.#readAs = null;
    this.#mappingPath = '';
    this.#answers = {};
    this.#columns = {};
  }
}
