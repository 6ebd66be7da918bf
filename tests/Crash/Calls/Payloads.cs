using System.Text;
using IntegrationHost.Records;

namespace IntegrationHost.Crash.Calls;

/// <summary>Records of the sizes that shops send: most small, some long, a few of several hundred kilobytes.</summary>
internal static class Payloads
{
    private const int LinesSmall = 4;
    private const int LinesLong = 300;
    private const int LinesHuge = 3000;

    public static Record RecordOf(Random dice) => Record.Parse(JsonOf(dice));

    public static byte[] JsonOf(Random dice)
    {
        var lines = dice.Next(100) switch
        {
            < 90 => dice.Next(LinesSmall),
            < 99 => dice.Next(LinesLong),
            _ => dice.Next(LinesHuge),
        };
        var text = new StringBuilder("""{"note":"Zoë 🚚","lines":[""");
        for (var line = 0; line < lines; line++)
        {
            text.Append(line == 0 ? "" : ",");
            text.Append($$"""{"sku":"{{dice.NextInt64():x}}","quantity":{{dice.Next(9)}},"price":"{{dice.Next()}}"}""");
        }

        text.Append($$"""],"number":{{dice.Next()}}}""");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
