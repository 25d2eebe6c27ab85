namespace L2BN.Data.Tests.Fuzzing;

/// <summary>Damages files in the ways that break parsers: wrong bytes and bits, cuts, repeats, extreme numbers. A pure function of its
/// seed.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] s_extremes = [[0, 0, 0, 0], [255, 255, 255, 255], [127, 255, 255, 255], [128, 0, 0, 0], [0, 0, 0, 1],
        [255], [0]];
    private readonly Random _random = new(seed);

    internal byte[] Mutate(byte[] file)
    {
        List<byte> bytes = file.ToList();
        for (int i = _random.Next(1, 6); i > 0 && bytes.Count > 0; i--)
            Damage(bytes);
        return [.. bytes];
    }

    private void Damage(List<byte> bytes)
    {
        // Headers decide most; half of all damage goes there.
        int at = _random.Next(_random.Next(2) == 0 ? Math.Min(64, bytes.Count) : bytes.Count);
        int length = Math.Min(_random.Next(1, 24), bytes.Count - at);
        switch (_random.Next(7))
        {
            case 0: bytes[at] = (byte)_random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            case 2: bytes[at] = (byte)(bytes[at] + _random.Next(3) - 1); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(at, length)); break;
            case 5: bytes.RemoveRange(at, bytes.Count - at); break;
            default: Overwrite(bytes, at, s_extremes[_random.Next(s_extremes.Length)]); break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] value)
    {
        for (int i = 0; i < value.Length && at + i < bytes.Count; i++)
            bytes[at + i] = value[i];
    }
}
