import type { Api } from 'telegram';

/** What identifies the application; from https://my.telegram.org. */
export interface ApiCredentials {
  readonly apiId: number;
  readonly apiHash: string;
}

/** The outcome of a step: who signed in, or that the password is still missing. */
export type SignInStep = { readonly type: 'signed-in'; readonly user: Api.TypeUser } | { readonly type: 'password' };
