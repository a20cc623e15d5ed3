import type { TopicName } from './protocol.ts';

/**
 * How much a client sees. `public`: anybody, with STATUS_PUBLIC=1; nothing of who did what, and no errors. `staff`: moderators and up.
 * `admin`: also the audit.
 */
export type View = 'public' | 'staff' | 'admin';

const staffOnly: ReadonlySet<TopicName> = new Set(['track.failed', 'stream.stalled', 'settings.changed']);

/** Whether a view shows events of that name at all. */
export function mayWatch(view: View, topic: TopicName): boolean {
  if (topic === 'audit') return view === 'admin';
  return view !== 'public' || !staffOnly.has(topic);
}
