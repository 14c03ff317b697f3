# Dienas un lapa, ko atver ātrā izeja. Tajā nav ne vārda par pārējo.

day-long = { $year }.{"\u00A0"}gada { $day }.{"\u00A0"}{ $month ->
    [1] janvāris
    [2] februāris
    [3] marts
    [4] aprīlis
    [5] maijs
    [6] jūnijs
    [7] jūlijs
    [8] augusts
    [9] septembris
    [10] oktobris
    [11] novembris
   *[12] decembris
}
day-on = { $year }.{"\u00A0"}gada { $day }.{"\u00A0"}{ $month ->
    [1] janvārī
    [2] februārī
    [3] martā
    [4] aprīlī
    [5] maijā
    [6] jūnijā
    [7] jūlijā
    [8] augustā
    [9] septembrī
    [10] oktobrī
    [11] novembrī
   *[12] decembrī
}

calendar-title = Svētku dienas { $year }
calendar-day = Diena
calendar-name = Svētki
calendar-weekday = { $weekday ->
    [0] pirmdiena
    [1] otrdiena
    [2] trešdiena
    [3] ceturtdiena
    [4] piektdiena
    [5] sestdiena
   *[6] svētdiena
}

