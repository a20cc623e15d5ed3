import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Logger } from '../../log.ts';
import type { Refusal } from '../../storage/model.ts';
import { EgressError } from './egress-error.ts';
import { defaultEgressLimits, type EgressLimits } from './egress-limits.ts';
import { type AllowedAddress, judgeTarget } from './egress-target.ts';
import { guardBody } from './guard-body.ts';
import { createGuardedLookup, type ResolveName, resolveBySystem } from './guarded-lookup.ts';
import { requestOnce } from './request-once.ts';

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
  open(url: string, options: { readonly signal: AbortSignal; readonly maxBytes: number }): Promise<EgressAnswer>;
}

/** What {@link createEgress} depends on. `resolveName`: the system's resolver unless a test brings its own. */
export interface EgressOptions {
  readonly allow: readonly AllowedAddress[];
  readonly log: Logger;
  readonly limits?: Partial<EgressLimits>;
  readonly resolveName?: ResolveName;
}

const maxRedirects = 5;

/**
 * Creates the guard through which user-given links go: http(s) without credentials, public addresses only (checked on the
 * address that is connected to, at every redirect anew), within time and size limits. `allow` (EGRESS_ALLOW) names exceptions.
 */
export function createEgress({ allow, log, limits, resolveName = resolveBySystem }: EgressOptions): Egress {
  const guardedLookup = createGuardedLookup(resolveName);
  const allLimits = { ...defaultEgressLimits, ...limits };

  async function open(text: string, { signal, maxBytes }: Parameters<Egress['open']>[1]): Promise<EgressAnswer> {
    let target = judgeTarget(text, allow);
    for (let redirects = 0; ; redirects++) {
      if (target.type === 'refused') return target;
      const lookup = target.isAllowed ? undefined : guardedLookup;
      const answer = await requestOnce({ target, lookup, limits: allLimits, signal });
      const location = redirectOf(answer);
      if (location === null) return accept(answer, target.url, maxBytes, signal);
      answer.destroy();
      if (redirects === maxRedirects) return refuse({ code: 'url-status', status: answer.statusCode ?? 0 });
      target = judgeTarget(location, allow, target.url);
    }
  }

  function accept(answer: IncomingMessage, finalUrl: URL, maxBytes: number, signal: AbortSignal): EgressAnswer {
    const contentType = answer.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? null;
    const declared = answer.headers['content-length'];
    const contentLength = declared === undefined ? null : Number(declared);
    const refusal = judgeHeaders(answer, { contentType, contentLength, maxBytes });
    if (refusal !== null) {
      answer.destroy();
      return refuse(refusal);
    }
    const stream = guardBody(answer, { maxBytes, declaredBytes: contentLength, limits: allLimits, signal });
    return { type: 'ok', stream, contentType, contentLength, finalUrl, headers: answer.headers };
  }

  return {
    async open(url, options) {
      try {
        return await open(url, options);
      } catch (error) {
        if (!(error instanceof EgressError)) throw error;
        log.debug({ err: error, refusal: error.refusal }, 'link refused');
        return refuse(error.refusal);
      }
    },
  };
}

function refuse(refusal: Refusal): EgressAnswer {
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
  body: { readonly contentType: string | null; readonly contentLength: number | null; readonly maxBytes: number },
): Refusal | null {
  if (statusCode === 204 || (statusCode === 200 && body.contentLength === 0)) return { code: 'url-empty' };
  if (statusCode !== 200) return { code: 'url-status', status: statusCode };
  if (body.contentType === 'text/html' || body.contentType === 'application/xhtml+xml') return { code: 'url-html' };
  const isRadio = Object.keys(headers).some((name) => name.startsWith('icy-'));
  if (isRadio && body.contentLength === null) return { code: 'url-endless' };
  if (body.contentLength !== null && body.contentLength > body.maxBytes) {
    return { code: 'too-large', limitMb: Math.round(body.maxBytes / 2 ** 20) };
  }
  return null;
}
