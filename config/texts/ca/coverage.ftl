reason-link = porta a un lloc on no miro
