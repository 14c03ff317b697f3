# Что есть на каждой странице: верх, низ, повторяющиеся слова.
# Заголовки вкладки браузера (title-…) нейтральны: их может увидеть прохожий.

frame-brand = Svilpe
frame-skip = Перейти к содержанию
frame-exit = Быстрый выход
frame-exit-hint = откроет страницу с праздничными днями
frame-languages = Языки
frame-navigation = Другие страницы
frame-error-title = Ошибка: { $title }
frame-warning = Внимание
frame-problems = Исправьте, пожалуйста
frame-problem = Ошибка:

title-start = Начало
title-guide = Прежде чем начать
title-check = Самопроверка
title-check-result = Результат самопроверки
title-rights = Ваши права
title-how = Как это работает
title-accessibility = Доступность
title-statistics = Статистика
title-about = Об этом сайте
title-areas = Области
title-institution = Учреждение
title-form = Форма
title-review = Перечитать
title-received = Получено
title-return = Введите код
title-fresh = Новый код
title-answers = Ответы
title-added = Добавлено
title-rejection = Не получилось

nav-start = Начало
nav-guide = Прежде чем начать
nav-check = Самопроверка
nav-rights = Ваши права
nav-how = Как это работает
nav-return = У меня есть код
nav-statistics = Статистика
nav-accessibility = Доступность
nav-about = Об этом сайте и ваших данных
