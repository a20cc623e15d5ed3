### Авто-завершение и прошлые эфиры. Порядок тот же, что в ../en/auto-end.ftl.

## Команда

autoend-on = 💤 Если никто не слушает { $span }, я выхожу. Очередь сохраняется.
autoend-off = 💤 Остаюсь в эфире, даже если никто не слушает.
autoend-how = Изменить: число минут от { $from } до { $to }, например /autoend 10, или /autoend on и /autoend off.
command-autoend = Когда выходить из пустого чата: минуты, on или off

## Предупреждение

end-warning = 💤 Никто не слушает. Выйду через { $span }.
end-kept = 💤 Никто не слушает. Остаюсь ещё на { $span }, как вы просили.
end-put-off = 💤 Никто не слушает. Остаюсь ещё на { $span }.
end-withdrawn = ▶ Снова есть слушатели, остаюсь.
button-keep = Играть дальше
toast-kept = Остаюсь ещё на { $span }.
toast-kept-already = Вас опередили: остаюсь ещё на { $span }.
toast-keep-over = Уже неважно: снова есть слушатели, я и так остаюсь или уже вышел.
toast-keep-forbidden = Оставить музыку могут те, кто управляет видеочатами, и те, чьи треки в очереди.

## Промежутки времени

span-seconds = { $count ->
        [one] { $count } секунду
        [few] { $count } секунды
       *[many] { $count } секунд
    }
span-minutes = { $count ->
        [one] { $count } минуту
        [few] { $count } минуты
       *[many] { $count } минут
    }
span-hours = { $count ->
        [one] { $count } час
        [few] { $count } часа
       *[many] { $count } часов
    }

## Настройки

setting-autoend = Никто не слушает
setting-empty = Пустой чат
setting-value-autoend = { $value ->
        [null] как обычно
        [off] остаюсь
       *[other] выхожу через { $value } мин
    }
setting-value-empty = { $value ->
        [true] пауза
       *[false] играю дальше
    }
setting-about-autoend = Через сколько минут без слушателей выходить? Командой /autoend можно задать любое число от 1 до 1440. Очередь сохраняется.
setting-about-empty = Пока никто не слушает: играть дальше или ставить паузу, пока кто-нибудь не придёт?

## История

history-sessions = 📻 Прошлые эфиры:
history-session-ago = { $ago } назад
history-session-tracks = { $tracks ->
        [one] { $tracks } трек
        [few] { $tracks } трека
       *[many] { $tracks } треков
    }
history-session-peak = до { $peak ->
        [one] { $peak } слушателя
       *[other] { $peak } слушателей
    }
history-session-end = { $reason ->
        [auto-end] никто не слушал
        [manual] остановлен
       *[error] { $detail ->
            [call-closed] голосовой чат завершили
            [assistant-kicked] аккаунт-помощник удалён
            [displaced] аккаунт-помощник занят
            [engine-failed] звук не передавался
           *[other] связь пропала
        }
    }
