import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Logger } from '../../log.ts';
import type { Refusal } from '../../storage/model.ts';
import { EgressError } from './egress-error.ts';
import { defaultEgressLimits, type EgressLimits } from './egress-limits.ts';
import { type AllowedAddress, judgeTarget } from './egress-target.ts';
import { guardBody } from './guard-body.ts';
import { createGuardedLookup, type ResolveName, resolveBySystem } from './guarded-lookup.ts';
import { type RequestOnce, requestOnce } from './request-once.ts';

/** What the answer to a link is. `stream` fails by EgressError (see `refusalOf`); whoever opened it destroys it. */
export type EgressAnswer =
  | {
      readonly type: 'ok';
      readonly stream: Readable;
      /** Lower case, without parameters; null when the site names none. */
      readonly contentType: string | null;
      readonly contentLength: number | null;
      /** After redirects. */
      readonly finalUrl: URL;
      readonly headers: IncomingHttpHeaders;
    }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** The only way to fetch what strangers name. */
export interface Egress {
  /**
   * Fetches a link: every reason why that is not possible is a refusal.
   * @throws AppError `aborted` on the signal.
   */
  open(url: string, options: EgressRequest): Promise<EgressAnswer>;
  /**
   * Opens a broadcast: as `open`, but its body may go on for ever (it fails when it stalls), and radio servers are asked for titles.
   * @throws AppError `aborted` on the signal.
   */
  openLive(url: string, options: { readonly signal: AbortSignal }): Promise<EgressAnswer>;
}

/** What is asked of a link. `range`: these bytes only; a site that gives the whole instead is refused. */
export interface EgressRequest {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly range?: { readonly from: number; readonly length: number };
}

/** What {@link createEgress} depends on. `resolveName`: the system's resolver unless a test brings its own. */
export interface EgressOptions {
  readonly allow: readonly AllowedAddress[];
  readonly log: Logger;
  readonly limits?: Partial<EgressLimits>;
  readonly resolveName?: ResolveName;
}

const maxRedirects = 5;
/** The longest that a timer takes (24 days), milliseconds. */
const foreverMs = 2 ** 31 - 1;

/**
 * Creates the guard through which user-given links go: http(s) without credentials, public addresses only (checked on the
 * address that is connected to, at every redirect anew), within time and size limits. `allow` (EGRESS_ALLOW) names exceptions.
 */
export function createEgress({ allow, log, limits, resolveName = resolveBySystem }: EgressOptions): Egress {
  const guardedLookup = createGuardedLookup(resolveName);
  const allLimits = { ...defaultEgressLimits, ...limits };

  /** Follows redirects, each judged anew, to an answer that is none. */
  async function request(text: string, how: RequestKind): Promise<Requested> {
    let target = judgeTarget(text, allow);
    for (let redirects = 0; ; redirects++) {
      if (target.type === 'refused') return target;
      const lookup = target.isAllowed ? undefined : guardedLookup;
      const answer = await requestOnce({ target, lookup, limits: allLimits, ...how });
      const location = redirectOf(answer);
      if (location === null) return { type: 'ok', answer, finalUrl: target.url };
      answer.destroy();
      if (redirects === maxRedirects) return refuse({ code: 'url-status', status: answer.statusCode ?? 0 });
      target = judgeTarget(location, allow, target.url);
    }
  }

  async function open(text: string, { signal, maxBytes, range }: EgressRequest): Promise<EgressAnswer> {
    const headers: Record<string, string> =
      range === undefined ? {} : { range: `bytes=${range.from}-${range.from + range.length - 1}` };
    const requested = await request(text, { signal, headers });
    if (requested.type === 'refused') return requested;
    const { answer, finalUrl } = requested;
    const { contentType, contentLength } = factsOf(answer);
    const refusal = judgeHeaders(answer, { contentType, contentLength, maxBytes, status: range ? 206 : 200 });
    if (refusal !== null) {
      answer.destroy();
      return refuse(refusal);
    }
    const stream = guardBody(answer, { maxBytes, declaredBytes: contentLength, limits: allLimits, signal });
    return { type: 'ok', stream, contentType, contentLength, finalUrl, headers: answer.headers };
  }

  async function openLive(text: string, { signal }: { readonly signal: AbortSignal }): Promise<EgressAnswer> {
    const requested = await request(text, { signal, headers: { 'icy-metadata': '1' }, isRadio: true });
    if (requested.type === 'refused') return requested;
    const { answer, finalUrl } = requested;
    const facts = factsOf(answer);
    if (answer.statusCode !== 200) {
      answer.destroy();
      return refuse({ code: 'url-status', status: answer.statusCode ?? 0 });
    }
    const endless = { ...allLimits, totalMs: foreverMs, burstMs: foreverMs, endlessMs: foreverMs };
    const body = { maxBytes: Number.POSITIVE_INFINITY, declaredBytes: null, limits: endless, signal };
    return { type: 'ok', stream: guardBody(answer, body), finalUrl, headers: answer.headers, ...facts };
  }

  async function answered(url: string, attempt: () => Promise<EgressAnswer>): Promise<EgressAnswer> {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      log.debug({ err: error, refusal: error.refusal, url }, 'link refused');
      return refuse(error.refusal);
    }
  }

  return {
    open: (url, options) => answered(url, () => open(url, options)),
    openLive: (url, options) => answered(url, () => openLive(url, options)),
  };
}

type RequestKind = Pick<RequestOnce, 'signal' | 'headers' | 'isRadio'>;

type Requested =
  | { readonly type: 'ok'; readonly answer: IncomingMessage; readonly finalUrl: URL }
  | { readonly type: 'refused'; readonly refusal: Refusal };

function factsOf({ headers }: IncomingMessage) {
  const contentType = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null;
  const declared = headers['content-length'];
  return { contentType, contentLength: declared === undefined ? null : Number(declared) };
}

function refuse(refusal: Refusal): Extract<EgressAnswer, { type: 'refused' }> {
  return { type: 'refused', refusal };
}

/** Where an answer sends us; null when it does not. */
function redirectOf(answer: IncomingMessage): string | null {
  const isRedirect = [301, 302, 303, 307, 308].includes(answer.statusCode ?? 0);
  return isRedirect ? (answer.headers.location ?? null) : null;
}

/** What the headers alone say against an answer; null: nothing. */
function judgeHeaders(
  { statusCode = 0, headers }: IncomingMessage,
  body: {
    readonly contentType: string | null;
    readonly contentLength: number | null;
    readonly maxBytes: number;
    /** What a good answer's is. */
    readonly status: 200 | 206;
  },
): Refusal | null {
  if (statusCode === 204 || (statusCode === 200 && body.contentLength === 0)) return { code: 'url-empty' };
  if (statusCode !== body.status) return { code: 'url-status', status: statusCode };
  if (body.contentType === 'text/html' || body.contentType === 'application/xhtml+xml') return { code: 'url-html' };
  const isRadio = Object.keys(headers).some((name) => name.startsWith('icy-'));
  if (isRadio && body.contentLength === null) return { code: 'url-endless' };
  if (body.contentLength !== null && body.contentLength > body.maxBytes) {
    return { code: 'too-large', limitMb: Math.round(body.maxBytes / 2 ** 20) };
  }
  return null;
}
