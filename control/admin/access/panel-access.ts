import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden, readActor } from '../admin-dependencies.ts';
import type { PanelAccess } from '../panel-access.ts';
import { createSecret, hashSecret } from './secrets.ts';

const linkMs = 5 * 60_000;
const sessionMs = 7 * 24 * 60 * 60_000;

/** Binds the use cases of signing in to the panel. */
export function createPanelAccess(dependencies: AdminDependencies): PanelAccess {
  const { store, records, now } = dependencies;
  const { signInLinks, webSessions } = store;
  return {
    async issueLink({ actor }) {
      if (!may(actor, 'read-admin')) return forbidden('read-admin');
      const secret = createSecret();
      const expiresAt = now() + linkMs;
      await signInLinks.issue(hashSecret(secret), actor.person.id, linkMs);
      return { type: 'issued', secret, expiresAt };
    },
    async peek(secret) {
      const userId = await signInLinks.peek(hashSecret(secret));
      return userId === null ? null : { name: (await readActor(dependencies, userId)).person.name };
    },
    async signIn(secret, previous) {
      const userId = await signInLinks.use(hashSecret(secret));
      if (userId === null) return { type: 'expired' };
      const { person, ...rights } = await readActor(dependencies, userId);
      if (!may({ person, ...rights }, 'read-admin')) return forbidden('read-admin');
      if (previous !== null) await webSessions.end(hashSecret(previous));
      const session = createSecret();
      const at = now();
      await webSessions.start(hashSecret(session), userId, sessionMs);
      const entry = { adminId: userId, adminName: person.name, origin: 'panel', before: null, after: null } as const;
      await records.audit.append({ ...entry, action: 'panel.sign-in', target: `user:${userId}` }, at);
      return { type: 'signed-in', session, expiresAt: at + sessionMs };
    },
    async readSession(session) {
      const userId = await webSessions.read(hashSecret(session));
      if (userId === null) return null;
      const actor = await readActor(dependencies, userId);
      if (may(actor, 'read-admin')) return actor;
      // For good: the right may come back, these sessions do not.
      await webSessions.endAll(userId);
      return null;
    },
    signOut: (session) => webSessions.end(hashSecret(session)),
  };
}
