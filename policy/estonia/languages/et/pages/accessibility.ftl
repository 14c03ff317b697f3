# Ligipääsetavuse teatis.

accessibility-heading = Ligipääsetavuse teatis
accessibility-lead = Need lehed on tehtud nii, et igaüks saab neid kasutada.
accessibility-scope = See teatis käib kõigi selle veebilehe lehtede kohta.

accessibility-state-heading = Kui ligipääsetav leht on
accessibility-state = Leht on tehtud standardi WCAG 2.2 tasemel AA. Sõltumatult ei ole seda veel hinnatud.
accessibility-assessed = Viimati hinnatud: { $day }.
accessibility-works-keyboard = Kõike saab teha ainult klaviatuuriga.
accessibility-works-script = Kõik töötab ilma JavaScripti, piltide ja küpsisteta.
accessibility-works-zoom = Teksti saab suurendada ja lehed mahuvad kitsale ekraanile.
accessibility-works-code = Koodi saab kleepida. Seda ei pea meeles pidama.

accessibility-limits-heading = Mis on veel takistuseks
accessibility-limits-files = Kui vormis on viga, jääb tekst alles, aga failid tuleb uuesti lisada.
accessibility-limits-attached = Vastused on lihttekst, aga faile, mille Te lisate, me ei kohanda.
accessibility-limits-length = Kood on pikk, sest sellest sõltub Teie turvalisus.

accessibility-contact-heading = Kontakt
accessibility-contact = Kui midagi ei ole ligipääsetav, kirjutage: { $contact }
accessibility-contact-none = Kui midagi ei ole ligipääsetav, öelge seda asutusele. Seda võib teha ka anonüümselt, teate vormiga.
accessibility-prepared = Teatis on koostatud { $day }.

accessibility-enforcement-heading = Kui vastus Teid ei rahulda
accessibility-enforcement = Kui Teile ei vastata või probleem jääb, pöörduge: { $authority }
