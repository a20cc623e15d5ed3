import type { Keyboard } from '../reply.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** What the buttons under answers to commands do. */
export type CommandButton =
  /** `version`: the queue's after the edit. */
  | { readonly type: 'undo'; readonly version: number }
  | { readonly type: 'vote'; readonly generation: number }
  /** Play next, or remove, that item. */
  | { readonly type: 'top' | 'drop'; readonly itemId: string }
  /** Go on although nobody listens. */
  | { readonly type: 'keep'; readonly sessionId: string };

/** Telegram's limit, bytes. */
const longestData = 64;

/** As callback data: `undo:17`, `vote:5`, `top:u12.7-0`. */
function commandButtonData(button: CommandButton): string {
  switch (button.type) {
    case 'undo':
      return `undo:${button.version}`;
    case 'vote':
      return `vote:${button.generation}`;
    case 'top':
    case 'drop':
      return `${button.type}:${button.itemId}`;
    case 'keep':
      return `keep:${button.sessionId}`;
  }
}

/** Reads callback data; null when it is of another kind. */
export function parseCommandButton(data: string): CommandButton | null {
  const match = /^(undo|vote|top|drop|keep):([\w.-]+)$/.exec(data);
  const [, type, value = ''] = match ?? [];
  if (type === 'top' || type === 'drop') return { type, itemId: value };
  if (type === 'keep') return { type, sessionId: value };
  if (type === undefined || !/^\d{1,15}$/.test(value)) return null;
  return type === 'undo' ? { type, version: Number(value) } : { type: 'vote', generation: Number(value) };
}

/** [↶ Undo] */
export function undoKeyboard(texts: Texts, locale: Locale, version: number): Keyboard {
  return [[{ text: texts.plain(locale, 'button-undo'), callback_data: commandButtonData({ type: 'undo', version }) }]];
}

/** [⤒ Play next] [✕ Remove], as far as the item's name fits into a button. */
export function itemKeyboard(texts: Texts, locale: Locale, itemId: string, { isNext }: { isNext: boolean }): Keyboard {
  const buttons = [
    ...(isNext ? [] : [{ text: texts.plain(locale, 'button-top'), data: commandButtonData({ type: 'top', itemId }) }]),
    { text: texts.plain(locale, 'button-drop'), data: commandButtonData({ type: 'drop', itemId }) },
  ];
  if (buttons.some(({ data }) => Buffer.byteLength(data) > longestData || parseCommandButton(data) === null)) return [];
  return [buttons.map(({ text, data }) => ({ text, callback_data: data }))];
}

/** [Keep playing] */
export function keepKeyboard(texts: Texts, locale: Locale, sessionId: string): Keyboard {
  const text = texts.plain(locale, 'button-keep');
  return [[{ text, callback_data: commandButtonData({ type: 'keep', sessionId }) }]];
}

/** [Skip 2/4] */
export function voteKeyboard(
  texts: Texts,
  locale: Locale,
  { generation, votes, needed }: { readonly generation: number; readonly votes: number; readonly needed: number },
): Keyboard {
  const text = texts.plain(locale, 'button-vote', { votes, needed });
  return [[{ text, callback_data: commandButtonData({ type: 'vote', generation }) }]];
}
