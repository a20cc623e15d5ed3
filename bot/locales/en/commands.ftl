### What commands answer. Kept in the same order as ../ru/commands.ftl.

## Adding

added-left = { $left ->
        [one] 1 track was left out: one person may have { $limit } waiting here.
       *[other] { $left } tracks were left out: one person may have { $limit } waiting here.
    }
over-limit = { $limit ->
        [one] You have a track waiting already, and one at a time is the limit here. Add the next one when it has played.
       *[other] You have { $present } tracks waiting already, and { $limit } is the limit here. Add more when some have played.
    }
add-forbidden = Only people who manage video chats can add tracks here.
not-added = Not added: { $reason }
not-added-more = …and { $count } more.
choices = I found several. Send /play with the whole title:
choice = { $number }. { $name }
button-top = ⤒ Play next
button-drop = ✕ Remove
button-undo = ↶ Undo
playnext-how = Answer an audio message with /playnext, or add a link: /playnext https://example.org/song.mp3. It plays right after this track.

## What cannot be played

refusal-playlist-empty = There is nothing to play in “{ $name }”. The queue is unchanged.
refusal-playlist-loop = “{ $name }” leads back to itself, so I would never come to its end.
refusal-playlist-too-long = “{ $name }” goes on beyond the 500 tracks I take at a time.
refusal-yt-dlp-missing = That link leads to a page, and to play from pages I would need yt-dlp, which isn't installed here. A link to the file itself works.
refusal-yt-dlp-failed = I couldn't get any sound from that page. The queue is unchanged.
refusal-nothing-found = I found nothing for “{ $name }”. Try other words, answer an audio message with /play, or give me a link.

## Positions

move-done = ↕ { $name } is now { $place }.
move-how = There are { $length } tracks in the queue; give two numbers from 1 to { $length }, like /move { $example }.
move-few = { $length ->
        [0] The queue is empty, so there is nothing to move.
       *[other] Only one track is waiting, so there is nowhere to move it.
    }
remove-done = ✕ Removed: { $name }
remove-done-many = ✕ Removed { $count ->
        [one] { $count } track
       *[other] { $count } tracks
    }.
remove-how = { $length ->
        [one] There is one track in the queue: /remove 1 takes it out.
       *[other] There are { $length } tracks in the queue; give a position or a range from 1 to { $length }, like /remove { $example }, /remove 1-2 or /remove all of @olga.
    }
remove-empty = The queue is empty, so there is nothing to remove.
remove-nobody = { $name } has no tracks in the queue. /queue shows who added what.
remove-namesakes = Several people here are called { $name }. Remove their tracks by position, or mention the person you mean.
remove-forbidden = You can remove what you added yourself, one track at a time or with /remove all of me. The rest is up to people who manage video chats here.
clear-done = ✕ Cleared the queue: { $count ->
        [one] { $count } track
       *[other] { $count } tracks
    }. What plays goes on.
clear-none = The queue is empty already.
shuffle-done = 🔀 Shuffled { $count } tracks.
shuffle-few = { $length ->
        [0] The queue is empty, so there is nothing to shuffle.
       *[other] Only one track is waiting, so there is nothing to shuffle.
    }
edit-stale = Somebody was faster: the queue has changed, so I did nothing. /queue shows it as it is now.
undo-add = ↶ Taken back: { $count ->
        [one] “{ $name }” is out of the queue again.
       *[other] { $count } tracks are out of the queue again.
    }
undo-remove = ↶ Taken back: { $count ->
        [one] “{ $name }” is in the queue again.
       *[other] { $count } tracks are in the queue again.
    }
undo-clear = ↶ Taken back: { $count ->
        [one] { $count } track is in the queue again.
       *[other] { $count } tracks are in the queue again.
    }
undo-move = ↶ Taken back: “{ $name }” is where it was.
undo-shuffle = ↶ Taken back: the queue is in its old order.
undo-none = There is nothing to take back.
queue-how = { $count ->
        [one] The queue fits on one page: /queue shows it.
       *[other] The queue has { $count } pages; give one from 1 to { $count }, like /queue 2.
    }

## Playback

pause-done = ⏸ Paused. /resume goes on.
pause-already = It is paused already. /resume goes on.
resume-done = ▶ Going on.
resume-already = Nothing is paused: I'm on the air.
resume-waiting = It goes on as soon as somebody joins the voice chat: that is how /settings has it.
resume-stalled = ▶ Trying “{ $name }”.
resume-nothing = There is nothing to go on with. Answer an audio message with /play to begin.
playback-nothing = Nothing is playing.
playback-stale = Somebody was faster: another track plays by now, so I did nothing.
previous-done = ⏮ Back to “{ $name }”.
previous-none = Nothing has played before, so there is nothing to go back to.
skip-done-many = ⏭ Skipped { $count } tracks. Now: { $next }
skip-done-many-empty = ⏭ Skipped { $count } tracks. The queue is empty.
skip-how = Say how many to skip: /skip for this one, /skip 3 for three.
skip-range = { $length ->
        [one] There is only one track to skip, the one that plays: /skip does it.
       *[other] There are { $length } tracks to skip, the one that plays included; give a number from 1 to { $length }, like /skip 2.
    }
seek-done = ⏩ “{ $name }” goes on at { $position }.
seek-how = Tell me where to: /seek 1:23, or so many seconds on or back: /seek +30, /seek -10.
seek-range = “{ $name }” is { $length } long; give a time before that, like /seek { $example }.
seek-live = “{ $name }” comes live, so there is no other place to go to.
volume-done = 🔊 Volume: { $percent }%.
volume-now = 🔊 Volume: { $percent }%. A number from 0 to 200 changes it, like /volume 80.
volume-how = Give a number from 0 to 200, like /volume 80; 100 is the usual volume.
loop-done = { $mode ->
        [track] 🔂 This track repeats. /loop off ends that.
        [queue] 🔁 The queue repeats: what has played goes to its end. /loop off ends that.
       *[off] ➡ Nothing repeats.
    }
loop-now = { $mode ->
        [track] 🔂 This track repeats.
        [queue] 🔁 The queue repeats.
       *[off] ➡ Nothing repeats.
    } Change it with /loop track, /loop queue or /loop off.
loop-how = Say what shall repeat: /loop track, /loop queue or /loop off.

## Votes

vote-ask = 🗳 Skip “{ $name }”? { $votes } of { $needed } votes.
vote-done = 🗳 Skipped “{ $name }” with { $votes } of { $needed } votes. Now: { $next }
vote-done-empty = 🗳 Skipped “{ $name }” with { $votes } of { $needed } votes. The queue is empty.
vote-not-listening = Only those who listen vote. Join the voice chat, then send /skip again.
button-vote = Skip { $votes }/{ $needed }

## History

history-head = 🕘 What has played, the latest first:
history-now = ▶ { $name }
history-empty = Nothing has played here yet.
history-nothing-before = Nothing has played here before it.
history-row = { $number }. { $name }
history-skipped = skipped
history-stopped = stopped
history-failed = ⚠ { $reason ->
        [damaged] the file is damaged
        [gone] out of reach
        [no-answer] the site didn't answer
        [no-audio] no audio in it
       *[other] could not be played
    }
history-how = Give a number from 1 to { $most }, like /history { $most }.

## Toasts (plain text, at most 200 characters)

toast-vote = Your vote counts: { $votes } of { $needed }.
toast-vote-stale = That track is over, and the vote with it.
toast-not-listening = Only those who listen vote: join the voice chat first.
toast-blocked = You can't use me here: an admin has blocked you.
toast-undone = Taken back
toast-queue-stale = The queue has changed since, so I did nothing. /undo takes back the last change.
toast-item-next = It plays next
toast-item-removed = Removed
toast-item-gone = That track is no longer in the queue. Nothing changed.
toast-remove-forbidden = Only whoever added it and people who manage video chats here can remove it.

## Command list

command-playnext = Play right after this track
command-history = What has played
command-previous = Back to the track before
command-pause = Pause
command-resume = Go on
command-seek = To a place in the track: 1:23, +30, -10
command-volume = Volume, 0–200
command-loop = Repeat: track, queue or off
command-shuffle = Shuffle the queue
command-move = Move a track: from, to
command-remove = Remove tracks: 3, 2-4, all of @user
command-clear = Empty the queue
command-undo = Take back the last change of the queue
command-settings = How this chat is set
