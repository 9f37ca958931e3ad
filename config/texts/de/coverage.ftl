reason-link = es führt an einen Ort, an dem ich nicht nachsehe
