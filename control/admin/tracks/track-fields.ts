import { z } from 'zod';
import { note, optionalName, requiredName } from '../check-fields.ts';

const linkLimit = 2_048;

/** What may be changed of a track. */
export const trackPatch = z.object({ title: requiredName, performer: optionalName, note }).partial();

/** A new track. A name that is left out is the file's. */
export const newTrack = z.object({
  link: z
    .string('not-a-link')
    .trim()
    .min(1, 'required')
    .max(linkLimit)
    .refine((link) => !/^[a-z][a-z\d+.-]*:/i.test(link) || /^https?:\/\//i.test(link), 'not-a-link'),
  title: optionalName.default(null),
  performer: optionalName.default(null),
});
