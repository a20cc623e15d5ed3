import type { CallProblem, PauseCause, StreamState } from '../../../storage/model.ts';
import type { Locale } from '../../texts/locale.ts';
import { english } from './en.ts';
import { russian } from './ru.ts';

/** A word in each of the forms that its language has for numbers (Intl.PluralRules). */
export type CountForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** What the script of the status page says. `{…}` stands for a value. */
export interface ScriptTexts {
  readonly states: Readonly<Record<StreamState, string>>;
  readonly paused: Readonly<Record<PauseCause, string>>;
  readonly problems: Readonly<Record<CallProblem, string>>;
  /** Instead of a track. */
  readonly placeholder: string;
  readonly stalled: string;
  readonly liveSound: string;
  readonly untitledChat: string;
  readonly queueEmpty: string;
  readonly moreInQueue: CountForms;
  readonly addedBy: string;
  readonly listening: CountForms;
  readonly listenersUnknown: string;
  readonly historyLabel: string;
  readonly positionLabel: string;
  readonly upFor: string;
  readonly hours: string;
  readonly minutes: string;
  readonly engine: string;
  readonly noEngine: string;
  readonly played: CountForms;
  readonly errors: CountForms;
  readonly streams: CountForms;
  readonly connection: {
    readonly connecting: string;
    readonly live: string;
    readonly reconnecting: string;
    readonly offline: string;
    /** Redis is away. */
    readonly stale: string;
  };
  readonly appeared: string;
  readonly ended: string;
}

/** What stands in the HTML. */
export interface PageTexts {
  readonly title: string;
  readonly tagline: string;
  readonly panel: string;
  readonly streamsHeading: string;
  readonly nextHeading: string;
  readonly emptyTitle: string;
  /** Each is a step. */
  readonly emptySteps: readonly string[];
  readonly noScript: string;
  readonly strangerTitle: string;
  readonly strangerText: string;
  readonly strangerOwner: string;
  readonly awayTitle: string;
  readonly awayText: string;
}

/** Everything the status page says in a language. */
export interface StatusTexts {
  readonly page: PageTexts;
  readonly script: ScriptTexts;
}

const languages: Readonly<Record<Locale, StatusTexts>> = { en: english, ru: russian };

/** The texts of a language. */
export function statusTexts(locale: Locale): StatusTexts {
  return languages[locale];
}
