namespace L2BN.Data;

/// <summary>Hands out the batches of one epoch in order.</summary>
internal interface IBatchSource : IDisposable
{
    Batch Take(int number);
}

/// <summary>Makes each batch when it is asked for, in the caller's thread.</summary>
internal sealed class DirectSource(BatchMaker maker) : IBatchSource
{
    public Batch Take(int number) => maker.Make(number);

    public void Dispose() { }
}
