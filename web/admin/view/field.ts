import { html } from 'hono/html';
import type { FieldError } from '../../../control/admin/results.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Scene } from '../scene.ts';
import { type Markup, nothing } from './markup.ts';

/** What a person writes or chooses. `choices`: value and label. */
type Input =
  | { readonly type: 'text' | 'email' | 'number' | 'area' }
  | { readonly type: 'checkbox' }
  | { readonly type: 'select'; readonly choices: readonly (readonly [value: string, label: string])[] };

/** A field of a form. `saved`: what somebody else saved meanwhile. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly input: Input;
  /** Of a checkbox: `1` or nothing. */
  readonly value: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
  readonly maxLength?: number;
  readonly range?: { readonly from: number; readonly to: number };
  readonly error?: FieldError | string | undefined;
  readonly saved?: string | undefined;
}

/** A field with its label before it, and below it what is wrong with it. */
export function field(scene: Scene, it: Field): Markup {
  const below = [
    it.error === undefined
      ? nothing
      : html`<small class="wrong" id="${it.name}-error">${errorText(scene.texts, it.error)}</small>`,
    it.saved === undefined ? nothing : html`<small class="saved">${scene.texts.frame.nowSaved(it.saved)}</small>`,
    it.hint === undefined ? nothing : html`<small id="${it.name}-hint">${it.hint}</small>`,
  ];
  if (it.input.type === 'checkbox') {
    return html`<div class="field check"><label><input type="checkbox" name="${it.name}" value="1"${it.value === '1' ? ' checked' : ''}>${it.label}</label>${below}</div>`;
  }
  return html`<div class="field"><label for="f-${it.name}">${it.label}</label>${control(it)}${below}</div>`;
}

function control(it: Field): Markup {
  const wrong = it.error === undefined ? nothing : html` aria-invalid="true" aria-describedby="${it.name}-error"`;
  const described =
    it.error === undefined && it.hint !== undefined ? html` aria-describedby="${it.name}-hint"` : nothing;
  const common = html`id="f-${it.name}" name="${it.name}"${it.isRequired ? ' required' : ''}${wrong}${described}`;
  const limit = it.maxLength === undefined ? nothing : html` maxlength="${it.maxLength}"`;
  switch (it.input.type) {
    case 'select':
      return html`<select ${common}>${it.input.choices.map(
        ([value, label]) => html`<option value="${value}"${value === it.value ? ' selected' : ''}>${label}</option>`,
      )}</select>`;
    case 'area':
      return html`<textarea ${common} rows="3"${limit}>${it.value}</textarea>`;
    case 'number': {
      const range = it.range === undefined ? nothing : html` min="${it.range.from}" max="${it.range.to}"`;
      return html`<input type="number" ${common} value="${it.value}" step="1"${range}>`;
    }
    default:
      return html`<input type="${it.input.type}" ${common} value="${it.value}"${limit} autocomplete="off">`;
  }
}

/** What is wrong with a field, in words. */
function errorText({ frame: { fields } }: Texts, error: FieldError | string): string {
  if (typeof error === 'string') return error;
  if (error.code === 'too-long') return fields.tooLong(error.limit);
  if (error.code === 'out-of-range') return fields.outOfRange(error.from, error.to);
  return fields[error.code];
}
