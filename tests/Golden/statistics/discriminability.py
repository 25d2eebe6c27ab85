"""Writes discriminability.json: small feature sets and their measures, computed from the definitions with full matrices in NumPy."""
import json
import pathlib

import numpy as np


def pairs(classes):
    return [(k, l) for k in range(classes) for l in range(classes) if k != l]


def geometry(x, labels, predictions):
    n, classes = len(x), labels.max() + 1
    counts = np.bincount(labels)
    means = np.stack([x[labels == k].mean(0) for k in range(classes)])
    variances = np.array([((x[labels == k] - means[k]) ** 2).sum(1).mean() for k in range(classes)])
    residual = x - means[labels]
    sigma_w = residual.T @ residual / n
    centred = means - means.mean(0)
    sigma_b = centred.T @ centred / classes
    scatter_b = sum(counts[k] * np.outer(means[k] - x.mean(0), means[k] - x.mean(0)) for k in range(classes)) / n
    norms = np.linalg.norm(centred, axis=1)
    cosines = np.array([centred[k] @ centred[l] / norms[k] / norms[l] for k, l in pairs(classes)])
    distances = np.linalg.norm(x[:, None] - x[None], axis=2)
    nearest = np.array([nearest_mean(x, labels, i, classes) for i in range(n)])
    return {
        "within_scatter": np.trace(sigma_w), "between_scatter": np.trace(scatter_b),
        "trace_ratio": np.trace(scatter_b) / np.trace(sigma_w),
        "nc1": np.trace(sigma_w @ np.linalg.pinv(sigma_b, rcond=1e-8, hermitian=True)) / classes,
        "nc2_equinorm": norms.std() / norms.mean(), "nc2_equiangle": cosines.std(),
        "nc2_maximal_angle": np.abs(cosines + 1 / (classes - 1)).mean(),
        "nc4": (nearest != predictions).mean(),
        "cdnv": np.mean([(variances[k] + variances[l]) / (2 * ((means[k] - means[l]) ** 2).sum()) for k, l in pairs(classes)]),
        "silhouette": np.mean([silhouette(distances[i], labels, i, classes) for i in range(n)]),
        "nearest_mean_accuracy": (nearest == labels).mean(),
    }


def nearest_mean(x, labels, i, classes):
    others = np.arange(len(x)) != i
    return np.argmin([np.linalg.norm(x[i] - x[others & (labels == k)].mean(0)) for k in range(classes)])


def silhouette(distances, labels, i, classes):
    own = (labels == labels[i]) & (np.arange(len(labels)) != i)
    a = distances[own].mean()
    b = min(distances[labels == k].mean() for k in range(classes) if k != labels[i])
    return (b - a) / max(a, b)


def cosine_measures(unit, labels):
    classes = labels.max() + 1
    cos = unit @ unit.T
    block = lambda k, l: cos[np.ix_(labels == k, labels == l)]
    intra = [(block(k, k).sum() - np.trace(block(k, k))) / (len(block(k, k)) * (len(block(k, k)) - 1)) for k in range(classes)]
    within = np.mean([(1 - block(k, k)).mean() for k in range(classes)])
    total = np.mean([(1 - block(k, l)).mean() for k in range(classes) for l in range(classes)])
    return {"intra_class_cosine": np.mean(intra), "inter_class_cosine": np.mean([block(k, l).mean() for k, l in pairs(classes)]),
            "class_separation_r2": 1 - within / total}


def norm_measures(norms, labels):
    counts = np.bincount(labels)
    means = np.array([norms[labels == k].mean() for k in range(len(counts))])
    within = (counts * np.array([norms[labels == k].var() for k in range(len(counts))])).sum() / len(norms)
    return {"norm_cv": norms.std() / norms.mean(), "norm_cv_within": np.sqrt(within) / norms.mean(),
            "norm_cv_between": np.sqrt(norms.var() - within) / norms.mean(),
            "class_quantiles": [np.quantile(norms[labels == k], [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]).tolist() for k in range(len(counts))]}


def case(name, seed, counts, dimension, spread, offset):
    random = np.random.default_rng(seed)
    labels = random.permutation(np.repeat(np.arange(len(counts)), counts))
    centres = random.normal(0, 1, (len(counts), dimension)) + offset
    x = (centres[labels] + spread * random.normal(0, 1, (len(labels), dimension))) * random.uniform(0.5, 2, (len(labels), 1))
    x = x.astype(np.float32).astype(float)
    predictions = np.where(random.random(len(labels)) < 0.8, labels, random.integers(0, len(counts), len(labels)))
    norms = np.linalg.norm(x, axis=1)
    unit = x / norms[:, None]
    return {"name": name, "features": x.tolist(), "labels": labels.tolist(), "predictions": predictions.tolist(),
            "shared": norm_measures(norms, labels) | {"norm_variance_share": norms.var() / x.var(axis=0).sum()} | cosine_measures(unit, labels),
            "raw": geometry(x, labels, predictions), "unit": geometry(unit, labels, predictions)}


def main():
    golden = {"numpy": np.__version__, "cases": [
        case("balanced, more features than samples", 1, [5, 5, 5], 24, 0.4, 0.0),
        case("unequal classes", 2, [12, 4, 7, 9], 5, 0.7, 0.5),
        case("more classes than features", 3, [6, 6, 6, 6, 6], 2, 0.5, 3.0),
        case("two classes, a vector width and a bit", 4, [8, 11], 35, 1.0, 0.2)]}
    path = pathlib.Path(__file__).with_name("discriminability.json")
    path.write_text(json.dumps(golden, default=float) + "\n")


if __name__ == "__main__":
    main()
