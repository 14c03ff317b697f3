# The institution's commands: key, roster, signature.

roster-about-keygen = Make the institution's key
roster-about-sign = Check a roster and sign it
roster-about-check = Check a roster or a folder as the server will
roster-about-hand-over = Sign the new key with the old one
roster-arg-public = The public key file keys/INSTITUTION.pub
roster-arg-secret = The secret key file; it stays offline
roster-arg-roster = The roster keys/INSTITUTION.toml
roster-arg-new-public = The new public key file
roster-arg-path = A roster or a folder
roster-arg-no-password = The secret key has no password
roster-keygen-done = The secret key is in { $path }. Keep it offline. Below is the public key's fingerprint: tell it to the operator by another way.
roster-ignored = The file { $name } belongs to no roster.
