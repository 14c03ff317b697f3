# Dienas: kā latviešu valodā.
