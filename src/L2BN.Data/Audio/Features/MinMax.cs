namespace L2BN.Data.Audio.Features;

/// <summary>Scales a whole clip into [0, 1] by one minimum and one maximum.</summary>
public static class MinMax
{
    /// <summary>(x − min) / (max − min) over all of <paramref name="values"/>, in place; all zeros where they are all equal.</summary>
    public static void Scale(Span<float> values)
    {
        float min = float.PositiveInfinity, max = float.NegativeInfinity;
        foreach (float value in values)
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        // In double: the range of floats does not fit into a float.
        double range = (double)max - min;
        for (int i = 0; i < values.Length; i++)
            values[i] = range > 0 ? (float)((values[i] - (double)min) / range) : 0;
    }
}

/// <summary>Scaling of log-mel features to a range for networks.</summary>
public enum FeatureScaling
{
    /// <summary>One minimum and one maximum per clip, into [0, 1]: the acoustic recipes' choice. Removes the recording level of the
    /// clip.</summary>
    MinMax,

    /// <summary>Left as it is; the data set then measures mean and deviation of its training clips.</summary>
    None,
}
