import { html } from 'hono/html';
import type { Scene } from '../scene.ts';
import { type Field, field } from './field.ts';
import type { Markup } from './markup.ts';
import { banner } from './notes.ts';

/** A form. `hidden`: what goes with it unseen, as the version of the row that it was drawn from. */
export interface FormView {
  readonly action: string;
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly hidden?: Readonly<Record<string, string>>;
  /** Said above the fields, when it could not be done. */
  readonly problem?: string | undefined;
}

/** Draws a form; it works without JavaScript. */
export function form(scene: Scene, { action, fields, submit, hidden = {}, problem }: FormView): Markup {
  return html`<form class="edit" method="post" action="${action}">
${problem === undefined ? '' : banner(problem)}
${hiddenFields({ operation: scene.operation, ...hidden })}
<div class="fields">${fields.map((it) => field(scene, it))}</div>
<button>${submit}</button></form>`;
}

/** Values that go with a form unseen. */
export function hiddenFields(values: Readonly<Record<string, string>>): Markup {
  return html`${Object.entries(values).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}`;
}

/** A button that does one thing. `className`: as `quiet`, `danger`. */
export function actionButton(
  scene: Scene,
  {
    action,
    label,
    hidden = {},
    className = 'secondary',
  }: {
    readonly action: string;
    readonly label: string;
    readonly hidden?: Readonly<Record<string, string>>;
    readonly className?: string;
  },
): Markup {
  return html`<form class="act" method="post" action="${action}">${hiddenFields({ operation: scene.operation, ...hidden })}<button class="${className}">${label}</button></form>`;
}

/** Something that can't be undone: it asks once, also without JavaScript. */
export function askOnce(
  scene: Scene,
  it: {
    readonly action: string;
    readonly label: string;
    readonly question: string;
    readonly yes: string;
    readonly hidden?: Readonly<Record<string, string>>;
  },
): Markup {
  const { action, label, question, yes, hidden = {} } = it;
  return html`<details class="ask"><summary>${label}</summary><p>${question}</p>
${actionButton(scene, { action, label: yes, hidden, className: 'danger' })}</details>`;
}
