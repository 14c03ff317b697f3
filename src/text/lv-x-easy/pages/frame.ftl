# Kas ir katrā lapā. Viegli lasīt.

title-accessibility = Kā lietot vietni
nav-accessibility = Kā lietot šo vietni
