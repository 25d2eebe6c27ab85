using L2BN.Results;

namespace L2BN.Lab.Shared;

/// <summary>The one line of JSON that <c>--json</c> prints on standard output.</summary>
internal static class JsonOutput
{
    /// <param name="wanted">Whether <c>--json</c> was given; nothing is printed otherwise.</param>
    /// <param name="record">The record to print.</param>
    public static void Print<T>(bool wanted, Func<T> record)
        where T : class
    {
        if (wanted)
            Console.Out.WriteLine(ResultsJson.Serialize(record()));
    }
}
