using System.Runtime.CompilerServices;

namespace L2BN.Kernels.Passes;

/// <summary>
/// The runs of one part of channels-first data, in memory order: stretches of channels of one sample (whose coefficients are computed
/// together), and in them the blocks of every plane.
/// </summary>
internal unsafe struct PlaneWalk<TStorage, T>
    where TStorage : unmanaged
    where T : unmanaged
{
    private readonly KernelArgs<TStorage, T>* _args;
    private int _left, _block, _run;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlaneWalk(KernelArgs<TStorage, T>* args, int part)
    {
        _args = args;
        int tile = part * args->TilesPerPart, plane = tile / args->Blocks;
        _left = Math.Min(args->Tiles - tile, args->TilesPerPart);
        (_block, Sample, Channel) = (tile % args->Blocks, plane / args->Channels, plane % args->Channels);
        Count = 0;
    }

    /// <summary>The stretch: its sample, first channel, and number of channels.</summary>
    public int Sample, Channel, Count;

    /// <summary>The run: its channel within the stretch.</summary>
    public int Index;

    /// <summary>First element of the run.</summary>
    public nint Start;

    /// <summary>Elements of the run.</summary>
    public int Length;

    /// <summary>Index of the run in the block statistics.</summary>
    public readonly nint Statistic => (_args->Row(Sample, _run) * _args->Channels) + Channel + Index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextStretch()
    {
        if (_left == 0)
            return false;
        Channel += Count;
        if (Channel == _args->Channels)
            (Channel, Sample) = (0, Sample + 1);
        int planes = (_block + _left + _args->Blocks - 1) / _args->Blocks;
        Count = Math.Min(Math.Min(planes, PlaneCoefficients<TStorage, T>.Stretch), _args->Channels - Channel);
        Index = -1;
        _run = _args->Blocks;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextRun()
    {
        if (++_run >= _args->Blocks)
        {
            if (++Index == Count)
                return false;
            (_run, _block) = (_block, 0);
        }

        if (_left == 0)
            return false;
        _left--;
        Start = _args->RunStart(Sample, Channel + Index, _run);
        Length = _args->LengthOf(_run);
        return true;
    }
}

/// <summary>The blocks of rows of one part of channels-last data, each cut into stretches of channels.</summary>
internal unsafe struct RowWalk<TStorage, T>
    where TStorage : unmanaged
    where T : unmanaged
{
    private readonly KernelArgs<TStorage, T>* _args;
    private readonly int _end;
    private int _tile;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowWalk(KernelArgs<TStorage, T>* args, int part)
    {
        _args = args;
        _tile = part * args->TilesPerPart;
        _end = Math.Min(args->Tiles, _tile + args->TilesPerPart);
        (Sample, Channel, Count, Rows, Start) = (0, 0, 0, 0, 0);
    }

    /// <summary>The stretch: its sample, first channel, and number of channels.</summary>
    public int Sample, Channel, Count;

    /// <summary>Rows of the block.</summary>
    public int Rows;

    /// <summary>First element of the stretch in the block's first row.</summary>
    public nint Start;

    /// <summary>Index of the stretch in the block statistics.</summary>
    public readonly nint Statistic => ((nint)_tile * _args->Channels) + Channel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextStretch()
    {
        Channel += Count;
        if (Channel == _args->Channels)
            (Channel, _tile) = (0, _tile + 1);
        if (_tile >= _end)
            return false;
        int left = _args->Channels - Channel, block = _tile % _args->Blocks;
        Sample = _tile / _args->Blocks;

        // A last stretch shorter than a register could not be computed alone, so it joins its neighbor.
        const int stretch = PlaneCoefficients<TStorage, T>.RowStretch;
        Count = left < 2 * stretch ? left : stretch;
        Rows = _args->LengthOf(block);
        Start = _args->RowsStart(Sample, block) + Channel;
        return true;
    }
}
