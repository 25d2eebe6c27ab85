using System.Diagnostics;
using System.Globalization;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Support;

/// <summary>
/// Feeds a reader files that were right before they were changed at random. Few of them by default; L2BN_FUZZ=n makes it n files for each
/// reader, L2BN_FUZZ_SECONDS=600 ten minutes, L2BN_FUZZ_SEED=n begins it elsewhere (or repeats what failed).
/// </summary>
internal static class Fuzz
{
    /// <summary>The largest filter of a resampler, and its signal.</summary>
    private const long Memory = 16 << 20;

    private static readonly byte[] s_bytes = [0, 1, 0x7F, 0x80, 0xFE, 0xFF];
    private static readonly uint[] s_words = [0, 1, 2, 16, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFE, 0xFFFFFFFF];

    /// <summary>Runs <paramref name="read"/> on changed copies of <paramref name="corpus"/>: it may do its work or throw
    /// <see cref="DataException"/>, in bounded time and memory.</summary>
    /// <param name="corpus">Right files.</param>
    /// <param name="tokens">Pieces that the format gives a meaning to, inserted now and then.</param>
    /// <param name="read">The reader.</param>
    /// <param name="count">Files in an ordinary run.</param>
    internal static void Run(byte[][] corpus, byte[][] tokens, Action<byte[]> read, int count = 2000)
    {
        double seconds = Number("L2BN_FUZZ_SECONDS");
        if (Number("L2BN_FUZZ") is > 0 and var asked)
            count = (int)asked;
        long start = Stopwatch.GetTimestamp(), seed = (long)Number("L2BN_FUZZ_SEED"), refused = 0, ran = 0;
        for (; seconds > 0 ? Stopwatch.GetElapsedTime(start).TotalSeconds < seconds : ran < count; seed++, ran++)
        {
            byte[] file = Changed(corpus, tokens, new Random(unchecked((int)seed)));
            try
            {
                if (Hostile.Refusal(() => read(file), memory: Memory + 64L * file.Length) is not null)
                    refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"L2BN_FUZZ_SEED={seed}, file {Convert.ToBase64String(file)}", e);
            }
        }
        // A fuzzer whose files are all refused, or all read, tests nothing.
        Assert.InRange(refused, 1, ran - 1);
        if (seconds > 0)
            TestContext.Current.SendDiagnosticMessage($"{ran} files, {refused} refused, no other exception");
    }

    private static double Number(string variable) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value : 0;

    private static byte[] Changed(byte[][] corpus, byte[][] tokens, Random random)
    {
        List<byte> file = [.. corpus[random.Next(corpus.Length)]];
        for (int changes = random.Next(1, 6); changes > 0; changes--)
            Change(file, corpus, tokens, random);
        return [.. file];
    }

    private static void Change(List<byte> file, byte[][] corpus, byte[][] tokens, Random random)
    {
        // Headers decide most, so half of all changes are near the beginning.
        int at = random.Next(Math.Max(1, random.Next(2) == 0 ? Math.Min(file.Count, 64) : file.Count));
        int length = Math.Min(random.Next(1, 64), file.Count - at);
        switch (random.Next(8))
        {
            case 0 when file.Count > 0: file[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when file.Count > 0: file[at] = s_bytes[random.Next(s_bytes.Length)]; break;
            case 2 when file.Count > at + 4: Overwrite(file, at, BitConverter.GetBytes(s_words[random.Next(s_words.Length)])); break;
            case 3 when length > 0: file.RemoveRange(at, length); break;
            case 4 when length > 0: file.InsertRange(random.Next(file.Count), file.GetRange(at, length)); break;
            case 5: file.RemoveRange(at, file.Count - at); break;
            case 6: file.InsertRange(Math.Min(at, file.Count), Piece(corpus[random.Next(corpus.Length)], random)); break;
            default: file.InsertRange(Math.Min(at, file.Count), tokens[random.Next(tokens.Length)]); break;
        }
    }

    private static void Overwrite(List<byte> file, int at, byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
            file[at + i] = bytes[i];
    }

    private static byte[] Piece(byte[] file, Random random)
    {
        int at = random.Next(file.Length);
        return file[at..Math.Min(file.Length, at + random.Next(1, 64))];
    }
}
