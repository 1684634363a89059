/** What the core, or the way to it, refused. */
import type { ErrorCode } from './bindings/ErrorCode';

/** The core's codes, and one of our own for when it cannot be reached. */
export type FailureCode = ErrorCode | 'unreachable';
export type Params = Readonly<Record<string, string>>;

interface Wire {
  code: FailureCode;
  params?: Record<string, string>;
  message?: string;
}

const isWire = (value: unknown): value is Wire =>
  typeof value === 'object' && value !== null && typeof (value as Wire).code === 'string';

export class AppError extends Error {
  readonly code: FailureCode;
  readonly params: Params;

  constructor({ code, params = {}, message = code }: Wire) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }

  /** Makes one of whatever was thrown. */
  static from(cause: unknown): AppError {
    if (cause instanceof AppError) return cause;
    if (isWire(cause)) return new AppError(cause);
    return new AppError({ code: 'internal', message: cause instanceof Error ? cause.message : String(cause) });
  }

  static unreachable(cause: unknown): AppError {
    return new AppError({ code: 'unreachable', message: cause instanceof Error ? cause.message : String(cause) });
  }
}
