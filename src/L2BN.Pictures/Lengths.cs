using System.Xml;
using System.Xml.Linq;

namespace L2BN.Pictures;

/// <summary>Numbers of SVG attributes, in user units.</summary>
internal static class Lengths
{
    public static double Number(string text) => XmlConvert.ToDouble(text);

    /// <summary>An attribute in units or in percent of <paramref name="extent"/>; <paramref name="absent"/> where it is not there.</summary>
    public static float Of(XElement element, string name, double extent, double absent = 0)
    {
        if (element.Attribute(name)?.Value is not string text) return (float)absent;
        return (float)(text.EndsWith('%') ? Number(text[..^1]) / 100 * extent : Number(text));
    }
}
