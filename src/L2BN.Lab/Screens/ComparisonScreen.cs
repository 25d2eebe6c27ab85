using L2BN.Experiments;
using Spectre.Console;

namespace L2BN.Lab.Screens;

/// <summary>Shows a comparison while it runs, on standard error: live on a terminal, line by line elsewhere.</summary>
internal static class ComparisonScreen
{
    /// <summary>Runs <paramref name="work"/> on the calling thread with the fitting observer.</summary>
    public static T Show<T>(int epochs, Func<IComparisonObserver, T> work)
    {
        if (Console.IsErrorRedirected) return work(new PlainScreen(Console.Error, epochs));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn())
            .Start(context => work(new LiveScreen(console, context.AddTask("starting", maxValue: 1), epochs)));
    }
}
