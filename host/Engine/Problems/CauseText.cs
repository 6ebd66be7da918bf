using System.Text;

namespace IntegrationHost.Engine.Problems;

/// <summary>What the problems of many records have in common, taken out of a sentence about one of them: numbers, what
/// stands in quotes and places in a list are another's there. Pure.</summary>
internal static class CauseText
{
    private const int LettersMost = 80;

    /// <summary>A sentence without what is this record's own.</summary>
    public static string OfSentence(string sentence)
    {
        var kept = new StringBuilder(sentence.Length);
        for (var at = 0; at < sentence.Length; at++)
        {
            var letter = sentence[at];
            if (letter is '\'' or '"' or '“' or '«' && EndOfQuote(sentence, at) is var end and > 0)
            {
                kept.Append('…');
                at = end;
            }
            else if (!char.IsAsciiDigit(letter))
            {
                kept.Append(letter);
            }
            else if (kept.Length == 0 || kept[^1] != '#')
            {
                at = EndOfNumber(sentence, at);
                kept.Append('#');
            }
        }

        return Short(kept.ToString());
    }

    /// <summary>A path without places: the third line's item is the lines' item.</summary>
    public static string OfPath(string path) => Short(string.Join(
        '.', path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.All(char.IsAsciiDigit))));

    public static string Short(string value) => value.Length <= LettersMost ? value : value[..LettersMost];

    // An apostrophe inside a word opens nothing.
    private static int EndOfQuote(string text, int start)
    {
        if (start > 0 && char.IsLetterOrDigit(text[start - 1]))
        {
            return -1;
        }

        var close = text[start] switch { '“' => '”', '«' => '»', var same => same };
        return text.IndexOf(close, start + 1);
    }

    private static int EndOfNumber(string text, int start)
    {
        var end = start;
        while (end + 1 < text.Length && (char.IsAsciiDigit(text[end + 1])
            || (text[end + 1] is '.' or ',' && end + 2 < text.Length && char.IsAsciiDigit(text[end + 2]))))
        {
            end++;
        }

        return end;
    }
}
