using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// How many hold a tensor and its memory. libtorch's engine adds gradients into one that nobody else holds; TorchSharp does not
/// pass the counts on, so they are read where libtorch keeps them.
/// </summary>
internal static unsafe class TensorOwners
{
    // c10::TensorImpl is a table of functions, the number of owners (below that of weak ones, 32 bits each) and the storage;
    // c10::StorageImpl begins likewise.
    private const int Owners = 8, Storage = 16;

    // The libtorch node behind TorchSharp's holds a gradient, and a saved variable its tensor, beside the handle that backward has.
    // Other versions may do otherwise.
    private const int InNode = 2;
    private static readonly Version s_known = new(0, 107);

    /// <summary>Whether the counts can be read: they are where they are expected, and the node is one we know. A variable for the benchmark
    /// that measures what it brings.</summary>
    internal static bool CanReadRefCounts { get; set; } = ProbeRefCounts();

    /// <summary>Whether a gradient that an autograd node was given, or a tensor that it saved, may be overwritten: nobody but that node
    /// holds it, and no other tensor shares its memory. False where that cannot be known.</summary>
    internal static bool IsTheNodes(Tensor tensor) => CanReadRefCounts && Holds(tensor, InNode, 1);

    // None of this is libtorch's interface: it is believed only if the counts follow what is done to a tensor.
    private static bool ProbeRefCounts()
    {
        Version? version = typeof(torch).Assembly.GetName().Version;
        if (version?.Major != s_known.Major || version.Minor != s_known.Minor) return false;
        using Tensor tensor = empty(1);
        return Holds(tensor, 1, 1) && FollowsAHandle(tensor) && FollowsAView(tensor) && Holds(tensor, 1, 1);
    }

    private static bool FollowsAHandle(Tensor tensor)
    {
        using Tensor again = tensor.contiguous();
        return Holds(tensor, 2, 1);
    }

    private static bool FollowsAView(Tensor tensor)
    {
        using Tensor view = tensor.view(1);
        return Holds(view, 1, 2) && StorageOf(view) == StorageOf(tensor);
    }

    private static bool Holds(Tensor tensor, uint owners, uint ofStorage)
    {
        byte* storage = StorageOf(tensor);
        return IsPointer(storage) && *(uint*)(Impl(tensor) + Owners) == owners && *(uint*)(storage + Owners) == ofStorage;
    }

    // A handle is the address of an at::Tensor, which is one pointer.
    private static byte* Impl(Tensor tensor) => *(byte**)tensor.Handle;

    private static byte* StorageOf(Tensor tensor) => *(byte**)(Impl(tensor) + Storage);

    // Another libtorch may keep a number there.
    private static bool IsPointer(byte* address) => (nuint)address > ushort.MaxValue && (nuint)address % (nuint)sizeof(nint) == 0;
}
