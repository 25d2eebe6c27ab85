namespace L2BN.Data.Audio.Features;

/// <summary>How a signal is cut into frames for the short-time Fourier transform; names, units and meanings are librosa's.</summary>
public sealed record StftOptions
{
    /// <summary>n_fft: samples in a frame, a power of two from 2 to 1,048,576. Default 2048.</summary>
    public int NFft { get; init; } = 2048;

    /// <summary>hop_length: samples between the starts of two frames, at least 1. Default 512.</summary>
    public int HopLength { get; init; } = 512;

    /// <summary>win_length: samples under the window, 1 to <see cref="NFft"/>; the rest of the frame is zero. Default (null):
    /// <see cref="NFft"/>.</summary>
    public int? WinLength { get; init; }

    /// <summary>window: default Hann.</summary>
    public WindowKind Window { get; init; } = WindowKind.Hann;

    /// <summary>center: frame t is centered on sample t·hop; otherwise it starts there. Default true.</summary>
    public bool Center { get; init; } = true;

    /// <summary>pad_mode: values beyond the ends of the signal in centered frames. Default: zeros.</summary>
    public PadMode PadMode { get; init; } = PadMode.Constant;

    /// <summary>Frequencies from 0 to half the sample rate: 1 + n_fft / 2.</summary>
    public int Bins => 1 + NFft / 2;

    /// <summary>Frames of a signal of <paramref name="length"/> samples: 1 + length / hop where centered, 1 + (length − n_fft) / hop
    /// otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The signal is empty, or shorter than one frame where frames are not
    /// centered.</exception>
    public int FrameCount(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Center ? 1 : NFft);
        return 1 + (Center ? length : length - NFft) / HopLength;
    }

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ArgumentException">A value out of range, with its name, the range and the value.</exception>
    public void Validate()
    {
        OptionCheck.Require(NFft is >= 2 and <= 1 << 20 && int.IsPow2(NFft), nameof(NFft), "a power of two from 2 to 1048576", NFft);
        OptionCheck.Require(HopLength >= 1, nameof(HopLength), "at least 1 sample", HopLength);
        OptionCheck.Require(WinLength is null
            || (WinLength >= 1 && WinLength <= NFft), nameof(WinLength), $"1 to n_fft = {NFft}", WinLength);
        OptionCheck.Require(Enum.IsDefined(Window), nameof(Window), "Hann, Hamming or Rectangular", Window);
        OptionCheck.Require(Enum.IsDefined(PadMode), nameof(PadMode), "Constant or Reflect", PadMode);
    }
}
