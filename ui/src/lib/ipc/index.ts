/** The only door to the core: typed commands, their errors, and what changed meanwhile. */
export type { Commands } from './bindings/commands';
export { call, type CommandName, type Reply, type Request } from './call';
export { changes, onChange } from './changes.svelte';
export { AppError, type FailureCode } from './error';
export { chooseFiles, chooseFolder, chooseFolderOfFiles, chooseSavePath, onFilesDropped, openOutside, pathOf, type GivenFile } from './file';
export { pictureOf } from './picture';
export { reading, type Reading } from './reading.svelte';
export { sentenceOf } from './sentence';
export { given } from './given.svelte';
export { isDesktop } from './transport';
export { paint, workspace } from './workspace.svelte';
