namespace L2BN.Kernels.Operators;

/// <summary>A decision known when a loop is compiled.</summary>
internal interface IFlag
{
    static abstract bool Value { get; }
}

/// <summary>Yes.</summary>
internal readonly struct Yes : IFlag
{
    public static bool Value => true;
}

/// <summary>No.</summary>
internal readonly struct No : IFlag
{
    public static bool Value => false;
}
