onboarding-hello =
    Hola. Soc un programa i ajudo a cuidar aquest xat.
    Reviso les fotos que s'hi pengen. Amb /about t'explico més coses.

onboarding-all-set = Gràcies. Ja tinc aquí tots els permisos que em calen.
