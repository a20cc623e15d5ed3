import type { AppError } from '../../errors.ts';
import type { Refusal } from '../../storage/model.ts';
import { refusalOf } from '../egress/egress-error.ts';

/** Answers that say "not now" rather than "no" (RFC 9110, RFC 6585). */
const passingStatuses = new Set([408, 425, 429]);

/** Whether what made a track fail may pass, so that opening it again is worth a try. What a file or a link *is* does not change. */
export function mayPass(error: AppError): boolean {
  const refusal = refusalOf(error);
  if (refusal !== null) return mayRefusalPass(refusal);
  return error.code !== 'aborted' && error.code !== 'program-missing';
}

/** Why a track failed, in one word, for events and the history: the refusal where there is one. */
export function reasonOf(error: AppError): Refusal['code'] | AppError['code'] {
  return refusalOf(error)?.code ?? error.code;
}

function mayRefusalPass(refusal: Refusal): boolean {
  switch (refusal.code) {
    case 'url-status':
      return refusal.status >= 500 || passingStatuses.has(refusal.status);
    case 'url-no-answer':
    case 'url-empty':
    case 'truncated':
    case 'too-long-to-answer':
    case 'yt-dlp-failed':
      return true;
    default:
      return false;
  }
}
