import { Api } from 'telegram/tl/index.js';
import { type Method, method, openMethod } from '../method.ts';
import type { Services } from '../services.ts';
import { homeDc } from '../tl/messages.ts';
import { nowSec } from '../world-clock.ts';

/** Configuration and the state of updates. */
export function createHelpMethods({ world, port }: Services): Method[] {
  return [
    // The one data centre that there is: this server. Asked for by every new connection, signed in or not.
    openMethod(Api.help.GetConfig, () => toConfig(nowSec(world), port())),
    // Some clients ask before they sign in; there is nothing to choose from.
    openMethod(Api.help.GetNearestDc, () => new Api.NearestDc({ country: 'US', thisDc: homeDc, nearestDc: homeDc })),
    method(
      Api.updates.GetState,
      () => new Api.updates.State({ pts: 1, qts: 0, date: nowSec(world), seq: 0, unreadCount: 0 }),
    ),
    // Nothing is replayed: a client that was away must read group calls again, as with Telegram.
    method(Api.updates.GetDifference, () => new Api.updates.DifferenceEmpty({ date: nowSec(world), seq: 0 })),
    // As above: whatever a channel's counter is said to be, there is nothing that was missed.
    method(Api.updates.GetChannelDifference, ({ pts }) => new Api.updates.ChannelDifferenceEmpty({ final: true, pts })),
    // Being online or not means nothing here.
    method(Api.account.UpdateStatus, () => true),
  ];
}

/** The one data centre is this server. The numbers are Telegram's of 2025; clients hardly look at them. */
function toConfig(date: number, port: number): Api.Config {
  return new Api.Config({
    date,
    expires: date + 3600,
    testMode: false,
    thisDc: homeDc,
    dcOptions: [new Api.DcOption({ id: homeDc, ipAddress: '127.0.0.1', port })],
    dcTxtDomainName: '',
    chatSizeMax: 200,
    megagroupSizeMax: 200_000,
    forwardedCountMax: 100,
    onlineUpdatePeriodMs: 210_000,
    offlineBlurTimeoutMs: 5_000,
    offlineIdleTimeoutMs: 30_000,
    onlineCloudTimeoutMs: 300_000,
    notifyCloudDelayMs: 30_000,
    notifyDefaultDelayMs: 1_500,
    pushChatPeriodMs: 60_000,
    pushChatLimit: 2,
    editTimeLimit: 172_800,
    revokeTimeLimit: 2_147_483_647,
    revokePmTimeLimit: 2_147_483_647,
    ratingEDecay: 2_419_200,
    stickersRecentLimit: 200,
    channelsReadMediaPeriod: 604_800,
    callReceiveTimeoutMs: 20_000,
    callRingTimeoutMs: 90_000,
    callConnectTimeoutMs: 30_000,
    callPacketTimeoutMs: 10_000,
    meUrlPrefix: 'https://t.me/',
    captionLengthMax: 1024,
    messageLengthMax: 4096,
    webfileDcId: homeDc,
  });
}
