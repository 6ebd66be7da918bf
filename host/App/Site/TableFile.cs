namespace IntegrationHost.App.Site;

/// <summary>A table as a CSV file: a header <c>key,value</c>, then one entry a line; quotes as usual, <c>#</c> begins a
/// remark.</summary>
internal static class TableFile
{
    public static IReadOnlyDictionary<string, string> Parse(
        string path, IReadOnlyList<string> lines, List<SiteFinding> findings)
    {
        var entries = new Dictionary<string, string>();
        var file = Path.GetFileName(path);
        var header = true;
        for (var at = 0; at < lines.Count; at++)
        {
            var line = lines[at];
            if (line.Trim() is "" or ['#', ..])
            {
                continue;
            }

            var fields = Fields(line);
            if (header)
            {
                header = false;
                if (fields is not ["key", "value"])
                {
                    findings.Add(new SiteFinding($"{file}:{at + 1}", "the first line must be key,value"));
                    return entries;
                }
            }
            else if (fields is not [var key, var value])
            {
                findings.Add(
                    new SiteFinding($"{file}:{at + 1}", $"has {fields.Length} fields, wanted are two: key,value"));
            }
            else if (!entries.TryAdd(key, value))
            {
                findings.Add(new SiteFinding($"{file}:{at + 1}", $"'{key}' stands there twice"));
            }
        }

        return entries;
    }

    private static string[] Fields(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (letter == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        return [.. fields.Append(field.ToString()).Select(text => text.Trim())];
    }
}
