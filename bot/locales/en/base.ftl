### Everything Efir says in English. Values of variables are escaped before they come here; only this file may contain HTML.
### Tone: UX.md "Voice". Kept in the same order as ../ru/base.ftl.

## Private chat

start-private =
    🎵 I play music in the voice chats of Telegram groups.
    Add me to a group, answer an audio message there with /play, and everyone in the voice chat hears it.
    More tracks line up in a queue, and each follows the last without a gap.
    Audio, voice and video messages, files and links to files all work.
help-private =
    Add me to a group as an admin who can invite people, then write there:
    /play – answer an audio, voice or video message with it, or add a link: /play https://example.org/song.mp3
    /add – several tracks, one after the other
    /queue – what comes next, and when
    /now – what is playing
    /history – what has played
    /skip – on to the next track: at once if you added it or manage video chats, else by vote
    /remove 3 – take a track out that you added; /remove all of me – all of them

    For people who manage video chats there:
    /playnext, /previous, /pause, /resume, /seek 1:23, /volume 80, /loop, /stop
    /move 4 2, /remove 2-4, /shuffle, /clear, /undo
    /settings – who may add, votes, limits, language
    /autoend 10 – when I leave an empty voice chat
play-private = 🎵 I play in the voice chats of groups. Add me to a group, then write /play there.
audio-private = 🎵 I can play “{ $name }” in a group's voice chat. Add me to a group, send it there and answer it with /play.
text-private = I don't know what to do with that. /help says what I can do.
language-question = Which language shall I speak with you?
language-set = From now on I speak English with you.
only-in-groups = That works in a group: I play in the voice chats of groups. Add me to one.
channel = I play in groups, not in channels. Add me to a group and write /play there.

## Group

start-group =
    🎵 I play music in this group's voice chat. To begin with:
    /play – as an answer to an audio message, or with a link
    /queue – what comes next
    /skip – on to the next track
unknown-command = I don't know /{ $command }. What I do know: /play, /queue, /now, /skip, /history, /help, and more behind the slash.
away = I was away when you wrote this, so I did nothing about it. Write it again if you still want it.

## Adding

play-how = Answer an audio, voice or video message with /play, or add a link to a file: /play https://example.org/song.mp3. A name from my library works too: /play sinnerman
play-no-media = That message has no audio. Answer an audio, voice or video message with /play.
checking = ⏳ One moment, I'm having a look…
fetching = ⏳ Downloading: { $done } of { $total } MB
added = ➕ Added at { $position }: { $name }
added-many = ➕ Added { $count ->
        [one] { $count } track
       *[other] { $count } tracks
    } at { $first }–{ $last }{ $length }
added-among = ➕ Added { $count ->
        [one] { $count } track
       *[other] { $count } tracks
    } in turns with others, the first at { $first } and the last at { $last }{ $length }
starts-in = Starts in about { $wait }
starts-soon = Starts in less than a minute
title-voice = Voice message from { $name }
title-video-note = Video message from { $name }

## What cannot be played

refusal-no-audio = “{ $name }” has no audio. Choose an audio, voice or video message, or a link to a file with sound.
refusal-unreadable = I can't read “{ $name }”: it isn't audio in a format I know. MP3, M4A, OGG, FLAC and WAV work. The queue is unchanged.
refusal-empty-file = “{ $name }” is empty: it has 0 bytes. Send the file again, please. The queue is unchanged.
refusal-truncated = “{ $name }” is incomplete: the rest of the file is missing. Send it again, please. The queue is unchanged.
refusal-zero-length = “{ $name }” is 0 seconds long, so there is nothing to play. The queue is unchanged.
refusal-file-gone = I can't get “{ $name }” from Telegram any more. Send the file again and answer the new message with /play.
refusal-url-invalid = That isn't a link I can read. A link looks like this: https://example.org/song.mp3
refusal-url-scheme = I open only links that begin with http:// or https://. The queue is unchanged.
refusal-url-private = That address is inside a private network, so I can't open it.
refusal-url-no-answer = I couldn't open that link: the site does not answer. The queue is unchanged.
refusal-url-html = That link leads to a web page, not to a file with sound. Give me a link to the file itself, one that ends in .mp3, for instance.
refusal-url-empty = There is nothing in the file at that link: it has 0 bytes. The queue is unchanged.
refusal-url-endless = What that link gives never ends, so I can't add it as a track. Give me a link to a file.
refusal-url-status = I couldn't open that link: { $status ->
        [404] there is nothing at that address (404)
        [410] there is nothing at that address any more (410)
        [401] the site wants a password (401)
        [403] the site doesn't let me in (403)
        [301] it leads round in a circle, or nowhere
        [302] it leads round in a circle, or nowhere
        [303] it leads round in a circle, or nowhere
        [307] it leads round in a circle, or nowhere
        [308] it leads round in a circle, or nowhere
       *[other] the site answers with error { $status }
    }. The queue is unchanged.
refusal-too-large = “{ $name }” is larger than { $limit } MB, the most I take. The queue is unchanged.
refusal-too-long-to-answer = Checking “{ $name }” took too long, so I gave up. The queue is unchanged.
refusal-not-in-library = I have no “{ $name }” in the library. Did you mean { $nearest }?
refusal-not-in-library-unlike = I have nothing like “{ $name }” in the library. Answer an audio message with /play, or give me a link to a file.
library-or = { $rest } or { $last }
library-name = “{ $name }”
no-answer = My player doesn't answer, so I couldn't check that. The queue is unchanged; try again in a minute.

## The card

card-starting = ⏳ Starting: <b>{ $name }</b>
card-playing = ▶ Now playing: <b>{ $name }</b>
card-paused = ⏸ Paused: <b>{ $name }</b>
card-waiting = ⏸ Until somebody listens: <b>{ $name }</b>
card-placeholder = 🎶 The queue is empty. Answer an audio message with /play to add a track.
card-joining = ⏳ Coming to the voice chat…
card-off = ⏹ Off the air.
card-off-kept = ⏹ Off the air. The queue is kept ({ $count ->
        [one] { $count } track
       *[other] { $count } tracks
    }).
button-pause = ⏸
button-play = ▶
button-skip = ⏭
button-queue = ≡ Queue
button-resume = ▶ Resume
button-retry = Try again
button-add-to-group = Add to a group
button-help = Help
button-language = Language

## The queue

queue-current = 🎵 <b>{ $name }</b>
queue-current-paused = ⏸ <b>{ $name }</b>
queue-placeholder = 🎶 Nothing is playing.
queue-off = ⏹ Off the air. This is kept:
queue-row = { $position }. { $name }
queue-row-wait = in { $wait }
queue-row-soon = in less than 1 min
queue-empty = Nothing waits behind it. Answer an audio message with /play to add a track.
queue-empty-off = The queue is empty. Answer an audio message with /play to begin.
queue-tracks = { $count ->
        [one] { $count } track
       *[other] { $count } tracks
    }
queue-listeners = { $count } listening
minutes = { $minutes } min
hours = { $hours } h { $minutes } min

## Steering

skip-done = ⏭ Skipped “{ $name }”. Now: { $next }
skip-done-empty = ⏭ Skipped “{ $name }”. The queue is empty.
skip-nothing = Nothing is playing, so there is nothing to skip.
skip-stale = Somebody was faster: that track is over. Nothing else was skipped.
stop-done = ⏹ Stopped.
stop-done-kept = ⏹ Stopped. The queue is kept ({ $count ->
        [one] { $count } track
       *[other] { $count } tracks
    }).
stop-off = I'm not on the air, so there is nothing to stop.
now-off = I'm not on the air. Answer an audio message with /play to begin.
forbidden = Only people who manage video chats here can do that.
ask-admin = Ask { $admin } or another admin.
blocked = You can't use me here: an admin has blocked you.

## Toasts (plain text, at most 200 characters)

toast-paused = Paused
toast-resumed = Going on
toast-skipped = Skipped
toast-retrying = Trying again…
toast-stale = That was for an earlier track. Nothing changed; the message is up to date now.
toast-nothing = Nothing is playing.
toast-already-on = It is on the air already.
toast-nothing-kept = There is nothing to go on with. Add a track with /play.
toast-forbidden = Only people who manage video chats here can do that.
toast-skip-forbidden = Only whoever added this track and people who manage video chats here can skip it.
toast-outdated = This button no longer works.
toast-error = That went wrong on my side. Try again in a minute.

## What keeps Efir off the air

assistant-unnamed = my helper account
problem-assistant-missing = To play here I need a helper account, { $assistant }, in this group. Make me an admin who can invite people and I'll bring it in myself.
problem-bringing-in = ⏳ Bringing in { $assistant }, the helper account that plays in the voice chat for me…
problem-assistant-banned = { $assistant }, the helper account that plays for me, is banned in this group. Unban it, or make me an admin who can ban and invite people and I'll do it myself.
problem-may-not-start-call = The voice chat isn't running, and { $assistant }, the helper account that plays for me, may not start it. Start the voice chat, or make { $assistant } an admin who manages video chats.
problem-may-not-speak = { $assistant }, the helper account that plays for me, is muted in the voice chat. Let it speak there, or make it an admin who manages video chats.
problem-call-scheduled = The voice chat is scheduled for later. Start it now and I'll come.
problem-displaced = { $assistant }, the helper account that plays for me, was taken into this voice chat from another device, so I left. Leave the call there, then press the button.
problem-connection-lost = 🔌 I can't get through to the voice chat. I keep trying; the queue is kept.
problem-telegram-away = 🔌 Telegram doesn't answer at the moment. I go on by myself as soon as it does; the queue is kept.
problem-no-player = My player isn't running at the moment. The queue is kept; I begin by myself as soon as it is back.

## What happened by itself

track-failed = ⚠ Skipped “{ $name }”: { $reason ->
        [damaged] the file is damaged
        [gone] I can't get hold of it any more
        [no-answer] the site doesn't answer
        [no-audio] there is no audio in it
       *[other] it can't be played
    }.
notice-lost = 🔌 Connection to the voice chat was lost, reconnecting…
notice-back = 🔌 Back on the air.
ended-auto = 💤 Left: nobody listened for { $span }.{ $kept }
ended-error = 🔌 Left: { $detail ->
        [call-closed] the voice chat was ended
        [assistant-kicked] { $assistant }, the helper account that plays for me, was removed from the group
        [displaced] the helper account that plays for me was taken into the call from another device
        [engine-failed] the sound could not be sent into this voice chat
       *[other] the connection to the voice chat could not be restored
    }.{ $kept }
queue-kept = The queue is kept ({ $count ->
        [one] { $count } track
       *[other] { $count } tracks
    }).
error = Something went wrong on my side. Try again in a minute; if it happens again, tell whoever runs me: “{ $code }”.
unavailable = My memory doesn't answer at the moment, so I did nothing. Try again in a minute.

## Command list

command-play = Play: answer an audio message, or add a link
command-queue = What comes next
command-now = What is playing
command-skip = On to the next track
command-stop = Leave the voice chat; the queue is kept
command-help = What I can do
command-start = Begin here
