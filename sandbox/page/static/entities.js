import { make } from './dom.js';

/** Entity type → element; those that do something are made in {@link wrap}. */
const tags = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/**
 * Text with its entities (Bot API: offset and length in UTF-16 units, nested or apart) as nodes.
 * `onCommand` and `onLink` are told of clicks; `onLink` returns true when it has dealt with it.
 */
export function renderText(text, entities, { onCommand, onLink }) {
  const sorted = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, sorted, { onCommand, onLink });
  return fragment;
}

/** Puts text[from…to) into `parent`; `entities` lie inside and are in order, outer ones first. */
function fill(parent, text, from, to, entities, actions) {
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [entity] = rest;
    const end = Math.min(to, entity.offset + entity.length);
    const inside = rest.slice(1).filter((other) => other.offset < end);
    rest = rest.slice(1 + inside.length);
    if (entity.offset < at || end <= entity.offset) continue;
    parent.append(text.slice(at, entity.offset));
    const element = wrap(entity, text.slice(entity.offset, end), actions);
    fill(element, text, entity.offset, end, inside, actions);
    parent.append(element);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function wrap(entity, text, { onCommand, onLink }) {
  switch (entity.type) {
    case 'bot_command':
      return make('button', { type: 'button', className: 'command', onclick: () => onCommand(text) });
    case 'text_link':
      return link(entity.url, onLink);
    case 'url':
      return link(/^[a-z]+:/i.test(text) ? text : `http://${text}`, onLink);
    case 'spoiler':
      return make('span', { className: 'spoiler', onclick: (event) => event.currentTarget.classList.add('shown') });
    default:
      return make(tags[entity.type] ?? 'span', entity.type === 'mention' ? { className: 'mention' } : {});
  }
}

/** A link opens in a new tab; only http(s) is followed. */
function link(url, onLink) {
  const isSafe = /^https?:/i.test(url);
  return make('a', {
    ...(isSafe ? { href: url } : {}),
    target: '_blank',
    rel: 'noopener noreferrer',
    onclick: (event) => {
      if (onLink(url)) event.preventDefault();
    },
  });
}
