namespace L2BN.Data;

/// <summary>An array of unsigned bytes from an IDX file.</summary>
/// <param name="Dimensions">Sizes, outermost first, each at least 1.</param>
/// <param name="Values">The product of the sizes, row-major.</param>
internal sealed record IdxArray(int[] Dimensions, byte[] Values)
{
    internal int Count => Dimensions[0];
}
