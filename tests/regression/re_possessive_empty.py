"""A possessive repeat of something that can match nothing comes to an end."""
import re

for pattern in ["(?:|a)*+", "(?:a|)++b", "(|x)*+", "(?:ab)*+c", "(?:a?b?){2,}+"]:
    print(pattern, [re.match(pattern, s) for s in ("", "aab", "ababc", "xx")])
