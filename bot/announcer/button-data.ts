/** What a button does. `generation`: the track it was drawn for, so that a late press does nothing to another one. */
export type Button =
  | { readonly type: 'pause' | 'play' | 'skip'; readonly generation: number }
  | { readonly type: 'queue' | 'resume' | 'retry' }
  | { readonly type: 'help' | 'languages' }
  /** `page`: 0-based. */
  | { readonly type: 'page'; readonly page: number }
  | { readonly type: 'language'; readonly locale: 'en' | 'ru' };

const plain = ['queue', 'resume', 'retry', 'help', 'languages'] as const;
const guarded = ['pause', 'play', 'skip'] as const;

/** A button as callback data: at most 64 bytes (Telegram's limit), e.g. `skip:17`. */
export function buttonData(button: Button): string {
  switch (button.type) {
    case 'pause':
    case 'play':
    case 'skip':
      return `${button.type}:${button.generation}`;
    case 'page':
      return `page:${button.page}`;
    case 'language':
      return `language:${button.locale}`;
    default:
      return button.type;
  }
}

/** Reads callback data; null when it is not (or no longer) one of ours. */
export function parseButton(data: string): Button | null {
  const [name, value] = data.split(':');
  const simple = plain.find((it) => it === data);
  if (simple !== undefined) return { type: simple };
  if (name === 'language') return value === 'en' || value === 'ru' ? { type: 'language', locale: value } : null;
  if (value === undefined || !/^\d{1,15}$/.test(value)) return null;
  if (name === 'page') return { type: 'page', page: Number(value) };
  const type = guarded.find((it) => it === name);
  return type === undefined ? null : { type, generation: Number(value) };
}
