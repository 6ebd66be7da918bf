using System.Globalization;
using System.Text;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>A verified copy of the projection.</summary>
/// <param name="Applied">Where the first frame stands that is not in it.</param>
/// <param name="Path">The copy.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sum">SHA-256 of its bytes, in hex.</param>
internal sealed record Snapshot(long Applied, string Path, long Bytes, string Sum)
{
    private const string Extension = ".snapshot";
    private const string NoteExtension = ".verified";

    /// <summary>Written last: a copy without it was never finished.</summary>
    public string NotePath => NoteOf(Path);

    public static string PathOf(string folder, long applied) => System.IO.Path.Combine(
        folder, applied.ToString("x16", CultureInfo.InvariantCulture) + Extension);

    public static bool IsNote(string path) => path.EndsWith(Extension + NoteExtension, StringComparison.Ordinal);

    public static string NoteOf(string path) => path + NoteExtension;

    public byte[] Note() => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Applied} {Bytes} {Sum}"));

    /// <summary>The snapshot a note tells of; null where the note is not whole.</summary>
    public static Snapshot? Of(string notePath, ReadOnlySpan<byte> note)
    {
        var parts = Encoding.ASCII.GetString(note).Split(' ');
        return parts.Length == 3
            && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var applied)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var bytes)
            ? new Snapshot(applied, notePath[..^NoteExtension.Length], bytes, parts[2])
            : null;
    }
}
