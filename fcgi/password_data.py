#!/usr/bin/env python3
"""Writes password_data.c: the commonest passwords that are long enough to be
tried, sorted by bytes.

Source: the frequency list of zxcvbn (MIT), Debian package python3-zxcvbn:

    apt-get install python3-zxcvbn
    fcgi/password_data.py > fcgi/password_data.c
"""
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST = 8
COUNT = 10000

words = [w for w in FREQUENCY_LISTS["passwords"] if len(w) >= SHORTEST]
words = sorted(set(words[:COUNT]), key=lambda w: w.encode())

print("/*")
print(" * password_data.c: the %d commonest passwords of %d and more bytes,"
      % (len(words), SHORTEST))
print(" * in lower case, sorted. Made by password_data.py from zxcvbn's list,")
print(" * (c) 2012-2013 Dropbox, Inc., MIT licence.")
print(" */")
print('#include "password.h"')
print()
print("const char *const password_common[] = {")
for word in words:
    print('\t"%s",' % word.replace("\\", "\\\\").replace('"', '\\"'))
print("};")
print()
print("const size_t password_common_count = sizeof password_common /")
print("sizeof password_common[0];")
