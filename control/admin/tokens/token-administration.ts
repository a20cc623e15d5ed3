import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiToken } from '../../../storage/sql/records.ts';
import { may } from '../../policy.ts';
import { createSecret, hashSecret } from '../access/secrets.ts';
import { type AdminDependencies, forbidden, readActor } from '../admin-dependencies.ts';
import { changeOnce } from '../change-once.ts';
import { checkFields } from '../check-fields.ts';
import type { Done, NotFound } from '../results.ts';
import type { TokenAdministration } from '../tokens.ts';

const newToken = z.object({ name: z.string('required').trim().min(1, 'required').max(64) });

const prefix = 'efir_';
const form = /^efir_[\w-]{43}$/;

/** Binds the use cases of API tokens. */
export function createTokenAdministration(dependencies: AdminDependencies): TokenAdministration {
  const { records, now } = dependencies;
  return {
    async list({ actor }) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return await records.tokens.listOf(actor.person.id);
    },
    async create(request, token) {
      if (!may(request.actor, 'read-admin')) return forbidden('read-admin');
      const checked = checkFields(newToken, token);
      if (checked.type === 'invalid') return checked;
      const secret = `${prefix}${createSecret()}`;
      const userId = request.actor.person.id;
      const { name } = checked.fields;
      return await changeOnce<Awaited<ReturnType<TokenAdministration['create']>>>(
        dependencies,
        request,
        async ({ tables, at, write }) => {
          const hash = hashSecret(secret);
          const value = await tables.tokens.create({ tokenId: randomUUID(), userId, name, createdAt: at, hash });
          await write({ action: 'token.create', target: `token:${value.tokenId}`, before: null, after: { name } });
          return { type: 'done', value, secret };
        },
        () => Promise.resolve({ type: 'made-before' }),
      );
    },
    async revoke(request, tokenId) {
      const { actor } = request;
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      return await changeOnce<Done<ApiToken> | NotFound>(
        dependencies,
        request,
        async ({ tables, write }) => {
          const value = await tables.tokens.find(tokenId);
          // Of somebody else's there is nothing to know.
          if (value === null || value.userId !== actor.person.id) return { type: 'not-found' };
          await tables.tokens.delete(tokenId);
          await write({ action: 'token.revoke', target: `token:${tokenId}`, before: value, after: null });
          return { type: 'done', value };
        },
        (_, [{ before }]) => Promise.resolve({ type: 'done', value: before as ApiToken }),
      );
    },
    async authenticate(secret) {
      if (!form.test(secret)) return null;
      const token = await records.tokens.use(hashSecret(secret), now());
      if (token === null) return null;
      const actor = await readActor(dependencies, token.userId);
      return may(actor, 'read-admin') ? actor : null;
    },
  };
}
