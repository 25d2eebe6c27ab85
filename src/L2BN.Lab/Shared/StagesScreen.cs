using Spectre.Console;

namespace L2BN.Lab.Shared;

/// <summary>Says on standard error which stage a piece of work is at: behind a spinner on a terminal, line by line elsewhere.</summary>
internal static class StagesScreen
{
    /// <summary>Runs <paramref name="work"/>, which names its stages as it reaches them.</summary>
    public static T Show<T>(Func<Action<string>, T> work)
    {
        if (Console.IsErrorRedirected) return work(Console.Error.WriteLine);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (!console.Profile.Capabilities.Ansi) return work(Console.Error.WriteLine);
        return console.Status().Start("starting", status => work(stage => status.Status(Markup.Escape(stage))));
    }
}
