# Enne alustamist: mida teha, et Teid ära ei tuntaks.

guide-heading = Enne alustamist
guide-lead = Kõige rohkem kaitseb Teid see, mida teete enne saatmist. Võtke aega. Lugege see enne läbi ja kirjutage siis.

guide-place-heading = Koht ja seade
guide-place-work = Ärge kasutage tööarvutit, töötelefoni, töötahvlit ega töökoha võrku. Ka kodus mitte.
guide-place-home = Kui saate, vältige ka koduvõrku. Parem on kohvik või raamatukogu, kus Te tavaliselt ei käi.
guide-place-wall = Istuge seljaga seina poole. Makske sularahas.
guide-place-phone = Jätke telefon koju ainult siis, kui teete seda ka muidu.
guide-place-search = Ärge otsige selle asja kohta oma kontodega. Ärge küsige nõu tehisaru juturobotilt.

guide-browser-heading = Brauser
guide-browser-tor = Kasutage Tor Browserit. Valige selle seadetes kõrgeim turvatase („Safest”). Need lehed töötavad sellega täielikult.
guide-browser-address = Võrrelge selle lehe aadressi kahest sõltumatust allikast.
guide-browser-visible = Tor varjab, mida Te teete. Aga võrgu pidaja näeb, et kasutate Tori.
guide-browser-tails = Kui Teil on palju kaotada, kasutage operatsioonisüsteemi Tails. See käivitub USB-pulgalt ega jäta arvutisse midagi.

guide-files-heading = Dokumendid ja fotod
guide-files-metadata = Failis võib olla autori nimi, foto koht, seadme number või printeri punktid. Me ei eemalda neid, sest need võivad olla tõendid. Kui oskate, puhastage fail enne.
guide-files-retype = Kui dokument oli ainult Teil, ärge seda saatke. Kirjeldage selle sisu oma sõnadega.
guide-files-access = Ärge avage, trükkige ega kopeerige seda, mida Te oma tööks ei vaja. Sellest jääb jälg.

guide-text-heading = Tekst
guide-text-name = Ärge kirjutage oma nime, ametit ega seda, mida teete ainult Teie.
guide-text-time = Ärge andke täpset aega ja kohta, kus olite ainult Teie. „Aprilli alguses” on ohutum kui kuupäev ja kellaaeg.
guide-text-style = Kirjutage lihtsalt, ilma sõnadeta, millest Teid ära tuntakse.

guide-people-heading = Inimesed
guide-people-tell = Ärge rääkige kolleegidele, et kavatsete teatada.
guide-people-notes = Hoidke oma märkmeid koos kuupäevadega väljaspool tööd.

guide-after-heading = Pärast saatmist
guide-after-code = Kirjutage kood paberile. Hoidke seda seal, kuhu teised ei vaata. Hävitage see, kui Te seda enam ei vaja.
guide-after-close = Valige Tor Browseris „New Identity” või sulgege brauser.
guide-after-answers = Ärge salvestage vastuseid oma arvutisse.

guide-next = Enesekontrolli juurde
