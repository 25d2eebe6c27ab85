using System.Text;
using Spectre.Console;

namespace L2BN.Lab.Shared;

/// <summary>Standard error: results for people and progress, drawn on a terminal and in plain lines elsewhere.</summary>
internal static class Terminal
{
    private const int StandardWidth = 80, StandardHeight = 24;

    private static TextWriter s_raw = Console.Error;

    /// <summary>
    /// From now on <see cref="Console.Error"/> escapes what would act on a terminal, and a full disk or a closed pipe ends no
    /// job.
    /// </summary>
    public static void ProtectStandardError()
    {
        s_raw = Console.Error;
        Console.SetError(new SafeWriter(s_raw));
    }

    /// <summary>Prints one line: line ends inside the text, which then comes from a file, are escaped.</summary>
    public static void WriteLine(string text) => Console.Error.WriteLine(SafeText.Line(text));

    /// <summary>Prints a text of several lines, such as a table.</summary>
    public static void WriteLines(string text) => Console.Error.WriteLine(text);

    /// <summary>The terminal of standard error; null where it is redirected, or cannot move its cursor (TERM=dumb).</summary>
    public static IAnsiConsole? Open()
    {
        if (Console.IsErrorRedirected)
            return null;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new TerminalOutput(s_raw) });
        return console.Profile.Capabilities.Ansi ? console : null;
    }

    /// <summary>Shows the cursor, which a progress bar hides, before the process ends at once.</summary>
    public static void ShowCursor()
    {
        if (Console.IsErrorRedirected)
            return;
        try
        {
            s_raw.Write("\u001b[?25h");
            s_raw.Flush();
        }
        catch (IOException)
        {
            // The terminal is gone.
        }
    }

    /// <summary>Columns of the terminal; 80 where it does not say.</summary>
    public static int Width => Size(() => Console.WindowWidth, StandardWidth);

    /// <summary>A text that may be from a file as markup that shows it.</summary>
    public static string Escape(string text) => Markup.Escape(SafeText.Line(text));

    /// <summary>Runs <paramref name="work"/>, which names its stages as it reaches them: after a spinner, or line by line.</summary>
    public static T ShowStages<T>(Func<Action<string>, T> work) => Open() is { } console
        ? console.Status().Start("starting", status => work(stage => status.Status(Escape(stage))))
        : work(WriteLine);

    /// <summary>A duration as a person reads it, for example <c>2:05</c> or <c>1:02:05</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss") : time.ToString(@"m\:ss");

    private static int Size(Func<int> read, int standard)
    {
        try
        {
            return read() is > 0 and int size ? size : standard;
        }
        catch (IOException)
        {
            return standard;
        }
    }

    // What Spectre.Console draws has escape sequences of its own, and must not go through SafeWriter.
    private sealed class TerminalOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => Terminal.Width;

        public int Height => Size(() => Console.WindowHeight, StandardHeight);

        public void SetEncoding(Encoding encoding)
        {
        }
    }

    private sealed class SafeWriter(TextWriter writer) : TextWriter
    {
        public override Encoding Encoding => writer.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(string? value)
        {
            try
            {
                writer.Write(SafeText.Lines(value ?? ""));
            }
            catch (IOException)
            {
                // Progress that nobody can read is no reason to end a job; results that cannot be written are reported where they are
                // written.
            }
        }

        public override void WriteLine(string? value) => Write(value + NewLine);

        public override void Flush()
        {
            try
            {
                writer.Flush();
            }
            catch (IOException)
            {
                // As in Write.
            }
        }
    }
}
