"""Draws the CSV file of a soak as an SVG: soak_figure.py FROM.csv TO.svg"""
import collections
import csv
import sys

PANELS = (('sold', 'trips sold', 1), ('rss_kb', 'resident memory, MB', 1 / 1024),
          ('descriptors', 'descriptors', 1), ('threads', 'threads', 1),
          ('queue', 'messages in queues', 1), ('bytes', 'tables, MB', 1 / (1 << 20)))
WIDTH, HEIGHT, LEFT, RIGHT, GAP = 900, 130, 60, 160, 36
COLOURS = ('#1b6ca8', '#c2410c', '#15803d', '#7e22ce', '#be123c', '#0f766e', '#a16207', '#475569')


def read(path):
    """{what: {name: [(second, value)]}}"""
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(path, encoding='ascii', newline='') as file:
        for row in csv.DictReader(file):
            found[row['what']][row['name']].append((float(row['second']), float(row['value'])))
    return found


def text(x, y, words, size=11, anchor='start', colour='#333'):
    return (f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}" '
            f'fill="{colour}">{words}</text>')


def turning_points(points):
    """Those at which a line is not level."""
    return [point for before, point, after in zip([None, *points], points, [*points[1:], None])
            if not before or not after or not before[1] == point[1] == after[1]]


def panel(title, lines, top, last, factor):
    parts = [text(LEFT, top - 8, title, 12)]
    highest = max((value for points in lines.values() for _, value in points), default=0) * factor
    highest = highest or 1
    inner = WIDTH - LEFT - RIGHT
    for share in (0, 0.5, 1):
        y = top + HEIGHT * (1 - share)
        parts.append(f'<path d="M{LEFT} {y:.0f}h{inner}" stroke="#ddd"/>')
        parts.append(text(LEFT - 6, y + 4, f'{highest * share:,.0f}', 10, 'end'))
    # The largest ones have names.
    order = sorted(lines, key=lambda name: -max(value for _, value in lines[name]))
    for number, name in enumerate(order):
        colour = COLOURS[number % len(COLOURS)]
        points = [(round(LEFT + inner * second / last),
                   round(top + HEIGHT * (1 - value * factor / highest)))
                  for second, value in lines[name]]
        turns = ' '.join(f'{x},{y}' for x, y in turning_points(points))
        parts.append(f'<polyline points="{turns}" fill="none" stroke="{colour}"/>')
        if number < 8:
            parts.append(text(WIDTH - RIGHT + 10, top + 10 + 15 * number, name, 11, 'start',
                              colour))
    return parts


def draw(source, target):
    found = read(source)
    last = max((second for lines in found.values() for points in lines.values()
                for second, _ in points), default=1)
    parts, top = [], 60
    for what, title, factor in PANELS:
        parts += panel(title, found[what], top, last, factor)
        top += HEIGHT + GAP
    for name, points in found['failure'].items():
        if name.startswith('kill '):
            continue
        for second, _ in points:
            x = LEFT + (WIDTH - LEFT - RIGHT) * second / last
            parts.append(f'<path d="M{x:.1f} 40V{top - GAP}" stroke="#bbb" '
                         f'stroke-dasharray="2 3"><title>{name}</title></path>')
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" '
            'font-family="sans-serif"><rect width="100%" height="100%" fill="#fff"/>')
    heading = text(LEFT, 24, f'{last / 60:.0f} minutes; dashed: failures other than kills', 13)
    with open(target, 'w', encoding='ascii') as file:
        file.write('\n'.join([head, heading, *parts, '</svg>']) + '\n')


if __name__ == '__main__':
    draw(*sys.argv[1:])
