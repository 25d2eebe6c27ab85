namespace L2BN.Lab.Compare;

/// <summary>Where a run of a comparison stands.</summary>
internal enum RunState
{
    Waiting,
    Training,
    Analysing,
    Finished,

    /// <summary>Finished by an earlier start.</summary>
    Kept,
}

/// <summary>One run in the table of a comparison.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Epoch">The epoch that is trained, from 1; the last one where it is finished.</param>
/// <param name="Accuracy">Test accuracy after the last finished epoch, in percent; null before the first.</param>
internal readonly record struct RunCell(RunState State, int Epoch, double? Accuracy)
{
    private const int Roomy = 14;

    /// <summary>The cell in words and signs, without markup.</summary>
    /// <param name="epochs">Epochs of a run.</param>
    /// <param name="width">Columns there are; below 14 only what matters most is said.</param>
    /// <param name="unicode">Whether the terminal shows more than ASCII.</param>
    public string Text(int epochs, int width, bool unicode) => State switch
    {
        RunState.Waiting => unicode ? "·" : ".",
        RunState.Training when width < Roomy => $"{Sign(unicode)} {Epoch}/{epochs}",
        RunState.Training => $"{Sign(unicode)} {Epoch}/{epochs}{Percent("  ", 1)}",
        RunState.Analysing => $"{Sign(unicode)}{(width < Roomy ? Percent(" ", 1) : " analysing")}",
        _ => $"{Sign(unicode)}{(width < Roomy ? Percent(" ", 1) : Percent(" ", 2))}",
    };

    /// <summary>Name of the colour of Spectre.Console that goes with the state.</summary>
    public string Colour => State switch
    {
        RunState.Waiting or RunState.Kept => "grey",
        RunState.Finished => "green",
        _ => "yellow",
    };

    private string Sign(bool unicode) => State switch
    {
        RunState.Training or RunState.Analysing => unicode ? "▶" : ">",
        _ => unicode ? "✓" : "+",
    };

    private string Percent(string before, int decimals) => Accuracy is { } accuracy ? $"{before}{accuracy.ToString($"F{decimals}")} %" : "";
}
