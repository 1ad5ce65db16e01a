#!/usr/bin/python3
"""Figures of what was said of simulated communities, beside baselines.

    judge.py OUT DATA "SEEDS" "SET"

Reads what bench/spam/run writes: OUT/answers.tsv, attacks, categories, detected,
rings and told, and the communities DATA/seed-N for the baselines of score.py. The
seeds are pooled. Prints tables and writes OUT/figures.json.
"""
import json
import os
import sys

import numpy as np

import score

HEADS = ['auc', 'ap', 'brier', 'ece', 'recall@0.01', 'recall@0.001', 'recall@0.0001']
TITLES = ['AUC', 'AP', 'Brier', 'ECE', 'R@1%', 'R@0.1%', 'R@0.01%']
BINS = 15

# What is to be reached: figure, bound, whether it is a lower bound.
TARGETS = [('auc', .998, True), ('ap', .99, True), ('ece', .015, False), ('brier', .012, False),
           ('recall@0.001', .92, True), ('recall@0.0001', .60, True)]
CLASS_TARGETS = [('victim', .04), ('reassigned', .02)]


def table(path):
    with open(path) as f:
        return [line.rstrip('\n').split('\t') for line in f]


def answers(out):
    """variant -> class, truth and likelihood of every number."""
    found = {}
    for seed, variant, phone, cls, spam, p in table(os.path.join(out, 'answers.tsv')):
        found.setdefault(variant, []).append((score.group(cls), int(spam), float(p), (seed, phone)))
    return {v: (np.array([r[0] for r in rows]), np.array([r[1] for r in rows]), np.array([r[2] for r in rows]),
                [r[3] for r in rows]) for v, rows in found.items()}


def baselines(data, seeds, keys):
    """name -> score, is it a probability; in the order of the keys."""
    place = {k: i for i, k in enumerate(keys)}
    pooled = {}
    for seed in seeds:
        d = os.path.join(data, 'seed-' + seed)
        phones = [r[0] for r in score.table(d, 'truth.tsv')]
        with open(os.path.join(d, 'params.json')) as f:
            as_of = json.load(f)['as_of']
        counts = score.counters(d, {x: i for i, x in enumerate(phones)}, as_of)
        index = np.array([place[(seed, x)] for x in phones])
        for name, (s, probability, _) in score.baselines(*counts).items():
            pooled.setdefault(name, (np.zeros(len(keys)), probability))[0][index] = s
    return pooled


def line(name, m):
    print('%-28s' % name + ''.join('%9.4f' % m[k] if k in m else '        -' for k in HEADS))


def bins(y, p):
    """Calibration: what was said, what was so, how often; by bins of p."""
    b = np.minimum((p * BINS).astype(int), BINS - 1)
    return [dict(said=float(p[b == i].mean()), true=float(y[b == i].mean()), numbers=int((b == i).sum()))
            for i in range(BINS) if (b == i).any()]


def per_class(cls, y, p):
    print('\nshare above one half (legitimate: false positives, spam: recall)')
    shares = {}
    for truth in (0, 1):
        for c in sorted(set(cls[y == truth])):
            q = (cls == c) & (y == truth)
            shares[c] = dict(spam=truth, numbers=int(q.sum()), above=float((p[q] > .5).mean()))
            print('  %-16s%-11s%7d%9.4f' % (c, ('legitimate', 'spam')[truth], q.sum(), shares[c]['above']))
    return shares


def attacks(out):
    """Attacks, pooled: numbers that were moved to the wrong side."""
    pooled = {}
    for _, name, accounts, targets, numbers, moved in table(os.path.join(out, 'attacks.tsv')):
        n = pooled.setdefault((name, targets, int(accounts)), [0, 0])
        n[0] += int(numbers)
        n[1] += int(moved)
    print('\nnumbers that accounts moved over one half, after the period')
    rows = []
    for (name, targets, accounts), (numbers, moved) in sorted(pooled.items()):
        rows.append(dict(attack=name, targets=targets, accounts=accounts, numbers=numbers, moved=moved / numbers))
        print('  %-52s%-10s%5d accounts %8.2f %% of %d' % (name, targets, accounts, 100 * moved / numbers, numbers))
    return rows


# What a kind of spammer may be called: scammers play recordings, and who rings
# once wants to be called back for money.
KINDS = dict(nbspoof=('robocall',), scammer=('scam', 'robocall'), telemarketer=('telemarketing',),
             debt_survey=('debt', 'survey'), wangiri=('wangiri', 'scam'))


def categories(out):
    """Share of detected spam whose kind is told right."""
    rows = [(cls, said, int(n)) for cls, said, n in table(os.path.join(out, 'categories.tsv'))]
    numbers = sum(n for _, _, n in rows)
    return dict(numbers=numbers, right=sum(n for cls, said, n in rows if said in KINDS[cls]) / numbers)


def detected(out):
    """Calls until a number is called spam, judged live; never counts as more
    than all its calls."""
    by_class = {}
    for _, cls, calls, at in table(os.path.join(out, 'detected.tsv')):
        by_class.setdefault(cls, []).append((int(calls), None if at == '\\N' else max(1, int(at))))
    print('\ncalls until detected, live; share of all calls that came after')
    rows = {}
    for cls, numbers in sorted(by_class.items()):
        at = np.array([np.inf if a is None else a for _, a in numbers])
        after = sum(calls - a for calls, a in numbers if a is not None)
        rows[cls] = dict(numbers=len(numbers), median=float(np.median(at)), never=float(np.isinf(at).mean()),
                         after=after / max(1, sum(calls for calls, _ in numbers)))
        print('  %-16s%7d numbers, median %4.1f, never %.3f, after %.3f'
              % (cls, len(numbers), rows[cls]['median'], rows[cls]['never'], rows[cls]['after']))
    return rows


def blocked(out):
    """Share of the calls of spammers that are blocked where so few legitimate
    ones are: by what was said before the call. Numbers that spammers use beside
    somebody else, or did before him, are on neither side."""
    rows = [(int(spam), float(daily), float(live), int(reports), int(calls))
            for _, cls, spam, daily, live, reports, calls in table(os.path.join(out, 'rings.tsv'))
            if not cls.startswith(('victim', 'reassigned'))]
    spam, daily, live, reports, calls = (np.array(c) for c in zip(*rows))
    print('\nshare of %d spam calls that are blocked where 0.1 %% and 1 %% of %d legitimate ones are'
          % (spam.sum(), (1 - spam).sum()))
    result = {}
    for name, p in (('live', live), ('daily', daily), ('num_spam', reports), ('num_spam / calls', reports / np.maximum(calls, 1))):
        legitimate = np.sort(p[spam == 0])[::-1]
        result[name] = [float((p[spam == 1] > legitimate[int(part * len(legitimate))]).mean()) for part in (.001, .01)]
        print('  %-20s%8.3f%8.3f' % (name, *result[name]))
    return result


def told(out):
    """A sample, in bulk and through the API: figures, and how far apart."""
    rows = [(int(spam == 't'), float(a), float(b)) for _, _, spam, a, b in table(os.path.join(out, 'told.tsv'))]
    y, counted, said = (np.array(c) for c in zip(*rows))
    apart = np.abs(counted - said)
    print('\na sample of %d numbers' % len(y))
    result = dict(numbers=len(y), apart=dict(mean=float(apart.mean()), worst=float(apart.max()),
                                             sides=int(((counted > .5) != (said > .5)).sum())))
    for name, p in (('in bulk', counted), ('through the API', said)):
        result[name] = score.metrics(y, p)
        line('  ' + name, result[name])
    print('  likelihoods differ by %(mean).4f in the mean, %(worst).3f at worst; %(sides)d are on another side of one half'
          % result['apart'])
    return result


def verdict(name, value, bound, lower):
    met = value >= bound if lower else value <= bound
    print('  %-40s%9.4f  %s %-6g %s' % (name, value, '>=' if lower else '<=', bound, 'met' if met else 'MISSED'))
    return dict(figure=name, value=value, bound=bound, met=bool(met))


def targets(full, fixed, shares, attacked, category, live, stopped):
    print('\ntargets')
    rows = [verdict(k, full[k], bound, lower) for k, bound, lower in TARGETS]
    rows.append(verdict('recall@0.001, fixed numbers', fixed['recall@0.001'], .92, True))
    rows += [verdict(c + ' above one half', shares[c]['above'], bound, False) for c, bound in CLASS_TARGETS if c in shares]
    rows.append(verdict('worst business above one half',
                        max(v['above'] for c, v in shares.items() if c.startswith('biz')), .03, False))
    for name, bound in (('sybils', .02), ('whitewash', .03), ('own number', .019)):
        worst = [a['moved'] for a in attacked if name in a['attack']]
        if worst:
            rows.append(verdict('worst of: ' + name, max(worst), bound, False))
    rows.append(verdict('spam calls blocked at 0.1 %', stopped['live'][0], .55, True))
    rows += [verdict('calls until detected: ' + c, live[c]['median'], 4, False)
             for c in ('scammer', 'telemarketer') if c in live]
    rows.append(verdict('category of detected spam', category['right'], .8, True))
    return rows


def main():
    out, data, seeds, changed = sys.argv[1:5]
    found = answers(out)
    cls, y, p, keys = found['full']
    fixed = cls != 'nbspoof'
    print('seeds %s%s: %d numbers, %d legitimate, %d spam' %
          (seeds, ' with ' + changed if changed else '', len(y), len(y) - y.sum(), y.sum()))
    print('%-28s' % '' + ''.join('%9s' % t for t in TITLES))
    result = dict(seeds=seeds, set=changed, variants={}, baselines={})
    for variant, (_, truth, q, _) in found.items():
        result['variants'][variant] = score.metrics(truth, q)
        line(variant, result['variants'][variant])
    result['variants']['full, fixed numbers'] = score.metrics(y[fixed], p[fixed])
    line('full, fixed numbers', result['variants']['full, fixed numbers'])
    for name, (s, probability) in baselines(data, seeds.split(), keys).items():
        result['baselines'][name] = score.metrics(y, s, probability)
        line(name, result['baselines'][name])
    result['calibration'] = bins(y, p)
    result['classes'] = per_class(cls, y, p)
    result['attacks'] = attacks(out)
    result['category'] = categories(out)
    result['detected'] = detected(out)
    result['blocked'] = blocked(out)
    result['sample'] = told(out)
    result['targets'] = targets(result['variants']['full'], result['variants']['full, fixed numbers'],
                                result['classes'], result['attacks'], result['category'], result['detected'],
                                result['blocked'])
    with open(os.path.join(out, 'figures.json'), 'w') as f:
        json.dump(result, f, indent=1)
        f.write('\n')


if __name__ == '__main__':
    main()
