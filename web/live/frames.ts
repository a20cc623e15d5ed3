import type { LiveEvent } from '../../metrics/snapshot/live-event.ts';
import type { Snapshot } from '../../metrics/snapshot/live-state.ts';
import { shapeEvent } from './shape-event.ts';
import { shapeFigures, shapeSnapshot } from './shape-stream.ts';
import type { View } from './view.ts';

/** A message as bytes. */
export function encode(message: object): Buffer {
  return Buffer.from(JSON.stringify(message));
}

/** What many clients get alike, as bytes that are made once and shared. */
export interface Frames {
  /** null: the view does not see it. */
  event(live: LiveEvent, view: View): Buffer | null;
  /** The `metrics` event. */
  figures(snapshot: Snapshot, view: View): Buffer;
  /** The answer to the subscription `id` to all streams. After a restart hundreds ask for it in the same second. */
  snapshot(snapshot: Snapshot, view: View, id: string): Buffer;
}

/** So long a snapshot of the same events is good for others, too; only uptimes grow old. */
const snapshotMs = 1_000;

/** Creates it. Bytes of events are kept as long as the event is. */
export function createFrames(): Frames {
  const events = new WeakMap<LiveEvent, Map<View, Buffer | null>>();
  const snapshots = new Map<string, { readonly seq: number; readonly at: number; readonly frame: Buffer }>();
  return {
    event(live, view) {
      // Administrators see what the staff does, and the audit.
      const seenAs = view === 'admin' && live.event.type !== 'audit' ? 'staff' : view;
      const made = events.get(live) ?? new Map<View, Buffer | null>();
      events.set(live, made);
      const known = made.get(seenAs);
      if (known !== undefined) return known;
      const message = shapeEvent(live, seenAs);
      const frame = message === null ? null : encode(message);
      made.set(seenAs, frame);
      return frame;
    },
    figures(snapshot, view) {
      const { seq, at } = snapshot;
      return encode({ seq, type: 'metrics', streamId: null, at, data: shapeFigures(snapshot, view) });
    },
    snapshot(snapshot, view, id) {
      const { seq, at } = snapshot;
      const key = `${view} ${id}`;
      const known = snapshots.get(key);
      if (known?.seq === seq && at - known.at < snapshotMs) return known.frame;
      const frame = encode({ type: 'snapshot', id, ...shapeSnapshot(snapshot, view, () => true) });
      // Of many names, as programs may give, none is worth keeping for long.
      if (snapshots.size > 16) snapshots.clear();
      snapshots.set(key, { seq, at, frame });
      return frame;
    },
  };
}
