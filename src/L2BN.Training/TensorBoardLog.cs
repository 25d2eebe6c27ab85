using L2BN.Results;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;

namespace L2BN.Training;

/// <summary>A run as TensorBoard shows it: one scalar per measured quantity and epoch, in TorchSharp's event files.</summary>
/// <remarks>The step of a scalar is the number of its epoch. What is not a number at some epoch is left out there.</remarks>
public sealed class TensorBoardLog
{
    private readonly SummaryWriter _writer;

    /// <summary>Starts from the beginning: deletes the event files of an earlier start of the run, and writes its epochs again.</summary>
    /// <param name="run">The folder of the run; events go into its folder <c>tensorboard</c>.</param>
    /// <param name="finished">Epochs that are already done, in order.</param>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public TensorBoardLog(string run, IEnumerable<EpochRecord> finished)
    {
        Folder = FolderOf(run);
        _writer = Guarded(() =>
        {
            ResultsFile.PrepareFolder(Folder, own: true);
            foreach (string earlier in Directory.EnumerateFiles(Folder, "events.out.tfevents.*"))
                File.Delete(earlier);
            return torch.utils.tensorboard.SummaryWriter(Folder);
        });
        foreach (EpochRecord epoch in finished)
            Add(epoch);
    }

    /// <summary>Refuses a folder that the log would not write into; nothing is written.</summary>
    /// <param name="run">The folder of the run.</param>
    /// <exception cref="ResultsException">Its folder of events is a link or a file.</exception>
    public static void Check(string run) => ResultsFile.CheckOwnFolder(FolderOf(run));

    /// <summary>Where the event files are.</summary>
    public string Folder { get; }

    /// <summary>Adds an epoch; it is on disk when this returns.</summary>
    /// <exception cref="ResultsException">The folder cannot be written.</exception>
    public void Add(EpochRecord epoch)
    {
        foreach ((string tag, double? value) in Scalars(epoch))
        {
            if (value is { } number && double.IsFinite(number))
                Guarded(() =>
                {
                    _writer.add_scalar(tag, (float)number, epoch.Epoch);
                    return true;
                });
        }
    }

    private static string FolderOf(string run) => Path.Combine(run, "tensorboard");

    private static IEnumerable<(string Tag, double? Value)> Scalars(EpochRecord epoch) =>
    [
        ("loss/train", epoch.TrainLoss), ("loss/validation", epoch.ValidationLoss), ("loss/test", epoch.TestLoss),
        ("accuracy/train", epoch.TrainAccuracy), ("accuracy/validation", epoch.ValidationAccuracy), ("accuracy/test", epoch.TestAccuracy),
        ("learning_rate", epoch.LearningRate), ("pace/ms_per_step", epoch.MsPerStep), ("pace/samples_per_second", epoch.SamplesPerSecond),
        ("pace/data_wait", epoch.DataWait), ("memory/resident_mib", epoch.ResidentMib),
    ];

    private T Guarded<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ResultsException(
                $"Cannot write TensorBoard events into '{Folder}': {error.Message.TrimEnd('.')}. Make room or leave --tensorboard out.",
                error);
        }
    }
}
