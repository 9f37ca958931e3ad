reason-empty = الملف فارغ

reason-not-a-picture = الملف ليس صورة

reason-unsupported = لا أعرف قراءة هذا النوع من الملفات

reason-too-big = حجم الملف كبير جدًا

reason-too-many-pixels = الصورة عريضة أو طويلة جدًا

reason-too-much = فيه أكثر مما أستطيع أن أنظر إليه

reason-encrypted = هو مقفل بكلمة سر

reason-truncated = ينقص جزء من الملف

reason-undecodable = الملف تالف

reason-unfetchable = لم أستطع تحميل الملف

reason-gone = لم يعد موجودًا عندما أردت أن أنظر

reason-timed-out = احتاج ذلك إلى وقت طويل

reason-model-failed = جزء مني لم يعمل

reason-not-judged = لم أصل إلى جواب واضح

reason-crashed = توقفت في منتصف العمل

reason-unreadable = أرسلت المنصة شيئًا لا أعرف قراءته
