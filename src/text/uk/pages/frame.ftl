# Що є на кожній сторінці: верх, низ, повторювані слова.
# Заголовки вкладки браузера (title-…) нейтральні: їх може побачити перехожий.

frame-brand = Svilpe
frame-skip = Перейти до змісту
frame-exit = Швидкий вихід
frame-exit-hint = відкриє сторінку зі святковими днями
frame-languages = Мови
frame-navigation = Інші сторінки
frame-error-title = Помилка: { $title }
frame-warning = Увага
frame-problems = Будь ласка, виправте
frame-problem = Помилка:

title-start = Початок
title-guide = Перш ніж почати
title-check = Самоперевірка
title-check-result = Результат самоперевірки
title-rights = Ваші права
title-how = Як це працює
title-accessibility = Доступність
title-statistics = Статистика
title-about = Про цей сайт
title-areas = Сфери
title-institution = Установа
title-form = Форма
title-review = Перечитування
title-received = Отримано
title-return = Введіть код
title-fresh = Новий код
title-answers = Відповіді
title-added = Додано
title-rejection = Не вдалося

nav-start = Початок
nav-guide = Перш ніж почати
nav-check = Самоперевірка
nav-rights = Ваші права
nav-how = Як це працює
nav-return = У мене є код
nav-statistics = Статистика
nav-accessibility = Доступність
nav-about = Про цей сайт і ваші дані
