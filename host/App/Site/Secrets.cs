using System.Text.RegularExpressions;

namespace IntegrationHost.App.Site;

/// <summary>Expands <c>${secret:name}</c> from the environment (<c>IHOST_SECRET_NAME</c>) or from a file of that name.
/// Errors name the secret, never its value.</summary>
internal sealed partial class Secrets(string siteFolder)
{
    private const string Open = "${secret:";

    private readonly string[] _folders = [.. new[]
    {
        Environment.GetEnvironmentVariable("IHOST_SECRETS"),
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"),
        Path.Combine(siteFolder, "secrets"),
    }.OfType<string>().Where(folder => folder.Length > 0)];

    /// <summary>The text with its secrets in place, or what is missing.</summary>
    public (string? Text, string? Fault) Expand(string text)
    {
        var from = text.IndexOf(Open, StringComparison.Ordinal);
        while (from >= 0)
        {
            var to = text.IndexOf('}', from);
            if (to < 0)
            {
                return (null, "a ${secret:…} is not closed; write ${secret:name}");
            }

            var (value, fault) = ValueOf(text[(from + Open.Length)..to]);
            if (value is null)
            {
                return (null, fault);
            }

            text = string.Concat(text.AsSpan(0, from), value, text.AsSpan(to + 1));
            from = text.IndexOf(Open, from + value.Length, StringComparison.Ordinal);
        }

        return (text, null);
    }

    private (string? Value, string? Fault) ValueOf(string name)
    {
        // The name becomes a file's name: it must not lead out of the folder.
        if (!NamePattern().IsMatch(name))
        {
            return (null, $"'{name}' is no name for a secret; use letters, digits, '-' and '_'");
        }

        try
        {
            var value = Environment.GetEnvironmentVariable(VariableOf(name)) ?? FromFile(name);
            return value switch
            {
                null =>
                    (null, $"the secret '{name}' is not set; set {VariableOf(name)} or write the file secrets/{name}"),
                "" => (null, $"the secret '{name}' is empty; put its value into {VariableOf(name)} or secrets/{name}"),
                _ => (value, null),
            };
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return (null, $"the secret '{name}' cannot be read: {wrong.Message}");
        }
    }

    private string? FromFile(string name) => _folders
        // systemd puts a credential folder's files under "<id>_<file>".
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, $"secrets_{name}") })
        .Where(File.Exists)
        .Select(file => File.ReadAllText(file).TrimEnd('\r', '\n'))
        .FirstOrDefault();

    private static string VariableOf(string name) => "IHOST_SECRET_" + name.Replace('-', '_').ToUpperInvariant();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,100}$")]
    private static partial Regex NamePattern();
}
