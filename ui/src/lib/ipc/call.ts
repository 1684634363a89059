/** Asks the core. */
import type { Commands } from './bindings/commands';
import { transport } from './transport';

export type CommandName = keyof Commands;
export type Request<Name extends CommandName> = Commands[Name][0];
export type Reply<Name extends CommandName> = Commands[Name][1];

/** Calls a command; its request and its answer are typed by the core. Throws `AppError`. */
export async function call<Name extends CommandName>(name: Name, req: Request<Name>): Promise<Reply<Name>> {
  return (await transport().call(name, req)) as Reply<Name>;
}
