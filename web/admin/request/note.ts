import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { WebContext } from '../../route.ts';

/** What was just done, told once on the next page. `undo`: the entry of the audit that can be taken back. */
export interface Note {
  readonly text: string;
  readonly isBad: boolean;
  readonly undo: number | null;
}

const cookieName = 'efir_note';
const options = { path: '/admin', httpOnly: true, sameSite: 'Lax' } as const;
const longest = 600;

/** Keeps a note for the page that a redirect leads to. */
export function leaveNote(context: WebContext, note: Note): void {
  const json = JSON.stringify([note.text.slice(0, longest), note.isBad ? 1 : 0, note.undo]);
  setCookie(context, cookieName, Buffer.from(json).toString('base64url'), { ...options, maxAge: 30 });
}

/** Takes the note, so that it is told once. It is shown as text, and its undo asks for rights as any: forging it gains nothing. */
export function takeNote(context: WebContext): Note | null {
  const cookie = getCookie(context, cookieName);
  if (cookie === undefined) return null;
  deleteCookie(context, cookieName, options);
  const [text, isBad, undo] = parse(cookie);
  if (typeof text !== 'string') return null;
  return { text, isBad: isBad === 1, undo: typeof undo === 'number' && Number.isSafeInteger(undo) ? undo : null };
}

function parse(cookie: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cookie, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    // Not one of ours: as if there were none.
    return [];
  }
}
