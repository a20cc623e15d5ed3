import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../log.ts';
import type { Egress } from '../../egress/create-egress.ts';
import { EgressError } from '../../egress/egress-error.ts';
import { type LiveInput, openLiveInput } from './live-input.ts';
import { stripIcy } from './strip-icy.ts';

type Radio = Extract<LiveInput, { type: 'radio' }>;

/** What is read. `first`: the connection that is open already; it is destroyed at the end. */
export interface RadioOptions {
  readonly egress: Egress;
  readonly url: string;
  readonly first: Radio;
  readonly onTitle: (title: string) => void;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Waits before each new connection, milliseconds; when all were in vain, it is over. Default 250, 1,000, 2,000. */
  readonly retryMs?: readonly number[];
}

/** A connection that held this long was a good one: the next failure is the first again. Milliseconds. */
const goodMs = 30_000;

/**
 * The sound of a radio, without its metadata, for ever: a connection that ends is opened again, and whoever listens lives on what is held
 * meanwhile. MP3, AAC and Ogg decoders take the joint.
 * @throws EgressError when it stays away; AppError `aborted`.
 */
export async function* readRadio(options: RadioOptions): AsyncGenerator<Uint8Array> {
  const { egress, url, first, signal, log, retryMs = [250, 1_000, 2_000] } = options;
  let radio: Radio | null = first;
  for (let failures = 0; ; failures += 1) {
    const connectedAt = performance.now();
    const cause: unknown = radio === null ? null : yield* readOnce(radio, options);
    if (performance.now() - connectedAt > goodMs) failures = 0;
    const waitMs = retryMs[failures];
    if (waitMs === undefined) throw new EgressError({ code: 'url-no-answer' }, cause);
    log.debug({ err: cause, failures }, 'the radio broke off, connecting again');
    await sleep(waitMs, undefined, { signal });
    const again = await openLiveInput(egress, url, signal);
    radio = again.type === 'ok' && again.input.type === 'radio' ? again.input : null;
  }
}

/** One connection to its end; gives why it ended, null when the server closed it. */
async function* readOnce(
  { stream, metadataInterval }: Radio,
  { onTitle, signal }: RadioOptions,
): AsyncGenerator<Uint8Array, unknown> {
  try {
    yield* metadataInterval === null ? stream : stripIcy(stream, metadataInterval, onTitle);
    return null;
  } catch (error) {
    if (signal.aborted) throw error;
    return error;
  } finally {
    stream.destroy();
  }
}
