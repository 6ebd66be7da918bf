using System.Text;

namespace IntegrationHost.App.Site;

/// <summary>A table as a CSV file (RFC 4180): a header <c>key,value</c>, then one entry a line; a field in quotes may
/// hold commas, quotes written twice and line breaks; a line that begins with <c>#</c> is a remark.</summary>
internal static class TableFile
{
    /// <summary>The entries that are right, and what is wrong with the others.</summary>
    public static (IReadOnlyDictionary<string, string> Entries, IReadOnlyList<SiteFinding> Findings) Parse(
        string path, string text)
    {
        var entries = new Dictionary<string, string>();
        var findings = new List<SiteFinding>();
        var hasHeader = false;
        foreach (var row in Rows(text))
        {
            var fault = row.Fault
                ?? (!hasHeader ? (row.Fields is ["key", "value"] ? null : "the first line must be key,value")
                : row.Fields is not [var key, var value] ? $"has {Count(row.Fields)}, wanted are two: key,value"
                : key.Length == 0 ? "has no key"
                : entries.TryAdd(key, value) ? null
                : $"'{key}' stands there twice; the first entry counts");
            if (fault is not null)
            {
                findings.Add(new SiteFinding($"{path}:{row.Line}", fault));
            }

            if (!hasHeader && fault is not null)
            {
                break;
            }

            hasHeader = true;
        }

        return (entries, findings);
    }

    private static string Count(string[] fields) => fields.Length == 1 ? "1 field" : $"{fields.Length} fields";

    private static IEnumerable<Row> Rows(string text)
    {
        var line = 1;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is var found and >= 0 ? found : text.Length;
            if (text.AsSpan(at, end - at).Trim() is [] or ['#', ..])
            {
                at = end + 1;
                line++;
                continue;
            }

            var (row, next) = RowAt(text, at, line);
            yield return row;
            line += text.AsSpan(at, Math.Min(next, text.Length) - at).Count('\n');
            at = next;
        }
    }

    private static (Row Row, int Next) RowAt(string text, int at, int line)
    {
        var fields = new List<string>();
        while (true)
        {
            var (field, next, fault) = text.AsSpan(at).TrimStart(' ') is ['"', ..] ? Quoted(text, at) : Bare(text, at);
            fields.Add(field);
            if (fault is not null)
            {
                var end = text.IndexOf('\n', at);
                return (new Row(line, [.. fields], fault), end < 0 ? text.Length : end + 1);
            }

            if (next >= text.Length || text[next] == '\n')
            {
                return (new Row(line, [.. fields], null), next + 1);
            }

            at = next + 1;
        }
    }

    private static (string Field, int Next, string? Fault) Bare(string text, int at)
    {
        var next = at + (text.AsSpan(at).IndexOfAny(',', '\n') is var found and >= 0 ? found : text.Length - at);
        return (text[at..next].Trim(), next, null);
    }

    private static (string Field, int Next, string? Fault) Quoted(string text, int at)
    {
        var field = new StringBuilder();
        at = text.IndexOf('"', at) + 1;
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                field.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append('"');
                at += 2;
            }
            else
            {
                var (rest, next, _) = Bare(text, at + 1);
                return (field.ToString(), next, rest.Length == 0 ? null : "has text after a closing quote");
            }
        }

        return (field.ToString(), at, "a quote is not closed");
    }

    private sealed record Row(int Line, string[] Fields, string? Fault);
}
