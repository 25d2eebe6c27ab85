using L2BN.TestSupport;

namespace L2BN.Reporting.Tests;

/// <summary>Compares a text with the file of that name in Golden/, which is read and judged by people when it changes.</summary>
internal static class Golden
{
    private const string Switch = "L2BN_UPDATE_GOLDEN";

    public static void Matches(string name, string actual)
    {
        string path = Repository.PathOf("tests", "L2BN.Reporting.Tests", "Golden", name);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
            File.WriteAllText(path, actual);
        string expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(expected == actual, Difference(name, expected, actual));
    }

    private static string Difference(string name, string expected, string actual)
    {
        string[] was = expected.Split('\n'), now = actual.Split('\n');
        int line = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Golden/{name} differs from line {line + 1} on.\nwas: {was.ElementAtOrDefault(line)}\nnow: {now.ElementAtOrDefault(line)}\n"
            + $"If the change is meant, run the tests once with {Switch}=1, look at the new file and commit it.";
    }
}
