using System.Text.RegularExpressions;

namespace IntegrationHost.Plugins.NetSuite.Errors;

/// <summary>The field and the value that NetSuite names in the sentence "Invalid Field Value 99 for the following
/// field: entitystatus".</summary>
internal static partial class InvalidValue
{
    /// <summary>The path of the offending field: NetSuite's own path, completed by the field in the sentence where
    /// the path ends at a line.</summary>
    public static string? FieldOf(NetSuiteError error)
    {
        var named = Sentence().Match(error.Detail) is { Success: true } match ? match.Groups["field"].Value : null;
        return error.Path switch
        {
            null => named,
            var path when named is not null && path.EndsWith(']') => $"{path}.{named}",
            var path => path,
        };
    }

    /// <summary>The offending value; null where none is named and where it would be personal data.</summary>
    public static string? ValueOf(NetSuiteError error) =>
        Sentence().Match(error.Detail) is { Success: true } match && !IsPersonal(FieldOf(error)!)
            ? match.Groups["value"].Value
            : null;

    /// <summary>NetSuite's sentence, without a value that is personal data.</summary>
    public static string SentenceOf(NetSuiteError error) =>
        Sentence().Match(error.Detail) is { Success: true } match && IsPersonal(FieldOf(error)!)
            ? error.Detail.Replace(match.Groups["value"].Value, "(withheld)", StringComparison.Ordinal)
            : error.Detail;

    private static bool IsPersonal(string field) => PersonalFields.Any(part =>
        field[(field.LastIndexOf('.') + 1)..].Contains(part, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] PersonalFields =
        ["email", "phone", "name", "addr", "attention", "zip", "city", "fax", "memo", "message"];

    [GeneratedRegex("Invalid Field Value (?<value>.*?) for the following field: *(?<field>[A-Za-z0-9_]+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();
}
