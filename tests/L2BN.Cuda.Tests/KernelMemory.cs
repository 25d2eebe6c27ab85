using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using L2BN.TestSupport;

namespace L2BN.Cuda.Tests;

/// <summary>Copies of spans in the memory of the kernels: a device's, or, for the kernels on this processor, memory between pages that must
/// not be touched.</summary>
internal sealed unsafe class KernelMemory : IDisposable
{
    private const int Page = 4096;

    private readonly List<Copy> _copies = [];

    /// <summary>The address of the span's copy; 0 where it is empty. The same memory has one copy, which is as far from a multiple of 16
    /// bytes.</summary>
    public nint Share<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (values.IsEmpty)
            return 0;
        nint host = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
        Copy? known = _copies.Find(copy => copy.Host == host);
        if (known is not null)
            return known.Address;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        Copy copy = Allocate(host, bytes.Length);
        fixed (byte* source = bytes)
            copy.Write((nint)source, bytes.Length);
        _copies.Add(copy);
        return copy.Address;
    }

    /// <summary>So many doubles whose content must not matter.</summary>
    public nint Scratch(long length)
    {
        double[] garbage = new double[checked((int)length)];
        Array.Fill(garbage, double.NaN);
        return Share<double>(garbage);
    }

    /// <summary>Copies what the kernels wrote to where the span is.</summary>
    public void CopyBack<T>(Span<T> values)
        where T : unmanaged
    {
        if (values.IsEmpty)
            return;
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        fixed (byte* host = bytes)
        {
            nint address = (nint)host;
            _copies.Find(copy => copy.Host == address)?.Read(address, bytes.Length);
        }
    }

    public void Dispose()
    {
        foreach (Copy copy in _copies)
            copy.Dispose();
    }

    private static Copy Allocate(nint host, int bytes)
    {
        if (KernelRuntime.Device is DeviceMemory device)
            return new DeviceCopy(device, host, bytes);
        return new FencedCopy(host, new FencedMemory<byte>(bytes, fenceAfter: host % Page != 0));
    }

    private abstract class Copy(nint host, nint address) : IDisposable
    {
        public nint Host { get; } = host;

        public nint Address { get; } = address;

        public abstract void Write(nint source, int bytes);

        public abstract void Read(nint destination, int bytes);

        public abstract void Dispose();
    }

    private sealed class FencedCopy(nint host, FencedMemory<byte> memory)
        : Copy(host, (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory.Span)))
    {
        public override void Write(nint source, int bytes) => new Span<byte>((void*)source, bytes).CopyTo(memory.Span);

        public override void Read(nint destination, int bytes) => memory.Span.CopyTo(new Span<byte>((void*)destination, bytes));

        public override void Dispose() => memory.Dispose();
    }

    private sealed class DeviceCopy(DeviceMemory device, nint host, int bytes) : Copy(host, device.Allocate(bytes + 16) + (host % 16))
    {
        public override void Write(nint source, int bytes) => device.CopyIn(source, Address, bytes);

        public override void Read(nint destination, int bytes) => device.CopyOut(Address, destination, bytes);

        public override void Dispose() => device.Free(Address / 256 * 256);
    }
}
