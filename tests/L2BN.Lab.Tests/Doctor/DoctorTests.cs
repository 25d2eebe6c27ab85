using System.Text.Json;

namespace L2BN.Lab.Tests.Doctor;

/// <summary><c>l2bn doctor</c>: what the machine has, and what was looked at.</summary>
public sealed class DoctorTests
{
    [Fact]
    public void Doctor_finds_torch_and_says_what_it_looked_at()
    {
        JsonElement record = LabProcess.Run("doctor", "--json").Json("doctor");
        Assert.True(record.GetProperty("ok").GetBoolean());
        Assert.Contains(
            "libtorch",
            record
                .GetProperty("findings")
                .EnumerateArray()
                .Single(finding => finding.GetProperty("name").GetString() == "torch")
                .GetProperty("text")
                .GetString(),
            StringComparison.Ordinal);
        Assert.True(record.GetProperty("machine").GetProperty("cores").GetInt32() > 0);
    }
}
