/**
 * What Telegram answers instead of a result: `RpcError(400, 'CHAT_ADMIN_REQUIRED')`. Thrown by methods and sent as `rpc_error`.
 * Codes as in https://core.telegram.org/api/errors: 400 wrong, 401 not signed in, 403 not allowed, 406 not now, 420 too often, 500 theirs.
 */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
  }
}
