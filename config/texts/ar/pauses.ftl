### Pauses of media, and outbreaks.
### Rules: nobody is named and nobody is accused. Words can always be posted.

group-outbreak =
    الصور متوقفة في هذه المحادثة حتى الساعة { DATETIME($until, timeStyle: "short") }. ما زالت الكتابة ممكنة.
    إذا وصلك شيء يؤذي شخصًا آخر، فالأفضل عدم إرساله لأحد وعدم فتحه مرة أخرى. اترك الهاتف كما هو، ومن المهم إخبار شخص كبير تثق به.

group-paused = بعض الأشياء لا يمكن نشرها في هذه المحادثة حتى الساعة { DATETIME($until, timeStyle: "short") }. ما زالت الكتابة ممكنة. الأمر لا يخصك أنت.

menu-lock = إيقاف الصور أو غيرها هنا لبعض الوقت

menu-unlock = السماح بالصور وغيرها من جديد

menu-panic = إيقاف كل شيء الآن ما عدا الكلمات
