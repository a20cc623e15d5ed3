import { readdirSync, readFileSync } from 'node:fs';
import { I18n } from '@grammyjs/i18n';
import { escapeHtml } from './escape-html.ts';

/** The languages Efir speaks. */
export type Locale = 'en' | 'ru';

/** All of them; each has a folder in bot/locales/, with the same files. */
export const locales: readonly Locale[] = ['en', 'ru'];

/** Values of a text's variables. */
export type Variables = Readonly<Record<string, string | number>>;

/** Everything Efir says, by key (the .ftl files of bot/locales/). */
export interface Texts {
  /** As Telegram HTML: the variables are escaped here, so give them as they are. */
  html(locale: Locale, key: string, variables?: Variables): string;
  /** As plain text, for toasts, buttons, and values of other texts. */
  plain(locale: Locale, key: string, variables?: Variables): string;
}

/** Reads both languages. @throws Error when a file is missing or is not Fluent. */
export function createTexts(): Texts {
  const i18n = new I18n({
    defaultLocale: 'en',
    fluentOptions: {
      // A key without a text is a slip of ours: better an error in a test than `{key}` in a chat.
      warningHandler: ({ path, locales: asked }) => {
        throw new Error(`no text for ${path} in ${asked.join(', ')}`);
      },
    },
    // Isolation marks around every value would be in every message; displayName isolates what needs it.
    fluentBundleOptions: { useIsolating: false },
  });
  for (const locale of locales) {
    const folder = new URL(`../locales/${locale}/`, import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.ftl'));
    const source = files.sort().map((name) => readFileSync(new URL(name, folder), 'utf8'));
    i18n.loadLocaleSync(locale, { source: source.join('\n'), bundleOptions: { useIsolating: false } });
  }
  return {
    html(locale, key, variables = {}) {
      const escaped = Object.entries(variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? escapeHtml(value) : value,
      ]);
      return i18n.t(locale, key, Object.fromEntries(escaped));
    },
    plain: (locale, key, variables = {}) => i18n.t(locale, key, { ...variables }),
  };
}

/** The language for a Telegram language code (IETF: `ru`, `ru-RU`, `en`, `pt-br`); English for all that is not Russian. */
export function localeOf(languageCode: string | null | undefined): Locale {
  return languageCode?.toLowerCase().split('-')[0] === 'ru' ? 'ru' : 'en';
}
