### Auto-end, and what has been on the air. Kept in the same order as ../ru/auto-end.ftl.

## The command

autoend-on = 💤 When nobody listens for { $span }, I leave. The queue is kept.
autoend-off = 💤 I stay, whether anybody listens or not.
autoend-how = Change it with a number of minutes from { $from } to { $to }, like /autoend 10, or with /autoend on and /autoend off.
command-autoend = When to leave an empty voice chat: minutes, on or off

## The warning

end-warning = 💤 Nobody is listening. I'll leave in { $span }.
end-kept = 💤 Nobody is listening. I stay for { $span }, as you wished.
end-put-off = 💤 Nobody is listening. I stay for { $span }.
end-withdrawn = ▶ Somebody is listening again, so I stay.
button-keep = Keep playing
toast-kept = I stay for { $span }.
toast-kept-already = Somebody was faster: I stay for { $span }.
toast-keep-over = That is over: somebody listens again, I stay anyway, or I have left already.
toast-keep-forbidden = Only people who manage video chats here, or whose tracks are in the queue, can keep me playing.

## Spans

span-seconds = { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
span-minutes = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
span-hours = { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }

## Settings

setting-autoend = Nobody listens
setting-empty = Empty voice chat
setting-value-autoend = { $value ->
        [null] as usual
        [off] I stay
       *[other] leave after { $value } min
    }
setting-value-empty = { $value ->
        [true] pause
       *[false] play on
    }
setting-about-autoend = After how many minutes without listeners do I leave? /autoend takes any number from 1 to 1440. The queue is kept.
setting-about-empty = While nobody listens: play on, or pause until somebody comes?

## History

history-sessions = 📻 On the air before:
history-session-ago = { $ago } ago
history-session-tracks = { $tracks ->
        [one] { $tracks } track
       *[other] { $tracks } tracks
    }
history-session-peak = up to { $peak } listening
history-session-end = { $reason ->
        [auto-end] nobody listened
        [manual] stopped
       *[error] { $detail ->
            [call-closed] the voice chat was ended
            [assistant-kicked] the helper account was removed
            [displaced] the helper account was taken elsewhere
            [engine-failed] no sound could be sent
           *[other] the connection was lost
        }
    }
