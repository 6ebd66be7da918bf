using System.Globalization;
using System.Text;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Text as PostgreSQL can keep it. A text column takes no U+0000 and no half of a surrogate pair; both, and
/// the mark that stands for them, are written as the mark and four digits. Pure.</summary>
internal static class StoredText
{
    private const char Mark = '\u0001';
    private const int Digits = 4;

    public static string Keep(string text) => IsPlain(text) ? text : Marked(text);

    public static string? KeepOrNull(string? text) => text is null ? null : Keep(text);

    public static string Read(string kept)
    {
        if (!kept.Contains(Mark, StringComparison.Ordinal))
        {
            return kept;
        }

        var text = new StringBuilder(kept.Length);
        for (var at = 0; at < kept.Length; at++)
        {
            if (kept[at] == Mark)
            {
                text.Append((char)int.Parse(
                    kept.AsSpan(at + 1, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                at += Digits;
            }
            else
            {
                text.Append(kept[at]);
            }
        }

        return text.ToString();
    }

    private static bool IsPlain(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (IsPair(text, at))
            {
                at++;
            }
            else if (text[at] is '\0' or Mark || char.IsSurrogate(text[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Marked(string text)
    {
        var kept = new StringBuilder(text.Length + Digits);
        for (var at = 0; at < text.Length; at++)
        {
            if (IsPair(text, at))
            {
                kept.Append(text[at]).Append(text[++at]);
            }
            else if (text[at] is '\0' or Mark || char.IsSurrogate(text[at]))
            {
                kept.Append(Mark).Append(((int)text[at]).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                kept.Append(text[at]);
            }
        }

        return kept.ToString();
    }

    private static bool IsPair(string text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
}
