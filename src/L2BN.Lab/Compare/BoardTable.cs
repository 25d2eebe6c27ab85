using L2BN.Experiments;
using L2BN.Lab.Shared;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace L2BN.Lab.Compare;

/// <summary>Draws the runs of a comparison: arms side by side, seeds below each other, a line of progress at the foot.</summary>
internal static class BoardTable
{
    // Border and padding of a column, and the widest number of a seed.
    private const int ColumnFrame = 3;
    private const int SeedWidth = 9;

    // Lines of head, foot and cursor, and the two that say how many seeds are not shown.
    private const int OtherLines = 9;
    private const int FewestRows = 3;
    private const int BarWidth = 24;

    // "▶ 12/100  81.2 %"
    private const int WidestCell = 16;

    /// <summary>The table for a terminal of this size.</summary>
    public static IRenderable Draw(ComparisonBoard board, ComparisonProgress progress, IAnsiConsole console)
    {
        (int width, int height, bool unicode) = (console.Profile.Width, console.Profile.Height, console.Profile.Capabilities.Unicode);
        int cellWidth = ((width - SeedWidth - 1) / board.Arms.Count) - ColumnFrame;
        Table table = Head(board, cellWidth, unicode);
        (int first, int end) = Window(board.CurrentPair, board.Seeds.Count, Math.Max(FewestRows, height - OtherLines));
        if (first > 0)
            AddNote(table, board, $"{first} before");
        for (int pair = first; pair < end; pair++)
            AddRow(table, board, pair, progress.Epochs, cellWidth, unicode);
        if (end < board.Seeds.Count)
            AddNote(table, board, $"{board.Seeds.Count - end} more");
        return new Rows(table, new Markup(Foot(board, progress, width, unicode)) { Overflow = Overflow.Ellipsis });
    }

    /// <summary>Which of <paramref name="count"/> rows are shown where only <paramref name="rows"/> fit: those around the current
    /// one.</summary>
    internal static (int First, int End) Window(int current, int count, int rows)
    {
        if (count <= rows)
            return (0, count);
        int first = Math.Clamp(current - (rows / 2), 0, count - rows);
        return (first, first + rows);
    }

    // A width of its own keeps the table from jumping as its texts change.
    private static Table Head(ComparisonBoard board, int cellWidth, bool unicode)
    {
        var table = new Table { Border = unicode ? TableBorder.Rounded : TableBorder.Ascii };
        table.AddColumn(new TableColumn("seed").RightAligned().NoWrap());
        foreach (string arm in board.Arms)
            table.AddColumn(new TableColumn(Terminal.Escape(arm)).Width(Math.Clamp(cellWidth, 1, Math.Max(WidestCell, arm.Length))));
        return table.BorderColor(Color.Gray);
    }

    private static void AddRow(Table table, ComparisonBoard board, int pair, int epochs, int cellWidth, bool unicode) => table.AddRow(
    [
        $"{board.Seeds[pair]}",
        .. Enumerable.Range(0, board.Arms.Count).Select(arm => board[pair, arm])
            .Select(cell => $"[{cell.Color}]{Terminal.Escape(cell.Text(epochs, cellWidth, unicode))}[/]"),
    ]);

    private static void AddNote(Table table, ComparisonBoard board, string text) =>
        table.AddRow([$"[grey]{text}[/]", .. board.Arms.Select(_ => "")]);

    private static string Foot(ComparisonBoard board, ComparisonProgress progress, int width, bool unicode)
    {
        string words = Words(board, progress);
        string end = $"{100 * progress.Fraction:F0} %  {progress.Left}";
        int bar = Math.Min(BarWidth, width - words.Length - end.Length - 5);
        string text = Terminal.Escape(words);
        return bar < 4 ? $"{text}  {end}" : $"{text}  {Bar(progress.Fraction, bar, unicode)}  {end}";
    }

    private static string Words(ComparisonBoard board, ComparisonProgress progress)
    {
        if (progress.Running.Count == 0)
            return $"{progress.Finished}/{progress.Count} runs are finished";
        if (progress.Running.Count > 1)
            return $"{progress.Running.Count} runs at a time, {progress.Finished}/{progress.Count} finished";
        PlannedRun run = progress.Running.First();
        RunCell cell = board.Cell(run);
        string state = cell.State == RunState.Analyzing ? "analyzing" : progress.Epoch(cell.Epoch);
        return $"{progress.Position(run)}  {run.Arm.Name} seed {run.Seed}  {state}";
    }

    private static string Bar(double fraction, int width, bool unicode)
    {
        int done = (int)Math.Round(fraction * width);
        return $"[green]{new string(unicode ? '━' : '#', done)}[/][grey]{new string(unicode ? '─' : '-', width - done)}[/]";
    }
}
