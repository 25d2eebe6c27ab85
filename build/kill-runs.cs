#!/usr/bin/env dotnet
#:project ../tests/L2BN.TestSupport/L2BN.TestSupport.csproj
#:property AssemblyName=kill-runs

// Sends signals to l2bn train and l2bn compare at random moments, and continues what they leave, again and again. Build first:
//
//     dotnet build -c Release && dotnet run -c Release build/kill-runs.cs -- [SIGNALS = 400] [SEED = 1]
//
// Half of the signals go to each command. Some come while the process starts, the others while it trains, evaluates, saves and analyzes.
// A stopped process (SIGSTOP) is continued, and gets another signal later. Whenever a run reaches its end, its checkpoints and records are
// compared with those of a run without signals, without times and memory, and it begins anew. Exit code 1 where a byte differs, a file is
// left over, an exit code is not that of the signal, a process prints a stack trace, or one does not end within a minute.
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using L2BN.TestSupport;

if (!OperatingSystem.IsLinux())
{
    Console.WriteLine("skipped: signals and /proc need Linux");
    return 0;
}

const int Hangup = 1, Interrupt = 2, Kill = 9, Terminate = 15, Continue = 18, Stop = 19;
int signals = args.Length > 0 ? int.Parse(args[0]) : 400;
int seed = args.Length > 1 ? int.Parse(args[1]) : 1;
TimeSpan limit = TimeSpan.FromMinutes(1), longest = TimeSpan.FromMinutes(10);
string[] volatileNames =
[
    "ms_per_step", "samples_per_second", "data_wait", "seconds", "resident_mib", "peak_memory_bytes", "report", "started",
];
// Name of the signal, the numbers that are sent one after the other, and the exit codes that they may have. Before the runtime runs the
// first line of the program, the system itself ends the process: 129 for SIGHUP.
(string Name, int[] Numbers, int[] Codes)[] kinds =
[
    ("SIGKILL", [Kill], [137]), ("SIGTERM", [Terminate], [143]), ("SIGINT", [Interrupt], [130]), ("SIGHUP", [Hangup], [143, 129]),
    ("SIGSTOP, SIGCONT, SIGKILL", [Stop, Continue, Kill], [137]), ("SIGSTOP, SIGCONT, SIGTERM", [Stop, Continue, Terminate], [143]),
    ("SIGINT twice", [Interrupt, Interrupt], [130]), ("SIGTERM, SIGKILL", [Terminate, Kill], [137, 143]),
];
using var work = new TemporaryFolder();
Dictionary<string, int> sent = [];
string data = SmallPictures.Create(work.PathOf("data"), seed);
string[] common = ["--data", "image-folder", "--data-dir", data, "--model", "mlp", "--batch-size", "16", "--threads", "1"];
Campaign[] campaigns =
[
    new("train", folder =>
        ["train", "--epochs", "90", "--checkpoint-every", "3", "--ema", "0.99", "--resume", .. common, "--out", folder]),
    new("compare", folder => ["compare", "--epochs", "20", "--seeds", "2", .. common, "--out", folder]),
];
await Task.WhenAll(campaigns.Select((campaign, index) => Task.Run(() => Run(campaign, signals / 2, new Random(seed + index)))));
foreach (Campaign campaign in campaigns)
{
    Console.WriteLine(
        $"{campaign.Name}: {campaign.Sent} signals, {campaign.Early} of them before the first new checkpoint; {campaign.Ends} runs ended, "
            + $"{campaign.Faults.Count} faults; longest end {campaign.LongestEnd.TotalSeconds:F1} s after the signal.");
    foreach (string fault in campaign.Faults)
        Console.WriteLine($"  {fault}");
}

Console.WriteLine(string.Join("; ", sent.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} of {pair.Key}")) + ".");
return campaigns.Sum(campaign => campaign.Faults.Count) == 0 ? 0 : 1;

void Run(Campaign campaign, int count, Random random)
{
    string whole = work.PathOf($"{campaign.Name}-whole"), broken = work.PathOf($"{campaign.Name}-broken");
    using (var process = WatchedProcess.StartLab(campaign.Command(whole)))
    {
        if (process.Finish(longest) is { Code: not 0 } failed)
            throw new InvalidOperationException($"{campaign.Name} without a signal: {failed.Code}, {failed.Errors}");
    }

    Dictionary<string, string> expected = Contents(whole);
    while (campaign.Sent < count)
    {
        if (!Interrupted(campaign, broken, random))
            CheckEnd(campaign, expected, broken);
    }

    using var last = WatchedProcess.StartLab(campaign.Command(broken));
    WatchedEnd end = last.Finish(longest);
    if (end.Code != 0)
        campaign.Faults.Add($"the last start: {end.Code}, {LastLine(end.Errors)}");
    CheckEnd(campaign, expected, broken);
}

// False where the run ended by itself before the signal.
bool Interrupted(Campaign campaign, string folder, Random random)
{
    (string name, int[] numbers, int[] codes) = kinds[random.Next(kinds.Length)];
    using var process = WatchedProcess.StartLab(campaign.Command(folder));
    DateTime before = SavedAt(folder);
    bool early = random.Next(4) == 0;
    for (int i = 0; !early && i < 6000 && SavedAt(folder) <= before && !process.HasEnded; i++)
        Thread.Sleep(10);
    Thread.Sleep(random.Next(early ? 1500 : 600));
    bool ended = process.HasEnded;
    foreach (int number in numbers)
    {
        process.Send(number);
        if (number is not Kill && numbers.Length > 1)
            Thread.Sleep(random.Next(300));
    }

    WatchedEnd end = process.Finish(limit);
    string where = $"{campaign.Name}, signal {campaign.Sent + 1}, {name}";
    if (end.HasTrace || end.Errors.Contains("damaged", StringComparison.Ordinal))
        campaign.Faults.Add($"{where}: {end.Errors}");
    if (end.Code == 0)
        return false;
    if (end.Code is not { } code || ended || !codes.Contains(code))
        campaign.Faults.Add(
            $"{where}: expected {string.Join(" or ", codes)}, got {(end.Code is { } got ? $"{got}" : "no end")}; {LastLine(end.Errors)}");
    campaign.Sent++;
    if (campaign.Sent % 10 == 0)
        Console.Error.WriteLine($"{campaign.Name}: {campaign.Sent} signals, {campaign.Faults.Count} faults");
    campaign.Early += early ? 1 : 0;
    campaign.LongestEnd = end.Time > campaign.LongestEnd ? end.Time : campaign.LongestEnd;
    lock (sent)
        sent[name] = sent.GetValueOrDefault(name) + 1;
    return true;
}

void CheckEnd(Campaign campaign, Dictionary<string, string> expected, string folder)
{
    campaign.Ends++;
    Dictionary<string, string> found = Contents(folder);
    foreach (string name in expected.Keys.Union(found.Keys))
    {
        if (expected.GetValueOrDefault(name) == found.GetValueOrDefault(name))
            continue;
        string what = !found.ContainsKey(name) ? "is missing" : expected.ContainsKey(name) ? "differs" : "is left over";
        campaign.Faults.Add($"{campaign.Name}, end {campaign.Ends}: {name} {what}");
    }

    Directory.Delete(folder, recursive: true);
}

// Hashes of files without times and paths. A page and the options have both.
Dictionary<string, string> Contents(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
    .Where(path => Path.GetFileName(path) is not (".lock" or "run.json" or "config.yaml" or "report.html"))
    .ToDictionary(path => Path.GetRelativePath(folder, path), path => Path.GetExtension(path) switch
    {
        ".json" => Bare(JsonNode.Parse(File.ReadAllText(path)))!.ToJsonString(),
        ".jsonl" => string.Join('\n', File.ReadLines(path).Select(line => Bare(JsonNode.Parse(line))!.ToJsonString())),
        _ => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
    });

JsonNode? Bare(JsonNode? node)
{
    switch (node)
    {
        case JsonObject record:
            foreach (string name in record.Select(item => item.Key).ToArray())
            {
                if (volatileNames.Contains(name))
                    record.Remove(name);
                else
                    Bare(record[name]);
            }

            break;
        case JsonArray array:
            foreach (JsonNode? item in array)
                Bare(item);
            break;
    }

    return node;
}

// When the newest checkpoint of any run below the folder was written.
static DateTime SavedAt(string folder) => !Directory.Exists(folder) ? default : Directory
    .EnumerateFiles(folder, "last.safetensors", SearchOption.AllDirectories)
    .Select(File.GetLastWriteTimeUtc)
    .DefaultIfEmpty()
    .Max();

static string LastLine(string text) => Regex.Split(text.TrimEnd(), "\n")[^1];

internal sealed class Campaign(string name, Func<string, string[]> command)
{
    public string Name => name;

    public Func<string, string[]> Command => command;

    public int Sent { get; set; }

    public int Early { get; set; }

    public int Ends { get; set; }

    public TimeSpan LongestEnd { get; set; }

    public List<string> Faults { get; } = [];
}
