button-appeal = Va ser un error

sender-appeal = Va ser un error? Pots tocar el botó fins al { DATETIME($until, dateStyle: "long") }.

appeal-received =
    Gràcies. Ja ho té un adult encarregat: { $number }.
    Un adult ho decideix abans del { DATETIME($until, dateStyle: "long") }. Després t'escric.
    Ningú no ha decidit res sobre tu. No cal que facis res més.

appeal-already =
    Ja m'ho has dit abans: { $number }. Amb un cop n'hi ha prou.
    Si encara no saps res, parla amb un adult encarregat.

appeal-too-late =
    S'ha acabat el temps per a { $number }.
    Encara pots parlar amb un adult encarregat. Dona-li aquest número.

appeal-unknown =
    No tinc res teu amb el número { $number }.
    Mira el número a la meva nota o parla amb un adult encarregat.

appeal-decided = Un adult ja ha mirat { $number }. Ha estat un error nostre. No cal que facis res més.

appeal-refused =
    Hola. Un adult ha mirat { $number }. No es torna a posar.
    Això no diu res de tu.
    En pots parlar amb un adult encarregat. Dona-li aquest número.
    Et preocupa res o algú t'hi va empènyer? Toca Ajuda o escriu-me /helpline a soles. No passa res per preguntar.

appeal-late =
    Hola. Encara no sé res de { $number }. No és culpa teva. Em sap greu.
    He tornat a avisar els adults. T'escric quan ho decideixin.
    També pots parlar amb un adult encarregat. Dona-li aquest número.

sender-post-again = Pots tornar a penjar la mateixa foto en aquell xat.

sender-ask-first = El programa la pot tornar a aturar. Parla abans amb un adult encarregat.

menu-appeal = Dir que una retirada va ser un error
