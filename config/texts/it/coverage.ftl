reason-link = porta in un posto dove non guardo
