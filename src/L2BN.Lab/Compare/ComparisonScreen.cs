using L2BN.Experiments;
using Spectre.Console;

namespace L2BN.Lab.Compare;

/// <summary>Shows a comparison while it runs, on standard error: a live table on a terminal, line by line elsewhere.</summary>
internal static class ComparisonScreen
{
    /// <summary>Runs <paramref name="work"/> on the calling thread with the fitting observer.</summary>
    public static T Show<T>(int epochs, Func<IComparisonObserver, T> work)
    {
        if (Console.IsErrorRedirected) return work(new PlainScreen(Console.Error, epochs));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        // A terminal that cannot move its cursor (TERM=dumb) would get the table again and again.
        if (!console.Profile.Capabilities.Ansi) return work(new PlainScreen(Console.Error, epochs));
        return console.Live(Text.Empty).Overflow(VerticalOverflow.Crop).Start(display => work(new LiveScreen(console, display, epochs)));
    }
}
