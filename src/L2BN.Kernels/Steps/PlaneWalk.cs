using System.Runtime.CompilerServices;

namespace L2BN.Kernels.Steps;

/// <summary>
/// The runs of one part of channels-first data, in memory order: stretches of channels of one sample (whose coefficients are made
/// together), and in them the blocks of every plane.
/// </summary>
internal unsafe struct PlaneWalk<T>
    where T : unmanaged
{
    private readonly Problem<T>* _problem;
    private int _left, _block, _run;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlaneWalk(Problem<T>* problem, int part)
    {
        _problem = problem;
        int unit = part * problem->UnitsPerPart, plane = unit / problem->Blocks;
        _left = Math.Min(problem->Units - unit, problem->UnitsPerPart);
        (_block, Sample, Channel) = (unit % problem->Blocks, plane / problem->Channels, plane % problem->Channels);
        Count = 0;
    }

    /// <summary>The stretch: its sample, first channel, and number of channels.</summary>
    public int Sample, Channel, Count;

    /// <summary>The run: its channel within the stretch, first element, and length.</summary>
    public int Index;

    /// <summary>First element of the run.</summary>
    public nint Start;

    /// <summary>Elements of the run.</summary>
    public int Length;

    /// <summary>Row of the block statistics, times channels, plus the channel.</summary>
    public readonly nint Statistic => (_problem->Row(Sample, _run) * _problem->Channels) + Channel + Index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextStretch()
    {
        if (_left == 0)
            return false;
        Channel += Count;
        if (Channel == _problem->Channels)
            (Channel, Sample) = (0, Sample + 1);
        int planes = (_block + _left + _problem->Blocks - 1) / _problem->Blocks;
        Count = Math.Min(Math.Min(planes, PlaneCoefficients<T>.Stretch), _problem->Channels - Channel);
        Index = -1;
        _run = _problem->Blocks;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextRun()
    {
        if (++_run >= _problem->Blocks)
        {
            if (++Index == Count)
                return false;
            (_run, _block) = (_block, 0);
        }

        if (_left == 0)
            return false;
        _left--;
        Start = _problem->RunStart(Sample, Channel + Index, _run);
        Length = _problem->LengthOf(_run);
        return true;
    }
}
