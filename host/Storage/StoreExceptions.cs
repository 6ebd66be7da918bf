namespace IntegrationHost.Storage;

/// <summary>Another process has the state folder open.</summary>
public sealed class StoreInUseException(string folder, Exception inner) : Exception(
    $"the data folder '{folder}' is in use by another host; stop that one, or give this one a data folder of its own",
    inner);

/// <summary>The state cannot be opened as it is.</summary>
public sealed class StoreUnusableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A write to the state failed. What was acknowledged before is safe; the store takes nothing more until the
/// host is started again.</summary>
public sealed class StoreFailedException(string reason, Exception? inner = null) : Exception(
    $"the state could not be written and takes nothing more until the host is started again: {reason}", inner);
