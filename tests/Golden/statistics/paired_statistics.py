"""Writes paired-statistics.json, the SciPy and mpmath numbers that the tests of L2BN.Analysis are held against."""
import json
import pathlib

import mpmath
import numpy as np
import scipy
from scipy import stats


mpmath.mp.dps = 30


def t_quantile(p, degrees):
    """SciPy 1.10's quantile is only good to about 1e-9; 30 digits of mpmath, started from it, are the reference."""
    v, upper = mpmath.mpf(degrees), max(mpmath.mpf(p), 1 - mpmath.mpf(p))
    tail = lambda t: mpmath.betainc(v / 2, mpmath.mpf(1) / 2, 0, v / (v + t * t), regularized=True) / 2 - (1 - upper)
    t = float(mpmath.findroot(tail, abs(stats.t.ppf(p, degrees))))
    return t if p > 0.5 else -t


def t_quantiles():
    degrees = [1, 2, 3, 4, 5, 9, 19, 30, 99, 1000, 100000, 0.5, 2.5]
    return [{"p": p, "degrees": v, "t": t_quantile(p, v)}
            for v in degrees for p in [0.6, 0.75, 0.9, 0.95, 0.975, 0.995, 0.9995, 0.001, 0.3]]


def t_tails():
    return [{"t": t, "degrees": v, "p": stats.t.sf(t, v)}
            for v in [1, 2, 5, 17, 100, 5000] for t in [-3.0, 0.0, 0.01, 0.5, 1.0, 2.5, 10.0, 40.0]]


def normals():
    return {"cdf": [{"x": x, "p": stats.norm.cdf(x)} for x in [-20.0, -8.0, -3.3, -2.829, -2.828, -1.0, -0.1, 0.0, 0.5, 2.0, 5.0]],
            "quantile": [{"p": p, "x": stats.norm.ppf(p)} for p in [1e-300, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999999]]}


def powers():
    rows = []
    for n in [6, 7, 10, 20, 100, 1000]:
        for alpha in [0.05, 0.025]:
            critical = t_quantile(1 - alpha / 2, n - 1)
            for shift in [0.0, 0.7, 2.5, 4.0]:
                power = stats.nct.sf(critical, n - 1, shift) + stats.nct.cdf(-critical, n - 1, shift)
                if shift == 0:
                    power = alpha
                rows.append({"pairs": n, "alpha": alpha, "shift": shift, "power": power})
    return rows


def comparison(name, a, b, margin):
    a, b = np.asarray(a, float), np.asarray(b, float)
    d = b - a
    n = len(d)
    half = t_quantile(0.975, n - 1) * stats.sem(d)
    assert np.allclose((d.mean() - half, d.mean() + half), stats.t.interval(0.95, n - 1, loc=d.mean(), scale=stats.sem(d)), rtol=1e-8)
    flip = stats.permutation_test((d,), lambda x, axis: np.mean(x, axis=axis), permutation_type="samples", n_resamples=np.inf,
                                  alternative="two-sided", vectorized=True)
    row = {"name": name, "a": a.tolist(), "b": b.tolist(), "mean": d.mean(), "std": d.std(ddof=1),
           "low": d.mean() - half, "high": d.mean() + half,
           "p_sign_flip": flip.pvalue, "effect": d.mean() / d.std(ddof=1), "margin": margin,
           "p_not_worse": stats.ttest_1samp(d, -margin, alternative="greater").pvalue,
           "p_not_better": stats.ttest_1samp(d, margin, alternative="less").pvalue}
    return row


def comparisons():
    random = np.random.default_rng(20220702)
    rows = []
    for n, shift, spread in [(2, 0.4, 0.3), (5, 0.6, 0.3), (6, 0.5, 0.2), (7, -0.8, 0.4), (10, 0.1, 0.5), (12, 0.0, 1.0), (14, 0.5, 0.6)]:
        a = 70 + random.normal(0, 0.8, n)
        rows.append(comparison(f"normal, {n} pairs", a.round(4), (a + random.normal(shift, spread, n)).round(4), 0.5))
    coarse = random.integers(650, 660, 11) / 10
    rows.append(comparison("ties and zeros", coarse, coarse + random.integers(-2, 4, 11) / 10, 0.3))
    a = 90 + random.normal(0, 0.3, 20)
    rows.append(comparison("normal, 20 pairs", a.round(4), (a + random.normal(0.2, 0.4, 20)).round(4), 0.5))
    rows.append(comparison("skewed, 20 pairs", a.round(4), (a + random.exponential(0.5, 20) - 0.3).round(4), 0.5))
    return rows


def main():
    golden = {"scipy": scipy.__version__, "numpy": np.__version__, "mpmath": mpmath.__version__,
              "t_quantiles": t_quantiles(), "t_tails": t_tails(),
              "normal": normals(), "powers": powers(), "comparisons": comparisons()}
    path = pathlib.Path(__file__).with_name("paired-statistics.json")
    path.write_text(json.dumps(golden, indent=1, default=float) + "\n")


if __name__ == "__main__":
    main()
