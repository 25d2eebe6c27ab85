using System.Runtime.InteropServices;
using L2BN.Kernels;

namespace L2BN.Native;

/// <summary><c>l2bn_call</c> of the header: what is computed.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CallRecord
{
    public int Size;
    public ElementType Type;
    public ElementType Parameters;
    public FeatureLayout Layout;
    public FeatureScale Scale;
    public Activation Activation;
    public int Training;
    public int Threads;
    public long Samples;
    public long Channels;
    public long Positions;
    public double Eps;
    public double NormEps;
    public double NegativeSlope;

    /// <summary>What does not depend on the data, after its check.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public readonly NormOptions Options()
    {
        NormOptions options = new()
        {
            Eps = Eps,
            NormEps = NormEps,
            Scale = Scale,
            Activation = Activation,
            NegativeSlope = NegativeSlope,
        };
        options.Validate();
        return options;
    }

    /// <summary>The shape, after a check of everything that the kernels do not check themselves.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public readonly unsafe FeatureShape Shape()
    {
        Expect(Size == sizeof(CallRecord), "size", $"{sizeof(CallRecord)}", Size);
        Expect(Enum.IsDefined(Type), "type", "an l2bn_type", (int)Type);
        Expect(Parameters == Type || (Type, Parameters) == (ElementType.BFloat16, ElementType.Float32), "parameters",
            "the type of the data, or L2BN_FLOAT32 for L2BN_BFLOAT16", (int)Parameters);
        Expect(Enum.IsDefined(Layout), "layout", "an l2bn_layout", (int)Layout);
        Expect(Training is 0 or 1, "training", "0 or 1", Training);
        Expect(Threads >= 1, "threads", "at least 1", Threads);
        Expect(Samples is >= 0 and <= int.MaxValue, "samples", $"0 to {int.MaxValue}", Samples);
        Expect(Channels is >= 1 and <= int.MaxValue, "channels", $"1 to {int.MaxValue}", Channels);
        Expect(Positions is >= 0 and <= int.MaxValue, "positions", $"0 to {int.MaxValue}", Positions);
        FeatureShape shape = new((int)Samples, (int)Channels, (int)Positions, Layout);
        if (!KernelBuffers.Fit(Samples, Channels, Positions, elementSize: 1, sizeof(double) * (long)Array.MaxLength))
            throw new ArgumentException($"expected a batch whose statistics fit an array, got {Samples}×{Channels}×{Positions}; split it");
        return shape;
    }

    /// <summary>Throws unless a field has an allowed value.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void Expect(bool allowed, string field, string expected, long actual)
    {
        if (!allowed)
            throw new ArgumentException($"expected {field}: {expected}, got {actual}");
    }
}

/// <summary><c>l2bn_type</c> of the header.</summary>
internal enum ElementType
{
    Float32,
    Float64,
    BFloat16,
}
