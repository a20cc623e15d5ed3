import * as z from 'zod';

/** The id of a stream in a path: the marked Bot API id of its chat. */
export const streamParams = z.object({ id: z.string().regex(/^-?\d{1,15}$/) });
