namespace IntegrationHost.App.Site;

/// <summary>Expands <c>${secret:name}</c> from the environment (<c>IHOST_SECRET_NAME</c>) or from a file of that
/// name. Errors name the secret, never its value.</summary>
internal sealed class Secrets(string siteFolder)
{
    private const string Open = "${secret:";

    private readonly string[] _folders = [.. new[]
    {
        Environment.GetEnvironmentVariable("IHOST_SECRETS"),
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"),
        Path.Combine(siteFolder, "secrets"),
    }.OfType<string>()];

    /// <summary>The text with its secrets in place, or what is missing.</summary>
    public (string? Text, string? Fault) Expand(string text)
    {
        var from = text.IndexOf(Open, StringComparison.Ordinal);
        while (from >= 0)
        {
            var to = text.IndexOf('}', from);
            if (to < 0)
            {
                return (null, "a ${secret:…} is not closed");
            }

            var name = text[(from + Open.Length)..to];
            if (ValueOf(name) is not { } value)
            {
                return (
                    null, $"the secret '{name}' is not set; set {VariableOf(name)} or write the file secrets/{name}");
            }

            text = string.Concat(text.AsSpan(0, from), value, text.AsSpan(to + 1));
            from = text.IndexOf(Open, from + value.Length, StringComparison.Ordinal);
        }

        return (text, null);
    }

    private string? ValueOf(string name) => Environment.GetEnvironmentVariable(VariableOf(name))
        ?? _folders
            // systemd puts a credential folder's files under "<id>_<file>".
            .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, $"secrets_{name}") })
            .Where(File.Exists)
            .Select(file => File.ReadAllText(file).TrimEnd('\r', '\n'))
            .FirstOrDefault();

    private static string VariableOf(string name) => "IHOST_SECRET_" + name.Replace('-', '_').ToUpperInvariant();
}
