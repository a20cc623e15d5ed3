import { html } from 'hono/html';
import type { Locale } from '../../texts/locale.ts';
import type { Markup } from './markup.ts';

/**
 * A moment, with its year when it is not of this one: in UTC here, in the viewer's zone by local-times.js, in the same form, so that nothing
 * jumps. The exact one is its title.
 * @param at Unix milliseconds.
 */
export function time(locale: Locale, at: number): Markup {
  const moment = new Date(at);
  const iso = moment.toISOString();
  const isThisYear = moment.getUTCFullYear() === new Date().getUTCFullYear();
  const text = (isThisYear ? short : long)[locale].format(moment);
  return html`<time datetime="${iso}" title="${iso.slice(0, 19).replace('T', ' ')} UTC">${text}</time>`;
}

/** A length as on a record sleeve: `3:07`, `1:02:45`. */
export function length(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

// The same options stand in static/local-times.js.
const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } as const;

const short: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en-GB', options),
  ru: new Intl.DateTimeFormat('ru', options),
};

const long: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en-GB', { ...options, year: 'numeric' }),
  ru: new Intl.DateTimeFormat('ru', { ...options, year: 'numeric' }),
};
