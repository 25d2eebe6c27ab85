namespace L2BN.Formats.Safetensors;

/// <summary>Files of weights that are not safetensors, by their first bytes. None of them is read: a pickle executes what it
/// contains.</summary>
internal static class ForeignWeights
{
    private const string Script =
        "convert it in Python: import torch; from safetensors.torch import save_file; "
        + "save_file({k: v.contiguous().clone() for k, v in torch.load(FILE, map_location='cpu', weights_only=True).items()}, OUT) "
        + "(docs/weights.md: files with a nested 'state_dict', names that begin with 'module.')";

    /// <summary>What is expected and was found, for a message; null for others.</summary>
    /// <param name="start">The first eight bytes of a file that cannot be safetensors, since its header would not end in it.</param>
    public static string? Recognize(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PK\u0003\u0004"u8))
            return $"expected a safetensors file, got a zip archive, as torch.save writes (.pth, .pt, .bin); {Script}";
        // The opcode of a pickle's protocol, and its version. With zeros after it, it is the length of a header that was cut off.
        if (start[0] == 0x80 && start[1] is >= 2 and <= 5 && start[4..].ContainsAnyExcept((byte)0))
            return $"expected a safetensors file, got a pickle, as old versions of torch.save write (.pth, .pt, .bin); {Script}";
        if (start.SequenceEqual(Hdf5))
            return "expected a safetensors file, got an HDF5 file, as Keras writes (.h5); load it in Python, give every tensor torch's "
                + "name and order of axes, and write it with safetensors.torch.save_file (docs/weights.md)";
        return null;
    }

    private static ReadOnlySpan<byte> Hdf5 => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];
}
