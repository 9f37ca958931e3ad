reason-empty = el fitxer és buit

reason-not-a-picture = el fitxer no és una imatge

reason-unsupported = no sé llegir aquest tipus de fitxer

reason-too-big = el fitxer és massa gros

reason-too-many-pixels = la imatge és massa ampla o massa alta

reason-too-much = hi ha més coses a dins de les que puc mirar

reason-encrypted = està tancat amb una contrasenya

reason-truncated = falta un tros del fitxer

reason-undecodable = el fitxer està fet malbé

reason-unfetchable = no he pogut carregar el fitxer

reason-gone = ja no hi era quan ho he anat a mirar

reason-timed-out = trigava massa

reason-model-failed = una part de mi no ha funcionat

reason-not-judged = no he tingut una resposta clara

reason-crashed = he hagut de parar a mitges

reason-unreadable = la plataforma ha enviat una cosa que no sé llegir
