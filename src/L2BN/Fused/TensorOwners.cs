using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// The reference counts of a tensor and of its memory. libtorch's engine accumulates gradients in place where it is the only owner;
/// TorchSharp does not expose the counts, so they are read from libtorch's own fields.
/// </summary>
internal static unsafe class TensorOwners
{
    // c10::TensorImpl begins with a table of functions, the number of owners (below that of weak ones, 32 bits each) and the storage;
    // c10::StorageImpl begins likewise.
    private const int OwnersOffset = 8, StorageOffset = 16;

    // The libtorch node of TorchSharp's node owns a gradient, and a saved variable its tensor, beside the handle that backward has.
    // Other versions may differ.
    private const int OwnersInNode = 2;
    private static readonly Version s_known = new(0, 107);

    /// <summary>Whether the counts can be read: TorchSharp's version is known, and a probe finds them at the expected offsets. A variable
    /// for the benchmark that measures what reuse saves.</summary>
    internal static bool CanReadRefCounts { get; set; } = ProbeRefCounts();

    /// <summary>Whether a gradient that an autograd node received, or a tensor that it saved, may be overwritten: the node is its only
    /// owner, and no other tensor shares its memory. False where that is not known.</summary>
    internal static bool IsOwnedByNodeOnly(Tensor tensor) => CanReadRefCounts && HasCounts(tensor, OwnersInNode, 1);

    // None of this is libtorch's interface: it is used only if the counts change as operations on a tensor require.
    private static bool ProbeRefCounts()
    {
        Version? version = typeof(torch).Assembly.GetName().Version;
        if (version?.Major != s_known.Major || version.Minor != s_known.Minor)
            return false;
        using Tensor tensor = empty(1);
        return HasCounts(tensor, 1, 1) && CountsHandles(tensor) && CountsViews(tensor) && HasCounts(tensor, 1, 1);
    }

    private static bool CountsHandles(Tensor tensor)
    {
        using Tensor again = tensor.contiguous();
        return HasCounts(tensor, 2, 1);
    }

    private static bool CountsViews(Tensor tensor)
    {
        using Tensor view = tensor.view(1);
        return HasCounts(view, 1, 2) && GetStorage(view) == GetStorage(tensor);
    }

    private static bool HasCounts(Tensor tensor, uint owners, uint ownersOfStorage)
    {
        byte* storage = GetStorage(tensor);
        return IsPointer(storage)
            && *(uint*)(GetImpl(tensor) + OwnersOffset) == owners
            && *(uint*)(storage + OwnersOffset) == ownersOfStorage;
    }

    // A handle is the address of an at::Tensor, which is one pointer.
    private static byte* GetImpl(Tensor tensor) => *(byte**)tensor.Handle;

    private static byte* GetStorage(Tensor tensor) => *(byte**)(GetImpl(tensor) + StorageOffset);

    // Another libtorch may store a number there.
    private static bool IsPointer(byte* address) => (nuint)address > ushort.MaxValue && (nuint)address % (nuint)sizeof(nint) == 0;
}
