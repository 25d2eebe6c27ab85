using L2BN.Models.Images;

namespace L2BN.Models.Audio;

/// <summary>The acoustic entries of the catalog.</summary>
internal static class AudioModels
{
    private const string Dcase = "MihawkHu/DCASE2020_task1 (Hu et al. 2020)";

    private static readonly ModelOptions s_reference = new() { Classes = 10, SampleInput = (3, 128, 400) };

    public static IEnumerable<ModelInfo> Entries =>
    [
        new("asc_resnet", s_reference, "ResNet with two frequency bands; its last norm stays BatchNorm",
            $"{Dcase}, with the norms the L2BN authors swapped", options => new AscResNet(options))
        {
            FixedNorms = ["final_norm"],
        },
        new("asc_fcnn", s_reference, "Fully convolutional network with channel attention; its last norm stays BatchNorm",
            Dcase, options => new AscFcnn(options))
        {
            FixedNorms = ["final_norm"],
        },
        new("asc_cnn", s_reference, "Small convolutional network that trains on two cores", "this project", options => new AscCnn(options)),
    ];
}
