# Päevad ja leht, mille avab kiire väljumine. Muust ei ütle see midagi.

day-long = { $day }.{"\u00A0"}{ $month ->
    [1] jaanuar
    [2] veebruar
    [3] märts
    [4] aprill
    [5] mai
    [6] juuni
    [7] juuli
    [8] august
    [9] september
    [10] oktoober
    [11] november
   *[12] detsember
} { $year }
day-on = { $day }.{"\u00A0"}{ $month ->
    [1] jaanuaril
    [2] veebruaril
    [3] märtsil
    [4] aprillil
    [5] mail
    [6] juunil
    [7] juulil
    [8] augustil
    [9] septembril
    [10] oktoobril
    [11] novembril
   *[12] detsembril
} { $year }

calendar-title = Riigipühad { $year }
calendar-day = Päev
calendar-name = Püha
calendar-weekday = { $weekday ->
    [0] esmaspäev
    [1] teisipäev
    [2] kolmapäev
    [3] neljapäev
    [4] reede
    [5] laupäev
   *[6] pühapäev
}
