namespace L2BN.Data.Audio;

/// <summary>What stands before the first and after the last sample where centred frames reach over the ends.</summary>
public enum PadMode
{
    /// <summary>Zeros: librosa's default since 0.10.</summary>
    Constant,

    /// <summary>The signal mirrored at its end samples, which are not repeated: librosa's default up to 0.9, and the acoustic
    /// recipes'.</summary>
    Reflect,
}
