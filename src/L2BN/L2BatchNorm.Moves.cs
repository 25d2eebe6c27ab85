using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <content>Moves to other devices and types: the counter follows the device, never the type.</content>
public abstract partial class L2BatchNorm
{
    /// <inheritdoc/>
    protected override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => Move(device, dtype);

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
        Move(new Device(deviceType, deviceIndex), null);

    /// <inheritdoc/>
    protected override nn.Module _to(ScalarType dtype, bool non_blocking) => Move(null, dtype);

    private L2BatchNorm Move(Device? device, ScalarType? type)
    {
        OptionGuard.Type(type);
        if (_weight is not null && ReplaceParameter(type, device, _weight, out Parameter? w)) weight = w;
        if (_bias is not null && ReplaceParameter(type, device, _bias, out Parameter? b)) bias = b;
        if (_running_mean is not null && ReplaceBuffer(type, device, _running_mean, out Tensor? mean)) running_mean = mean;
        if (_running_var is not null && ReplaceBuffer(type, device, _running_var, out Tensor? variance)) running_var = variance;
        if (device is null) return this;
        (_deviceType, _deviceIndex) = (device.type, device.index);
        if (_num_batches_tracked is null || !ReplaceBuffer(null, device, _num_batches_tracked, out Tensor? count)) return this;
        num_batches_tracked = count;
        return this;
    }
}
