namespace L2BN.Tests.Support;

/// <summary>Tests that change the number of threads or the pool, which are the process's: they run alone.</summary>
[CollectionDefinition(nameof(ThreadSettings), DisableParallelization = true)]
public sealed class ThreadSettings;
