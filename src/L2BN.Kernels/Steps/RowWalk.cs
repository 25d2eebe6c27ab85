using System.Runtime.CompilerServices;

namespace L2BN.Kernels.Steps;

/// <summary>The blocks of rows of one part of channels-last data, each cut into stretches of channels.</summary>
internal unsafe struct RowWalk<T>
    where T : unmanaged
{
    private readonly Problem<T>* _problem;
    private readonly int _end;
    private int _unit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowWalk(Problem<T>* problem, int part)
    {
        _problem = problem;
        _unit = part * problem->UnitsPerPart;
        _end = Math.Min(problem->Units, _unit + problem->UnitsPerPart);
        (Sample, Channel, Count, Rows, Start) = (0, 0, 0, 0, 0);
    }

    /// <summary>The stretch: its sample, first channel, and number of channels.</summary>
    public int Sample, Channel, Count;

    /// <summary>Rows of the block.</summary>
    public int Rows;

    /// <summary>First element of the stretch in the block's first row.</summary>
    public nint Start;

    /// <summary>The stretch in the block statistics.</summary>
    public readonly nint Statistic => ((nint)_unit * _problem->Channels) + Channel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextStretch()
    {
        Channel += Count;
        if (Channel == _problem->Channels)
            (Channel, _unit) = (0, _unit + 1);
        if (_unit >= _end)
            return false;
        int left = _problem->Channels - Channel, block = _unit % _problem->Blocks;
        Sample = _unit / _problem->Blocks;

        // A last stretch shorter than a register could not be worked on alone, so it joins its neighbour.
        Count = left < 2 * PlaneCoefficients<T>.Stretch ? left : PlaneCoefficients<T>.Stretch;
        Rows = _problem->LengthOf(block);
        Start = _problem->RowsStart(Sample, block) + Channel;
        return true;
    }
}
