helplines-of = من يساعد في هذا البلد ({ $country }):

helpline-emergency = ألست في أمان الآن؟ يمكنك الاتصال بالرقم { "\u2068" }{ $phone }{ "\u2069" } أو الذهاب إلى شخص بالغ قريب منك.

helpline-no-emergency = ألست في أمان الآن؟ يمكنك الاتصال برقم الطوارئ في بلدك أو الذهاب إلى شخص بالغ قريب منك.

helplines-head = هؤلاء الناس يسمعون ويساعدون:

helplines-none = لا أعرف رقمًا لبلدك. يستطيع شخص بالغ موثوق أن يبحث معك عن رقم.

helplines-removal = بهذا يمكن إزالة صورة من الإنترنت. يستطيع شخص بالغ أن يفعل ذلك معك:

helplines-old = راجع شخص هذه الأرقام قبل مدة. من الأفضل النظر إن كانت ما زالت صحيحة.

helplines-other = لبلد آخر، يكفي إرسال /helpline مع حرفي ذلك البلد.

helpline-call = • رقم الهاتف لدى { $helpline } هو { "\u2068" }{ $phone }{ "\u2069" }.

helpline-tool = • يمكنك البحث عن { $helpline }.

helpline-internet = لمشاكل الإنترنت.

helpline-always = ليلًا ونهارًا.

helpline-open =
    { $days ->
        [every] كل يوم من { $opens } إلى { $closes }.
        [mon_sat] من الاثنين إلى السبت، من { $opens } إلى { $closes }.
       *[mon_fri] من الاثنين إلى الجمعة، من { $opens } إلى { $closes }.
    }

helpline-free = هذا مجاني.

helpline-ages = للأعمار من { $youngest } إلى { $oldest }.

helpline-under = لمن هم دون سن { $age }.

helpline-over = لمن هم في سن { $age } أو أكبر.

helpline-text = يمكنك أيضًا إرسال رسالة قصيرة إلى الرقم { "\u2068" }{ $phone }{ "\u2069" }.

menu-helpline = بمن يمكنك الاتصال
