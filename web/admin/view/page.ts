import { html } from 'hono/html';
import type { Scene } from '../scene.ts';
import { type Markup, nothing } from './markup.ts';
import { navigation } from './navigation.ts';
import { notes } from './notes.ts';

/**
 * A whole page. `scripts` and `styles`: names of files that only this page needs. `isAnother`: it takes the place of the page that htmx
 * asked for a part of.
 */
export interface PageContent {
  readonly title: string;
  readonly body: Markup;
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
  readonly isAnother?: boolean;
}

/** Draws a page with its frame. */
export function page(scene: Scene, { title, body, scripts = [], styles = [] }: PageContent): Markup {
  const { texts, assetUrl, viewer, locale } = scene;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="htmx-config" content='{"includeIndicatorCSS":false}'>
<title>${title} · Efir</title>
<link rel="icon" href="${assetUrl('icon.svg')}">
${['pico.css', 'theme.css', 'frame.css', 'forms.css', 'lists.css', 'trail.css', 'badges.css', ...styles].map((it) => html`<link rel="stylesheet" href="${assetUrl(it)}">`)}
<script type="module" src="${assetUrl('panel.js')}"></script>
${['htmx.js', ...scripts].map((it) => script(assetUrl(it)))}
</head>
<body class="${viewer === null ? 'outside' : 'inside'}">
<a class="skip" href="#main">${texts.frame.skipToContent}</a>
${viewer === null ? nothing : navigation({ ...scene, viewer })}
<main id="main">
${notes(scene)}
${body}
</main>
</body>
</html>`;
}

/** Modules are ours; the libraries before them put themselves under a global name. */
function script(url: string): Markup {
  const isLibrary = /\/(htmx|uplot|sortable)\.js$/.test(url);
  return isLibrary ? html`<script defer src="${url}"></script>` : html`<script type="module" src="${url}"></script>`;
}
