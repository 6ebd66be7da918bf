namespace IntegrationHost.Scripting;

/// <summary>A place where a script writes a field by a name that stands in its text.</summary>
/// <param name="Path">The field with those around it as far as they stand in the same statement, for example
/// <c>entity.id</c>.</param>
/// <param name="IsWhole">True when the path begins at the record the script returns; false when where the record goes
/// does not stand there.</param>
/// <param name="File">The file's name, as an editor knows it.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
public sealed record FieldUse(string Path, bool IsWhole, string File, int Line, int Column);
