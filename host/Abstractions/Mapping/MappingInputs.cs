using IntegrationHost.Records;

namespace IntegrationHost.Mapping;

/// <summary>Where a script's values come from. The host gives one per run; a test or a case file gives its
/// own.</summary>
public abstract class MappingInputs
{
    /// <summary>The nearest value of a setting, or null.</summary>
    public abstract string? Setting(string name);

    /// <summary>The nearest value for a key of a table, or null.</summary>
    public abstract string? TableValue(string table, string key);

    /// <summary>A record declared under the flow's <c>reads</c>, or null.</summary>
    public abstract Record? Read(string name);
}
