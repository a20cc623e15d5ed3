import type { CallProblem } from '../../storage/model.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** What a chat is told about why its stream is not on the air: a problem of the call, or what is being done about it. */
export type Advice = CallProblem | 'bringing-in' | 'no-player';

/** The advice in words, as Telegram HTML. `assistant`: username without @, or null when it is not known. */
export function adviceText(texts: Texts, locale: Locale, advice: Advice, assistant: string | null): string {
  const name = assistant === null ? texts.plain(locale, 'assistant-unnamed') : `@${assistant}`;
  return texts.html(locale, `problem-${advice}`, { assistant: name });
}
