namespace L2BN.Models;

/// <summary>Sizes of the catalog's models at the input and number of classes they were published with, so that listing them costs nothing.
/// A
/// test counts them on the models themselves.</summary>
internal static class CatalogSizes
{
    private static readonly Dictionary<string, ModelSize> s_sizes = new(StringComparer.Ordinal)
    {
        ["resnet8"] = new(75_290, 12_239_488),
        ["resnet20"] = new(269_722, 40_551_040),
        ["resnet32"] = new(464_154, 68_862_592),
        ["resnet44"] = new(658_586, 97_174_144),
        ["resnet56"] = new(853_018, 125_485_696),
        ["resnet110"] = new(1_727_962, 252_887_680),
        ["resnet8_b"] = new(78_042, 12_501_632),
        ["resnet20_b"] = new(272_474, 40_813_184),
        ["resnet32_b"] = new(466_906, 69_124_736),
        ["resnet44_b"] = new(661_338, 97_436_288),
        ["resnet56_b"] = new(855_770, 125_747_840),
        ["resnet110_b"] = new(1_730_714, 253_149_824),
        ["resnet18"] = new(11_689_512, 1_814_073_344),
        ["resnet18_imagenet"] = new(11_689_512, 1_814_073_344),
        ["resnet18_cifar"] = new(11_220_132, 555_468_800),
        ["resnet34"] = new(21_797_672, 3_663_761_408),
        ["resnet34_imagenet"] = new(21_797_672, 3_663_761_408),
        ["resnet34_cifar"] = new(21_328_292, 1_159_448_576),
        ["resnet50"] = new(25_557_032, 4_089_184_256),
        ["resnet50_imagenet"] = new(25_557_032, 4_089_184_256),
        ["resnet50_cifar"] = new(23_705_252, 1_298_014_208),
        ["mobilenet_v2"] = new(3_504_872, 300_774_272),
        ["mobilenet_v2_imagenet"] = new(3_504_872, 300_774_272),
        ["mobilenet_v2_cifar"] = new(2_351_972, 88_091_648),
        ["vgg16"] = new(34_015_396, 332_480_512),
        ["vgg16_slim"] = new(15_299_748, 313_772_032),
        ["densenet_bc100"] = new(769_162, 287_929_692),
        ["mlp"] = new(1_842_186, 1_840_128),
        ["asc_resnet"] = new(12_966_444, 30_104_371_200),
        ["asc_fcnn"] = new(11_780_329, 14_472_115_400),
        ["asc_cnn"] = new(222_184, 122_574_720),
    };

    /// <exception cref="ArgumentOutOfRangeException">The model has no row.</exception>
    public static ModelSize Find(string name) => TryFind(name)
        ?? throw new ArgumentOutOfRangeException(nameof(name), name, "Expected a row of this model in the table of sizes.");

    /// <returns>Null where the model has no row.</returns>
    internal static ModelSize? TryFind(string name) => s_sizes.GetValueOrDefault(name);
}
