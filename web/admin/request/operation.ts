import { createHash, randomUUID } from 'node:crypto';
import type { AdminRequest } from '../../../control/admin/results.ts';
import type { Call } from '../panel-route.ts';

const pattern = /^[\da-f-]{36}$/;

/** A name for what the forms of a page will do. */
export function newOperation(): string {
  return randomUUID();
}

/**
 * A request of the panel. The same form of the same page sent twice is the same operation, which is done once. The person's id is part of
 * its name, so that nobody can name (and see the result of) what somebody else did.
 */
export function adminRequest({ actor, form, context }: Pick<Call, 'actor' | 'form' | 'context'>): AdminRequest {
  const given = form.get('operation') ?? '';
  const page = pattern.test(given) ? given : randomUUID();
  const what = createHash('sha256').update(`${context.req.path}\n${form}`).digest('base64url').slice(0, 16);
  return { actor, operation: `panel.${actor.person.id}.${page}.${what}`, origin: 'panel' };
}
