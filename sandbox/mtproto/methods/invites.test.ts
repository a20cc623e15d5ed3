import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Chat } from '../../world/model.ts';
import { type Client, openStage, rpcError, type Stage } from '../fixtures/mtproto-stage.ts';

const test = suite<{ stage: Stage; client: Client; chat: Chat }>('methods/invites');

test.before.each(async (context) => {
  context.stage = await openStage();
  const members = [{ userId: context.stage.owner.id, status: 'creator' }] as const;
  context.chat = context.stage.world.addChat({ type: 'supergroup', title: 'Closed', members });
  context.client = await context.stage.connect(context.stage.assistant);
});
test.after.each(async ({ stage }) => stage.close());

test('a link shows its chat, lets in, and gives the access hash', async ({ stage, client, chat }) => {
  const { hash } = stage.world.createInviteLink(chat.id, stage.owner.id);
  const shown = await client.api.invoke(new Api.messages.CheckChatInvite({ hash }));
  assert.is((shown as Api.ChatInvite).title, 'Closed');
  const result = await client.api.invoke(new Api.messages.ImportChatInvite({ hash }));
  const { updates } = result as Api.messages.ChatInviteJoinResultOk;
  const channel = (updates as Api.Updates).chats[0] as Api.Channel;
  await client.api.invoke(new Api.channels.GetFullChannel({ channel }));
  assert.is(stage.world.member(chat.id, stage.assistant.id)?.status, 'member');
});

test('whoever is in already is told so, and may still look', async ({ stage, client, chat }) => {
  const { hash } = stage.world.createInviteLink(chat.id, stage.owner.id);
  await client.api.invoke(new Api.messages.ImportChatInvite({ hash }));
  assert.is(await rpcError(client.api.invoke(new Api.messages.ImportChatInvite({ hash }))), 'USER_ALREADY_PARTICIPANT');
  const shown = await client.api.invoke(new Api.messages.CheckChatInvite({ hash }));
  assert.instance(shown, Api.ChatInviteAlready);
});

test('a link with approval sends a request, and the approval is pushed', async ({ stage, client, chat }) => {
  const { hash } = stage.world.createInviteLink(chat.id, stage.owner.id, { createsJoinRequest: true });
  const shown = await client.api.invoke(new Api.messages.CheckChatInvite({ hash }));
  assert.is((shown as Api.ChatInvite).requestNeeded, true);
  assert.is(await rpcError(client.api.invoke(new Api.messages.ImportChatInvite({ hash }))), 'INVITE_REQUEST_SENT');
  assert.ok(stage.world.hasJoinRequest(chat.id, stage.assistant.id));
  stage.world.answerJoinRequest(chat.id, stage.assistant.id, true, stage.owner.id);
  await client.waitFor((update) => (update instanceof Api.UpdateChannel ? true : undefined));
});

test('revoked, unknown and banned are all an expired link', async ({ stage, client, chat }) => {
  const { hash } = stage.world.createInviteLink(chat.id, stage.owner.id);
  const use = (given: string) => rpcError(client.api.invoke(new Api.messages.ImportChatInvite({ hash: given })));
  stage.world.setMember(chat.id, stage.assistant.id, { status: 'kicked' }, stage.owner.id);
  assert.is(await use(hash), 'INVITE_HASH_EXPIRED');
  stage.world.revokeInvite(hash);
  assert.is(await use(hash), 'INVITE_HASH_EXPIRED');
  assert.is(await use('nothing'), 'INVITE_HASH_EXPIRED');
  assert.is(
    await rpcError(client.api.invoke(new Api.messages.CheckChatInvite({ hash: 'nothing' }))),
    'INVITE_HASH_EXPIRED',
  );
});

test.run();
