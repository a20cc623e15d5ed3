import type { DeedName } from './admin-view.ts';
import { auditDeeds } from './audit-deeds.ts';
import type { Deed } from './deed.ts';
import { homeDeeds } from './home-deeds.ts';
import { streamDeeds } from './stream-deeds.ts';
import { trackDeeds } from './track-deeds.ts';
import { userDeeds } from './user-deeds.ts';

/** Everything that is done in the administration, each with its rule. */
export const deeds: Readonly<Record<DeedName, Deed>> = {
  ...homeDeeds,
  ...userDeeds,
  ...streamDeeds,
  ...trackDeeds,
  ...auditDeeds,
};
