using System.Buffers;

namespace IntegrationHost.Engine.Problems;

/// <summary>A value as one word of a command that a person pastes into a shell. Causes and keys hold values of records,
/// which strangers wrote: nothing in them may be run.</summary>
public static class ShellWord
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+=-");

    /// <summary>The value itself where it is plain, else in single quotes: as the shells of Unix take them, or as
    /// PowerShell does.</summary>
    public static string Of(string value) => Of(value, OperatingSystem.IsWindows());

    internal static string Of(string value, bool forPowerShell)
    {
        if (value.Length > 0 && value[0] is not ('-' or '@' or '%') && !value.AsSpan().ContainsAnyExcept(Plain))
        {
            return value;
        }

        return $"'{value.Replace("'", forPowerShell ? "''" : "'\\''", StringComparison.Ordinal)}'";
    }
}
