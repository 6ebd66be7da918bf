using Microsoft.CodeAnalysis;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>Words the compiler's findings for integrators.</summary>
internal static class FindingText
{
    private const string Why = "a mapping must answer the same for the same record and reach nothing outside it";

    public static ScriptFinding Of(Diagnostic found)
    {
        var at = found.Location.GetMappedLineSpan();
        return new ScriptFinding(
            Path.GetFileName(at.Path),
            at.StartLinePosition.Line + 1,
            at.StartLinePosition.Character + 1,
            found.Id,
            TextOf(found));
    }

    private static string TextOf(Diagnostic found)
    {
        var text = found.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        return found.Id switch
        {
            // Inaccessible, or forwarded to an assembly that scripts do not have.
            "CS0122" or "CS0271" or "CS1069" or "CS0234" =>
                $"'{Quoted(text)}' is not available to scripts: {Why}. {Instead(text)}",
            "CS0117" or "CS1061" when BannedMember(text) is { } banned =>
                $"'{banned}' is not available to scripts: {Why}. {Instead(text)}",
            "CS7099" or "CS0006" => "#r is not available to scripts: put the library into a plugin",
            "CS1504" => $"{text}. #load takes files inside the scripts folders only",
            "CS0227" => "unsafe code is not available to scripts",
            "CS1980" or "CS0656" when text.Contains("dynamic", StringComparison.OrdinalIgnoreCase)
                || text.Contains("CSharpArgumentInfo", StringComparison.Ordinal) =>
                    "'dynamic' is not available to scripts",
            _ => text,
        };
    }

    private static string Quoted(string text) => text.Split('\'') is [_, var first, ..] ? first : text;

    // "'DateTime' does not contain a definition for 'UtcNow'": it does, but not for scripts.
    private static string? BannedMember(string text) => text.Split('\'') is [_, var type, _, var member, ..]
        && (BannedApi.IsMember($"System.{type}", member) || BannedApi.IsMember($"System.{type}", $"get_{member}"))
        ? $"{type}.{member}"
        : null;

    private static string Instead(string text) => text switch
    {
        _ when text.Contains("DateTime", StringComparison.Ordinal) => "Use source.Date(…) or source.Instant(…)",
        _ when text.Contains("Guid", StringComparison.Ordinal) => "Make keys of the record's own id",
        _ => "Put such work into a plugin",
    };
}
