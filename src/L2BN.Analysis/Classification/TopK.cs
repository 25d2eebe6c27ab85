namespace L2BN.Analysis;

/// <summary>Answers from scores (logits or probabilities), one sample at a time.</summary>
public static class TopK
{
    /// <summary>The index of the largest score, the first among equals; −1 if there is none or every score is NaN.</summary>
    public static int Best(ReadOnlySpan<float> scores)
    {
        var best = -1;
        for (var k = 0; k < scores.Length; k++)
            best = !float.IsNaN(scores[k]) && (best < 0 || scores[k] > scores[best]) ? k : best;
        return best;
    }

    /// <summary>
    /// Whether <paramref name="label"/> is among the <paramref name="k"/> largest scores, the first among equals counting as larger. Never
    /// true for a label whose score is NaN; always true for another one where k is at least the number of scores.
    /// </summary>
    /// <param name="scores">One score per class.</param>
    /// <param name="label">The right class, 0 to the number of scores − 1.</param>
    /// <param name="k">How many answers count, ≥ 1; 5 for top-5.</param>
    public static bool Contains(ReadOnlySpan<float> scores, int label, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if ((uint)label >= (uint)scores.Length)
            throw new ArgumentOutOfRangeException(nameof(label), label, $"Expected a label from 0 to {scores.Length - 1}.");
        if (float.IsNaN(scores[label]))
            return false;
        var ahead = 0;
        for (var i = 0; i < scores.Length; i++)
            ahead += scores[i] > scores[label] || (i < label && scores[i] == scores[label]) ? 1 : 0;
        return ahead < k;
    }
}
