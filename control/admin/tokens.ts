import type { ApiToken } from '../../storage/sql/records.ts';
import type { Actor } from '../dependencies.ts';
import type { AdminRequest, Done, Forbidden, Invalid, NotFound, ReadRequest } from './results.ts';

/** API tokens: each moderator and up has their own, with their own rights. */
export interface TokenAdministration {
  /** One's own. */
  list(request: ReadRequest): Promise<readonly ApiToken[] | Forbidden>;
  /**
   * `secret`: `efir_` and 43 characters; it is shown once and kept as a hash only, so that a repeated request gets `made-before`.
   * `name`: 1–64 characters.
   */
  create(
    request: AdminRequest,
    token: { readonly name: string },
  ): Promise<(Done<ApiToken> & { readonly secret: string }) | { readonly type: 'made-before' } | Invalid | Forbidden>;
  revoke(request: AdminRequest, tokenId: string): Promise<Done<ApiToken> | NotFound | Forbidden>;
  /** Whose token it is, with their present rights; null: nobody's, or of somebody who has lost the right. */
  authenticate(secret: string): Promise<Actor | null>;
}
