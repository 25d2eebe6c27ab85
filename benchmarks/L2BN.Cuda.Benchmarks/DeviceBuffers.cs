using L2BN.Tests.Shared;

namespace L2BN.Cuda.Benchmarks;

/// <summary>Memory of one measurement, freed with it.</summary>
internal sealed unsafe class DeviceBuffers(DeviceMemory memory) : IDisposable
{
    // A whole number of these would repeat in the planes of every shape; a prime does not.
    private const int RandomValues = 1_000_003;

    private static readonly float[] s_values = Normal();

    private readonly List<nint> _addresses = [];

    /// <summary>So many bytes, every one of this value.</summary>
    public nint Allocate(long bytes, byte value)
    {
        nint address = memory.Allocate(bytes);
        memory.Fill(address, value, Math.Max(16, bytes));
        _addresses.Add(address);
        return address;
    }

    /// <summary>Normal values of this type.</summary>
    public nint AllocateRandom(long length, CudaElement element)
    {
        int size = element == CudaElement.Float32 ? 4 : 2;
        nint address = Allocate(length * size, 0);
        byte[] pattern = new byte[RandomValues * size];
        fixed (byte* start = pattern)
        {
            for (int k = 0; k < RandomValues; k++)
                Store(start, k, element, s_values[k]);
            for (long at = 0; at < length; at += RandomValues)
                memory.CopyIn((nint)start, address + (nint)(at * size), Math.Min(RandomValues, length - at) * size);
        }

        return address;
    }

    public void Dispose()
    {
        foreach (nint address in _addresses)
            memory.Free(address);
    }

    private static void Store(byte* start, int at, CudaElement element, float value)
    {
        if (element == CudaElement.Float32)
            ((float*)start)[at] = value;
        else if (element == CudaElement.Float16)
            ((Half*)start)[at] = (Half)value;
        else
            ((ushort*)start)[at] = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
    }

    private static float[] Normal()
    {
        var random = new Random(1);
        float[] values = new float[RandomValues];
        for (int k = 0; k < values.Length; k++)
            values[k] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }
}
