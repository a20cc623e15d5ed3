import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { AppError } from '../../errors.ts';
import type { Refusal } from '../../storage/model.ts';
import { EgressError } from './egress-error.ts';
import { type EgressLimits, liveBytesPerSecond } from './egress-limits.ts';

/** What a body is held to. `declaredBytes`: its content-length; null when the site named none. */
export interface BodyGuard {
  readonly maxBytes: number;
  readonly declaredBytes: number | null;
  readonly limits: EgressLimits;
  readonly signal: AbortSignal;
}

/**
 * Passes a body on and fails it with an {@link EgressError} when it grows too large, stalls, never ends, stops halfway, is
 * empty or is a web page after all; with AppError `aborted` on the signal. Destroying the result ends the connection.
 */
export function guardBody(body: IncomingMessage, { maxBytes, declaredBytes, limits, signal }: BodyGuard): Readable {
  let receivedBytes = 0;
  let burstBytes = 0;
  const fail = (refusal: Refusal, cause?: unknown) =>
    guarded.destroy(signal.aborted ? abortError(signal) : new EgressError(refusal, cause));

  const guarded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      idle.refresh();
      if (receivedBytes === 0 && looksLikeHtml(chunk)) return done(new EgressError({ code: 'url-html' }));
      receivedBytes += chunk.length;
      if (receivedBytes > maxBytes) {
        return done(new EgressError({ code: 'too-large', limitMb: Math.round(maxBytes / 2 ** 20) }));
      }
      return done(null, chunk);
    },
    flush: (done) => done(receivedBytes === 0 ? new EgressError({ code: 'url-empty' }) : null),
  });

  const isLive = () => {
    const seconds = (limits.endlessMs - limits.burstMs) / 1_000;
    return receivedBytes - burstBytes <= seconds * liveBytesPerSecond;
  };
  const idle = setTimeout(() => fail({ code: 'url-no-answer' }), limits.idleMs);
  const timers = [
    idle,
    setTimeout(() => fail({ code: declaredBytes === null ? 'url-endless' : 'too-long-to-answer' }), limits.totalMs),
  ];
  if (declaredBytes === null) {
    timers.push(
      setTimeout(() => {
        burstBytes = receivedBytes;
      }, limits.burstMs),
      setTimeout(() => isLive() && fail({ code: 'url-endless' }), limits.endlessMs),
    );
  }

  // Not `pipeline`: it would pass the socket's own error on before it could be told in our terms.
  body.on('error', (error) => fail({ code: 'truncated' }, error));
  guarded.once('close', () => {
    for (const timer of timers) clearTimeout(timer);
    body.destroy();
  });
  // It may fail before anybody reads it; whoever reads it then still meets the error, but it must not end the process.
  guarded.on('error', () => undefined);
  body.pipe(guarded);
  return guarded;
}

/** The reason of an aborted wait as ours. */
export function abortError(signal: AbortSignal): AppError {
  return new AppError('aborted', 'the fetch was cancelled', { cause: signal.reason });
}

/** Web pages that are sent as something else begin with one of these. */
function looksLikeHtml(start: Buffer): boolean {
  return /^\s*<(!doctype html|html|head|body)\b/i.test(start.toString('latin1', 0, 256));
}
