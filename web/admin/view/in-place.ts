import { raw } from 'hono/html';

/** Makes a link change the list where it stands, and the address with it; without JavaScript it is a link as any. */
export const inPlace = raw(
  'hx-boost="true" hx-target="#list" hx-select="#list" hx-select-oob="#list-state" hx-swap="outerHTML" hx-push-url="true"',
);
