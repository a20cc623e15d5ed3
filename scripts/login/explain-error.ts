/** What an error of Telegram's means for the person who signs in: worth another answer, or the end. */
export type Explanation = { readonly type: 'try-again' | 'give-up'; readonly text: string };

// What another answer mends.
const tryAgain: Readonly<Record<string, string>> = {
  PHONE_NUMBER_INVALID:
    'Telegram does not know that phone number. Write it with the country code, like +49 151 23456789.',
  PHONE_CODE_INVALID: 'That code is not right. Try again.',
  PHONE_CODE_EMPTY: 'The code is missing. Try again.',
  PHONE_CODE_EXPIRED: 'That code has expired; a new one is on its way.',
  PASSWORD_HASH_INVALID: 'That password is not right. Try again.',
  SRP_ID_INVALID: 'That took too long. Enter the password again.',
};

// What no other answer mends.
const giveUp: Readonly<Record<string, string>> = {
  API_ID_INVALID: 'Telegram does not know this API id and hash. Copy both from https://my.telegram.org.',
  PHONE_NUMBER_BANNED: 'Telegram has banned this phone number.',
  PHONE_NUMBER_FLOOD: 'There were too many sign-ins with this number. Wait a day, or sign in by QR code.',
  PHONE_PASSWORD_FLOOD: 'There were too many tries. Wait a few hours.',
};

/** Puts an error of the `telegram` package into plain words. */
export function explainError(error: unknown): Explanation {
  const code = codeOf(error);
  const retry = tryAgain[code];
  if (retry !== undefined) return { type: 'try-again', text: retry };
  const end = giveUp[code];
  if (end !== undefined) return { type: 'give-up', text: end };
  const seconds = secondsOf(error);
  if (seconds !== null)
    return { type: 'give-up', text: `Telegram asks to wait ${inWords(seconds)} before the next try.` };
  if (code !== '') return { type: 'give-up', text: `Telegram refused: ${code}.` };
  return { type: 'give-up', text: `Telegram cannot be reached: ${error instanceof Error ? error.message : error}.` };
}

/** Telegram's name of an error (`PHONE_CODE_INVALID`); empty when it is not one of Telegram's. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'errorMessage' in error ? String(error.errorMessage) : '';
}

/** The length of a flood wait; null for any other error. */
function secondsOf(error: unknown): number | null {
  const isFloodWait = error instanceof Error && 'seconds' in error && typeof error.seconds === 'number';
  return isFloodWait ? Number(error.seconds) : null;
}

/** Seconds as people say them: rounded up, so that the wait is over afterwards. */
function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}
