using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHost.Storage.Postgres.Schema;

/// <summary>One numbered file of SQL that comes with the host.</summary>
/// <param name="Number">Files are applied in this order, each once.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sql">What it does, in a schema that is set before.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Ending = ".sql";
    private const int Digits = 4;

    /// <summary>Of the text: a file that was applied is never edited, a later one mends it.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All files of this host, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static Migration[] Load()
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = typeof(Migration).Namespace + ".";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)
                && name.EndsWith(Ending, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                var file = name[prefix.Length..];
                var number = int.Parse(file.AsSpan(0, Digits), CultureInfo.InvariantCulture);
                return new Migration(number, file, reader.ReadToEnd().ReplaceLineEndings("\n"));
            })];
    }
}
