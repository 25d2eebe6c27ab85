using System.Collections.Concurrent;
using System.Text;

namespace L2BN.Cuda.Driver;

/// <summary>
/// The kernels on one device, in its primary context, which libtorch uses too. The PTX of an element type is compiled by the driver on
/// first use. The context is current during a call only: autograd calls from threads of its own.
/// </summary>
internal sealed unsafe class CudaDevice
{
    // Volta: what the PTX is for.
    private const int LeastMajor = 7;

    private const int MajorAttribute = 75;

    private static readonly ConcurrentDictionary<int, Lazy<CudaDevice>> s_devices = new();

    private readonly nint _context;
    private readonly ConcurrentDictionary<CudaElement, nint> _modules = new();
    private readonly ConcurrentDictionary<(CudaElement, string), nint> _functions = new();
    private readonly Lock _loading = new();

    private CudaDevice(int ordinal)
    {
        int device, major;
        nint context;
        CudaDriver.Check(((delegate* unmanaged<int*, int, int>)CudaDriver.Function("cuDeviceGet"))(&device, ordinal), "cuDeviceGet");
        CudaDriver.Check(
            ((delegate* unmanaged<int*, int, int, int>)CudaDriver.Function("cuDeviceGetAttribute"))(&major, MajorAttribute, device),
            "cuDeviceGetAttribute");
        if (major < LeastMajor)
            throw new InvalidOperationException($"Expected a device of compute capability {LeastMajor}.0 or later, got {major}.x.");
        CudaDriver.Check(
            ((delegate* unmanaged<nint*, int, int>)CudaDriver.Function("cuDevicePrimaryCtxRetain"))(&context, device),
            "cuDevicePrimaryCtxRetain");
        _context = context;
    }

    /// <summary>The device of this number, the same object for each call.</summary>
    /// <exception cref="InvalidOperationException">No driver, no such device, or one that is too old.</exception>
    public static CudaDevice Open(int ordinal) => s_devices.GetOrAdd(ordinal, number => new(() => new CudaDevice(number))).Value;

    /// <summary>Makes the device's context current on this thread, until the result is disposed.</summary>
    public CurrentContext Enter() => new(_context);

    /// <summary>The kernel of this name for this element type.</summary>
    public nint Find(CudaElement element, string kernel)
    {
        if (_functions.TryGetValue((element, kernel), out nint function))
            return function;
        using CurrentContext current = Enter();
        lock (_loading)
        {
            if (!_modules.TryGetValue(element, out nint module))
                _modules[element] = module = Load(element);
            fixed (byte* name = Encoding.UTF8.GetBytes(kernel + '\0'))
            {
                CudaDriver.Check(
                    ((delegate* unmanaged<nint*, nint, byte*, int>)CudaDriver.Function("cuModuleGetFunction"))(&function, module, name),
                    kernel);
            }

            return _functions[(element, kernel)] = function;
        }
    }

    private static nint Load(CudaElement element)
    {
        nint module;
        string resource = $"{element.ToString().ToLowerInvariant()}.ptx";
        using Stream source = typeof(CudaDevice).Assembly.GetManifestResourceStream(resource)!;
        byte[] text = new byte[source.Length + 1];
        source.ReadExactly(text, 0, text.Length - 1);
        fixed (byte* ptx = text)
            CudaDriver.Check(((delegate* unmanaged<nint*, byte*, int>)CudaDriver.Function("cuModuleLoadData"))(&module, ptx), resource);
        return module;
    }
}

/// <summary>A context that is current on this thread until this is disposed.</summary>
internal readonly unsafe ref struct CurrentContext
{
    private static readonly delegate* unmanaged<nint, int> s_push =
        (delegate* unmanaged<nint, int>)CudaDriver.Function("cuCtxPushCurrent_v2");

    private static readonly delegate* unmanaged<nint*, int> s_pop =
        (delegate* unmanaged<nint*, int>)CudaDriver.Function("cuCtxPopCurrent_v2");

    private readonly nint _context;

    public CurrentContext(nint context)
    {
        CudaDriver.Check(s_push(context), "cuCtxPushCurrent");
        _context = context;
    }

    public void Dispose()
    {
        nint popped;
        CudaDriver.Check(s_pop(&popped), "cuCtxPopCurrent");
        if (popped != _context)
            throw new InvalidOperationException("cuCtxPopCurrent: expected the context that was pushed, got another one.");
    }
}
