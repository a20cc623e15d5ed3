import { html } from 'hono/html';
import type { StreamView } from '../../../../control/admin/streams.ts';
import type { Scene } from '../../scene.ts';
import type { Markup } from '../../view/markup.ts';

/** A stream's state as a word and a colour, never as a colour alone. */
export function stateBadge(
  { texts: { broadcasts } }: Scene,
  it: Pick<StreamView, 'state' | 'isOn' | 'isPaused'>,
): Markup {
  const isPaused = it.isOn && it.isPaused && it.state === 'live';
  const className = isPaused ? 'paused' : it.state;
  return html`<span class="state ${className}">${isPaused ? broadcasts.paused : broadcasts.states[it.state]}</span>`;
}
