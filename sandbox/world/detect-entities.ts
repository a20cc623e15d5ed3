/** A message entity; offset and length count UTF-16 code units (https://core.telegram.org/bots/api#messageentity). */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
}

// What Telegram finds in a text by itself. The boundary before a command may not be a word character or a slash.
const finders: readonly (readonly [type: string, pattern: RegExp])[] = [
  [
    'url',
    /(?<![\w@.])(?:https?:\/\/[^\s<>"“”]+|(?:[a-z0-9-]+\.)+(?:com|org|net|ru|io|me|example|test)(?:\/[^\s<>"]*)?)/giu,
  ],
  ['bot_command', /(?<![\w/])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/])/giu],
  ['mention', /(?<![\w@/])@[a-z]\w{2,31}\b/giu],
  ['hashtag', /(?<![\p{L}\p{N}_#])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]+/giu],
];

/**
 * The given entities and those that Telegram adds on its own (commands, mentions, links, hashtags), sorted by offset. Nothing
 * is added inside code, links or other given entities that do not nest.
 */
export function withDetectedEntities(text: string, given: readonly unknown[] = []): unknown[] {
  const taken = (given as readonly Entity[]).filter((entity) => ['code', 'pre', 'text_link'].includes(entity.type));
  const found: Entity[] = [];
  for (const [type, pattern] of finders) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: trimEnd(type, match[0]).length };
      if (![...taken, ...found].some((other) => overlaps(entity, other))) found.push(entity);
    }
  }
  const isGiven = (entity: Entity) => (given as readonly Entity[]).some((other) => isSame(entity, other));
  const all = [...(given as readonly Entity[]), ...found.filter((entity) => !isGiven(entity))];
  return all.sort((a, b) => a.offset - b.offset || b.length - a.length);
}

/** A full stop or a bracket after a link belongs to the sentence. */
function trimEnd(type: string, text: string): string {
  return type === 'url' ? text.replace(/[.,:;!?)\]'»]+$/u, '') : text;
}

/** Whether two entities share a character. */
function overlaps(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}

/** Whether the client sent it already. */
function isSame(a: Entity, b: Entity): boolean {
  return a.type === b.type && a.offset === b.offset && a.length === b.length;
}
