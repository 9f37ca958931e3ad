button-why = لماذا؟

press-not-allowed = هذا الزر للكبار المسؤولين. لم يتغير شيء.

press-too-old = هذا الزر قديم ولم يعد يعمل. لم يتغير شيء.

alerts-bad-code = هذا الرمز لا يعمل. للحصول على رمز آخر، يكفي إرسال /alerts في محادثة الصف.

alerts-not-here = لا يمكن أن تصل التنبيهات إلى هنا. للحصول على رمز آخر، يكفي إرسال /alerts في محادثة الصف. يرسله هناك أحد مشرفي محادثة الكبار.

command-misspelt =
    لم أفهم ذلك. يُكتب هكذا:
    { $usage }

command-not-allowed = هذا الأمر للكبار المسؤولين. لم يتغير شيء.

language-name = العربية

menu-help = ماذا أفعل ومن يساعد

menu-about = ماذا أفحص

menu-privacy = ماذا أحفظ

menu-report = إخبار شخص بالغ عن رسالة
