import type { StreamId } from '../../storage/model.ts';
import { differs } from './differs.ts';
import type { LiveStream } from './live-stream.ts';

type Streams = ReadonlyMap<StreamId, LiveStream>;

/** Compares what events have told with what Redis says. */
export interface Comparison {
  /** Whether the last one found something that must be looked at again. */
  readonly isInDoubt: boolean;
  /**
   * Streams that differ now and differed in the same way the last time: what Redis says is then no mere step ahead of its events.
   */
  findWrong(known: Streams, read: Streams): readonly StreamId[];
}

/** Creates it. */
export function createComparison(): Comparison {
  let doubts: ReadonlyMap<StreamId, string> = new Map();
  return {
    get isInDoubt() {
      return doubts.size > 0;
    },
    findWrong(known, read) {
      const before = doubts;
      const ids = [...new Set([...known.keys(), ...read.keys()])];
      const differing = ids.filter((id) => isWrong(known.get(id), read.get(id)));
      doubts = new Map(differing.map((id) => [id, describe(known.get(id), read.get(id))]));
      const wrong = differing.filter((id) => before.get(id) === doubts.get(id));
      if (wrong.length > 0) doubts = new Map();
      return wrong;
    },
  };
}

function isWrong(known: LiveStream | undefined, read: LiveStream | undefined): boolean {
  if (known === undefined || read === undefined) return known !== read;
  return differs(known, read);
}

/** Both, without what changes by itself. */
function describe(...streams: readonly (LiveStream | undefined)[]): string {
  return JSON.stringify(streams.map((stream) => stream && { ...stream, position: 0, listenerHistory: 0 }));
}
