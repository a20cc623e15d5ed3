/** Kinds of failure that the chat is told of; each is a variant of the text `track-failed`. */
export type Failure = 'damaged' | 'gone' | 'no-answer' | 'no-audio' | 'other';

/**
 * What a player's reason for a failed track comes to in words. Reasons are codes: those of a refusal (storage/model.ts) or of
 * an AppError (errors.ts); a newer player may know more.
 */
export function failureOf(reason: string): Failure {
  switch (reason) {
    case 'unreadable':
    case 'truncated':
    case 'empty-file':
    case 'zero-length':
    case 'url-html':
    case 'url-empty':
    case 'ingest-failed':
      return 'damaged';
    case 'file-gone':
    case 'url-status':
    case 'not-in-library':
    case 'source-failed':
      return 'gone';
    case 'url-no-answer':
    case 'timeout':
      return 'no-answer';
    case 'no-audio':
      return 'no-audio';
    default:
      return 'other';
  }
}
