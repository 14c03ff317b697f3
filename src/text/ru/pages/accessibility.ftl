# Заявление о доступности: правила Кабинета министров № 445 от 14.07.2020, глава IV.

accessibility-heading = Заявление о доступности
accessibility-lead = Эти страницы сделаны так, чтобы ими мог пользоваться каждый.
accessibility-scope = Заявление относится ко всем страницам этого сайта.

accessibility-state-heading = Насколько доступен сайт
accessibility-state = Сайт создан по требованиям WCAG 2.2 уровня AA. Независимой оценки ещё не было.
accessibility-assessed = Последняя оценка: { $day }.
accessibility-works-keyboard = Всё можно сделать с одной клавиатурой.
accessibility-works-script = Всё работает без JavaScript, картинок и файлов cookie.
accessibility-works-zoom = Текст можно увеличить, и страницы подходят для узкого экрана.
accessibility-works-code = Код можно вставить. Запоминать его не нужно.

accessibility-limits-heading = Что пока мешает
accessibility-limits-files = Если в форме ошибка, текст остаётся, но файлы нужно приложить ещё раз.
accessibility-limits-attached = Ответы — это простой текст, но файлы, которые вы прикладываете, мы не меняем.
accessibility-limits-length = Код длинный, потому что от него зависит ваша безопасность.

accessibility-contact-heading = Связь
accessibility-contact = Если что-то недоступно, напишите: { $contact }
accessibility-contact-none = Если что-то недоступно, скажите об этом учреждению. Это можно сделать и анонимно, через форму сообщения.
accessibility-prepared = Заявление подготовлено { $day }.

accessibility-enforcement-heading = Если ответ вас не устроил
accessibility-enforcement = Если вам не отвечают или проблему не устраняют, обратитесь сюда: { $authority }
