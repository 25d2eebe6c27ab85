#!/usr/bin/env dotnet
#:project ../tests/L2BN.TestSupport/L2BN.TestSupport.csproj
#:property AssemblyName=corrupt-runs

// Damages every file of run folders in every way below, one at a time, and runs the commands that read the folder. Build first:
//
//     dotnet build -c Release && dotnet run -c Release build/corrupt-runs.cs -- [CORRUPTIONS = all] [SEED = 1]
//
// Exit code 1 where a command does not end within a minute, takes more than 1 GiB, prints a stack trace, has an exit code other than those
// that its line below allows, changes the folder or what a link in it leads to although it refuses, or gives other results than with the
// sound folder although it does not.
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using L2BN.TestSupport;

if (!OperatingSystem.IsLinux())
{
    Console.WriteLine("skipped: pipes, devices and /proc need Linux");
    return 0;
}

const int Done = 0, Usage = 2, Refused = 3;
const long MostBytes = 1L << 30;
int most = args.Length > 0 ? int.Parse(args[0]) : int.MaxValue;
int seed = args.Length > 1 ? int.Parse(args[1]) : 1;
var limit = TimeSpan.FromMinutes(1);
using var work = new TemporaryFolder();
string run = work.PathOf("run"), comparison = work.PathOf("comparison");
string data = SmallPictures.Create(work.PathOf("data"), seed), picture = Path.Combine(data, "test", "class0", "0.pgm");
string[] common = ["--data", "image-folder", "--data-dir", data, "--model", "mlp", "--batch-size", "16", "--threads", "1"];

Command[] ofRun =
[
    new("train", ["run.json", "epochs.jsonl", "final.json", "config.yaml"], folder =>
        ["train", "--resume", .. common, "--epochs", "3", "--out", folder],
        (folder, _) => Hash(Path.Combine(folder, "checkpoints", "last.safetensors"))),
    new("eval", ["config.yaml"], folder => ["eval", folder, "--json", "--threads", "1"],
        (_, output) => Figures(output, "accuracy", "loss")),
    new("analyze", ["config.yaml"], folder => ["analyze", folder, "--json", "--threads", "1"], (_, output) => Figures(output, "places")),
    new("predict", [], folder => ["predict", folder, picture, "--json", "--threads", "1"], (_, output) => Figures(output, "predictions")),
];
string[] records = ["run.json", "epochs.jsonl", "final.json", "analysis.json", "shifts.json", "looks.jsonl"];
Command[] ofComparison =
[
    new("compare", records, CompareArguments, (_, output) => Figures(output, "paired")),
    new("report", [.. records, "summary.json"], folder => ["report", folder, "--json"], (_, output) => Figures(output, "paired")),
];
string[] CompareArguments(string folder) =>
    ["compare", .. common, "--epochs", "2", "--seeds", "1", "--json", "--out", folder];

Require(["train", .. common, "--epochs", "2", "--checkpoint-every", "3", "--out", run]);
Require(CompareArguments(comparison));
Dictionary<string, string> expected = [];
foreach ((Command[] commands, string folder) in new[] { (ofRun, run), (ofComparison, comparison) })
{
    foreach (Command command in commands)
    {
        using var own = new Copy(folder);
        expected[command.Name] = command.Result(own.Path, Require(command.Arguments(own.Path)).Output);
    }
}

Corruption[] corruptions =
[
    .. Files(run).SelectMany((file, place) => Kinds().Select((kind, i) => new Corruption(run, file, kind, Pick(ofRun, place + i)))),
    .. Files(comparison).SelectMany(file => Kinds().Select(kind => new Corruption(comparison, file, kind, ofComparison))),
];
new Random(seed).Shuffle(corruptions);
corruptions = [.. corruptions.Take(most)];
ConcurrentBag<string> faults = [];
ConcurrentDictionary<string, int> codes = [];
long peak = 0;
var gate = new Lock();
var two = new ParallelOptions { MaxDegreeOfParallelism = 2 };
Parallel.For(0, corruptions.Length, two, i => Try(corruptions[i], new Random(seed * 10_000 + i)));
foreach (string fault in faults.Order(StringComparer.Ordinal))
    Console.WriteLine(fault);
Console.WriteLine(
    $"{corruptions.Length} corruptions, {codes.Values.Sum()} commands, {faults.Count} faults; most memory {peak >> 20} MiB; "
        + string.Join(", ", codes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
return faults.IsEmpty ? 0 : 1;

// Training and evaluation always; the two other readers of checkpoints in turns.
static Command[] Pick(Command[] commands, int turn) => [commands[0], commands[1], commands[2 + turn % 2]];

void Try(Corruption corruption, Random random)
{
    foreach (Command command in corruption.Commands)
    {
        using var own = new Copy(corruption.Folder);
        string file = Path.Combine(own.Path, corruption.File), victim = Path.Combine(own.Outside, "victim");
        corruption.Kind.Apply(file, victim, random);
        string before = State(own.Path, victim);
        using var process = WatchedProcess.StartLab(command.Arguments(own.Path));
        WatchedEnd end = process.Finish(limit);
        codes.AddOrUpdate($"{command.Name} {end.Code}", 1, (_, count) => count + 1);
        lock (gate)
            peak = Math.Max(peak, end.PeakBytes);
        foreach (string fault in Faults(corruption, command, own, victim, before, end))
        {
            faults.Add($"{corruption.File}, {corruption.Kind.Name}, {command.Name}: {fault}");
            Console.Error.WriteLine($"{corruption.File}, {corruption.Kind.Name}, {command.Name}: {fault}");
        }
    }
}

IEnumerable<string> Faults(Corruption corruption, Command command, Copy own, string victim, string before, WatchedEnd end)
{
    if (end.Code is not { } code)
    {
        yield return "it does not end";
        yield break;
    }

    string last = Regex.Split(end.Errors.TrimEnd(), "\n")[^1];
    if (end.HasTrace)
        yield return end.Errors;
    if (end.PeakBytes > MostBytes)
        yield return $"it took {end.PeakBytes >> 20} MiB";
    int[] allowed = Allowed(corruption, command);
    if (!allowed.Contains(code))
        yield return $"expected exit code {string.Join(" or ", allowed)}, got {code}: {last}";
    if (code is Refused && State(own.Path, victim) != before)
        yield return $"it refuses, but changes the folder: {last}";
    if (File.Exists(victim) && Hash(victim) != Hash(Path.Combine(corruption.Folder, corruption.File)))
        yield return "what the link leads to was changed";
    if (code is not Done || !CanCompare(corruption))
        yield break;
    string result = command.Result(own.Path, end.Output);
    if (result != expected[command.Name])
        yield return $"other results than of the sound folder: {result}; {last}";
}

// Records and checkpoints that a command has to read are refused where nothing of them is left to read; where a change may leave them
// sound, or there is another checkpoint, it may go on. A link in place of a file that the command writes is refused.
static int[] Allowed(Corruption corruption, Command command)
{
    string name = Path.GetFileName(corruption.File);
    if (name.EndsWith(".safetensors", StringComparison.Ordinal))
        return [Done, Refused];
    if (!command.Reads.Contains(name))
        return corruption.Kind.Form == Form.Odd || corruption.Kind.IsLink ? [Done, Refused] : [Done];
    if (name == "config.yaml")
        return [Done, Usage, Refused];
    return corruption.Kind.Form switch
    {
        Form.Destroyed or Form.Odd when !(name == "epochs.jsonl" && corruption.Kind.IsShortened) => [Refused],
        Form.Removed when name == "run.json" => [Refused],
        _ => [Done, Refused],
    };
}

// A record that was changed and still is one has another result, rightly. Records without an end are trained again.
static bool CanCompare(Corruption corruption) =>
    corruption.File.EndsWith(".safetensors", StringComparison.Ordinal) || corruption.Kind.Form is Form.Destroyed or Form.Odd;

static IEnumerable<Kind> Kinds()
{
    byte[] page = Encoding.UTF8.GetBytes("<!DOCTYPE html><html><body>404 Not Found</body></html>\n");
    yield return Kind.OfBytes("empty", Form.Destroyed, (_, _) => [], shortened: true);
    yield return Kind.OfBytes("first half", Form.Destroyed, (bytes, _) => bytes[..(bytes.Length / 2)], shortened: true);
    yield return Kind.OfBytes("last bytes missing", Form.Destroyed, (bytes, _) => bytes[..Math.Max(0, bytes.Length - 3)], shortened: true);
    yield return Kind.OfBytes("a bit flipped", Form.Changed, Flip);
    yield return Kind.OfBytes("sixteen random bytes", Form.Changed, (bytes, random) => Overwrite(bytes, random, 16, zeros: false));
    yield return Kind.OfBytes("zeros in the middle", Form.Destroyed, (bytes, random) => Overwrite(bytes, random, 512, zeros: true));
    yield return Kind.OfBytes("random bytes after the end", Form.Destroyed, (bytes, random) => [.. bytes, .. Noise(random, 1024)]);
    yield return Kind.OfBytes("twice", Form.Changed, (bytes, _) => [.. bytes, .. bytes]);
    yield return Kind.OfBytes("a web page", Form.Destroyed, (_, _) => page);
    byte[] brackets = Encoding.ASCII.GetBytes(new string('[', 200_000));
    yield return Kind.OfBytes("200,000 brackets", Form.Destroyed, (_, _) => brackets);
    byte[] levels = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 20_000)));
    yield return Kind.OfBytes("20,000 levels", Form.Destroyed, (_, _) => levels);
    yield return Kind.OfBytes("a MiB of random bytes", Form.Destroyed, (_, random) => Noise(random, 1 << 20));
    yield return Kind.OfBytes("invalid UTF-8", Form.Changed, (bytes, random) => Inserted(bytes, random, [0xff, 0xfe, 0xc0]));
    yield return new Kind("a folder", Form.Odd, (file, _, _) => Directory.CreateDirectory(file));
    yield return new Kind("a pipe", Form.Odd, (file, _, _) => Shell("mkfifo", file));
    yield return new Kind("a link to /dev/zero", Form.Odd, (file, _, _) => File.CreateSymbolicLink(file, "/dev/zero"));
    yield return new Kind("a link to itself", Form.Odd, (file, _, _) => File.CreateSymbolicLink(file, file));
    yield return new Kind("a link to nothing", Form.Removed, (file, victim, _) => File.CreateSymbolicLink(file, victim));
    yield return new Kind("12 GiB without content", Form.Odd, (file, _, _) => Shell("truncate", "-s", "12G", file));
    yield return new Kind("removed", Form.Removed, (_, _, _) => { });
    yield return new Kind(
        "a link to the same content", Form.Changed, (file, victim, _) => File.CreateSymbolicLink(file, victim), keeps: true);
}

static byte[] Flip(byte[] bytes, Random random)
{
    byte[] changed = [.. bytes];
    if (changed.Length > 0)
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
    return changed;
}

static byte[] Overwrite(byte[] bytes, Random random, int count, bool zeros)
{
    byte[] changed = [.. bytes];
    count = Math.Min(count, changed.Length);
    int start = zeros ? (changed.Length - count) / 2 : random.Next(changed.Length - count + 1);
    (zeros ? new byte[count] : Noise(random, count)).CopyTo(changed, start);
    return changed;
}

static byte[] Inserted(byte[] bytes, Random random, byte[] inserted)
{
    int place = random.Next(bytes.Length + 1);
    return [.. bytes[..place], .. inserted, .. bytes[place..]];
}

static byte[] Noise(Random random, int count)
{
    byte[] bytes = new byte[count];
    random.NextBytes(bytes);
    return bytes;
}

static void Shell(string program, params string[] arguments)
{
    using var process = WatchedProcess.Start(program, arguments);
    WatchedEnd end = process.Finish(TimeSpan.FromSeconds(10));
    if (end.Code != 0)
        throw new InvalidOperationException($"{program}: {end.Errors}");
}

WatchedEnd Require(string[] arguments)
{
    using var process = WatchedProcess.StartLab(arguments);
    WatchedEnd end = process.Finish(TimeSpan.FromMinutes(5));
    return end.Code == 0 ? end : throw new InvalidOperationException($"l2bn {string.Join(' ', arguments)}: {end.Code}, {end.Errors}");
}

static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
    .Select(path => Path.GetRelativePath(folder, path))
    .Where(path => Path.GetFileName(path) != ".lock" && !path.StartsWith("l2bn-seed0", StringComparison.Ordinal))
    .Order(StringComparer.Ordinal);

static string Figures(string json, params string[] names)
{
    JsonElement root = JsonDocument.Parse(json).RootElement;
    return string.Join('\n', names.Select(name => root.TryGetProperty(name, out JsonElement value) ? value.GetRawText() : $"no {name}"));
}

static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

// Names, kinds and contents of all that is in a folder, and of what is outside of it; what is sparse by its length.
static string State(string folder, string victim) => string.Join('\n', new DirectoryInfo(folder)
    .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
    .Where(entry => entry.Name is not ".lock")
    .Append(new FileInfo(victim))
    .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
    .Select(entry => $"{entry.FullName} {entry.Attributes} {entry.LinkTarget} {Content(entry)}"));

static string Content(FileSystemInfo entry) => entry is not FileInfo { Exists: true } file || entry.LinkTarget is not null ? ""
    : file.Length is 0 or > 1 << 30 ? $"{file.Length}" : Hash(file.FullName);

internal enum Form
{
    // Not what it was, and not to be read as something else.
    Destroyed,

    // It may still be sound.
    Changed,

    // No regular file, or too large.
    Odd,
    Removed,
}

internal sealed record Kind(string Name, Form Form, Action<string, string, Random> Create, bool keeps = false, bool IsShortened = false)
{
    public static Kind OfBytes(string name, Form form, Func<byte[], Random, byte[]> change, bool shortened = false) =>
        new(name, form, (_, _, _) => { }, IsShortened: shortened) { Change = change };

    public bool IsLink => Name.StartsWith("a link", StringComparison.Ordinal);

    private Func<byte[], Random, byte[]>? Change { get; init; }

    public void Apply(string file, string victim, Random random)
    {
        byte[] before = File.ReadAllBytes(file);
        // A new file: the copy may share its content with another name.
        File.Delete(file);
        if (Change is not null)
            File.WriteAllBytes(file, Change(before, random));
        else
            Create(file, victim, random);
        if (keeps)
            File.WriteAllBytes(victim, before);
    }
}

internal sealed record Command(string Name, string[] Reads, Func<string, string[]> Arguments, Func<string, string, string> Result);

internal sealed record Corruption(string Folder, string File, Kind Kind, Command[] Commands);

// A copy of a folder, with a place outside of it.
internal sealed class Copy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Copy(string source)
    {
        Outside = Directory.CreateDirectory(_folder.PathOf("outside")).FullName;
        Path = _folder.PathOf("copy");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public string Path { get; }

    public string Outside { get; }

    public void Dispose() => _folder.Dispose();
}
