#!/usr/bin/env python3
"""Makes folding.txt, what Folded knows of characters, from the Unicode data that Python comes with:

    python3 folding.py > folding.txt

A line is a code point in hex, and the folded forms of it and of those that follow, each after a tab: NIL for nothing, SP for
a space (a folded form has no capitals). What only differs in capitals is left out: .NET knows that. Hangul and kana are not
taken apart; FoldedText puts them together.
"""
import re
import unicodedata as u

LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ς": "σ", "ʼ": "'"}

# Diacritics of Latin, Greek, Cyrillic, Hebrew and Arabic; joiners, marks of direction, variation selectors, tags, tones of skin.
# Not U+200B: it separates words.
NOTHING = [
    (0x00AD, 0x00AD), (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
    (0x05C7, 0x05C7), (0x0610, 0x061A), (0x061C, 0x061C), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC),
    (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x180B, 0x180F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x200C, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF), (0x1F3FB, 0x1F3FF),
    (0xE0000, 0xE0FFF),
]
COMPOSED = re.compile("[\u1100-\u11ff]+|[\u3041-\u30ff][\u3099\u309a]")


def is_nothing(char):
    return any(first <= ord(char) <= last for first, last in NOTHING)


def folded(char):
    plain = u.normalize("NFKD", u.normalize("NFKD", char).lower())
    plain = "".join("" if is_nothing(c) else LETTERS.get(c, c) for c in plain)
    return COMPOSED.sub(lambda found: u.normalize("NFC", found.group()), plain)


lines, last = [], None
for point in range(0x80, 0x110000):
    char = chr(point)
    if 0xD800 <= point <= 0xDFFF or (u.category(char) == "Cn" and not is_nothing(char)):
        continue
    to = folded(char)
    if to == char or (to == char.lower() and len(to) == 1):
        continue
    assert "\t" not in to and "\n" not in to
    if 0xE0000 <= point:
        continue  # FoldedText knows: they would be half of the table.
    if last is None or point != last + 1:
        lines.append(f"{point:X}")
    lines[-1] += "\t" + {"": "NIL", " ": "SP"}.get(to, to)
    last = point
print(f"# Unicode {u.unidata_version}; made by folding.py.")
print("\n".join(lines))
