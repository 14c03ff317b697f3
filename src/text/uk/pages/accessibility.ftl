# Заява про доступність: правила Кабінету міністрів № 445 від 14.07.2020, розділ IV.

accessibility-heading = Заява про доступність
accessibility-lead = Ці сторінки зроблено так, щоб ними міг користуватися кожен.
accessibility-scope = Заява стосується всіх сторінок цього сайту.

accessibility-state-heading = Наскільки доступний сайт
accessibility-state = Сайт створено за вимогами WCAG 2.2 рівня AA. Незалежного оцінювання ще не було.
accessibility-assessed = Останнє оцінювання: { $day }.
accessibility-works-keyboard = Усе можна зробити самою лише клавіатурою.
accessibility-works-script = Усе працює без JavaScript, зображень і файлів cookie.
accessibility-works-zoom = Текст можна збільшити, і сторінки вміщаються на вузькому екрані.
accessibility-works-code = Код можна вставити. Запам’ятовувати його не треба.

accessibility-limits-heading = Що поки заважає
accessibility-limits-files = Якщо у формі є помилка, текст залишається, але файли треба додати ще раз.
accessibility-limits-attached = Відповіді — це простий текст, але файлів, які ви додаєте, ми не змінюємо.
accessibility-limits-length = Код довгий, бо від нього залежить ваша безпека.

accessibility-contact-heading = Зв’язок
accessibility-contact = Якщо щось недоступне, напишіть: { $contact }
accessibility-contact-none = Якщо щось недоступне, скажіть про це установі. Це можна зробити й анонімно, через форму повідомлення.
accessibility-prepared = Заяву підготовлено { $day }.

accessibility-enforcement-heading = Якщо відповідь вас не влаштувала
accessibility-enforcement = Якщо вам не відповідають або проблему не усувають, зверніться сюди: { $authority }
