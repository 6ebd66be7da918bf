using System.Globalization;
using System.Numerics;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>Rows in order of their key that were written in one go.</summary>
/// <param name="Number">Grows: what stands in a newer run counts.</param>
/// <param name="Rows">How many, the marks of deleted ones included.</param>
internal readonly record struct Run(long Number, int Rows)
{
    /// <summary>How the ids of all heads begin, and none of a block.</summary>
    public const string Heads = "!";

    private const int BitsPerClass = 3;
    private const int DigitsOfANumber = 16;

    /// <summary>The document that says how many rows there are.</summary>
    public string Head => Heads + Digits;

    /// <summary>Runs of one class differ in size by less than eight times.</summary>
    public int Class => BitOperations.Log2((uint)Math.Max(Rows, 1)) / BitsPerClass;

    /// <summary>Behind the ids of all its blocks.</summary>
    public string End => Digits + "}";

    private string Digits => Number.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The id of the block that begins with a row.</summary>
    public string IdOf(string firstKey) => $"{Digits}|{firstKey}";

    /// <summary>The key with which the block of this id begins.</summary>
    public string KeyOf(string id) => id[(DigitsOfANumber + 1)..];

    /// <summary>Of which run a block is.</summary>
    public static long NumberOf(string id) => long.Parse(
        id.AsSpan(0, DigitsOfANumber), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static Run Of(string head, int rows) => new(
        long.Parse(head.AsSpan(Heads.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), rows);
}
