#!/usr/bin/python3
"""Draw the figures of bench/spam/run as pictures for the documentation.

    pictures.py FIGURES FOLDER

Writes FOLDER/calibration.svg, attacks.svg and recall.svg. Plain SVG, no
library; the same figures give the same bytes.
"""
import json
import os
import sys
from xml.sax.saxutils import escape

INK, PALE, OURS, THEIRS = '#333', '#ccc', '#1565c0', '#9e9e9e'
FONT = 'font-family="sans-serif" font-size="12"'


class Picture:
    def __init__(self, width, height, title):
        self.size = (width, height)
        self.parts = ['<title>%s</title>' % escape(title), '<rect width="100%" height="100%" fill="#fff"/>']

    def line(self, x1, y1, x2, y2, colour=INK, dash=''):
        self.parts.append('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s"%s/>'
                          % (x1, y1, x2, y2, colour, ' stroke-dasharray="%s"' % dash if dash else ''))

    def text(self, x, y, words, anchor='start', colour=INK):
        self.parts.append('<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>'
                          % (x, y, anchor, colour, escape(words)))

    def bar(self, x, y, width, height, colour):
        self.parts.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>' % (x, y, width, height, colour))

    def dot(self, x, y, radius, words):
        self.parts.append('<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s" fill-opacity="0.8"><title>%s</title></circle>'
                          % (x, y, radius, OURS, escape(words)))

    def save(self, path):
        with open(path, 'w') as f:
            f.write('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" %s>\n%s\n</svg>\n'
                    % (self.size + self.size + (FONT, '\n'.join(self.parts))))


def calibration(figures, path):
    """What was said against what was so; the area of a dot: how often."""
    p = Picture(460, 440, 'Calibration: of the numbers said to be spam with p, how many are')
    left, top, side = 60, 20, 360

    def place(said, true):
        return left + said * side, top + (1 - true) * side
    for i in range(6):
        x, y = place(i / 5, i / 5)
        p.line(left, y, left + side, y, PALE)
        p.text(left - 8, y + 4, '%.1f' % (i / 5), 'end')
        p.text(x, top + side + 18, '%.1f' % (i / 5), 'middle')
    p.line(*place(0, 0), *place(1, 1), dash='4 4')
    most = max(b['numbers'] for b in figures['calibration'])
    for b in figures['calibration']:
        p.dot(*place(b['said'], b['true']), 3 + 9 * (b['numbers'] / most) ** .25,
              'said %.3f, was %.3f, %d numbers' % (b['said'], b['true'], b['numbers']))
    p.text(left + side / 2, top + side + 38, 'likelihood said', 'middle')
    p.text(left, top + side + 56, 'seeds %s: %d bins, ECE %.4f'
           % (figures['seeds'], len(figures['calibration']), figures['variants']['full']['ece']))
    p.save(path)


def rows(path, title, head, bars, note):
    """Named bars of a share from 0 to 1: (name, share, colour)."""
    step, left, width = 22, 330, 300
    p = Picture(left + width + 70, 60 + step * len(bars), title)
    p.text(left, 20, head)
    for i, (name, share, colour) in enumerate(bars):
        y = 30 + step * i
        p.text(left - 8, y + 12, name, 'end')
        p.bar(left, y, max(1, share * width), step - 7, colour)
        p.text(left + max(1, share * width) + 6, y + 12, '%.1f %%' % (100 * share))
    p.text(8, 50 + step * len(bars), note)
    p.save(path)


def main():
    with open(sys.argv[1]) as f:
        figures = json.load(f)
    folder = sys.argv[2]
    os.makedirs(folder, exist_ok=True)
    calibration(figures, os.path.join(folder, 'calibration.svg'))
    rows(os.path.join(folder, 'attacks.svg'), 'Numbers that lying accounts move over one half',
         'share of the numbers that were moved',
         [('%s, %d, on %s' % (a['attack'].split(':')[0], a['accounts'],
                              dict(oneoff='one-off callers', person='persons').get(a['targets'], a['targets'])),
           a['moved'], THEIRS if 'strong' in a['attack'] or 'old' in a['attack'] else OURS)
          for a in figures['attacks'] if a['accounts'] in (4, 30, 150, 400) or a['targets'] == 'spam'],
         'grey: accounts that had earned a standing before')
    rows(os.path.join(folder, 'recall.svg'), 'Spam found while one legitimate number in a thousand is called spam',
         'recall at 0.1 % false positives',
         [('numsight', figures['variants']['full']['recall@0.001'], OURS)]
         + [(name, m['recall@0.001'], THEIRS) for name, m in figures['baselines'].items()],
         'seeds ' + figures['seeds'])


if __name__ == '__main__':
    main()
