import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** A host as it may stand in a policy: anything else is left out of it. */
const hostPattern = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i;

const self = ["'self'"];
const none = ["'none'"];

/**
 * The headers of our pages: nothing from other hosts, no inline script or style, no frames, forms only to us. `same-origin` as the
 * referrer policy: with `no-referrer` browsers send `Origin: null` with our own forms (Fetch, “append a request Origin header”).
 */
export const pageHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: self,
    scriptSrc: self,
    styleSrc: self,
    // Pico draws the marks of its fields with data: images in its style sheet.
    imgSrc: [...self, 'data:'],
    // 'self' does not cover ws: in older Safari.
    connectSrc: [...self, (context) => socketSources(context.req.header('host'))],
    objectSrc: none,
    baseUri: none,
    formAction: self,
    frameAncestors: none,
  },
  referrerPolicy: 'same-origin',
  // Ours to decide only behind https, where the proxy does it; over http browsers ignore it.
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  xFrameOptions: 'DENY',
});

function socketSources(host: string | undefined): string {
  return host !== undefined && hostPattern.test(host) ? `ws://${host} wss://${host}` : '';
}
