import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Refusal } from '../../storage/model.ts';
import { connectRadio } from './connect-radio.ts';
import { EgressError } from './egress-error.ts';
import type { EgressLimits } from './egress-limits.ts';
import type { EgressTarget } from './egress-target.ts';
import { abortError } from './guard-body.ts';

/** One request, no redirect followed. `lookup`: undefined for the system's own, unguarded. */
export interface RequestOnce {
  readonly target: Extract<EgressTarget, { type: 'ok' }>;
  readonly lookup: LookupFunction | undefined;
  /** Besides our own, such as `range`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Understand shoutcast servers, which answer `ICY 200 OK` (plain http only). Default false. */
  readonly isRadio?: boolean;
  readonly limits: EgressLimits;
  readonly signal: AbortSignal;
}

/**
 * Sends a GET and resolves with the answer as soon as its headers are there; the caller destroys it.
 * @throws EgressError `url-no-answer`, `url-private`, `url-endless`; AppError `aborted`.
 */
export function requestOnce({
  target,
  lookup,
  headers,
  isRadio = false,
  limits,
  signal,
}: RequestOnce): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { request, Agent, ready } =
      target.url.protocol === 'https:' ? { ...https, ready: 'secureConnect' } : { ...http, ready: 'connect' };
    const isPlainRadio = isRadio && target.url.protocol === 'http:';
    const outgoing = request(target.url, {
      ...(isPlainRadio
        ? { createConnection: () => connectRadio({ ...target, lookup }) }
        : { agent: new Agent({ keepAlive: false }) }),
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Efir', ...headers },
      signal,
      ...(lookup === undefined ? {} : { lookup }),
    });
    const giveUp = () => outgoing.destroy(new EgressError({ code: 'url-no-answer' }));
    const connecting = setTimeout(giveUp, limits.connectMs);
    const answering = setTimeout(giveUp, limits.headersMs);
    const settle = () => {
      clearTimeout(connecting);
      clearTimeout(answering);
    };
    outgoing.once('socket', (socket) => socket.once(ready, () => clearTimeout(connecting)));
    outgoing.once('response', (answer) => {
      settle();
      resolve(answer);
    });
    outgoing.on('error', (error) => {
      settle();
      if (signal.aborted) reject(abortError(signal));
      else reject(error instanceof EgressError ? error : new EgressError(judgeError(error), error));
    });
    outgoing.end();
  });
}

/** Shoutcast servers begin with `ICY 200 OK`, which is no HTTP: they are radio, and never end. */
function judgeError(error: NodeJS.ErrnoException & { readonly rawPacket?: Buffer }): Refusal {
  const isShoutcast = error.rawPacket?.toString('latin1', 0, 4) === 'ICY ';
  return { code: isShoutcast ? 'url-endless' : 'url-no-answer' };
}
