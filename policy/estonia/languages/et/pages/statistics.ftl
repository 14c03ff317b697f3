# Statistika: mis on avaldatud, mitte kunagi käimasolevad arvud.

statistics-heading = Teated arvudes
statistics-lead = Viimane avaldatud aasta on { $year }. Arvud tulevad päevikust, mida iga audiitor saab kontrollida. Kes loendab, ei näe, mida teated ütlevad.
statistics-none = Statistikat ei ole siin veel avaldatud.
statistics-none-why = Aasta arvud avaldatakse, kui ka järgmise aasta jaanuar on läbi. Aasta jooksul arve ei näidata: need võiksid viidata inimesele.

figures-caution = Vähe teateid ei tähenda vähe rikkumisi. Väike arv võib tähendada ka seda, et inimesed ei julge teatada või ei usalda asutust.
figures-status-note = tähendab, et arvu ei avaldata: selle järgi saaks välja arvutada arvu, mis on alla { $threshold } (null kaasa arvatud). Kaks arvu mõttekriipsuga on piirid, mille vahel on õige arv.
figures-withheld = ei avaldata
