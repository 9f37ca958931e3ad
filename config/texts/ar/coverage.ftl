reason-link = يؤدي إلى مكان لا أنظر فيه
