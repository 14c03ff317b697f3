# Enesekontroll: kaheksa küsimust.

check-heading = Kui kergesti võidakse Teid ära tunda?
check-lead = Kaheksa küsimust. Server arvutab tulemuse ja unustab vastused kohe.
check-send = Näita tulemust
check-yes = Jah
check-no = Ei

check-few = Kas seda teavad vähem kui 10 inimest?
check-told = Kas olete sellest juba kellelegi rääkinud?
check-named = Kas dokumendis on näha Teie nimi, allkiri, number või ainult Teile antud versioon?
check-opened = Kas avasite või trükkisite faili tööarvutis?
check-device = Kas kasutate praegu tööseadet või töökoha võrku?
check-alone = Kas teates on täpne aeg või koht, kus olite ainult Teie?
check-before = Kas olete sellest varem oma nime all teatanud?
check-style = Kas tekstis on väljendeid, mis on Teile omased?

check-low-heading = Oht on väike
check-low = Teie vastuste järgi ei viita miski selgelt Teile. Päris ohutu ei ole miski, seepärast lugege ka lehte „Enne alustamist”.
check-medium-heading = Oht on keskmine
check-medium = Mõni asi võib Teid reeta. Lugege nõuandeid, enne kui kirjutate.
check-high-heading = Oht on suur
check-high = Teid võidakse ära tunda. Ärge veel saatke. Lugege enne nõuandeid.
check-unanswered = Vastamata küsimused loeti vastuseks „jah”.
check-advice-heading = Mida saate teha

check-few-advice = Jätke välja see, mida teavad ainult vähesed. Rääkige sellest, mida mitu inimest võis märgata.
check-told-advice = Inimesed, kellele rääkisite, võivad Teid ära tunda. Ärge rääkige rohkem kellelegi. Kirjutades kasutage teisi sõnu ja teisi üksikasju.
check-named-advice = Ärge saatke seda dokumenti. Kirjeldage selle sisu oma sõnadega ja öelge, kust asutus selle leiab.
check-opened-advice = Tööarvuti märgib sageli üles, kes faili avas või trükkis. Kui tegite seda ainult Teie, ärge faili saatke.
check-device-advice = Sulgege see leht kohe. Jätkake hiljem oma seadmes ja teises võrgus.
check-alone-advice = Kirjutage aeg ja koht umbkaudu: „kevadel”, „ühes laos”.
check-style-advice = Kirjutage lühikeste lihtsate lausetega. Lugege üle ja võtke välja sõnad, mis on Teile omased.

check-again = Kontrolli uuesti
check-next = Avalehele
