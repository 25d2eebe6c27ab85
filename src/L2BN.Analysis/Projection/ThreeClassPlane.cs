namespace L2BN.Analysis;

/// <summary>The plane through three class means, centred on their midpoint, the first two level.</summary>
internal static class ThreeClassPlane
{
    public static FeatureProjection Project(double[][] means, int[] classes, IReadOnlyList<ReservoirEntry> samples, bool unit)
    {
        double[] origin = [.. means[0].Select((_, j) => (means[0][j] + means[1][j] + means[2][j]) / 3)];
        double[] horizontal = [.. means[1].Select((x, j) => x - means[0][j])];
        double[] vertical = [.. means[2].Select((x, j) => x - means[0][j])];
        if (!Plane.Orthonormalize(horizontal) || !Plane.Orthonormalize(vertical, horizontal))
        {
            throw new InvalidOperationException(
                $"The means of classes {classes[0]}, {classes[1]} and {classes[2]} lie on one line, so they span no plane; " +
                "choose other classes.");
        }
        return Plane.Project([.. samples.Where(sample => classes.Contains(sample.Label))], unit, origin, horizontal, vertical);
    }
}
