namespace L2BN.Tests.Outside;

/// <summary>Tests that build the library for a client run one after the other: their builds write into the same folders.</summary>
[CollectionDefinition(nameof(OutsideBuilds))]
public sealed class OutsideBuilds : ICollectionFixture<PackedFeed>;
