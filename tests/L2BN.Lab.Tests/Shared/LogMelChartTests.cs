using L2BN.Data;
using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Pictures;
using L2BN.Lab.Compare;
using L2BN.Lab.Shared;
using L2BN.Reporting.Charts;
using L2BN.Reporting.Sections;
using L2BN.Reporting.Writing;

namespace L2BN.Lab.Tests.Shared;

/// <summary>What the report of a comparison shows of its sounds.</summary>
public class LogMelChartTests
{
    private static readonly LogMelOptions s_features = LogMelOptions.FiveSeconds22050;

    [Fact]
    public void A_section_shows_the_first_clip_of_each_class_in_the_order_of_the_labels()
    {
        ReportSection section = Assert.Single(ClassSounds.Sections(new Clips(s_features.Shape), s_features));
        Assert.Equal(("log-mel", true), (section.Id, section.HasContent));
        var page = new Markup();
        section.Write(page);
        string html = page.ToString();
        Assert.True(html.IndexOf("<h3>dog</h3>", StringComparison.Ordinal) < html.IndexOf("<h3>rain</h3>", StringComparison.Ordinal));
        Assert.Equal(2, html.Split("data:image/png;base64,").Length - 1);
        Assert.Contains("4.8 s: time to the right, frequency upwards, dark is loud.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_are_not_those_features_are_not_drawn() =>
        Assert.Empty(ClassSounds.Sections(new Clips(new SampleShape(1, 8, 8)), s_features));

    [Fact]
    public void Octaves_are_marked_where_they_lie()
    {
        PictureChart chart = LogMelChart.Create(LogMelPicture.FromSample(new float[s_features.Shape.Size], s_features), "dog", "dog 93 %");
        Assert.Equal(["250 Hz", "500 Hz", "1 kHz", "2 kHz", "4 kHz", "8 kHz"], chart.Marks.Select(mark => mark.Label));
        Assert.Equal(chart.Marks.Select(mark => mark.Position).OrderDescending(), chart.Marks.Select(mark => mark.Position));
        Assert.Equal(208 * 512 / 22_050.0, chart.Right, 9);
        Assert.EndsWith("dark is loud. dog 93 %", chart.Description, StringComparison.Ordinal);
    }

    // Four clips: rain, dog, rain, dog.
    private sealed class Clips(SampleShape shape) : IDataset
    {
        public string Name => "clips";

        public IReadOnlyList<string> Classes { get; } = ["dog", "rain"];

        public SampleShape Shape => shape;

        public int Count => 4;

        public int Label(int index) => 1 - (index % 2);

        public void Read(int index, Span<float> destination)
        {
            for (int i = 0; i < destination.Length; i++)
                destination[i] = (i + index) % 7;
        }
    }
}
