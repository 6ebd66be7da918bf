using System.Text.RegularExpressions;

namespace IntegrationHost.Engine.Problems;

/// <summary>What a remote system said, without what must not be kept: mail addresses, tokens, card numbers. Ids stay:
/// they are what people look a record up by.</summary>
public static partial class Redacted
{
    /// <summary>The text with those parts masked.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var masked = Address().Replace(text, match => $"{match.Groups["first"].Value}…@{match.Groups["host"].Value}");
        masked = Token().Replace(masked, match => $"{match.Groups["kind"].Value}…");
        return Digits().Replace(masked, match => IsCard(match.Value) ? $"…{match.Value[^4..]}" : match.Value);
    }

    [GeneratedRegex(@"(?<first>[A-Za-z0-9])[A-Za-z0-9._%+\-]*@(?<host>[A-Za-z0-9.\-]+\.[A-Za-z]{2,})")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<kind>Bearer |shp[a-z]{2,3}_|oauth_token=""?)[A-Za-z0-9._~+/=\-]{8,}")]
    private static partial Regex Token();

    // Numbers within a path or a longer word are ids.
    [GeneratedRegex(@"(?<![\w/\-])\d(?:[ \-]?\d){12,18}(?![\w/])")]
    private static partial Regex Digits();

    // The check digit of a card number (Luhn).
    private static bool IsCard(string text)
    {
        var sum = 0;
        foreach (var (digit, at) in text.Where(char.IsAsciiDigit).Reverse().Select((letter, at) => (letter - '0', at)))
        {
            var doubled = at % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}
