import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Actor, Role } from './dependencies.ts';
import { type Action, may } from './policy.ts';

const test = suite('policy');

const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({
  person: { id: 7, name: '@olga' },
  role,
  isBlocked: false,
  isChatOperator: false,
  ...more,
});

/** SPEC.md "Roles": may a user, an operator of that chat, a moderator, an admin, an owner do it? */
const table: Record<Action, string> = {
  see: 'yes yes yes yes yes',
  'vote-skip': 'yes yes yes yes yes',
  add: 'yes yes yes yes yes',
  'skip-item': 'no yes yes yes yes',
  'remove-item': 'no yes yes yes yes',
  'control-playback': 'no yes yes yes yes',
  'edit-queue': 'no yes yes yes yes',
  'change-settings': 'no yes yes yes yes',
  'read-admin': 'no no yes yes yes',
  'manage-people': 'no no no yes yes',
  'manage-streams': 'no no no yes yes',
  'manage-tracks': 'no no no yes yes',
  'manage-admins': 'no no no no yes',
};

for (const [action, row] of Object.entries(table) as [Action, string][]) {
  test(`${action}: ${row}`, () => {
    const actors = [
      actor('user'),
      actor('user', { isChatOperator: true }),
      actor('moderator'),
      actor('admin'),
      actor('owner'),
    ];
    const item = { addedBy: { id: 8, name: '@egor' } };
    assert.is(actors.map((it) => (may(it, action, item) ? 'yes' : 'no')).join(' '), row);
  });
}

test('whoever added an item may skip and remove it, and no more', () => {
  const own = { addedBy: { id: 7, name: 'an older name' } };
  assert.ok(may(actor('user'), 'skip-item', own));
  assert.ok(may(actor('user'), 'remove-item', own));
  assert.not.ok(may(actor('user'), 'edit-queue', own));
  assert.not.ok(may(actor('user'), 'skip-item'), 'no item, no owner of it');
});

test('a blocked person may nothing, even as operator or moderator; an owner cannot be blocked', () => {
  for (const action of Object.keys(table) as Action[]) {
    assert.not.ok(may(actor('user', { isBlocked: true, isChatOperator: true }), action), action);
    assert.not.ok(may(actor('moderator', { isBlocked: true }), action), action);
    assert.ok(may(actor('owner', { isBlocked: true }), action), action);
  }
});

test.run();
