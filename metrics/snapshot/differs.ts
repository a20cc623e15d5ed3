import type { LiveStream } from './live-stream.ts';

/**
 * Whether what events have told of a stream is not what Redis says. Positions and figures are not compared: they come right by themselves.
 */
export function differs(known: LiveStream, read: LiveStream): boolean {
  // While it is stalled Redis has a current item that does not play.
  const trackOf = (stream: LiveStream) => (known.isStalled ? null : (stream.track?.itemId ?? null));
  const facts = (stream: LiveStream) => [
    stream.sessionId,
    stream.state,
    stream.problem,
    stream.engine,
    trackOf(stream),
    stream.queue.version,
    stream.queue.next.map(({ itemId }) => itemId),
    stream.listeners,
  ];
  const isPauseWrong = read.pausedFor === null ? known.pausedFor === 'wish' : known.pausedFor === null;
  return isPauseWrong || JSON.stringify(facts(known)) !== JSON.stringify(facts(read));
}
