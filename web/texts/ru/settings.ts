import type { settings as english } from '../en/settings.ts';

/** A stream's settings, as the form names them. */
export const settings: typeof english = {
  whoMayAdd: 'Кто добавляет треки',
  everyone: 'все',
  operators: 'только операторы',
  itemsPerUser: 'Ждущих треков на человека',
  itemsPerUserUnset: 'сколько угодно',
  itemsPerUserHint: 'Пусто — сколько угодно. Операторов предел не касается.',
  voteSharePercent: 'Доля слушателей для пропуска, %',
  voteShareHint: 'Не меньше двух голосов.',
  isFair: 'Добавляющие чередуются',
  loop: 'Повторять',
  loops: { off: 'ничего', track: 'трек', queue: 'очередь' },
  volumePercent: 'Громкость, %',
  language: 'Язык объявлений',
  languageUnset: 'того, кто включил музыку',
  languages: { en: 'English', ru: 'Русский' },
  deletesConfirmations: 'Обычные ответы удаляются сами',
  autoEnd: 'Когда никто не слушает',
  autoEnds: { unset: 'как настроен этот Efir', on: 'уходить через время ниже', off: 'не уходить' },
  autoEndMinutes: 'Уходить через, минут',
  autoEndHint: 'Пусто — время, на которое настроен этот Efir.',
  pausesWhenEmpty: 'Пауза, пока никто не слушает',
};
