namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>The request is refused, and nothing was changed.</summary>
internal sealed class RecordFault(int status, string code, string detail, string? path = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The offending field, or null.</summary>
    public string? Path { get; } = path;

    /// <summary>The title of the error body, where it is not the status's own.</summary>
    public string? Title { get; init; }

    /// <summary>A refusal in the words of NetSuite's user interface.</summary>
    public static RecordFault User(string sentence) =>
        new(400, "USER_ERROR", $"Error while accessing a resource. {sentence}");

    public static RecordFault InvalidReference(string value, string field, string path) => new(
        400, "INVALID_KEY_OR_REF", $"Invalid Field Value {value} for the following field: {field}", path);

    public static RecordFault InvalidContent(string value, string field, string path) => new(
        400, "INVALID_CONTENT", "Error while accessing resource: You have entered an Invalid Field Value "
            + $"{value} for the following field: {field}", path);

    public static RecordFault Missing() => new(
        404, "NONEXISTENT_ID", "The record instance does not exist. Provide a valid record instance ID.");
}
