using L2BN.Results;

namespace L2BN.Lab.Shared;

/// <summary>What every command takes.</summary>
internal abstract record CommandOptions
{
    /// <summary>Whether the result is printed as one line of JSON on standard output.</summary>
    public bool Json { get; init; }

    /// <summary>The command line as a person would type it again.</summary>
    public string CommandLine { get; init; } = "";
}

/// <summary>Where torch computes, and on how many threads.</summary>
internal sealed record TorchOptions
{
    public static OptionSet<TorchOptions> ThreadsOnly { get; } = new OptionSet<TorchOptions>()
        .Whole(o => o.Threads, "--threads", "Threads of torch's operators.", least: 1);

    public static OptionSet<TorchOptions> All { get; } = new OptionSet<TorchOptions>()
        .Whole(o => o.Threads, "--threads", "Threads of torch's operators.", least: 1)
        .Text(o => o.Device, "--device", "cpu, cuda or cuda:N.");

    public int Threads { get; init; } = Environment.ProcessorCount;

    public string Device { get; init; } = "cpu";
}

/// <summary>A checkpoint and the data to run it on: the data that it was trained on, unless another is named.</summary>
internal sealed record CheckpointInput
{
    public static OptionSet<CheckpointInput> File { get; } = new OptionSet<CheckpointInput>()
        .Argument(o => o.Path, "checkpoint", "A checkpoint, or the folder of a run (its last checkpoint is taken).");

    public static OptionSet<CheckpointInput> FileAndData { get; } = new OptionSet<CheckpointInput>()
        .Include(File)
        .Text(o => o.Data, "--data", "Data set [default: the checkpoint's].")
        .Text(o => o.DataDir, "--data-dir", "Folder of the data set where it is on disk.")
        .Whole(o => o.Fold, "--fold", "Fold to test on, where the data comes with folds [default: the checkpoint's].", least: 1);

    public string Path { get; init; } = "";

    public string? Data { get; init; }

    public string? DataDir { get; init; }

    public int? Fold { get; init; }
}

/// <summary>The form of a report, and where it goes.</summary>
internal sealed record ReportOptions
{
    public string Format { get; init; } = "html";

    public string? Output { get; init; }

    public double Scale { get; init; } = L2BN.Pictures.PngPicture.DefaultScale;

    /// <param name="output">Describes <c>--out</c>.</param>
    public static OptionSet<ReportOptions> Create(string output) => new OptionSet<ReportOptions>()
        .Choice(o => o.Format, "--format", "What is written; svg and png: every picture as a file of its own.",
            ("html", "html"), ("md", "md"), ("csv", "csv"), ("svg", "svg"), ("png", "png"))
        .Text(o => o.Output, "--out", output)
        .Number(o => o.Scale, "--scale", "Pixels of a PNG per unit; pictures are 368 units wide.", NumberRange.Between(0.1, 50));

    /// <summary>Writes a report. What the user names may be a link or a device; a default name is in a folder that may be a
    /// stranger's.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="ResultsException">It cannot be written, or is a link under a default name.</exception>
    public void Write(string path, string text)
    {
        if (Output is null)
            ResultsFile.WriteOwn(path, text);
        else
            ResultsFile.Write(path, text);
    }
}
