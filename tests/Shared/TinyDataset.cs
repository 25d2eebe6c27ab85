using L2BN.Data;

namespace L2BN.Tests.Shared;

/// <summary>Three classes of 1×8×8 images that differ in where they are bright: learnable in a few steps, made of arithmetic
/// alone.</summary>
internal sealed class TinyDataset(int count, int salt) : IDataset
{
    public string Name => "tiny";

    public IReadOnlyList<string> Classes { get; } = ["top", "left", "corner"];

    public SampleShape Shape { get; } = new(1, 8, 8);

    public int Count => count;

    public static DataSplits Splits(int train = 96, int test = 48)
    {
        var training = new TinyDataset(train, 1);
        return new DataSplits(training, new TinyDataset(test, 2), null, Normalization.Compute(training), "tiny-fingerprint");
    }

    public int Label(int index) => index % 3;

    public void Read(int index, Span<float> destination)
    {
        var noise = new Random((index * 31) + salt);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (0.5f * noise.NextSingle()) + (IsBright(Label(index), i / 8, i % 8) ? 0.5f : 0f);
    }

    private static bool IsBright(int label, int row, int column) => label switch
    {
        0 => row < 4,
        1 => column < 4,
        _ => row < 4 && column < 4,
    };
}
