reason-link = leva a um sítio onde não vou ver
