import type { Emptiness } from '../../store.ts';

/** An emptiness as `isAsEmpty` (audience-lua.ts) takes it: '' for a time that is not there. */
export function emptinessArgs({ sessionId, emptySince, keptAt }: Emptiness): readonly (string | number)[] {
  return [sessionId, emptySince ?? '', keptAt ?? ''];
}
