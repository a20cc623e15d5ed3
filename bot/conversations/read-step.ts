import type { Update } from 'grammy/types';
import type { PlayQuery } from '../../storage/model.ts';
import { fileOf } from '../commands/play-query.ts';

/** What an update means to somebody who adds one by one. */
export type Step =
  | { readonly type: 'add'; readonly queries: readonly PlayQuery[] }
  | { readonly type: 'done'; readonly callbackId: string }
  /** `callbackId` null: by `/cancel`. */
  | { readonly type: 'cancel'; readonly callbackId: string | null }
  /** It is not about that. */
  | { readonly type: 'other' };

/** Reads a step. `promptId`: the message with the buttons; what answers it is meant, also if it is not a link. */
export function readStep({ message, callback_query: pressed }: Update, promptId: number): Step {
  if (pressed !== undefined) {
    const action = /^add\/(done|cancel)\//.exec(pressed.data ?? '')?.[1];
    const isHere = pressed.message?.message_id === promptId;
    if (!isHere || (action !== 'done' && action !== 'cancel')) return { type: 'other' };
    return { type: action, callbackId: pressed.id };
  }
  if (message === undefined) return { type: 'other' };
  const text = message.text ?? '';
  if (/^\/cancel(@\w+)?$/i.test(text.trim())) return { type: 'cancel', callbackId: null };
  const isCommand = (message.text ?? message.caption ?? '').startsWith('/');
  if (isCommand) return { type: 'other' };
  const file = fileOf(message, { voice: '', videoNote: '' });
  if (file !== null) return { type: 'add', queries: [file] };
  const isAnswer = message.reply_to_message?.message_id === promptId;
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => (isAnswer ? line !== '' : /^https?:\/\/\S+$/i.test(line)));
  return lines.length === 0
    ? { type: 'other' }
    : { type: 'add', queries: lines.map((line) => ({ type: 'text', text: line })) };
}
