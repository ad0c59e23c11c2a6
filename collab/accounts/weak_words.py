"""Words that passwords are made of when nobody thinks: written for this project, in its languages.

A password that consists of nothing else, whatever numbers and signs stand around, is refused.
"""

#: keyboards, numbers and the alphabet: what a finger or a child goes along
ROWS = (
    "1234567890",
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "qsdfghjklm",
    "zxcvbnm",
    "yxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qazwsxedcrfvtgbyhnujm",
)

_TEXT = """
    abc abcd abcdef acceso access accesso account admin administrador administrateur administrator
    aktuell alemania allemagne alliance amor amore amour angel apple april asdf asdfgh august
    autumn azerty bad barcelona baseball batman benvenuti bienvenido bienvenue blink bonjour boss
    buenosdias bundesliga butterfly calcio catalunya changeme charlie chelsea chocolate ciao clave
    codigo collab computer contrasena contrasenya cookie cooperation daniel default demo
    deutschland dezember dragon dubai enero espana ete euro europa europe familia famille family
    fcbarcelona february football forever france francia frankreich freedom freund fritz fruhling
    fussball geheim geheimnis germania ginger google guest hallo harley heidi hello herbst hola
    hund hunter iloveyou inter internet italia italie italy january jennifer jesus jordan juventus
    kennwort killer kooperation letmein liebe liverpool login lombardia london love lucky lyon
    madrid maggie marina marseille master matrix maus mein meine meinpasswort michael milano
    minecraft mio monkey motdepasse mustang myspace naruto nicole ninja november october oktober
    olympique orange paris parola pass passe passw passwd password passwords passwort pepper pizza
    please pokemon primavera princess principessa qazwsx qwer qwert qwerty qwertz realmadrid root
    sabrina samsung schalke schatz secret secreto segreto september server shadow slipknot soccer
    soleil sommer spagna spring start starwars stuttgart summer sunshine superman system teamo
    temp temporary test tester testing thomas tiger tigger trustno ubuntu user usuario utente
    utilisateur vacances vacanze verano welcome whatever willkommen windows winter xbox yxcvbn
    zeit zxcvbn
"""
WEAK_WORDS = frozenset(_TEXT.split())
