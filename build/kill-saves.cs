#!/usr/bin/env dotnet
#:project ../src/L2BN.Formats/L2BN.Formats.csproj
#:property AssemblyName=kill-saves

// Kills a process that saves checkpoints, at random moments, and looks at what it left:
//
//     dotnet run build/kill-saves.cs -- [KILLS = 1000] [CONTROL-KILLS = 40]
//
// A file is torn when it does not match its checksum, and a save is lost when the file is older than one that was reported done. A save was
// under way where the kill left an unfinished file beside it. The control writes the same file in place, a megabyte at a time: it shows
// what such kills do to a file that is not written aside and renamed. Exit code 1 where a checkpoint is torn or lost, or the control
// shows nothing.
using System.Diagnostics;
using L2BN.Core;
using L2BN.Formats;
using L2BN.Formats.Safetensors;

const int Megabytes = 20;
if (args is ["write", var target, var first, var inPlace])
    return Write(target, int.Parse(first), bool.Parse(inPlace));
int kills = args.Length > 0 ? int.Parse(args[0]) : 1000;
int control = args.Length > 1 ? int.Parse(args[1]) : 40;
(int torn, int lost, int underWay) = Campaign(kills, inPlace: false);
Console.WriteLine($"{kills} kills, {underWay} of them with a save under way: {torn} torn, {lost} lost.");
(int tornInPlace, int lostInPlace, _) = Campaign(control, inPlace: true);
Console.WriteLine($"Control, {control} kills of a process that writes in place: {tornInPlace} torn, {lostInPlace} lost.");
return torn + lost == 0 && tornInPlace > 0 ? 0 : 1;

(int Torn, int Lost, int UnderWay) Campaign(int count, bool inPlace)
{
    string folder = Directory.CreateTempSubdirectory("l2bn-kill-").FullName;
    var random = new Random(1);
    (int torn, int lost, int underWay, int step) = (0, 0, 0, 0);
    for (int kill = 0; kill < count; kill++)
    {
        string path = Path.Combine(folder, "last.safetensors");
        int done = KillOne(path, step + 1, inPlace, random.Next(1, 60));
        int found = StepOf(path);
        if (found < 0)
            torn++;
        else if (found < done)
            lost++;
        step = Math.Max(done, Math.Max(found, step));
        if (Directory.GetFiles(folder).Any(file => file != path))
            underWay++;
        AtomicFile.Clean(folder);
        if (found < 0)
            File.Delete(path);
    }

    Directory.Delete(folder, recursive: true);
    return (torn, lost, underWay);
}

// Waits until a first save is done, then a random while, then kills. The result is the last step that was reported done.
int KillOne(string path, int from, bool inPlace, int wait)
{
    var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
    foreach (string argument in new[] { "write", path, $"{from}", $"{inPlace}" })
        start.ArgumentList.Add(argument);
    using Process process = Process.Start(start)!;
    int done = int.Parse(process.StandardOutput.ReadLine()!);
    Thread.Sleep(wait);
    process.Kill();
    process.WaitForExit();
    while (process.StandardOutput.ReadLine() is { } line)
        done = int.TryParse(line, out int step) ? step : done;
    return done;
}

int StepOf(string path)
{
    try
    {
        using var file = SafetensorsFile.Open(path);
        file.Verify();
        return int.Parse(file.Metadata["step"]);
    }
    catch (FileFormatException)
    {
        return -1;
    }
}

int Write(string path, int from, bool inPlace)
{
    byte[] data = new byte[Megabytes << 20];
    new Random(from).NextBytes(data);
    TensorData[] tensors = [new("w", TensorType.U8, [data.Length], data)];
    string scratch = path + ".scratch";
    for (int step = from; ; step++)
    {
        var metadata = new Dictionary<string, string> { ["step"] = $"{step}" };
        if (!inPlace)
            SafetensorsWriter.Write(path, tensors, metadata, checksum: true);
        else
            InPlace(tensors, metadata, scratch, path);
        Console.WriteLine(step);
    }
}

// The bytes come from a sealed scratch file, so that the control writes exactly what the other way writes.
void InPlace(TensorData[] tensors, Dictionary<string, string> metadata, string scratch, string path)
{
    SafetensorsWriter.Write(scratch, tensors, metadata, checksum: true);
    byte[] bytes = File.ReadAllBytes(scratch);
    using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
    foreach (byte[] piece in bytes.Chunk(1 << 20))
    {
        file.Write(piece);
        file.Flush(flushToDisk: true);
    }
}
