using L2BN.Data.Download;
using L2BN.Lab.Shared;
using L2BN.Scalars;
using Spectre.Console;

namespace L2BN.Lab.Data;

/// <summary>Shows a download on standard error: a bar per file on a terminal, lines elsewhere.</summary>
internal static class DownloadScreen
{
    public static void Show(Func<IProgress<DownloadProgress>, Task> work)
    {
        if (Terminal.Open() is not { } console)
        {
            work(new DownloadLines(Console.Error)).GetAwaiter().GetResult();
            return;
        }

        console.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 },
                new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .Start(context => work(new Live(context)).GetAwaiter().GetResult());
    }

    private sealed class Live(ProgressContext context) : IProgress<DownloadProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(DownloadProgress value)
        {
            if (!_tasks.TryGetValue(value.File, out ProgressTask? task))
                _tasks[value.File] = task = context.AddTask(Terminal.Escape(value.File));
            if (value.Unpacking)
            {
                task.Description = Terminal.Escape($"{value.File}: unpacking");
                task.IsIndeterminate = true;
                return;
            }

            task.MaxValue = value.Total ?? Math.Max(value.Done, 1);
            task.Value = value.Done;
        }
    }
}

/// <summary>A download where there is no terminal: a line where a file begins, at every tenth of it (every 64 MB where its length is not
/// known),
/// and where it is unpacked.</summary>
internal sealed class DownloadLines(TextWriter output) : IProgress<DownloadProgress>
{
    private const long UnknownStep = 64_000_000;
    private string _file = "";
    private long _next;

    public void Report(DownloadProgress value)
    {
        if (value.Unpacking)
        {
            output.WriteLine($"{value.File}: unpacking");
            return;
        }

        if (value.File != _file)
            (_file, _next) = (value.File, 0);
        if (value.Done < _next && value.Done != value.Total)
            return;
        output.WriteLine(Line(value));
        _next = value.Done == value.Total ? long.MaxValue : value.Done + Math.Max(1, value.Total / 10 ?? UnknownStep);
    }

    private static string Line(DownloadProgress value) => value.Total is { } total
        ? $"{value.File}: {value.Done / 1e6:F1} of {total / 1e6:F1} MB"
        : $"{value.File}: {value.Done / 1e6:F1} MB";
}
