#!/usr/bin/env dotnet
#:project ../src/L2BN.Data/L2BN.Data.csproj
#:property AssemblyName=make-fashion-mnist-mini

// Makes the embedded data set fashion-mnist-mini from the four original files of Fashion-MNIST:
//
//     dotnet run build/make-fashion-mnist-mini.cs -- FOLDER-OF-ORIGINALS [OUTPUT-FOLDER]
//
// It draws 600 training and 200 test images of every class with a fixed seed, keeps them in their original order, and prints
// the checksums that FashionMnistMini.cs has. The same originals give the same images on every machine.
using System.Security.Cryptography;
using L2BN.Data.Idx;
using L2BN.Data.Splits;

const int Seed = 20170825;
string source = args.Length > 0 ? args[0] : throw new ArgumentException("Say where the four original files lie.");
string output = args.Length > 1 ? args[1] : "src/L2BN.Data/Resources/fashion-mnist-mini";
Directory.CreateDirectory(output);
Make("train", 6_000);
Make("t10k", 2_000);

void Make(string part, int size)
{
    (IdxArray images, IdxArray labels) = (Read(part, "images", 3), Read(part, "labels", 1));
    int[] drawn = StratifiedSampling.Draw([.. labels.Values.Select(label => (int)label)], classes: 10, size, Seed).Drawn;
    Write(part, "images", 3, [.. drawn.SelectMany(i => images.Values.AsSpan(i * 784, 784).ToArray())], [size, 28, 28]);
    Write(part, "labels", 1, [.. drawn.Select(i => labels.Values[i])], [size]);
}

IdxArray Read(string part, string kind, int rank) => IdxReader.Read(Path.Combine(source, $"{part}-{kind}-idx{rank}-ubyte.gz"), rank);

void Write(string part, string kind, int rank, byte[] values, int[] dimensions)
{
    string file = $"{part}-{kind}-idx{rank}-ubyte.gz", path = Path.Combine(output, file);
    IdxWriter.Write(path, new IdxArray(dimensions, values));
    string sum = Convert.ToHexStringLower(SHA256.HashData(values));
    Console.WriteLine($"[\"{file}\"] = \"{sum}\", // {new FileInfo(path).Length:N0} bytes packed");
}
