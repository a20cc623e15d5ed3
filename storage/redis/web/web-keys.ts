/**
 * Keys of sign-in and sessions: one hash tag for all of them, so that a script may touch a person's link and sessions together on a Redis
 * Cluster. There are few.
 */
export function webKeys(prefix: string) {
  const web = `${prefix}:{web}`;
  return {
    /** Hash of the secret → user. */
    link: (hash: string) => `${web}:link:${hash}`,
    /** User → hash of their link. */
    linkOf: (userId: number) => `${web}:link-of:${userId}`,
    /** Hash of the secret → user. */
    session: (hash: string) => `${web}:session:${hash}`,
    /** Sorted set of the hashes of a person's sessions, by their ends. */
    sessionsOf: (userId: number) => `${web}:sessions-of:${userId}`,
  };
}
