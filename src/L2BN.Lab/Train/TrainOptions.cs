using System.CommandLine;
using L2BN.Lab.Shared;
using L2BN.Training;

namespace L2BN.Lab.Train;

/// <summary>The options that decide what a training run computes. A configuration file has the same names.</summary>
internal static class TrainOptions
{
    private static readonly Option<string> s_data = CommonOptions.Text("--data", "Data set.", "fashion-mnist-mini");
    private static readonly Option<string?> s_dataDir = new("--data-dir") { Description = "Folder of the data set where it is on disk." };
    private static readonly Option<int?> s_trainSize = CommonOptions.WholeOrNone("--train-size", "Train on a class-balanced part of this many samples.", least: 2);
    private static readonly Option<int?> s_validationSize = CommonOptions.WholeOrNone("--validation-size", "Set this many training samples aside to choose the best epoch by.", least: 1);
    private static readonly Option<int?> s_imageSize = CommonOptions.WholeOrNone("--image-size", "Pixels per side; for image folders.", least: 8);
    private static readonly Option<int?> s_fold = CommonOptions.WholeOrNone("--fold", "Fold to test on, where the data comes with folds.", least: 1);
    private static readonly Option<string> s_model = CommonOptions.Text("--model", "Network to train; sound: asc_cnn.", DataDefaults.Images.Model);
    private static readonly Option<string> s_norm = CommonOptions.Text("--norm", "Its norm.", "l2bn");
    private static readonly Option<int> s_epochs = CommonOptions.Whole("--epochs", "Passes over the training split; sound: 20.", DataDefaults.Images.Epochs, least: 1);
    private static readonly Option<int> s_batchSize = CommonOptions.Whole("--batch-size", "Samples per batch; sound: 16.", DataDefaults.Images.BatchSize, least: 1);
    private static readonly Option<double> s_lr = CommonOptions.Positive("--lr", "Highest learning rate.", 0.1);
    private static readonly Option<int> s_seed = CommonOptions.Whole("--seed", "Seed of weights, order and augmentation.", 0, least: 0);
    private static readonly Option<string> s_optimizer = CommonOptions.Choice("--optimizer", "How parameters follow their gradients.", "sgd", "adamw");
    private static readonly Option<double> s_momentum = CommonOptions.Share("--momentum", "Momentum of SGD.", 0.9);
    private static readonly Option<bool> s_nesterov = CommonOptions.Switch("--nesterov", "Nesterov's form of momentum.", true);
    private static readonly Option<double> s_weightDecay = CommonOptions.AtLeastZero("--weight-decay", "Weight decay: an L2 penalty in SGD, decoupled in AdamW.", 5e-4);
    private static readonly Option<bool> s_decayAll = CommonOptions.Switch("--decay-norm-and-bias", "Let the parameters of norms and all biases decay too.", true);
    private static readonly Option<string> s_schedule = CommonOptions.Choice("--schedule", "How the learning rate falls.", "cosine", "step", "exponential", "warm-restarts", "constant");
    private static readonly Option<string> s_milestones = CommonOptions.Text("--milestones", "Epochs at which the rate of 'step' falls, as 100,150.", "");
    private static readonly Option<double> s_gamma = CommonOptions.Share("--gamma", "Factor at each milestone of 'step', after each epoch of 'exponential'.", 0.1);
    private static readonly Option<int> s_warmup = CommonOptions.Whole("--warmup-epochs", "Epochs over which the rate first rises.", 0, least: 0);
    private static readonly Option<int> s_firstCycle = CommonOptions.Whole("--first-cycle", "Epochs of the first cycle of 'warm-restarts'.", 2, least: 1);
    private static readonly Option<int> s_cycleFactor = CommonOptions.Whole("--cycle-factor", "How much longer each cycle is than the one before.", 2, least: 1);
    private static readonly Option<double> s_minLr = CommonOptions.AtLeastZero("--min-lr", "Where a cosine ends.", 0);
    private static readonly Option<double> s_clip = CommonOptions.AtLeastZero("--clip-gradient", "Largest norm of all gradients together; 0 for no limit.", 0);
    private static readonly Option<int> s_accumulate = CommonOptions.Whole("--accumulate", "Batches whose gradients make one step.", 1, least: 1);
    private static readonly Option<double> s_ema = CommonOptions.Share("--ema", "Decay of a moving average of weights and buffers, such as 0.999; 0 for none.", 0);
    private static readonly Option<double> s_smoothing = CommonOptions.Share("--label-smoothing", "Share of each label given to all classes evenly.", 0);
    private static readonly Option<double> s_mixup = CommonOptions.AtLeastZero("--mixup", "Mixes samples with weights from Beta(a, a) of this a; 0 for none.", 0);
    private static readonly Option<string> s_augment = CommonOptions.Text("--augment", L2BN.Data.Augmentations.Syntax + ".", "standard");
    private static readonly Option<int> s_patience = CommonOptions.Whole("--patience", "Epochs without a better accuracy after which the run ends; 0 for never.", 0, least: 0);

    public static IReadOnlyList<Option> All { get; } =
    [
        s_data, s_dataDir, s_trainSize, s_validationSize, s_imageSize, s_fold, s_model, s_norm, s_epochs, s_batchSize, s_lr, s_seed, s_optimizer, s_momentum,
        s_nesterov, s_weightDecay, s_decayAll, s_schedule, s_milestones, s_gamma, s_warmup, s_firstCycle, s_cycleFactor, s_minLr, s_clip,
        s_accumulate, s_ema, s_smoothing, s_mixup, s_augment, s_patience,
    ];

    /// <summary>Those of them that say where something lies and change nothing in what is computed.</summary>
    public static IReadOnlyList<Option> Places { get; } = [s_dataDir];

    /// <summary>The defaults that suit the data; the options themselves carry those for images.</summary>
    public static DataDefaults Defaults(ParseResult parse) => DataDefaults.Of(NameResolver.Entry(parse.GetValue(s_data)!));

    public static TrainingTask Read(ParseResult parse) => new()
    {
        Data = parse.GetValue(s_data)!,
        DataDir = parse.GetValue(s_dataDir),
        TrainSize = parse.GetValue(s_trainSize),
        ValidationSize = parse.GetValue(s_validationSize),
        ImageSize = parse.GetValue(s_imageSize),
        Fold = parse.GetValue(s_fold),
        Model = parse.GetValue(s_model)!,
        Norm = parse.GetValue(s_norm)!,
        Augment = parse.GetValue(s_augment)!,
        Training = Training(parse),
    };

    private static TrainerOptions Training(ParseResult parse) => new()
    {
        Epochs = parse.GetValue(s_epochs),
        BatchSize = parse.GetValue(s_batchSize),
        LearningRate = parse.GetValue(s_lr),
        Seed = parse.GetValue(s_seed),
        Optimizer = parse.GetValue(s_optimizer) == "adamw" ? OptimizerKind.AdamW : OptimizerKind.Sgd,
        Momentum = parse.GetValue(s_momentum),
        Nesterov = parse.GetValue(s_nesterov),
        WeightDecay = parse.GetValue(s_weightDecay),
        DecayNormAndBias = parse.GetValue(s_decayAll),
        Schedule = Schedule(parse),
        ClipGradient = parse.GetValue(s_clip),
        Accumulate = parse.GetValue(s_accumulate),
        AverageDecay = parse.GetValue(s_ema),
        LabelSmoothing = parse.GetValue(s_smoothing),
        Mixup = parse.GetValue(s_mixup),
        Patience = parse.GetValue(s_patience),
    };

    private static ScheduleOptions Schedule(ParseResult parse) => new()
    {
        Kind = parse.GetValue(s_schedule) switch
        {
            "step" => ScheduleKind.Step,
            "exponential" => ScheduleKind.Exponential,
            "warm-restarts" => ScheduleKind.WarmRestarts,
            "constant" => ScheduleKind.Constant,
            _ => ScheduleKind.Cosine,
        },
        Milestones = Milestones(parse.GetValue(s_milestones)!),
        Gamma = parse.GetValue(s_gamma),
        WarmupEpochs = parse.GetValue(s_warmup),
        FirstCycle = parse.GetValue(s_firstCycle),
        CycleFactor = parse.GetValue(s_cycleFactor),
        MinimumRate = parse.GetValue(s_minLr),
    };

    private static int[] Milestones(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(epoch =>
        int.TryParse(epoch, out int value) ? value : throw new UsageException($"--milestones expects epochs such as 100,150; got '{text}'."))];
}
