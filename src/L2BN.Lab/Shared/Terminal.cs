using Spectre.Console;

namespace L2BN.Lab.Shared;

/// <summary>Progress on standard error, drawn on a terminal and in plain lines elsewhere.</summary>
internal static class Terminal
{
    /// <summary>The terminal behind standard error; null where it is redirected, or cannot move its cursor (TERM=dumb).</summary>
    public static IAnsiConsole? Open()
    {
        if (Console.IsErrorRedirected)
            return null;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities.Ansi ? console : null;
    }

    /// <summary>Runs <paramref name="work"/>, which names its stages as it reaches them: behind a spinner, or line by line.</summary>
    public static T ShowStages<T>(Func<Action<string>, T> work) => Open() is { } console
        ? console.Status().Start("starting", status => work(stage => status.Status(Markup.Escape(stage))))
        : work(Console.Error.WriteLine);
}
